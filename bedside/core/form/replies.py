"""A visit's answers to the questions of its form: what was recorded, where it may be told.

Left out are what no longer applies, what nobody answered, and a sensitive answer that the patient
has not let be written down. Private notes are no answers, and are nowhere here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bedside.core.answers import STANDING, Answer, Person, is_left, is_recorded
from bedside.core.checklist import Step, TeachBack
from bedside.core.form.gates import code_of
from bedside.core.value import Value, value
from bedside.core.visit import Visit

_FREE = frozenset(("words", "text", "people", "scale", "date"))


@value
class Reply(Value):
    """What stands at one question: codes, texts, a number or a day, and what goes with them.

    `reason` says why the step was left and `because` the same in words; `beside` are the words
    beside an answer; `attempts` how many times a point was tried.
    """

    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    number: int | None = None
    day: date | None = None
    reason: str = ""
    because: str = ""
    beside: str = ""
    attempts: int = 0


def replies(visit: Visit) -> Mapping[str, Reply]:
    """Return the answers of a visit by the links of its form's questions."""
    found: dict[str, Reply] = {}
    for id_, step in visit.plan.steps.items():
        answer = visit.answer(id_)
        if answer is not None and _is_told(visit, step, answer):
            found.update((link, reply) for link, reply in _of(step, answer) if reply != Reply())
    return found


def _is_told(visit: Visit, step: Step, answer: Answer) -> bool:
    if not is_recorded(step):
        return False
    if step.sensitive and answer.may_write is not True:
        return False
    return visit.plan.is_extra(step.id) or visit.shows(step.id)


def _of(step: Step, answer: Answer) -> Iterator[tuple[str, Reply]]:
    """Yield the question and the answer for all that is recorded at a step."""
    main = Reply(reason=answer.reason, because=answer.because)
    if isinstance(step, TeachBack):
        yield step.id, main
        yield from _points(step, answer)
    elif step.kind in _FREE:
        yield step.id, main if _stands_in(answer) else _free(step, answer, main)
    else:
        codes = tuple(code_of(step, pick) for pick in answer.picks)
        worded, beside = _words(step, answer)
        yield step.id, replace(main, codes=codes, beside=beside)
        yield f"{step.id}.words", Reply(texts=tuple(filter(None, (worded,))))
    if _stands_in(answer) and (step.kind in _FREE or isinstance(step, TeachBack)):
        yield f"{step.id}.or", Reply(codes=answer.picks)


def _stands_in(answer: Answer) -> bool:
    """Whether one of the standing answers was given instead of another."""
    return bool(set(answer.picks) & set(STANDING)) and not answer.points


def _points(step: TeachBack, answer: Answer) -> Iterator[tuple[str, Reply]]:
    for at, point in enumerate(answer.points, 1):
        codes = (point.outcome,) if point.outcome in answer.picks else ()
        yield f"{step.id}.{at}", Reply(codes=codes, attempts=point.attempts)


def _free(step: Step, answer: Answer, main: Reply) -> Reply:
    if step.kind == "people":
        return replace(main, texts=tuple(map(_person, answer.people)))
    if step.kind == "scale":
        return replace(main, number=answer.number, beside=answer.words)
    if step.kind == "date":
        return replace(main, day=answer.day, beside=answer.words)
    return replace(main, texts=(answer.words,) if answer.words.strip() else ())


def _words(step: Step, answer: Answer) -> tuple[str, str]:
    """Return the words that have a question of their own, and those beside the answer."""
    if is_left(answer) or _stands_in(answer):
        return "", ""
    if step.kind == "read-back" and "corrected" in answer.picks:
        lines = [f"{one.line} → {one.words}" for one in answer.corrections]
        return "\n".join(filter(None, (*lines, answer.words))), ""
    return (answer.words, "") if "other" in answer.picks else ("", answer.words)


def _person(person: Person) -> str:
    if person.who and person.relation:
        return f"{person.who} ({person.relation})"
    return person.who or person.relation
