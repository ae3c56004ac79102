"""Exit codes: what a script can rely on. Printed in the README."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    UNAVAILABLE = 3
    NOT_FOUND = 4
    NOT_ALLOWED = 5
    BUG = 70
    HUNG_UP = 129
    INTERRUPTED = 130
    TERMINATED = 143


MEANING = {
    Exit.FINE: "fine",
    Exit.FINDINGS: "findings: something in a checklist has to be looked at",
    Exit.USAGE: "usage or settings: the command or a settings file is wrong",
    Exit.UNAVAILABLE: "cannot read, write or deliver now",
    Exit.NOT_FOUND: "not found",
    Exit.NOT_ALLOWED: "not allowed (sign-in, policy)",
    Exit.BUG: "a bug in bedside",
    Exit.HUNG_UP: "the terminal went away; all was saved first",
    Exit.INTERRUPTED: "interrupted",
    Exit.TERMINATED: "asked to end by the system; all was saved first",
}
"""What each code means, in a few words."""


class Ended(Exception):
    """A command ends early: with which code, and what to tell the person."""

    def __init__(self, code: Exit, message: str) -> None:
        """End with this code after saying this on standard error.

        A message may name a file, and a file's name may hold what acts on a terminal.
        """
        from bedside.core.text import safe

        super().__init__(safe(message))
        self.code = code
