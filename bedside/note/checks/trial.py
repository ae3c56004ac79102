"""A trial of treatment that was agreed on without a day to look again.

After the ATS statement of 2024 on time-limited trials: when it ends, and who looks then, is set
when it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bedside.core.answers import is_left
from bedside.core.concerns import Check, Concern
from bedside.core.followups import followups
from bedside.core.visit import Visit
from bedside.note.checks.lines import Line
from bedside.note.checks.lists import spelled, whole

_AGREED_AT = frozenset(("decided", "next"))
_DATE = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?(?!\d)"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b",
    re.IGNORECASE,
)


def no_date(visit: Visit, lines: Iterable[Line]) -> Iterator[Concern]:
    """Yield the first trial that was agreed on, where nothing says on which day to look again."""
    chart = [line for line in lines if line.reader == "chart" and line.place in _AGREED_AT]
    agreed = next((line for line in chart if _begun(line)), None)
    if agreed is None or _has_day(visit, agreed):
        return
    target = _open_date(visit) or agreed.steps[0]
    title = visit.plan.steps[agreed.steps[0]].title
    yield Concern(check=Check.NO_DATE, target=target, about=title)


def _begun(line: Line) -> bool:
    """Whether a sentence says that a treatment is tried for a time."""
    bare = _any("unless").sub("", line.bare())
    return _any("begun").search(bare) is not None


def _has_day(visit: Visit, agreed: Line) -> bool:
    """Whether a day was named to look again.

    The day by which any follow-up of the checklist is due does not count: "tell the team, today"
    is no day to look at the trial. One that somebody set does.
    """
    if _DATE.search(agreed.text) or _any("days").search(agreed.text):
        return True
    answers = (
        entry.answer
        for step, entry in visit.record.entries.items()
        if visit.plan.place(step) in _AGREED_AT and step not in visit.hidden
    )
    if any(answer.day is not None and not is_left(answer) for answer in answers):
        return True
    given = visit.record.assignments
    return any(task.id in given and given[task.id].day for task in followups(visit))


def _open_date(visit: Visit) -> str:
    """Return the step that asks for a day to look again; "" where there is none."""
    asked = (
        step
        for step in visit.visible()
        if visit.plan.steps[step].kind == "date" and visit.plan.place(step) in _AGREED_AT
    )
    return next(asked, "")


@cache
def _any(name: str) -> re.Pattern[str]:
    return whole(spelled("trials", name))
