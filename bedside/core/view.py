"""What a face must show of a step: ordered, complete, without markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bedside.core.answers import Answer
from bedside.core.checklist import Scale, Step
from bedside.core.earlier import said_before
from bedside.core.gaps import Lack, lack
from bedside.core.rows import Field, Focus, Group, Row, field_of, rows_of, still_so
from bedside.core.value import Value, placed
from bedside.core.visit import Visit


@placed
class StepView(Value):
    """Everything on screen for one step.

    `number` is 0 for a step of a bank. `about` says that the total may still change; `worded`
    that typing is how the step is answered; `aloud` that the note's lines are read out here;
    `language` is that of the phrase where it stands in for a translation;
    `before` is what the patient said to it in an earlier visit, and when that was;
    `confides` that the patient has to be asked before anything is written down; `dial` is the
    smallest and largest number that can be typed, on a scale.
    """

    step: Step
    section: str
    number: int
    total: int
    about: bool
    phrase: str
    tone: str
    language: str
    phrases: tuple[int, int]
    rows: tuple[Row, ...]
    many: bool
    field: Field
    answer: Answer
    asks: Lack | None
    roles: tuple[str, ...]
    waits: bool
    worded: bool
    aloud: bool
    before: tuple[str, date] | None
    confides: bool
    dial: tuple[int, int] | None
    today: date


def view(visit: Visit, today: date, focus: Focus = Focus()) -> StepView:
    """Return what to show of the step the visit stands at; KeyError on the check page."""
    return view_of(visit, visit.step, today, focus)


def view_of(visit: Visit, step_id: str, today: date, focus: Focus = Focus()) -> StepView:
    """Return what to show of any step, a bank's included."""
    step = visit.plan.steps[step_id]
    answer = visit.answer(step_id) or Answer()
    section = visit.plan.section.get(step_id)
    shown = visit.phrases.get(step_id, 0) % max(1, len(step.say))
    asks = Lack.REASON if focus.reasons else lack(visit, step_id)
    in_scope = visit.is_in_scope(step_id)
    at = visit.plan.order.get(step_id, -1)
    said, earlier = said_before(visit, step_id), visit.record.earlier
    before = (said.words, earlier.day) if said and earlier else None
    return StepView(
        step=step,
        section=section.title if section else "",
        number=1 + at - sum(1 for h in visit.hidden if visit.plan.order[h] < at),
        total=len(visit.plan.stops) - len(visit.ruled_out),
        about=visit.hidden != visit.ruled_out,
        phrase=step.say[shown].text if step.say else "",
        tone=step.say[shown].tone if step.say else "",
        language=step.say[shown].language if step.say else "",
        phrases=(shown + 1, len(step.say)),
        rows=_rows(visit, step_id, asks, today, focus) if in_scope else (),
        many=step.kind in ("choose-many", "people"),
        field=field_of(step) if in_scope else Field.NONE,
        answer=answer,
        asks=None if asks is Lack.ANSWER else asks,
        roles=() if in_scope else step.roles,
        waits=step.kind == "pause",
        worded=step.kind in ("words", "text", "people"),
        aloud=step.kind == "read-back",
        before=before,
        confides=step.sensitive and in_scope and answer == Answer(),
        dial=(step.min, step.max) if isinstance(step, Scale) and in_scope else None,
        today=today,
    )


def not_as_read(shown: StepView) -> StepView:
    """Return a reading back whose lines were changed since: as long as it is, nothing is chosen."""
    return replace(shown, rows=tuple(row._replace(on=False) for row in shown.rows))


def _rows(visit: Visit, step: str, asks: Lack | None, today: date, focus: Focus) -> tuple[Row, ...]:
    """Return the rows of a step, what was said to it earlier offered first.

    A reason that cannot be true there is left out, and the others keep their keys.
    """
    own, answer = visit.plan.steps[step], visit.answer(step) or Answer()
    reasons = visit.plan.reasons(step)
    rows = tuple(
        row
        for row in rows_of(own, answer, asks, today, focus)
        if row.group is not Group.REASON or row.word in (*reasons, "another-answer")
    )
    offers = said_before(visit, step) is not None and asks in (None, Lack.ANSWER)
    return (still_so(own, answer), *rows) if offers else rows
