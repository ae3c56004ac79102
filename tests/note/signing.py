"""Signed visits for the tests of this room: random ones, with all that may come after signing."""

from __future__ import annotations

from random import Random
from typing import TypeVar, cast

from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.checklist import Checklist
from bedside.core.decide import decide
from bedside.core.followups import followups
from bedside.core.gaps import gaps
from bedside.core.later import LATER_KINDS
from bedside.core.refusals import Refusal
from bedside.core.visit import CHECK, State, Visit
from bedside.core.walk import apply, replay
from bedside.note.whole import whole
from tests.people import AVERY, CLINICIAN
from tests.worlds import random_events

LATER_WORDS = "added when it was too late"
LATER_WHY = "it was known only then"
ANCHOR = "41 7F3K-9QXM-2B4C-8D5E"

Sealed = TypeVar("Sealed", e.Appended, e.Finished, e.Delivered)


class Signing:
    """A visit that is made move by move, each event whole as the session makes it."""

    def __init__(self, checklist: Checklist, events: list[e.Event]) -> None:
        """Go on from these events."""
        self.events = events
        self.visit = replay(checklist, events)

    def do(self, *moves: m.Move) -> Signing:
        """Make these moves; those that are refused leave nothing."""
        for move in moves:
            decided = decide(self.visit, move, self._moment())
            if not isinstance(decided, Refusal):
                event = self._whole(decided)
                self.visit = apply(self.visit, event)
                self.events.append(event)
        return self

    def sign(self) -> Signing:
        """Settle what is open, then sign."""
        self.do(m.Unpause())
        self.do(m.SkipRest("no-time"))
        self.do(*(m.Allow(gap.step, yes=False) for gap in gaps(self.visit)))
        patient = self.visit.record.patient or Patient()
        self.do(m.Sign(*CLINICIAN, minutes=12, again=patient))
        assert self.visit.state is State.SIGNED
        return self

    def _moment(self) -> e.Moment:
        last = self.events[-1].at
        return e.Moment(utc=last.utc + 7000, offset=60, zone="CET", boot="boot-a", ns=last.ns + 7)

    def _whole(self, event: e.Event) -> e.Event:
        return whole(self.visit, self.events, event, ANCHOR)


def random_signed(checklist: Checklist, seed: int, length: int, after: int = 6) -> Signing:
    """Return a random visit that was signed, with some of what may come after signing."""
    chance = Random(seed)  # the same visit for the same seed
    made = Signing(checklist, random_events(checklist, seed, length)).sign()
    for _ in range(after):
        made.do(chance.choice(_later_moves(made.visit, chance)))
    return made


def _later_moves(visit: Visit, chance: Random) -> list[m.Move]:
    kind = chance.choice(LATER_KINDS)
    author = chance.choice((CLINICIAN, ("Dr Roe", "physician")))
    words = "" if kind == "retraction" else LATER_WORDS
    moves: list[m.Move] = [m.Append(kind, *author, words, LATER_WHY)] * 3
    moves += [m.Deliver("file", "somewhere", 12), m.Go(CHECK), m.Go(visit.plan.stops[0])]
    return [*moves, *(m.Finish(task.id, "Dr Poe") for task in followups(visit)[:1])]


def signed(visit: Visit, *moves: m.Move) -> Signing:
    """Return a visit made in a test, signed, after these moves; `visit` has only been opened."""
    opened = cast("e.Event", visit.opened)
    return Signing(visit.checklist, [opened]).do(m.Identify(AVERY), *moves).sign()
