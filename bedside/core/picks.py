"""How one answer becomes the next: picking, writing, adding, leaving. Pure, a step at a time.

Each function returns the new answer, or nothing where the step does not offer what was asked.
What was recorded is kept wherever the new answer does not contradict it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bedside.core.answers import (
    OUTCOMES,
    RELATIONS,
    STANDING,
    Answer,
    Correction,
    Person,
    Point,
    is_question,
    is_recorded,
    offered,
    unanswered,
)
from bedside.core.checklist import Choice, Step, TeachBack

_ALONE = "alone"


def picked(step: Step, answer: Answer, pick: str) -> Answer | None:
    """Return the answer after a pick; one with no picks left is an answer taken away."""
    if pick in STANDING and is_question(step):
        return Answer(picks=(pick,), words=answer.words)
    if step.kind == "people" and pick in RELATIONS:
        return _with_relation(answer, pick)
    other = isinstance(step, Choice) and step.other and pick == "other"
    if step.kind == "teach-back" or (pick not in offered(step) and not other):
        return None
    if step.kind == "choose-many":
        return replace(_unleft(answer), picks=_toggled(step, answer.picks, pick))
    corrections = answer.corrections if pick == "corrected" else ()
    return replace(_unleft(answer), picks=(pick,), corrections=corrections)


def put_right(step: Step, answer: Answer, line: str, words: str) -> Answer | None:
    """Return the answer after the patient put a line right that was read back; "" undoes that.

    Without a correction nothing is said of the reading: nobody has confirmed it by that.
    """
    if step.kind != "read-back" or not line:
        return None
    others = tuple(one for one in answer.corrections if one.line != line)
    corrections = (*others, Correction(line, words)) if words else others
    picks = ("corrected",) if corrections or answer.words else ()
    return replace(_unleft(answer), picks=picks, corrections=corrections)


def written(step: Step, answer: Answer, words: str) -> Answer | None:
    """Return the answer after words were written: the answer itself, or beside a pick."""
    if not is_recorded(step):
        return None
    kept = replace(_unleft(answer), words=words, since=None)
    if step.kind in ("words", "text"):
        return replace(kept, picks=("answered",) if words else ())
    if step.kind == "read-back" and words:
        return replace(kept, picks=("corrected",))
    if isinstance(step, Choice) and step.other and (words and not kept.picks):
        return replace(kept, picks=("other",))
    return kept


def joined(answer: Answer, person: Person) -> Answer:
    """Return the answer after a person was added; somebody alone no longer is.

    A name alone, after somebody of whom only the relation is known, is that person's name.
    """
    *others, last = answer.people or (Person(),)
    if person.who and not person.relation and last.relation not in ("", _ALONE) and not last.who:
        named = replace(person, relation=last.relation)
        return replace(answer, people=(*others, named))
    others = [p for p in answer.people if p not in (Person(relation=_ALONE), person)]
    return replace(_unleft(answer), picks=("answered",), people=(*others, person))


def tried(step: TeachBack, answer: Answer, point: int, outcome: str) -> Answer | None:
    """Return the answer after one teach-back point was tried, its attempts counted."""
    if outcome not in OUTCOMES or not 0 <= point < len(step.points):
        return None
    points = list(answer.points) or [Point()] * len(step.points)
    before = points[point]
    again = before.outcome == "not-yet" and outcome != "not-asked"
    attempts = (
        before.attempts + 1 if again else {"after-another-try": 2, "not-asked": 0}.get(outcome, 1)
    )
    if again and outcome == "said-back":
        outcome = "after-another-try"
    points[point] = Point(outcome=outcome, attempts=attempts)
    return replace(_unleft(answer), picks=_outcomes(points), points=tuple(points))


def left(step: Step, answer: Answer, reason: str, because: str) -> Answer:
    """Return the answer of a step that was left; words and points already recorded stay."""
    points = answer.points
    if points:
        points = tuple(p if p.outcome else Point(outcome="not-asked") for p in points)
    prefers_not = reason == "prefers-not" and is_question(step)
    picks = ("declined",) if prefers_not else (unanswered(step),)
    return Answer(
        picks=_outcomes(points) if points else picks,
        words=answer.words,
        points=points,
        reason=reason,
        because=because,
    )


def reopened(step: Step, answer: Answer) -> Answer:
    """Return the answer without its mark of having been left; what was told before it stays."""
    kept = _unleft(answer)
    points = tuple(Point() if p == Point(outcome="not-asked") else p for p in kept.points)
    if step.kind in ("words", "text"):
        return replace(kept, picks=("answered",) if kept.words else ())
    return replace(kept, picks=_outcomes(points) if points else kept.picks, points=points)


def _unleft(answer: Answer) -> Answer:
    """Return the answer without any mark of having been left, declined or unsure."""
    picks = tuple(p for p in answer.picks if p not in (*STANDING, "not-done"))
    return replace(answer, picks=picks, reason="", because="")


def _toggled(step: Step, picks: Sequence[str], pick: str) -> tuple[str, ...]:
    """Return the picks with one turned on or off, in the order the step offers them."""
    wanted = {p for p in picks if p not in STANDING} ^ {pick}
    return tuple(p for p in (*offered(step), "other") if p in wanted)


def _with_relation(answer: Answer, relation: str) -> Answer:
    person = Person(relation=relation)
    if relation == _ALONE:
        return replace(_unleft(answer), picks=("answered",), people=(person,))
    if person in answer.people:
        people = tuple(p for p in answer.people if p != person)
        return replace(_unleft(answer), picks=("answered",) if people else (), people=people)
    return joined(answer, person)


def _outcomes(points: Sequence[Point]) -> tuple[str, ...]:
    found = {point.outcome for point in points}
    return tuple(outcome for outcome in OUTCOMES if outcome in found)
