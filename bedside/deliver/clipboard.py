"""A note to the clipboard: a native tool where the screen is this machine's, else the terminal.

The terminal's own way (OSC 52, xterm control sequences) is never acknowledged, so it only counts
as sent. Inside tmux it has to be wrapped to reach the terminal outside.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

_TOOLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)
_SECONDS = 3.0
_IN_UTF_8 = os.environ | {"LC_CTYPE": "UTF-8"} if sys.platform == "darwin" else None
"""What tells pbcopy how the text is encoded, which it otherwise takes from the locale."""

NATIVE, SENT = "clipboard", "terminal"


def copy(text: str, environ: Mapping[str, str], send: Callable[[str], None]) -> str:
    """Give the text, whole, to the clipboard; return how: NATIVE where it was taken, else SENT."""
    if not _is_remote(environ) and _taken(text, environ):
        return NATIVE
    send(sequence(text, environ))
    return SENT


def native_tool(environ: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the command that fills this machine's clipboard; nothing over SSH or without one."""
    if _is_remote(environ):
        return None
    if sys.platform == "darwin":
        return ("pbcopy",)
    found = (tool for needed, tool in _TOOLS if environ.get(needed) and shutil.which(tool[0]))
    return next(found, None)


def sequence(text: str, environ: Mapping[str, str]) -> str:
    """Return the control sequence that asks the terminal to take the text."""
    coded = base64.b64encode(text.encode()).decode()
    plain = f"\x1b]52;c;{coded}\x07"
    if "TMUX" in environ:
        return "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    return plain


def _is_remote(environ: Mapping[str, str]) -> bool:
    """Whether the screen belongs to another machine, whose clipboard is meant."""
    return "SSH_CONNECTION" in environ or "SSH_TTY" in environ


def _taken(text: str, environ: Mapping[str, str]) -> bool:
    """Give the text to this machine's own clipboard; say whether it took it."""
    if sys.platform == "win32":
        from bedside.deliver.windows import put_on_clipboard

        return put_on_clipboard(text)
    tool = native_tool(environ)
    return tool is not None and _piped(tool, text)


def _piped(tool: tuple[str, ...], text: str) -> bool:
    """Give the text to a tool on its standard input; say whether it took it.

    Both tools of X go on in the background to hand the text on, so their output is not waited for.
    """
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command, the text only on its input
            tool,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            env=_IN_UTF_8,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
