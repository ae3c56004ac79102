"""Availability: which kinds of move are possible in a visit now, and if not, why. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bedside.core import moves as m
from bedside.core.gaps import has_gaps
from bedside.core.refusals import OK, Ok, Refusal, Why
from bedside.core.visit import CHECK, State, Visit
from bedside.core.walk import previous_stop

_UNPAUSED = frozenset(
    (*m.ANSWERING, *m.FILLING, *m.WALKING, m.Undo, m.Redo, m.Pause, m.Stop, m.Sign)
)
_RUNNING = frozenset((*m.ANSWERING, m.Pause, m.Stop))
_IDENTIFIED = frozenset((*m.ANSWERING, m.Next, m.Skip, m.SkipRest, m.Sign))


def availability(visit: Visit) -> dict[type[m.Move], Ok | Refusal]:
    """Return for every kind of move whether it is possible now, and if not why.

    The one truth for keys, key bar, palette and the plain menu. What depends on a move's own
    fields (a step that does not appear, a number off the scale) is `decide`'s to refuse.
    """
    return {kind: may(visit, kind) for kind in m.MOVES}


def may(visit: Visit, kind: type[m.Move]) -> Ok | Refusal:
    """Return whether one kind of move is possible now: `availability` of that move alone."""
    if visit.state is State.SIGNED:
        return OK if kind in m.LASTING else Refusal(Why.ALREADY_SIGNED)
    if visit.state is State.PAUSED and kind in _UNPAUSED:
        return Refusal(Why.PAUSED)
    if visit.state is State.STOPPED and kind in _RUNNING:
        return Refusal(Why.STOPPED)
    if kind in _IDENTIFIED and _must_identify(visit):
        return Refusal(Why.NOT_IDENTIFIED)
    guard = _GUARDS.get(kind)
    return guard(visit) if guard else OK


def waits_for_permission(visit: Visit) -> bool:
    """Whether the checklist's permission step appears and has no answer yet.

    Words that were said there are kept beside an answer; alone they give no permission.
    """
    gate = visit.plan.gate
    answer = visit.answer(gate) if gate else None
    return bool(gate) and visit.shows(gate) and not (answer and answer.picks)


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


def _sign(visit: Visit) -> Ok | Refusal:
    return Refusal(Why.STILL_OPEN) if has_gaps(visit) else _claimed(visit)


def _claimed(visit: Visit) -> Ok | Refusal:
    """Return whether somebody stands for the visit: nobody does who has not signed in."""
    return Refusal(Why.UNCLAIMED) if visit.is_unclaimed else OK


_GUARDS: Mapping[type[m.Move], Callable[[Visit], Ok | Refusal]] = {
    m.Next: _next,
    m.Back: _only(lambda visit: previous_stop(visit, visit.step), Why.FIRST_STEP),
    m.Rephrase: _only(lambda visit: _phrases(visit) > 1, Why.ONE_PHRASE),
    m.Undo: _only(lambda visit: visit.past, Why.NOTHING_TO_UNDO),
    m.Redo: _only(lambda visit: visit.future, Why.NOTHING_TO_REDO),
    m.Unpause: _only(lambda visit: visit.state is State.PAUSED, Why.NOT_PAUSED),
    m.Continue: _only(lambda visit: visit.state is State.STOPPED, Why.NOT_STOPPED),
    m.Append: lambda _: Refusal(Why.NOT_SIGNED),
    m.Finish: lambda _: Refusal(Why.NOT_SIGNED),
    m.Deliver: lambda _: Refusal(Why.NOT_SIGNED),
    m.SkipRest: _only(has_gaps, Why.NOTHING_OPEN),
    m.Sign: _sign,
    m.HandOn: _claimed,
}
