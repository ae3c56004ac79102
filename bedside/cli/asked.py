"""Questions a command asks on a terminal, and what is said where there is nobody to ask."""

from __future__ import annotations

import os
import sys

from bedside.cli.exits import Ended, Exit
from bedside.core.text import clean, safe


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can answer."""
    return sys.stdin.isatty()


def asked(question: str, default: str = "") -> str:
    """Return what is typed after a question; the default for an empty line or a closed input."""
    sys.stdout.flush()
    hint = f" [{default}]" if default else ""
    sys.stderr.write(safe(f"{question}{hint}: "))
    sys.stderr.flush()
    return clean(sys.stdin.readline()) or default


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
