"""What the plain face says of a step, of the check page and of the note."""

from __future__ import annotations

from collections.abc import Iterator

from bedside import words
from bedside.core.gaps import Lack
from bedside.core.review import Given, Review
from bedside.core.rows import Group, Row
from bedside.core.view import StepView
from bedside.words import plain

Lines = Iterator[str]

STEP, TASK = "step", "task"
"""What a number on the check page leads to."""

_ON_A_DIAL = {"declined": "d", "unsure": "u", "not-asked": "n"}


def step_lines(view: StepView, read_back: tuple[str, ...]) -> Lines:
    """Yield what stands on a step, in the order it is best heard."""
    about = words.ABOUT if view.about else ""
    section = f" {view.section}." if view.section else ""
    numbers = {"number": view.number, "about": about, "total": view.total}
    yield plain.STEP.format(**numbers, section=section) if view.number else words.DETOUR
    required = f" ({words.REQUIRED})" if view.step.required else ""
    yield f"{words.KINDS[view.step.kind]}: {view.step.title}{required}"
    if view.step.aim:
        yield words.AIM.format(aim=view.step.aim)
    if view.phrase:
        tone = f", {view.tone}" if view.tone else ""
        shown, count = view.phrases
        way = plain.WAY.format(shown=shown, count=count, tone=tone) if count > 1 else ""
        yield plain.SAY.format(way=way, phrase=view.phrase)
        if view.language:
            yield words.untranslated(view.language)
    if view.roles:
        yield words.FOR_ROLES.format(roles=", ".join(view.roles))
    if view.confides:
        yield words.SENSITIVE
    if view.aloud:
        yield words.READ_ALOUD
        yield from read_back
    if recorded := words.answer(view.step, view.answer):
        yield plain.RECORDED.format(answer=recorded)
    yield from row_lines(view)


def row_lines(view: StepView) -> Lines:
    """Yield the rows that can be typed now, each with its number."""
    hand = next((row.point for row in view.rows if row.group is Group.OFFERED), -1)
    for row in view.rows:
        if row.group is Group.POINT:
            state = f" ({words.pick(row.word)})" if row.word else ""
            yield plain.POINT.format(number=row.point + 1, label=row.label, state=state)
    if view.asks is Lack.REASON:
        yield words.WHY_NOT
    elif view.asks is Lack.PERMISSION:
        yield words.MAY_WRITE
    elif hand >= 0:
        yield plain.POINT_WENT.format(number=hand + 1)
    elif view.dial:
        low, high = map(str, view.dial)
        yield words.TYPE_NUMBER.format(low=low, high=high)
        yield from (row.label for row in view.rows if not row.label.isdecimal() and row.label)
    elif view.worded and view.rows:
        yield plain.TYPED[view.field]
    for key, row in keyed(view).items():
        yield f"{key} {row_label(row)}"


def keyed(view: StepView) -> dict[str, Row]:
    """Return what can be typed to choose a row; letters where digits type a scale's number."""
    letters = _ON_A_DIAL if view.dial else {}
    rows = (row for row in view.rows if row.group is not Group.POINT)
    return {key: row for row in rows if (key := row.key or letters.get(row.word, ""))}


def row_label(row: Row) -> str:
    """Return what a row says."""
    text = row.label or words.pick(row.word)
    if row.group is Group.REASON and row.word == "other":
        text = words.REASON_OTHER
    return f"{text}, {words.day(row.day)}" if row.day else text


def why_lines(view: StepView) -> Lines:
    """Yield why the step matters, tips, and what to say instead."""
    step = view.step
    if step.why:
        yield words.WHY.format(why=step.why)
    yield from step.tips
    for slip, better in step.instead.items():
        yield words.INSTEAD.format(slip=slip, better=better)


def review_lines(review: Review) -> tuple[list[str], dict[str, str]]:
    """Return the check page as lines, and the step or follow-up behind each number on it."""
    lines: list[str] = []
    targets: dict[str, str] = {}
    tasks = {task.id for task in review.followups}

    def add(text: str, target: str, kind: str = STEP) -> None:
        number = str(len(targets) + 1)
        targets[number] = f"{kind}:{target}"
        lines.append(f"{number} {text}")

    if review.gaps:
        lines.append(plain.STILL_OPEN)
    for gap in review.gaps:
        required = f", {words.REQUIRED}" if gap.required else ""
        add(f"{gap.title}: {words.LACKS[gap.lack]}{required}", gap.step)
    for found in review.contradictions:
        kind = TASK if found.target in tasks else STEP
        add(plain.LOOK_AGAIN.format(what=words.contradiction(found)), found.target, kind)
    if review.given:
        lines.append(plain.YOUR_ANSWERS)
    for given in review.given:
        add(_given_line(given), given.step.id)
    if review.followups:
        lines.append(plain.FOLLOW_UPS)
    for task in review.followups:
        day = words.day(task.day) if task.day else plain.NO_DAY_YET
        who = task.who or plain.NOBODY_YET
        add(plain.FOLLOW_UP.format(text=task.text, who=who, day=day), task.id, TASK)
    lines += [f"{words.FALLEN}: {_given_line(given)}" for given in review.fallen]
    lines += [f"{words.PRIVATE}: {jotting.words}" for jotting in review.jottings]
    return lines, targets


def _given_line(given: Given) -> str:
    text = words.answer(given.step, given.answer)
    kept = given.step.sensitive and given.answer.may_write is False
    return f"{given.step.title}: {text}" + (f" ({words.LEFT_OUT})" if kept else "")
