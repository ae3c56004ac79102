"""The check page's contents: what is open, and every answer in the note's order."""

from __future__ import annotations

from datetime import date

from bedside.core.answers import Answer
from bedside.core.checklist import PLACES, Step
from bedside.core.followups import FollowUp, followups
from bedside.core.gaps import Gap, gaps
from bedside.core.value import Value, placed
from bedside.core.visit import Jotting, Visit


@placed
class Given(Value):
    """A recorded answer with its step, its place in the note, "" for none, and its own day."""

    step: Step
    answer: Answer
    place: str
    on: date


@placed
class Review(Value):
    """Everything to look over before signing.

    `fallen` are answers whose step no longer appears: kept, and left out of the note.
    """

    gaps: tuple[Gap, ...]
    given: tuple[Given, ...]
    followups: tuple[FollowUp, ...]
    fallen: tuple[Given, ...]
    jottings: tuple[Jotting, ...]


def review(visit: Visit) -> Review:
    """Return what the check page shows of a visit as it stands."""
    every = [
        Given(visit.plan.steps[step], entry.answer, visit.plan.place(step), entry.at.day())
        for step, entry in visit.record.entries.items()
    ]
    order = {place: at for at, place in enumerate((*PLACES, ""))}
    index = visit.plan.order
    every.sort(key=lambda given: (order[given.place], index.get(given.step.id, len(index))))
    return Review(
        gaps=gaps(visit),
        given=tuple(given for given in every if given.step.id not in visit.hidden),
        followups=followups(visit),
        fallen=tuple(given for given in every if given.step.id in visit.hidden),
        jottings=visit.record.jottings,
    )
