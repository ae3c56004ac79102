"""Questions a command asks on a terminal, and what is said where there is nobody to ask."""

from __future__ import annotations

import os
import sys

from bedside.cli.exits import Ended, Exit
from bedside.core.text import clean, safe

_ENDED = "nothing more was typed, so nothing was done."


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can answer."""
    return sys.stdin.isatty()


def asked(question: str, default: str = "") -> str:
    """Return what is typed after a question; the default for an empty line or a closed input."""
    sys.stdout.flush()
    sys.stderr.write(_fitted(question, default))
    sys.stderr.flush()
    return clean(sys.stdin.readline()) or default


def _fitted(question: str, default: str = "") -> str:
    """Return a question as it stands before its answer, fitted to the window."""
    from bedside.cli.window import columns, fitted

    hint = f" [{default}]" if default else ""
    mark = " " if question.endswith("?") and not hint else ": "
    return fitted(safe(question + hint) + mark.rstrip(), columns(sys.stderr)) + " "


def hidden(question: str) -> str:
    """Return what is typed on the terminal and not shown; Ended where input ends.

    `getpass` reads the terminal itself, on Windows its console, never an argument or a pipe.
    """
    from getpass import getpass

    sys.stdout.flush()
    try:
        return getpass(_fitted(question), sys.stderr)
    except EOFError:
        raise Ended(Exit.NOT_ALLOWED, _ENDED) from None


def wanted(question: str, default: str = "") -> str:
    """Return what is typed after a question, asked until something is; Ended where input ends."""
    while True:
        sys.stdout.flush()
        sys.stderr.write(_fitted(question, default))
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise Ended(Exit.NOT_ALLOWED, _ENDED)
        if answer := clean(line) or default:
            return answer


def wiped() -> None:
    """Clear the terminal, and what could be scrolled back to."""
    if sys.platform == "win32":
        import subprocess

        subprocess.run(["cmd", "/c", "cls"], stdout=sys.stderr, check=False)  # noqa: S607
    else:
        sys.stderr.write("\x1b[H\x1b[2J\x1b[3J")
        sys.stderr.flush()


def worded(text: str) -> str:
    """Return words typed at a prompt or given as an argument, on one line and fit for a file.

    What no keyboard means to send is left out; bytes that are no letters become marks.
    """
    return clean(os.fsencode(text).decode(errors="replace"))


def agreed(question: str, otherwise: str) -> bool:
    """Whether somebody says yes; Ended, with another way to say so, where nobody can be asked."""
    if not can_ask():
        raise Ended(Exit.USAGE, otherwise)
    return asked(f"{question} Type yes to do it").casefold() in ("y", "yes")
