"""Drafts to be checked: a sentence typed at a step, and whole talks through real checklists."""

from __future__ import annotations

from random import Random

from bedside.core import moves as m
from bedside.core.answers import Person
from bedside.core.checklist import Checklist, Step, TeachBack
from bedside.core.clinic import ClinicWords
from bedside.core.concerns import Check, Concern
from bedside.core.decide import decide
from bedside.core.refusals import Refusal
from bedside.core.view import view_of
from bedside.core.visit import Visit
from bedside.core.walk import apply
from bedside.note.checks.checks import concerns
from tests.worlds import NOON, TODAY, checklist, do, opened, step

WORDED = {
    Check.JUDGING,
    Check.QUOTES,
    Check.JARGON,
    Check.ABBREVIATION,
    Check.UNNAMED,
    Check.MINUTES,
    Check.GRADE,
    Check.UNHEARD,
    Check.NO_DATE,
}
"""The checks that look at words, not at what was answered."""

BLAND = (
    "The tests are fine, and no clot was found.",
    "Rest, and a scan on Thursday",
    "It is a lot to take in. She is tired of waiting.",
    "to be in my garden, and my own bed",
    "not being there for my dog",
    "Feels heavy in the legs since last week; sleeps badly.",
    "A call as soon as there is news (by 6 March)",
    "Tea at four, the window open at night. It's the doctor's word that counts.",
)
"""Words in which there is nothing to find."""


def typed(text: str, place: str = "shared", **more: object) -> Visit:
    """Return a visit in which the clinician typed this, told word for word in all three texts."""
    told = {"": "{answer}"}
    asked = step("typed", "text", place=place, note=told, patient=told, handover=told)
    return do(opened(checklist(asked, **more)), m.Write("typed", text))


def said(text: str, place: str = "matters", *others: Step) -> Visit:
    """Return a visit in which the patient said this."""
    asked = step("said", "words", place=place)
    return do(opened(checklist(asked, *others)), m.Write("said", text))


def found(visit: Visit, check: Check, own: ClinicWords | None = None) -> list[Concern]:
    """Return what one check finds in a visit."""
    return [one for one in concerns(visit, own) if one.check is check]


def abouts(visit: Visit, check: Check, own: ClinicWords | None = None) -> list[str]:
    """Return what one check points at."""
    return [one.about for one in found(visit, check, own)]


def rewritten(visit: Visit, check: Check, own: ClinicWords | None = None) -> str:
    """Return the one sentence that a check offers."""
    (only,) = {one.rewrite for one in found(visit, check, own) if one.rewrite}
    return only


def improved(visit: Visit, own: ClinicWords | None = None) -> tuple[Visit, int]:
    """Return a visit after every rewrite was taken in turn, and how many there were."""
    for taken in range(100):
        offered = next((one for one in concerns(visit, own) if one.rewrite), None)
        if offered is None:
            return visit, taken
        visit = do(visit, m.Reword(offered.text, offered.rewrite))
    raise AssertionError("taking what is offered does not end")


def talk(made: Checklist, seed: int, words: tuple[str, ...] = BLAND) -> Visit:
    """Return a visit in which most that is asked was answered, with these words."""
    chance, visit = Random(seed), opened(made)
    for stop in (*visit.plan.stops, *(extra.id for extra in made.extras)):
        if stop in visit.hidden or (stop not in visit.plan.order and chance.random() < 0.6):
            continue
        for move in _answers(visit, visit.plan.steps[stop], chance, words):
            decided = decide(visit, move, NOON)
            visit = visit if isinstance(decided, Refusal) else apply(visit, decided)
    return visit


def _answers(visit: Visit, own: Step, chance: Random, words: tuple[str, ...]) -> list[m.Move]:
    """Return moves that answer a step, some of which it may refuse."""
    if isinstance(own, TeachBack):
        outcomes = ("said-back", "not-yet", "after-another-try")
        return [
            m.CheckPoint(own.id, point, chance.choice(outcomes)) for point in range(len(own.points))
        ]
    if own.kind in ("words", "text"):
        return [m.Write(own.id, chance.choice(words)), m.Allow(own.id, chance.random() < 0.7)]
    if own.kind == "people":
        return [m.Add(own.id, Person(who="R.T.", relation=chance.choice(("daughter", "friend"))))]
    rows = [row.move for row in view_of(visit, own.id, TODAY).rows if row.move is not None]
    picked = [chance.choice(rows)] if rows else []
    beside = [m.Write(own.id, chance.choice(words))] if chance.random() < 0.2 else []
    return [*picked, m.Rate(own.id, chance.randrange(11)), m.Schedule(own.id, TODAY), *beside]
