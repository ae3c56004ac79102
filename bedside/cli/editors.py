"""Which editor opens a file, and how each is told the line to open it at."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which

from bedside.cli.exits import Ended, Exit
from bedside.core.reasons import reason

_PLUS = frozenset(
    ("vi", "vim", "nvim", "view", "gvim", "nano", "pico", "emacs", "emacsclient", "micro", "kak")
) | {"joe", "jed", "mg", "ne", "gedit"}
_GOTO = frozenset(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"))
_COLON = frozenset(("subl", "sublime_text", "hx", "helix", "zed"))
_WAITS = _GOTO | {"subl", "sublime_text", "zed", "gedit"}
"""Editors in a window of their own, which otherwise end before the file is closed."""
_USUAL = ("nano", "vi")


def editor(environ: Mapping[str, str], *, is_windows: bool = os.name == "nt") -> list[str]:
    """Return the command of the editor that is asked for, or the usual one of the system.

    Ended where there is none, or where what is asked for cannot be read as a command.
    """
    for name in ("VISUAL", "EDITOR"):
        if not environ.get(name, "").strip():
            continue
        try:
            words = shlex.split(environ[name], posix=not is_windows)
        except ValueError as error:
            message = f"{name} is {environ[name]}, and a quotation mark in it is not closed."
            raise Ended(Exit.USAGE, message) from error
        return [word.strip('"') for word in words] if is_windows else words
    if is_windows:
        return ["notepad"]
    found = next((name for name in _USUAL if which(name)), None)
    if found is None:
        message = "no editor was found here. Name yours in the variable EDITOR."
        raise Ended(Exit.UNAVAILABLE, message)
    return [found]


def at_line(command: Sequence[str], path: Path, line: int) -> list[str]:
    """Return the whole command that opens a file at a line, where the editor knows how."""
    name = Path(command[0]).name.casefold().removesuffix(".exe").removesuffix(".cmd")
    words = list(command)
    if name in _WAITS and not {"--wait", "-w"} & set(words):
        words.append("--wait")
    if name in _GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    if name in _COLON:
        return [*words, f"{path}:{line}"]
    if name == "notepad++":
        return [*words, f"-n{line}", str(path)]
    return [*words, f"+{line}", str(path)] if name in _PLUS else [*words, str(path)]


def open_at(command: Sequence[str], path: Path, line: int) -> int:
    """Open a file and wait until it is closed; return how the editor ended.

    Interrupting is the editor's business meanwhile. Ended where it cannot be started.
    """
    import signal

    sys.stdout.flush()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        words = at_line(command, path, line)
        return subprocess.run(words, check=False).returncode  # noqa: S603  # the person's own editor
    except OSError as error:
        message = f"the editor {command[0]} cannot be started: {reason(error)}."
        raise Ended(
            Exit.UNAVAILABLE, f"{message} Name another one in the variable EDITOR."
        ) from error
    finally:
        signal.signal(signal.SIGINT, before)
