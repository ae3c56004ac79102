"""The rows of a step: every line that can be chosen there, with the move that choosing it makes.

This and `view.py` are the one place (beside the widget registry and `plain`) that looks at a
step's kind.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from bedside.core import moves as m
from bedside.core.answers import (
    OUTCOMES,
    REASONS,
    RELATIONS,
    STANDING,
    Answer,
    Person,
    is_left,
    is_question,
    offered,
)
from bedside.core.checklist import Choice, Scale, Step, TeachBack
from bedside.core.gaps import Lack
from bedside.core.value import Value, placed

DIGITS = "1234567"
"""Keys of the offered answers; 8, 9 and 0 belong to the standing ones."""

_STANDING_KEYS = dict(zip(STANDING, "890", strict=True))
_DAYS = {"today": 0, "tomorrow": 1, "in-two-days": 2, "in-three-days": 3, "in-a-week": 7}
_ROWS_OF_A_SCALE = 11


class Field(StrEnum):
    """What can be typed: at a step, at a line of the note, or about the visit as a whole."""

    NONE = ""
    WORDS = "words"
    TEXT = "text"
    OTHER = "other"
    NUMBER = "number"
    DAY = "day"
    PERSON = "person"
    REASON = "reason"
    LINE = "line"
    ENTRY = "entry"
    KEEP = "keep"
    JOT = "jot"
    STOP = "stop"
    REST = "rest"


class Group(StrEnum):
    """What a row belongs to, so that faces can set groups apart."""

    OFFERED = "offered"
    STANDING = "standing"
    POINT = "point"
    REASON = "reason"
    CONSENT = "consent"


class Row(NamedTuple):
    """One line that can be chosen.

    `label` is the checklist's own text; where it is empty, `word` names the built-in word to say.
    `move` is what choosing it asks for; `opens` what must be typed first. `is_far` says that its
    day is in another year.
    """

    group: Group
    key: str = ""
    label: str = ""
    word: str = ""
    on: bool = False
    day: date | None = None
    point: int = -1
    move: m.Move | None = None
    opens: Field = Field.NONE
    is_far: bool = False


@placed
class Focus(Value):
    """What a face is looking at within a step: a teach-back point, or the reasons for leaving."""

    point: int = -1
    reasons: bool = False


def field_of(step: Step) -> Field:
    """Return what the key for words types at a step."""
    if step.kind in ("section", "pause"):
        return Field.NONE
    special = {
        "text": Field.TEXT,
        "people": Field.PERSON,
        "read-back": Field.TEXT,
        "date": Field.DAY,
    }
    return special.get(step.kind, Field.WORDS)


def rows_of(
    step: Step, answer: Answer, asks: Lack | None, today: date, focus: Focus
) -> tuple[Row, ...]:
    """Return what can be chosen at a step; what it still asks for comes before its answers."""
    if asks is Lack.REASON:
        return _reasons(step, answer)
    if asks is Lack.PERMISSION:
        return _consent(step, answer)
    standing = _standing(step, answer) if is_question(step) else ()
    if isinstance(step, TeachBack):
        return _points(step, answer, focus)
    if isinstance(step, Scale):
        return (*_numbers(step, answer), *(row._replace(key="") for row in standing))
    if step.kind == "date":
        return (*_dates(step, answer, today), *standing)
    if step.kind == "people":
        return (*_people(step, answer), *standing)
    return (*_offered(step, answer), *standing)


def _offered(step: Step, answer: Answer) -> tuple[Row, ...]:
    labels = {o.id: o.label for o in step.options} if isinstance(step, Choice) else {}
    picks = offered(step)
    rows = [
        Row(
            group=Group.OFFERED,
            key=DIGITS[at] if at < len(DIGITS) else "",
            label=labels.get(pick, ""),
            word="" if pick in labels else pick,
            on=pick in answer.picks,
            move=m.Pick(step.id, pick),
            opens=Field.TEXT if pick == "corrected" else Field.NONE,
        )
        for at, pick in enumerate(picks)
    ]
    if isinstance(step, Choice) and step.other:
        key = DIGITS[len(picks)] if len(picks) < len(DIGITS) else ""
        rows.append(
            Row(
                group=Group.OFFERED,
                key=key,
                word="other",
                on="other" in answer.picks,
                move=m.Pick(step.id, "other"),
                opens=Field.OTHER,
            )
        )
    return tuple(rows)


def still_so(step: Step, answer: Answer) -> Row:
    """Return the row that confirms what the patient said in an earlier visit."""
    return Row(
        group=Group.OFFERED,
        key="1",
        word="still-so",
        on=answer.since is not None,
        move=m.Confirm(step.id),
    )


def _standing(step: Step, answer: Answer) -> tuple[Row, ...]:
    return tuple(
        Row(
            group=Group.STANDING,
            key=_STANDING_KEYS[pick],
            word=pick,
            on=pick in answer.picks,
            move=m.Pick(step.id, pick),
        )
        for pick in STANDING
    )


def _numbers(step: Scale, answer: Answer) -> tuple[Row, ...]:
    every = range(step.min, step.max + 1)
    few = len(every) <= _ROWS_OF_A_SCALE
    numbers = every if few else sorted(int(number) for number in step.labels)
    return tuple(
        Row(
            group=Group.OFFERED,
            label=" ".join((str(number), step.labels.get(str(number), ""))).strip(),
            on=answer.number == number,
            move=m.Rate(step.id, number),
        )
        for number in numbers
    )


def _dates(step: Step, answer: Answer, today: date) -> tuple[Row, ...]:
    rows = [
        Row(
            group=Group.OFFERED,
            key=key,
            word=word,
            day=(day := today + timedelta(days=ahead)),
            on=answer.day == day,
            move=m.Schedule(step.id, day),
            is_far=day.year != today.year,
        )
        for key, (word, ahead) in zip(DIGITS, _DAYS.items(), strict=False)
    ]
    offered_days = {row.day for row in rows}
    other = answer.day if answer.day not in offered_days else None
    another = Row(
        group=Group.OFFERED,
        key=DIGITS[len(rows)],
        word="another-day",
        day=other,
        on=other is not None,
        opens=Field.DAY,
        is_far=other is not None and other.year != today.year,
    )
    return (*rows, another)


def _people(step: Step, answer: Answer) -> tuple[Row, ...]:
    return tuple(
        Row(
            group=Group.OFFERED,
            key=key,
            word=relation,
            on=Person(relation=relation) in answer.people,
            move=m.Pick(step.id, relation),
        )
        for key, relation in zip(DIGITS, RELATIONS, strict=True)
    )


def _points(step: TeachBack, answer: Answer, focus: Focus) -> tuple[Row, ...]:
    """Return the points with their outcomes, then the outcomes offered for the point in hand."""
    outcomes = [point.outcome for point in answer.points] or [""] * len(step.points)
    rows = [
        Row(group=Group.POINT, label=text, word=outcomes[at], on=bool(outcomes[at]), point=at)
        for at, text in enumerate(step.points)
    ]
    still = next((at for at, outcome in enumerate(outcomes) if not outcome), -1)
    hand = focus.point if focus.point >= 0 else still
    if hand >= 0:
        keys = (*DIGITS[:3], "0")
        rows += [
            Row(
                group=Group.OFFERED,
                key=key,
                word=outcome,
                point=hand,
                on=outcomes[hand] == outcome,
                move=m.CheckPoint(step.id, hand, outcome),
            )
            for key, outcome in zip(keys, OUTCOMES, strict=True)
        ]
    standing = _standing(step, answer)[:2]
    return (*rows, *standing)


def _reasons(step: Step, answer: Answer) -> tuple[Row, ...]:
    rows = [
        Row(
            group=Group.REASON,
            key=str(at),
            word=reason,
            on=answer.reason == reason,
            move=None if reason == "other" else m.Skip(step.id, reason),
            opens=Field.REASON if reason == "other" else Field.NONE,
        )
        for at, reason in enumerate(REASONS, 1)
    ]
    return (*rows, _another_answer(step, answer, Group.REASON))


def _consent(step: Step, answer: Answer) -> tuple[Row, ...]:
    choices = (("1", "may-write", True), ("2", "leave-out", False))
    rows = [
        Row(
            group=Group.CONSENT,
            key=key,
            word=word,
            on=answer.may_write is yes,
            move=m.Allow(step.id, yes),
        )
        for key, word, yes in choices
    ]
    return (*rows, _another_answer(step, answer, Group.CONSENT))


def _another_answer(step: Step, answer: Answer, group: Group) -> Row:
    """Return the way back to the answers; words stay, to be typed on."""
    worded = step.kind in ("words", "text") and bool(answer.words)
    asked = group is Group.CONSENT or answer.reason or is_left(answer)
    edits = group is Group.CONSENT and worded
    return Row(
        group=group,
        key="0",
        word="another-answer",
        move=m.Clear(step.id) if asked and not edits else None,
        opens=field_of(step) if edits else Field.NONE,
    )
