"""What still stands open before a visit can be signed: blank is not a state once signed."""

from __future__ import annotations

from enum import StrEnum

from bedside.core.answers import is_left, is_recorded
from bedside.core.checklist import PLACES, TeachBack
from bedside.core.value import Value, placed
from bedside.core.visit import Visit

READ_BACK = "read-back/the-note"
"""The bank step by which any note is read back, where its checklist has no such step."""

_TOLD = PLACES[PLACES.index("understanding") :]


class Lack(StrEnum):
    """What is missing at a step."""

    ANSWER = "answer"
    REASON = "reason"
    PERMISSION = "permission"


@placed
class Gap(Value):
    """A step that is not finished, its title, and what it lacks."""

    step: str
    title: str
    lack: Lack
    required: bool


def lack(visit: Visit, step: str) -> Lack | None:
    """Return what a step lacks; nothing where it is finished, hidden or another role's."""
    own = visit.plan.steps[step]
    answer = visit.answer(step)
    if not is_recorded(own) or not visit.is_in_scope(step):
        return None
    if answer is None or not answer.picks:
        return Lack.ANSWER
    if isinstance(own, TeachBack) and not answer.reason and "declined" not in answer.picks:
        tried = sum(1 for point in answer.points if point.outcome)
        if answer.points and tried < len(own.points):
            return Lack.ANSWER
    if own.required and is_left(answer) and not answer.reason:
        return Lack.REASON
    if own.sensitive and not is_left(answer) and answer.may_write is None:
        return Lack.PERMISSION
    return None


def gaps(visit: Visit) -> tuple[Gap, ...]:
    """Return every unfinished step that appears, required ones first, else in order."""
    found = [
        Gap(step, visit.plan.steps[step].title, missing, visit.plan.steps[step].required)
        for step in _asked(visit)
        if (missing := lack(visit, step))
    ]
    return tuple(sorted(found, key=lambda gap: not gap.required))


def is_done_after(visit: Visit) -> bool:
    """Whether neither the stop in hand nor any after it is unfinished."""
    stops, at = visit.plan.stops, visit.plan.order.get(visit.step, len(visit.plan.stops))
    return all(lack(visit, step) is None for step in stops[at:] if step not in visit.hidden)


def has_gaps(visit: Visit) -> bool:
    """Whether any step that appears is unfinished."""
    return any(lack(visit, step) for step in _asked(visit))


def read_back_step(visit: Visit) -> str:
    """Return the step by which this note is read back: the checklist's own, else the bank's.

    "" where there is neither.
    """
    steps = visit.plan.steps
    own = [step for step in visit.visible() if steps[step].kind == "read-back"]
    return own[-1] if own else READ_BACK if READ_BACK in steps else ""


def _asked(visit: Visit) -> tuple[str, ...]:
    """Return every stop that must be finished: reading back too, once there is what to read."""
    stops = visit.visible()
    if read_back_step(visit) != READ_BACK:
        return stops
    told = (
        visit.plan.place(step) in _TOLD and not is_left(entry.answer)
        for step, entry in visit.record.entries.items()
        if step in visit.plan.order and step not in visit.hidden
    )
    return (*stops, READ_BACK) if any(told) else stops
