"""What the plain face says of a step, of the check page and of the note."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bedside import words
from bedside.core.actions import ACTIONS
from bedside.core.concerns import Concern
from bedside.core.gaps import Lack
from bedside.core.review import Given, Review
from bedside.core.rows import Group, Row
from bedside.core.view import StepView
from bedside.words import notes, plain

Lines = Iterator[str]

STEP, TASK, CONCERN = "step", "task", "concern"
"""What a number on the check page leads to."""

_ON_A_DIAL = {"declined": "d", "unsure": "u", "not-asked": "n"}


def step_lines(
    view: StepView, read_back: Sequence[str] = (), unread: Collection[str] = ()
) -> Lines:
    """Yield what stands on a step, in the order it is best heard.

    `read_back` are the lines to read out, `unread` those that are not as they were when read.
    """
    about = words.ABOUT if view.about else ""
    section = f" {view.section}." if view.section else ""
    numbers = {"number": view.number, "about": about, "total": view.total}
    detour = plain.READING if view.aloud else words.DETOUR
    yield plain.STEP.format(**numbers, section=section) if view.number else detour
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
    if view.before:
        said, day = view.before
        yield notes.BEFORE.format(day=words.day(day, with_year=True), words=said)
    if view.aloud and read_back:
        yield plain.READ_AGAIN if unread else words.READ_ALOUD
        yield from aloud_lines(view, read_back, unread)
    recorded = "" if unread else words.answer(view.step, view.answer, view.today)
    if recorded:
        yield plain.RECORDED.format(answer=recorded)
    if view.aloud and read_back and not view.asks:
        yield plain.LINE_WRONG
    yield from row_lines(view)


def aloud_lines(view: StepView, read_back: Sequence[str], unread: Collection[str]) -> Lines:
    """Yield the lines to read out, each with its number and what was put in its place."""
    put = {one.line: one.words for one in view.answer.corrections}
    for number, text in enumerate(read_back, 1):
        shape = plain.LINE_RIGHT if text in put else plain.LINE
        line = shape.format(number=number, text=text, words=put.get(text, ""))
        yield plain.LINE_NEW.format(line=line) if text in unread else line
    yield from (plain.LINE_DROPPED.format(line=one) for one in unread if one not in read_back)


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
    return f"{text}, {words.day(row.day, with_year=row.is_far)}" if row.day else text


def why_lines(view: StepView) -> Lines:
    """Yield why the step matters, tips, and what to say instead."""
    step = view.step
    if step.why:
        yield words.WHY.format(why=step.why)
    yield from step.tips
    for slip, better in step.instead.items():
        yield words.INSTEAD.format(slip=slip, better=better)


class _Page:
    """The lines of the check page as they come, numbered where a number leads somewhere."""

    def __init__(self) -> None:
        """Begin with nothing on it."""
        self.lines: list[str] = []
        self.targets: dict[str, str] = {}

    def add(self, text: str, kind: str, target: str) -> str:
        """Add a line with the next number, which leads to this target; return the number."""
        number = str(len(self.targets) + 1)
        self.targets[number] = f"{kind}:{target}"
        self.lines.append(f"{number} {text}")
        return number

    def head(self, text: str, *, over: object) -> None:
        """Add a heading, where there is something to stand under it."""
        if over:
            self.lines.append(text)


def review_lines(review: Review, concerns: Sequence[Concern]) -> tuple[list[str], dict[str, str]]:
    """Return the check page as lines, and what is behind each number on it."""
    page = _open_page(review, concerns)
    page.head(plain.YOUR_ANSWERS, over=review.given)
    for given in review.given:
        page.add(_given_line(given), STEP, given.step.id)
    page.head(plain.FOLLOW_UPS, over=review.followups)
    for task in review.followups:
        day = words.day(task.day) if task.day else plain.NO_DAY_YET
        who = task.who or plain.NOBODY_YET
        page.add(plain.FOLLOW_UP.format(text=task.text, who=who, day=day), TASK, task.id)
    kept = [one for one in concerns if one.settled]
    page.head(plain.KEPT_SO, over=kept)
    for found in kept:
        said = plain.KEPT_BECAUSE.format(what=notes.concern(found), why=found.settled)
        page.add(said, CONCERN, found.name)
    page.lines += [f"{words.FALLEN}: {_given_line(given)}" for given in review.fallen]
    page.lines += [f"{words.PRIVATE}: {jotting.words}" for jotting in review.jottings]
    return page.lines, page.targets


def open_lines(review: Review, concerns: Sequence[Concern]) -> list[str]:
    """Return of the check page only what keeps the note from being signed, under its numbers."""
    return _open_page(review, concerns).lines


def _open_page(review: Review, concerns: Sequence[Concern]) -> _Page:
    page = _Page()
    page.head(plain.STILL_OPEN, over=review.gaps)
    for gap in review.gaps:
        required = f", {words.REQUIRED}" if gap.required else ""
        page.add(f"{gap.title}: {words.LACKS[gap.lack]}{required}", STEP, gap.step)
    _add_concerns(page, review, [one for one in concerns if not one.settled])
    return page


def _add_concerns(page: _Page, review: Review, concerns: Sequence[Concern]) -> None:
    """Add what is to look at: what was found, in which sentence, and how it would be better."""
    titles = {given.step.id: given.step.title for given in review.given}
    titles |= {task.id: task.text for task in review.followups}
    page.head(plain.LOOK_AGAIN, over=concerns)
    for found in concerns:
        told, reader = notes.concern(found), notes.READERS[found.reader]
        where = titles.get(found.target, "")
        if found.text:
            told = plain.FOUND_IN.format(what=told, reader=reader, text=found.text)
        elif where and where not in told:
            told = plain.FOUND_AT.format(what=told, title=where)
        number = page.add(told, CONCERN, found.name)
        if found.rewrite:
            page.lines.append(plain.BETTER.format(number=number, text=found.rewrite))
        else:
            page.lines.append(notes.way_out(found, ACTIONS["check.read"].command))


def _given_line(given: Given) -> str:
    text = words.answer(given.step, given.answer, given.on)
    kept = given.step.sensitive and given.answer.may_write is False
    return f"{given.step.title}: {text}" + (f" ({words.LEFT_OUT})" if kept else "")
