"""What mattered to the same patient in an earlier visit, shown again to be confirmed, not asked.

Only a patient's own words about what matters and what worries them are shown again: at the step
that asked for them then, or at the first one that asks for the same now.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bedside.core.answers import is_left
from bedside.core.value import Value, placed, value

if TYPE_CHECKING:
    from bedside.core.visit import Visit

SHOWN_AGAIN = ("matters", "worries")
"""The places of the note whose words are shown again."""


@placed
class Said(Value):
    """A patient's own words at one step of an earlier visit, and the place they had in its note."""

    step: str
    place: str
    words: str


@value
class Earlier(Value):
    """An earlier signed visit with the same patient: which, on what day, and what was said."""

    visit: str
    day: date
    said: tuple[Said, ...] = ()


def remembered(visit: Visit) -> Earlier | None:
    """Return what a signed visit has to show again; nothing where nothing mattered in it."""
    if visit.opened is None:
        return None
    said = tuple(
        Said(step, place, entry.answer.words)
        for step, entry in visit.record.entries.items()
        if _asks(visit, step)
        and step not in visit.hidden
        and entry.answer.words
        and not is_left(entry.answer)
        and not (visit.plan.steps[step].sensitive and not entry.answer.may_write)
        for place in (visit.plan.place(step),)
    )
    return Earlier(visit=visit.id, day=visit.opened.at.day(), said=said) if said else None


def said_before(visit: Visit, step: str) -> Said | None:
    """Return what the patient said earlier to what a step asks; nothing where that is unknown."""
    earlier = visit.record.earlier
    if earlier is None or not _asks(visit, step):
        return None
    place = visit.plan.place(step)
    alike = [said for said in earlier.said if said.place == place]
    own = next((said for said in alike if said.step == step), None)
    if own or not alike:
        return own
    asked = [stop for stop in visit.visible() if _asks(visit, stop, place)]
    taken = {said.step for said in alike} & set(asked)
    return alike[0] if not taken and asked[:1] == [step] else None


def _asks(visit: Visit, step: str, place: str = "") -> bool:
    """Whether a step asks for own words that are shown again, in this place if one is named."""
    own = visit.plan.place(step)
    return visit.plan.steps[step].kind == "words" and own in ((place,) if place else SHOWN_AGAIN)
