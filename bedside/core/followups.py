"""Follow-ups: what somebody is to do after the talk, who, and by which day.

They come from the checklist's tasks whose conditions hold, and from steps that are another
role's to do. A clinician may give either another owner and another day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from bedside.core.checklist import Condition
from bedside.core.events import Moment
from bedside.core.rules import applies
from bedside.core.value import Value, placed
from bedside.core.visit import Visit

_DUE = re.compile(r"(\d{1,4}) (hour|day|week)s?\Z")


@placed
class FollowUp(Value):
    """One thing to do: what, by whom, by which day, and the events it rests on."""

    id: str
    text: str
    who: str
    day: date | None
    events: tuple[int, ...]


def is_due(text: str) -> bool:
    """Whether a text can stand as a task's `due`."""
    return text == "today" or _DUE.match(text) is not None or fixed_day(text) is not None


def fixed_day(due: str) -> date | None:
    """Return the day that a `due` names; nothing for one that is counted from the talk."""
    try:
        return date.fromisoformat(due)
    except ValueError:
        return None


def due_day(due: str, start: Moment) -> date | None:
    """Return the day that a `due` means, counted from the visit's start; nothing for none."""
    if not due:
        return None
    if due == "today":
        return start.day()
    counted = _DUE.match(due)
    if not counted:
        return date.fromisoformat(due)
    number, unit = int(counted[1]), counted[2]
    if unit == "hour":
        return (start.local() + timedelta(hours=number)).date()
    return start.day() + timedelta(days=number * (7 if unit == "week" else 1))


def followups(visit: Visit) -> tuple[FollowUp, ...]:
    """Return what is to be done after this visit, in the checklist's order."""
    return (*_from_tasks(visit), *_from_roles(visit))


def _from_tasks(visit: Visit) -> list[FollowUp]:
    answers = {step: entry.answer for step, entry in visit.record.entries.items()}
    return [
        _assigned(
            visit,
            FollowUp(
                id=task.id,
                text=task.text,
                who=task.who,
                day=due_day(task.due, _start(visit)),
                events=_events(visit, (*task.when, *task.or_)),
            ),
        )
        for task in visit.checklist.tasks
        if applies(task, answers, visit.hidden)
    ]


def _from_roles(visit: Visit) -> list[FollowUp]:
    opened = visit.opened.seq if visit.opened else 0
    return [
        _assigned(
            visit,
            FollowUp(
                id=step,
                text=visit.plan.steps[step].title,
                who=" or ".join(visit.plan.steps[step].roles),
                day=None,
                events=(opened,),
            ),
        )
        for step in visit.visible()
        if not visit.is_in_scope(step)
    ]


def _assigned(visit: Visit, task: FollowUp) -> FollowUp:
    given = visit.record.assignments.get(task.id)
    if given is None:
        return task
    events = (*task.events, given.seq)
    return FollowUp(
        id=task.id,
        text=task.text,
        who=given.who or task.who,
        day=given.day or task.day,
        events=events,
    )


def _events(visit: Visit, conditions: tuple[Condition, ...]) -> tuple[int, ...]:
    """Return the events behind a task: the answers its conditions looked at, else the opening."""
    entries = visit.record.entries
    found = sorted({entries[c.step].seq for c in conditions if c.step in entries})
    return tuple(found) or ((visit.opened.seq,) if visit.opened else ())


def _start(visit: Visit) -> Moment:
    return visit.opened.at if visit.opened else Moment()
