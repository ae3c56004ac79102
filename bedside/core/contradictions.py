"""Contradictions within a visit, shown before signing: two recorded things that cannot both hold.

They never block; they are shown with a way to the step. After clinical practice: a declined
permission followed by answers, no decision-maker named, an interpreter wanted and none recorded,
a follow-up nobody owns.
"""

from __future__ import annotations

from enum import StrEnum

from bedside.core.answers import Answer, is_left
from bedside.core.checklist import PLACES
from bedside.core.followups import followups
from bedside.core.value import Value, placed
from bedside.core.visit import Visit

INTERPRETER = "about/interpreter"
"""The bank step that says whether an interpreter was wanted and there."""

_REFUSED = frozenset(("no", "declined"))
_TALK = PLACES[PLACES.index("understanding") : PLACES.index("checked") + 1]


class Clash(StrEnum):
    """Every contradiction that is looked for."""

    NO_PERMISSION = "no-permission"
    WHO_DECIDES = "who-decides"
    NO_INTERPRETER = "no-interpreter"
    NO_OWNER = "no-owner"


@placed
class Contradiction(Value):
    """What clashes, and the step or follow-up to go to; `about` names it to a person."""

    clash: Clash
    target: str
    about: str = ""


def contradictions(visit: Visit) -> tuple[Contradiction, ...]:
    """Return what clashes in the visit as it stands."""
    return (*_permission(visit), *_decides(visit), *_interpreter(visit), *_owners(visit))


def _permission(visit: Visit) -> list[Contradiction]:
    gate = visit.plan.gate
    answer = visit.answer(gate) if gate and visit.shows(gate) else None
    if answer is None or not _REFUSED.intersection(answer.picks):
        return []
    later = next((step for step in _held(visit) if visit.plan.place(step) in _TALK), "")
    title = visit.plan.steps[later].title if later else ""
    return [Contradiction(Clash.NO_PERMISSION, gate, title)] if later else []


def _decides(visit: Visit) -> list[Contradiction]:
    here = [step for step in _held(visit) if visit.plan.place(step) == "decides"]
    refused = [step for step in here if "no" in _answer(visit, step).picks]
    if refused and len(refused) == len(here):
        title = visit.plan.steps[refused[0]].title
        return [Contradiction(Clash.WHO_DECIDES, refused[0], title)]
    return []


def _interpreter(visit: Visit) -> list[Contradiction]:
    answer = visit.answer(INTERPRETER)
    waited = answer is not None and "waiting" in answer.picks
    if waited and any(visit.plan.place(step) in _TALK for step in _held(visit)):
        return [Contradiction(Clash.NO_INTERPRETER, INTERPRETER)]
    return []


def _owners(visit: Visit) -> list[Contradiction]:
    return [
        Contradiction(Clash.NO_OWNER, task.id, task.text)
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
