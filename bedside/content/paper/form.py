"""The form: every step with boxes to tick for each answer, lines to write on, skips in words.

It fits one page where it can: set smaller if it has to be, never below 7.5 points. How long it
gets is reckoned, as no page is laid out here, and a form of several pages says that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import ceil
from typing import NamedTuple

from bedside.content.paper.conditions import condition_words
from bedside.content.paper.page import Written, own
from bedside.content.paper.ticks import Ticks, tick, ticks
from bedside.core.checklist import Checklist, Step

PAGE_MM = 246.0
"""What one page of Letter, the shorter of the two papers, leaves below its head."""

_WHO = ("Patient", "Date and time", "With", "Filled in by")


class Density(NamedTuple):
    """How closely a form is set: its class, millimetres a line, characters a line, writing.

    `writing` is the height of a line to write on, `most` how many of them stand together.
    """

    name: str
    line: float
    step: int
    answer: int
    writing: float
    most: int


ROOMY = Density("form", 3.75, 40, 76, 6.0, 2)
SMALL = Density("form small-print", 3.18, 46, 87, 7.0, 1)


class Row(NamedTuple):
    """A row of the form: its number, its step's words, its answers; a part has no answers."""

    number: str
    title: str
    skip: str
    answers: Sequence[Ticks] | None = None


def form(checklist: Checklist) -> Written:
    """Return the checklist as a form to fill in by hand."""
    rows = list(_rows(checklist))
    height = {density: _height(checklist, rows, density) for density in (ROOMY, SMALL)}
    density = ROOMY if height[ROOMY] <= 0.95 * PAGE_MM else SMALL
    pages = ceil(height[density] / PAGE_MM)
    if pages > 1:
        density, pages = ROOMY, ceil(height[ROOMY] / PAGE_MM)
    told = f"This form takes about {pages} pages." if pages > 1 else ""
    note = f'<p class="only">{own(told)}</p>\n' if told else ""
    content = note + _who() + _table(rows, density) + _tasks(checklist)
    return Written("form", "form", content, told)


def numbers_of(checklist: Checklist) -> Mapping[str, str]:
    """Return the number of every step on paper."""
    stops = (step for step in checklist.steps if step.kind != "section")
    return {step.id: str(at) for at, step in enumerate(stops, 1)}


def _rows(checklist: Checklist) -> Iterable[Row]:
    numbers = numbers_of(checklist)
    for at, step in enumerate(checklist.steps):
        when = condition_words(step, checklist, numbers)
        skip = f"{when}: else go to {_after(checklist, at, numbers)}" if when else ""
        if step.kind == "section":
            yield Row("", step.title, skip)
        else:
            yield Row(numbers[step.id], step.title, skip, ticks(step))
    yield from _always(checklist)


def _always(checklist: Checklist) -> Iterable[Row]:
    """Yield what is at hand at any time: what is only said or done stands in one row."""
    marked = [step for step in checklist.extras if step.kind in ("say", "do")]
    if checklist.extras:
        yield Row("", "", "At any time, as often as it helps")
    for step in checklist.extras:
        if step not in marked:
            yield Row("", step.title, condition_words(step, checklist), ticks(step))
    if marked:
        html = "".join(tick(step.title, is_own=True, one=False) for step in marked)
        words = "     ".join(step.title for step in marked)
        yield Row("", "", "Done", [Ticks(html, words)])


def _after(checklist: Checklist, at: int, numbers: Mapping[str, str]) -> str:
    """Return the number of the step that follows one that is passed over; a section, whole."""
    steps: Sequence[Step] = checklist.steps[at + 1 :]
    if checklist.steps[at].kind == "section":
        later = [n for n, step in enumerate(steps) if step.kind == "section"]
        steps = steps[later[0] :] if later else ()
    return next((numbers[step.id] for step in steps if step.id in numbers), "the end")


def _table(rows: Iterable[Row], density: Density) -> str:
    heads = "".join(
        f'<th scope="col"{part}>{own(name)}</th>'
        for name, part in (("No.", ' class="number"'), ("Step", ' class="step"'), ("Answer", ""))
    )
    body = "\n".join(map(_row, rows))
    return (
        f'<table class="{density.name}">\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table>\n"
    )


def _row(row: Row) -> str:
    skip = _sentence(row.skip)
    if row.answers is None:
        said = f' <span class="only">{skip}</span>' if skip else ""
        return (
            f'<tr class="part"><th colspan="3" scope="colgroup">{escape(row.title)}{said}</th></tr>'
        )
    below = f'<br><span class="only">{skip}</span>' if skip and row.title else skip
    return (
        f'<tr><td class="number">{row.number}</td><th scope="row" class="step">'
        f"<b>{escape(row.title)}</b>{below}</th><td>{''.join(map(_group, row.answers))}</td></tr>"
    )


def _group(group: Ticks) -> str:
    """Return a group of answers; what is written by hand, and each point, has its own lines."""
    if group.alone:
        return f"<div>{group.html}{'<span class=writing></span>' * group.writing}</div>"
    return f'<span class="group">{group.html}</span>'


def _sentence(text: str) -> str:
    return escape(text[:1].upper() + text[1:])


def _who() -> str:
    parts = "".join(f"<span>{own(name + ':')} <i></i></span>" for name in _WHO)
    return f'<div class="who">{parts}</div>\n'


def _tasks(checklist: Checklist) -> str:
    if not checklist.tasks:
        return ""
    items = []
    for task in checklist.tasks:
        when = condition_words(task, checklist, numbers_of(checklist))
        about = ", ".join(part for part in (task.who, task.due) if part)
        more = f" ({escape(about)})" if about else ""
        said = f'<br><span class="only">{_sentence(when)}</span>' if when else ""
        items.append(f"<li>{tick(task.text, is_own=True, one=False)}{more}{said}</li>")
    return f"<h2>{own('Follow-ups')}</h2>\n<ul class=tasks>\n{chr(10).join(items)}\n</ul>"


def _height(checklist: Checklist, rows: Iterable[Row], density: Density) -> float:
    """Return how many millimetres the form takes, reckoned by its characters."""
    total = 22.0
    for row in rows:
        if row.answers is None:
            total += 2.2 + density.line * _lines(
                row.title + row.skip, density.step + density.answer
            )
            continue
        left = _lines(row.title, density.step) + _lines(row.skip, density.step)
        right = _right(row.answers, density.answer)
        writing = sum(min(group.writing, density.most) for group in row.answers)
        total += 1.7 + max(left * density.line, right * density.line + writing * density.writing)
    for task in checklist.tasks:
        when = condition_words(task, checklist, numbers_of(checklist))
        about = f"{task.text} {task.who} {task.due}"
        total += 0.5 * (0.8 + 3.5 * (_lines(about, 62) + _lines(when, 62)))
    return total + (9.0 if checklist.tasks else 0.0)


def _right(groups: Iterable[Ticks], width: int) -> int:
    """Return how many lines answers take: those that fit beside each other share one."""
    lines, used = 0, width
    for group in groups:
        if group.alone or used + len(group.words) + 3 > width:
            lines += _lines(group.words, width)
            used = width if group.alone else len(group.words) % width
        else:
            used += len(group.words) + 3
    return lines


def _lines(text: str, width: int) -> int:
    return ceil(len(text) / width)
