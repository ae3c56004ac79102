"""Contradictions within a visit, shown before signing: two recorded things that cannot both hold.

Each is a concern with a way to the step. After clinical practice: a declined permission followed
by answers, no decision-maker named, an interpreter wanted and none recorded, a follow-up nobody
owns, a note that was changed after it was read back. What can only be read out of words is left
to the checks of the note.
"""

from __future__ import annotations

from bedside.core.answers import Answer, is_left
from bedside.core.checklist import PLACES
from bedside.core.concerns import Check, Concern
from bedside.core.followups import followups
from bedside.core.gaps import READ_BACK
from bedside.core.visit import Visit

INTERPRETER = "about/interpreter"
"""The bank step that says whether an interpreter was wanted and there."""

_REFUSED = frozenset(("no", "declined"))
_TALK = PLACES[PLACES.index("understanding") : PLACES.index("checked") + 1]


def contradictions(visit: Visit) -> tuple[Concern, ...]:
    """Return what clashes in the visit as it stands."""
    return (
        *_permission(visit),
        *_decides(visit),
        *_interpreter(visit),
        *_owners(visit),
        *_read_back(visit),
    )


def _permission(visit: Visit) -> list[Concern]:
    gate = visit.plan.gate
    answer = visit.answer(gate) if gate and visit.shows(gate) else None
    if answer is None or not _REFUSED.intersection(answer.picks):
        return []
    later = next((step for step in _held(visit) if visit.plan.place(step) in _TALK), "")
    title = visit.plan.steps[later].title if later else ""
    return [Concern(check=Check.NO_PERMISSION, target=gate, about=title)] if later else []


def _decides(visit: Visit) -> list[Concern]:
    """Return that somebody cannot decide, where nobody is named who does."""
    here = [step for step in _held(visit) if visit.plan.place(step) == "decides"]
    unable = [step for step in here if "no" in _answer(visit, step).picks]
    if unable and not any(_names_somebody(visit, step) for step in here if step not in unable):
        title = visit.plan.steps[unable[0]].title
        return [Concern(check=Check.WHO_DECIDES, target=unable[0], about=title)]
    return []


def _names_somebody(visit: Visit, step: str) -> bool:
    """Whether a step says who decides: somebody but the patient alone, or an answer that stands."""
    answer = _answer(visit, step)
    if visit.plan.steps[step].kind == "people":
        return any(person.relation != "alone" for person in answer.people)
    return not {"declined", "unsure"}.intersection(answer.picks)


def _interpreter(visit: Visit) -> list[Concern]:
    """Return that you talked without an interpreter who was wanted, or missed at a step."""
    if not any(visit.plan.place(step) in _TALK for step in _held(visit)):
        return []
    answer = visit.answer(INTERPRETER)
    picks = answer.picks if answer else ()
    if "waiting" in picks:
        return [Concern(check=Check.NO_INTERPRETER, target=INTERPRETER)]
    missed = [
        step
        for step in visit.visible()
        if (entry := visit.record.entries.get(step)) and entry.answer.reason == "no-interpreter"
    ]
    if missed and not picks:
        known = INTERPRETER in visit.plan.steps
        return [Concern(check=Check.NO_INTERPRETER, target=INTERPRETER if known else missed[0])]
    return []


def _owners(visit: Visit) -> list[Concern]:
    return [
        Concern(check=Check.NO_OWNER, target=task.id, about=task.text)
        for task in followups(visit)
        if not task.who or task.day is None
    ]


def _read_back(visit: Visit) -> list[Concern]:
    """Return each reading back after which an answer before it was changed."""
    steps, entries = visit.plan.steps, visit.record.entries
    return [
        Concern(check=Check.NOT_READ_AGAIN, target=step, about=steps[step].title)
        for step in _readings(visit)
        if any(entries[other].seq > entries[step].seq for other in _before(visit, step))
    ]


def _readings(visit: Visit) -> list[str]:
    """Return the steps at which the note was read back: the checklist's own, and the bank's."""
    own = [step for step in _held(visit) if visit.plan.steps[step].kind == "read-back"]
    entry = visit.record.entries.get(READ_BACK)
    return [*own, READ_BACK] if entry and not is_left(entry.answer) else own


def _before(visit: Visit, step: str) -> list[str]:
    """Return what had been gone through before a step; all of it, before one of a bank."""
    order = visit.plan.order
    return [stop for stop in _held(visit) if order[stop] < order.get(step, len(order))]


def _answer(visit: Visit, step: str) -> Answer:
    return visit.record.entries[step].answer


def _held(visit: Visit) -> list[str]:
    """Return the stops that appear and were really gone through."""
    return [
        step
        for step in visit.visible()
        if step in visit.record.entries and not is_left(_answer(visit, step))
    ]
