"""A note to the clipboard: a native tool where the screen is this machine's, else the terminal.

The terminal's own way (OSC 52, xterm control sequences) is never acknowledged, so it only counts
as sent. Inside tmux it has to be wrapped to reach the terminal outside.
"""

from __future__ import annotations

import base64
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
NATIVE, SENT = "clipboard", "terminal"


def copy(text: str, environ: Mapping[str, str], send: Callable[[str], None]) -> str:
    """Give the text to the clipboard and return how: NATIVE where a tool took it, else SENT."""
    tool = native_tool(environ)
    if tool and _piped(tool, text):
        return NATIVE
    send(sequence(text, environ))
    return SENT


def native_tool(environ: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the command that fills this machine's clipboard; nothing over SSH or without one."""
    if "SSH_CONNECTION" in environ or "SSH_TTY" in environ:
        return None
    if sys.platform == "win32":
        return ("clip.exe",)
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


def _piped(tool: tuple[str, ...], text: str) -> bool:
    """Give the text to a tool on its standard input; say whether it took it."""
    coded = text.encode("utf-16" if sys.platform == "win32" else "utf-8")
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command, the text only on its input
            tool, input=coded, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
