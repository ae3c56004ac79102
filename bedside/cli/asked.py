"""Questions a command asks on a terminal, and what is said where there is nobody to ask."""

from __future__ import annotations

import sys

from bedside.cli.exits import Ended, Exit


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can answer."""
    return sys.stdin.isatty()


def asked(question: str, default: str = "") -> str:
    """Return what is typed after a question; the default for an empty line or a closed input."""
    sys.stdout.flush()
    hint = f" [{default}]" if default else ""
    sys.stderr.write(f"{question}{hint}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() or default


def agreed(question: str, otherwise: str) -> bool:
    """Whether somebody says yes; Ended, with another way to say so, where nobody can be asked."""
    if not can_ask():
        raise Ended(Exit.USAGE, otherwise)
    return asked(f"{question} Type yes to do it").casefold() in ("y", "yes")
