"""A talk told to the plain face line by line, and what the face said to it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import NamedTuple

from bedside.cli.desk import Desk
from bedside.content.outcomes import PracticePatient
from bedside.content.practice import walk
from bedside.core.answers import Answer
from bedside.core.checklist import Choice, Scale, Step, TeachBack
from bedside.core.visit import Visit
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.session import Session
from tests.people import CLINICIAN, WORDS
from tests.worlds import SHIPPED, shipped_checklist

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
        *(WORDS, "1", "1", "", "Ring the ward", "2", "1", "1", "1", WORDS, "1", ""),
    ),
    "inviting-questions": (
        *("1", "Can I swim?", "1", WORDS, "1", "1", "Yes, from Monday", "2", "1", "1", "3", "1"),
        *READ,
    ),
}
"""For every shipped checklist the lines that answer all of it, from the first step on.

Four are told by hand, with many kinds of answers; the others give each step its first answer.
"""

_FIRST: dict[str, tuple[object, tuple[str, ...]]] = {
    **dict.fromkeys(("say", "do"), ("done", ("1",))),
    **dict.fromkeys(("words", "text"), (WORDS, (WORDS,))),
    "yes-no": ("yes", ("1",)),
    "read-back": ("confirmed", ("1",)),
    "people": ("alone", ("1",)),
    "date": ("1 day", ("2",)),
    "pause": (None, ("",)),
}
"""For a kind of step: its first answer as a practice patient replies it, and the lines for it."""


def _first(step: Step) -> tuple[object, tuple[str, ...]]:
    """Return the first answer of a step, and the lines that give it."""
    if isinstance(step, Choice):
        return step.options[0].id, ("1",)
    if isinstance(step, TeachBack):
        return ["said-back"] * len(step.points), ("1",) * len(step.points)
    if isinstance(step, Scale):
        return step.min, (str(step.min),)
    reply, lines = _FIRST[step.kind]
    return reply, (*lines, "1") if step.sensitive else lines


def _first_answers(id_: str) -> tuple[str, ...]:
    """Return the lines that give every step of a shipped checklist its first answer."""
    made = shipped_checklist(id_)
    steps = {step.id: step for step in made.steps if step.kind != "section"}
    replies = {name: _first(step)[0] for name, step in steps.items() if step.kind != "pause"}
    shown = walk(made, PracticePatient(id="first", name="Kim", replies=replies)).shown
    lines = tuple(line for name in shown for line in _first(steps[name])[1])
    is_read = any(steps[name].kind == "read-back" for name in shown)
    return lines if is_read else (*lines, *READ)


WHOLE |= {id_: _first_answers(id_) for id_ in SHIPPED if id_ not in WHOLE}


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
