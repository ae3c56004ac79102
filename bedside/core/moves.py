"""Moves: what a clinician may ask for. Plain data; `decide` says what becomes of them.

A move names an intent, not a key. Moves are never kept, so they are NamedTuples: compare their
classes before their fields, for two moves with the same fields are equal tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from bedside.core.answers import Patient, Person
from bedside.core.gaps import has_gaps
from bedside.core.refusals import OK, Ok, Refusal, Why
from bedside.core.visit import CHECK, State, Visit
from bedside.core.walk import previous_stop


class Next(NamedTuple):
    """Go to the next step that appears, or to the check page after the last."""


class Back(NamedTuple):
    """Go to the step before."""


class Go(NamedTuple):
    """Go to a step by its id, or to the check page."""

    step: str


class Pick(NamedTuple):
    """Record one of the answers a step offers; for many-of steps, turn it on or off."""

    step: str
    pick: str


class Write(NamedTuple):
    """Record words at a step; no words take them away again."""

    step: str
    words: str


class Rate(NamedTuple):
    """Record a number on a scale."""

    step: str
    number: int


class Schedule(NamedTuple):
    """Record a day at a date step."""

    step: str
    day: date


class Add(NamedTuple):
    """Add a person at a people step."""

    step: str
    person: Person


class CheckPoint(NamedTuple):
    """Record how one teach-back point went; points count from 0."""

    step: str
    point: int
    outcome: str


class Skip(NamedTuple):
    """Leave a step, with a reason from the list and, for "other", words."""

    step: str
    reason: str
    because: str = ""


class SkipRest(NamedTuple):
    """Say of everything still open that it was not discussed."""

    reason: str = ""
    because: str = ""


class Allow(NamedTuple):
    """Record whether the patient lets a sensitive answer be written down."""

    step: str
    yes: bool


class Clear(NamedTuple):
    """Take the answer of a step away."""

    step: str


class Rephrase(NamedTuple):
    """Show another way to say it."""

    step: str


class Jot(NamedTuple):
    """Write a private note to self."""

    words: str


class Assign(NamedTuple):
    """Give a follow-up an owner and a day."""

    task: str
    who: str
    day: date | None


class Identify(NamedTuple):
    """Say who the visit is with."""

    patient: Patient


class Pause(NamedTuple):
    """Stop the clock."""

    curtain: bool = False


class Unpause(NamedTuple):
    """Let the clock go on."""


class Stop(NamedTuple):
    """Stop the talk for today."""

    reason: str = ""
    because: str = ""


class Continue(NamedTuple):
    """Take a stopped talk up again."""


class Undo(NamedTuple):
    """Take the latest change back."""


class Redo(NamedTuple):
    """Make the latest change taken back again."""


class Leave(NamedTuple):
    """Close the visit for now; all is kept."""


class Return(NamedTuple):
    """Open the visit again where it was left."""


class Sign(NamedTuple):
    """Sign the note. `again` is the patient's identity, asked once more where it was given."""

    author: str
    role: str = ""
    minutes: int | None = None
    again: Patient = Patient()


class Deliver(NamedTuple):
    """Record that the signed note went somewhere."""

    how: str
    where: str = ""
    characters: int = 0


Move = (
    Next
    | Back
    | Go
    | Pick
    | Write
    | Rate
    | Schedule
    | Add
    | CheckPoint
    | Skip
    | SkipRest
    | Allow
    | Clear
    | Rephrase
    | Jot
    | Assign
    | Identify
    | Pause
    | Unpause
    | Stop
    | Continue
    | Undo
    | Redo
    | Leave
    | Return
    | Sign
    | Deliver
)
"""Any move."""

ANSWERING: tuple[type[Move], ...] = (Pick, Write, Rate, Schedule, Add, CheckPoint)
"""Moves that record what was said or done in the talk itself."""

FILLING: tuple[type[Move], ...] = (Skip, SkipRest, Allow, Clear, Jot, Assign, Identify)
"""Moves that complete the record; possible after a talk was stopped."""

