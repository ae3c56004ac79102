"""Contradictions within a visit, shown before signing: two recorded things that cannot both hold.

Each is a concern with a way to the step. After clinical practice: a declined permission followed
by answers, no decision-maker named, an interpreter wanted and none recorded, a follow-up nobody
owns. What can only be read out of words, such as a note that is not as it was read back, is left
to the checks of the note.
"""

from __future__ import annotations

from bedside.core.answers import Answer, is_left
from bedside.core.checklist import PLACES
from bedside.core.concerns import Check, Concern
from bedside.core.followups import followups
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
    asked = _asked_of_interpreter(visit)
    answer = visit.answer(asked)
    picks = answer.picks if answer else ()
    if "waiting" in picks:
        return [Concern(check=Check.NO_INTERPRETER, target=asked)]
    missed = [
        step
        for step in visit.visible()
        if (entry := visit.record.entries.get(step)) and entry.answer.reason == "no-interpreter"
    ]
    if missed and not picks:
        known = asked in visit.plan.steps
        return [Concern(check=Check.NO_INTERPRETER, target=asked if known else missed[0])]
    return []


def _asked_of_interpreter(visit: Visit) -> str:
    """Return the step that says whether one was there: the talk's own, else the bank's."""
    own = (step for step in visit.visible() if visit.plan.steps[step].use == INTERPRETER)
    return next((step for step in own if visit.answer(step)), INTERPRETER)


def _owners(visit: Visit) -> list[Concern]:
    return [
        Concern(check=Check.NO_OWNER, target=task.id, about=task.text)
        for task in followups(visit)
        if not task.who or task.day is None
    ]


def _answer(visit: Visit, step: str) -> Answer:
    return visit.record.entries[step].answer


def _held(visit: Visit) -> list[str]:
    """Return the stops that appear and were really gone through."""
    return [
        step
        for step in visit.visible()
        if step in visit.record.entries and not is_left(_answer(visit, step))
    ]
