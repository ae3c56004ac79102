"""A talk told to the plain face line by line, and what the face said to it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import NamedTuple

from bedside.cli.desk import Desk
from bedside.core.answers import Answer
from bedside.core.visit import Visit
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.session import Session
from tests.people import CLINICIAN, WORDS

NOBODY = ""
"""The line that leaves the patient out."""

SIGNED_BY = ("/sign", *CLINICIAN, "-")
"""The lines that sign a visit with nobody named: who, which role, and no minutes."""

READ = ("/read", "1")
"""The lines by which the note is read back and confirmed, where no step asks for that."""

WHOLE: dict[str, tuple[str, ...]] = {
    "acknowledging-uncertainty": (
        *("1", "1", WORDS, "1", "The scan is not back", "1", "", "1", "7", WORDS, "1 4"),
        *("Scan at three, then we decide", "2", "1", "1", "1", "2", *READ),
    ),
    "confirming-preferences": (
        *("1", "1", "1", "R.T., daughter", "", "1", "2", "More time at home", WORDS, "1"),
        *("2", "1", "1 3"),
    ),
    "first-trust": (
        *("1", "1", "", "1", "1", "", WORDS, "1", "Pain first, then the form", WORDS),
        *(WORDS, "1", "1", "1", "Ring the ward", "2", "7", *READ),
    ),
    "inviting-questions": (
        *("1", "Can I swim?", "1", WORDS, "1", "1", "Yes, from Monday", "2", "1", "1", "3", "1"),
        *READ,
    ),
}
"""For every shipped checklist the lines that answer all of it, from the first step on."""


class Told(NamedTuple):
    """A session after a talk, and everything the plain face said in it."""

    session: Session
    said: str
    saved: bool

    @property
    def visit(self) -> Visit:
        """The visit as it stands."""
        return self.session.visit

    def answer(self, step: str) -> Answer:
        """Return the answer of a step; there must be one."""
        found = self.visit.answer(step)
        assert found is not None, step
        return found

    def after(self, words: str) -> str:
        """Return what was said after these words, which must have been said."""
        assert words in self.said, words
        return self.said.partition(words)[2]


def number_of(told: Told, text: str) -> str:
    """Return the number in front of a line as it was told last, by how the line begins."""
    found = re.findall(rf"^(\d+) {re.escape(text)}", told.said, re.MULTILINE)
    assert found, text
    return str(found[-1])


def begun(desk: Desk, checklist: str) -> Session:
    """Begin a visit of a checklist."""
    session = desk.begin(checklist)
    assert isinstance(session, Session)
    return session


def tell(session: Session, lines: Iterable[str], author: tuple[str, str] = ("", "")) -> Told:
    """Type these lines, then let the input end."""
    return typed(session, "".join(f"{line}\n" for line in lines), author)


def typed(session: Session, text: str, author: tuple[str, str] = ("", "")) -> Told:
    """Type this text as it is, then let the input end."""
    out = io.StringIO()
    saved = Walker(session, Talk(io.StringIO(text), out), author).run()
    return Told(session, out.getvalue(), saved)


def talk(desk: Desk, checklist: str, *lines: str) -> Told:
    """Begin a visit with nobody named, type these lines, then let the input end."""
    return tell(begun(desk, checklist), (NOBODY, *lines))


def resumed(desk: Desk, told: Told) -> Session:
    """Open the visit again."""
    session = desk.resume(told.visit.id)
    assert isinstance(session, Session)
    return session