WALKING: tuple[type[Move], ...] = (Next, Back, Go, Rephrase)
"""Moves that only change what is on screen."""

LASTING: tuple[type[Move], ...] = (Back, Go, Rephrase, Leave, Return, Deliver)
"""Moves that a signed visit still takes."""

MOVES: tuple[type[Move], ...] = (
    *(*ANSWERING, *FILLING, *WALKING, Pause, Unpause, Stop, Continue),
    *(Undo, Redo, Leave, Return, Sign, Deliver),
)
"""Every kind of move."""

_UNPAUSED = frozenset((*ANSWERING, *FILLING, *WALKING, Undo, Redo, Pause, Stop, Sign))
_RUNNING = frozenset((*ANSWERING, Pause, Stop))
_IDENTIFIED = frozenset((*ANSWERING, Next, Skip, SkipRest, Sign))


def availability(visit: Visit) -> dict[type[Move], Ok | Refusal]:
    """Return for every kind of move whether it is possible now, and if not why.

    The one truth for keys, key bar, palette and the plain menu. What depends on a move's own
    fields (a step that does not appear, a number off the scale) is `decide`'s to refuse.
    """
    return {kind: may(visit, kind) for kind in MOVES}


def may(visit: Visit, kind: type[Move]) -> Ok | Refusal:
    """Return whether one kind of move is possible now: `availability` of that move alone."""
    if visit.state is State.SIGNED:
        return OK if kind in LASTING else Refusal(Why.ALREADY_SIGNED)
    if visit.state is State.PAUSED and kind in _UNPAUSED:
        return Refusal(Why.PAUSED)
    if visit.state is State.STOPPED and kind in _RUNNING:
        return Refusal(Why.STOPPED)
    if kind in _IDENTIFIED and _must_identify(visit):
        return Refusal(Why.NOT_IDENTIFIED)
    guard = _GUARDS.get(kind)
    return guard(visit) if guard else OK


def waits_for_permission(visit: Visit) -> bool:
    """Whether the checklist's permission step appears and has no answer yet."""
    gate = visit.plan.gate
    return bool(gate) and visit.shows(gate) and visit.answer(gate) is None


def _next(visit: Visit) -> Ok | Refusal:
    if visit.step == CHECK:
        return Refusal(Why.LAST_PAGE)
    if visit.step == visit.plan.gate and waits_for_permission(visit):
        return Refusal(Why.PERMISSION_FIRST)
    return OK


def _phrases(visit: Visit) -> int:
    step = visit.plan.steps.get(visit.step)
    return len(step.say) if step else 0


def _must_identify(visit: Visit) -> bool:
    needed = visit.opened is not None and visit.opened.identity == "require"
    return needed and visit.record.patient is None


def _only(possible: Callable[[Visit], object], otherwise: Why) -> Callable[[Visit], Ok | Refusal]:
    """Return a guard that refuses for one reason where `possible` is not."""
    return lambda visit: OK if possible(visit) else Refusal(otherwise)


_GUARDS: Mapping[type[Move], Callable[[Visit], Ok | Refusal]] = {
    Next: _next,
    Back: _only(lambda visit: previous_stop(visit, visit.step), Why.FIRST_STEP),
    Rephrase: _only(lambda visit: _phrases(visit) > 1, Why.ONE_PHRASE),
    Undo: _only(lambda visit: visit.past, Why.NOTHING_TO_UNDO),
    Redo: _only(lambda visit: visit.future, Why.NOTHING_TO_REDO),
    Unpause: _only(lambda visit: visit.state is State.PAUSED, Why.NOT_PAUSED),
    Continue: _only(lambda visit: visit.state is State.STOPPED, Why.NOT_STOPPED),
    Deliver: lambda _: Refusal(Why.NOT_SIGNED),
    SkipRest: _only(has_gaps, Why.NOTHING_OPEN),
    Sign: _only(lambda visit: not has_gaps(visit), Why.STILL_OPEN),
}
