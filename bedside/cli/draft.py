"""An author's file, for the commands that change or compare it: its text, and what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.targets import Checkers, Target
from bedside.core.problems import Finding, Level
from bedside.core.reasons import reason

if TYPE_CHECKING:
    from bedside.content.check import Checker
    from bedside.content.library import Folder
    from bedside.core.checklist import Checklist


class Draft(NamedTuple):
    """A file that was read: its bytes, its text with a byte-order mark, and what looks it over."""

    path: Path
    raw: bytes
    text: str
    checker: Checker

    def findings(self, text: str | None = None) -> list[Finding]:
        """Return what is to mend in the file, or in another text that would stand there."""
        raw = self.raw if text is None else text.encode()
        found = self.checker.look(raw, self.path)
        return [one for one in found if one.level is not Level.NOTE]

    def checklist(self) -> Checklist | None:
        """Return the checklist in it; nothing where it cannot be used."""
        checked = self.checker.checked(self.raw, self.path)
        return checked.checklist if checked.is_usable else None


def read_draft(desk: Desk, path: Path) -> Draft:
    """Return a file of an author; Ended where it cannot be opened."""
    target = Target(path)
    checker = Checkers(desk, today()).of(target)
    try:
        raw = target.raw()
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{path} cannot be opened: {reason(error)}.") from error
    return Draft(path, raw, raw.decode("utf-8", errors="replace"), checker)


def write_draft(draft: Draft, text: str) -> None:
    """Write a new text into the file; Ended where it cannot be, or where it changed meanwhile.

    Letters that could not be read stand in the text as marks, and would be lost by writing it.
    """
    from bedside.content.files import Changed, write_text

    if draft.text.encode() != draft.raw:
        message = f"{draft.path} holds letters that are not saved as UTF-8, so it was left alone."
        raise Ended(Exit.FINDINGS, f"{message} bedside check {draft.path} says where.")
    try:
        write_text(draft.path, text, was=draft.raw)
    except Changed as error:
        message = f"{draft.path} was changed by another program meanwhile, so it was left alone."
        raise Ended(Exit.UNAVAILABLE, f"{message} Run the command again.") from error
    except OSError as error:
        message = f"{draft.path} cannot be written: {reason(error)}. Nothing in it was changed."
        raise Ended(Exit.UNAVAILABLE, message) from error


def folder_of(desk: Desk, path: Path) -> Folder | None:
    """Return the folder of the library that a file lies in; nothing for a file elsewhere."""
    folder = path.parent.absolute()
    return next((one for one in desk.library.folders if one.path.absolute() == folder), None)


def today() -> date:
    """Return the local day."""
    return date.today()  # noqa: DTZ011  # the local day is meant
