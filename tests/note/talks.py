"""Whole talks: those of the practice patients beside each checklist, and hard ones told in full."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from bedside.content.library import shipped
from bedside.content.outcomes import PracticePatient
from bedside.content.practice import walk
from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.answers import Person, is_left
from bedside.core.decide import decide
from bedside.core.refusals import Refusal
from bedside.core.visit import Visit
from bedside.core.walk import apply, start
from bedside.note.four_lines import aloud
from bedside.note.read_back import with_lines
from bedside.note.whole import whole
from tests.people import AVERY, CLINICIAN, COLLEAGUE, WORDS
from tests.worlds import NOON, SHIPPED, do, opened, shipped_checklist

PREFERENCES = "confirming-preferences"


class Talk(NamedTuple):
    """A practice patient of a shipped checklist."""

    checklist: str
    patient: PracticePatient


@cache
def people(checklist: str) -> tuple[PracticePatient, ...]:
    """Return the practice patients that lie beside a shipped checklist."""
    text = (shipped().path / f"{checklist}.practice.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["patients"]
    for row in rows:
        row["shown"], row["tasks"] = tuple(row["shown"]), tuple(row.get("tasks", ()))
    return tuple(PracticePatient(**row) for row in rows)


TALKS = tuple(Talk(name, patient) for name in SHIPPED for patient in people(name))
"""Every practice patient of every shipped checklist."""


def held(talk: Talk) -> Visit:
    """Return the visit of a practice patient, named and not signed yet."""
    return read(do(walk(shipped_checklist(talk.checklist), talk.patient).visit, m.Identify(AVERY)))


def read(visit: Visit) -> Visit:
    """Return the visit with its readings as a session keeps them: with the lines that were read."""
    for step, entry in visit.record.entries.items():
        if visit.plan.is_read_back(step) and not is_left(entry.answer):
            event = e.Answered(step=step, answer=entry.answer, seq=visit.seq + 1, at=entry.at)
            visit = apply(visit, with_lines(visit, event))
    return visit


def signed(talk: Talk) -> Visit:
    """Return the visit of a practice patient, signed."""
    return do(held(talk), m.Sign(*CLINICIAN, 12, AVERY))


class Telling:
    """A visit that is told move by move, the clock going on, until it is signed and after."""

    def __init__(self, checklist: str, **begun: object) -> None:
        """Begin the visit, at noon where tests live; `begun` is what else its opening says."""
        first = opened(shipped_checklist(checklist)).opened
        assert first is not None
        self.visit = apply(start(shipped_checklist(checklist)), replace(first, **begun))  # type: ignore[arg-type]
        self.at = NOON
        self._events: list[e.Event] = [self.visit.opened] if self.visit.opened else []

    def later(self, **wait: int) -> Telling:
        """Let time pass."""
        passed = timedelta(**wait)
        self.at = e.Moment(
            utc=self.at.utc + passed // timedelta(milliseconds=1),
            offset=self.at.offset,
            zone=self.at.zone,
        )
        return self

    def do(self, *moves: m.Move) -> Telling:
        """Make moves that must all be possible; what signing freezes is frozen."""
        for move in moves:
            event = decide(self.visit, move, self.at)
            assert not isinstance(event, Refusal), (move, event)
            event = whole(self.visit, self._events, event)
            self.visit = apply(self.visit, event)
            self._events.append(event)
        return self


def refused() -> Visit:
    """Return a visit of somebody who does not want to go over their wishes, asked kindly once."""
    talk = Telling(PREFERENCES).do(m.Identify(AVERY), m.Pick("read-first", "done"))
    talk.do(m.Pick("leave", "no")).later(minutes=3)
    return talk.do(m.Sign(*CLINICIAN, 3, AVERY)).visit


def hard() -> Telling:
    """Return a talk in which nothing goes straight, read back and ready to be signed.

    Permission is refused and then given. What had changed is told, and then taken back for time to
    think, so that its step falls away. One answer is not to be written down. The line on who
    speaks is put right when the note is read back.
    """
    talk = Telling(PREFERENCES).do(m.Identify(AVERY), m.Pick("read-first", "done"))
    talk.do(m.Pick("leave", "no")).later(minutes=5).do(m.Pick("leave", "yes"))
    talk.do(m.Add("about/present", Person(who="R.T.", relation="daughter")))
    talk.do(m.Pick("about/interpreter", "remote"), m.Pick("follows", "yes"))
    talk.do(m.Add("speaks", Person(who="R.T.", relation="daughter")), m.Pick("told-again", "done"))
    talk.do(m.Pick("still-so", "changed"), m.Write("changed", "no more hospital, whatever comes"))
    talk.do(m.Pick("feelings/tears", "done")).later(minutes=6)
    talk.do(m.Pick("still-so", "thinking"))
    talk.do(m.Write("too-much", WORDS), m.Allow("too-much", yes=False))
    talk.do(m.Pick("follow-through", "orders"), m.Pick("follow-through", "talk"))
    talk.do(m.Assign("doctor-talk", "Dr Roe", date(2031, 3, 5)))
    line = next(one for one in aloud(talk.visit, talk.visit.checklist) if "R.T." in one)
    talk.do(m.Correct("read-back", line, "R.T., and nobody else in the family"))
    return talk.do(m.Pick("who-knows", "team"), m.Pick("who-knows", "ask")).later(minutes=4)


def added_to() -> Telling:
    """Return the hard talk signed, with an addendum of the next morning."""
    talk = hard().do(m.Sign(*CLINICIAN, 15, AVERY)).later(hours=20)
    words = "R.T. called. She knows that she was chosen, and agrees."
    return talk.do(m.Append("addendum", *CLINICIAN, words, "She was not reached before"))


def retracted() -> Visit:
    """Return the hard talk after it was found to stand in the record of somebody else."""
    talk = added_to().later(hours=2)
    because = "The talk was with another patient"
    return talk.do(m.Append("retraction", *CLINICIAN, because=because)).visit


def handed_on() -> Visit:
    """Return a talk that was begun at the end of one shift, and signed in the next one."""
    talk = Telling(PREFERENCES, by=CLINICIAN[0], role=CLINICIAN[1])
    talk.do(m.Identify(AVERY), m.Pick("read-first", "done"), m.HandOn(*COLLEAGUE))
    talk.later(minutes=65).do(m.TakeOn(*COLLEAGUE, *CLINICIAN), m.Pick("leave", "no"))
    return talk.later(minutes=3).do(m.Sign(*COLLEAGUE, 8, AVERY)).visit


def claimed() -> Visit:
    """Return a talk that was begun with nobody signed in, and claimed the next morning."""
    talk = Telling(PREFERENCES, emergency=True).do(m.Identify(AVERY), m.Pick("read-first", "done"))
    talk.do(m.Pick("leave", "no")).later(hours=20)
    return talk.do(m.TakeOn(*CLINICIAN), m.Sign(*CLINICIAN, 3, AVERY)).visit


STORIES: Mapping[str, Callable[[], Visit]] = {
    "handed-on": handed_on,
    "claimed": claimed,
    "refused": refused,
    "added-to": lambda: added_to().visit,
    "retracted": retracted,
}
"""Hard visits by the name of the golden texts they leave."""
