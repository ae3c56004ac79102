"""Upkeep: owned, sourced, reviewed in time, and unchanged since it was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bedside.content.fixes import taken_out
from bedside.content.places import Here, Places, Spot
from bedside.content.seal import is_sealed
from bedside.core.checklist import Checklist
from bedside.core.followups import fixed_day
from bedside.core.problems import Finding

SOON = timedelta(days=60)
"""So long before it is due, a review is announced."""

_UNSEALED = (
    "This published checklist was changed by hand, so it is used as a draft.",
    'publish it again with bedside publish, or write status = "draft"',
)
_NEVER_PUBLISHED = (
    "This checklist says that it is published and has no seal, so it is used as a draft.",
    'let bedside publish write that line and the seal, or write status = "draft"',
)


def upkeep(checklist: Checklist, places: Places, today: date) -> Iterator[Finding]:
    """Return what keeping this checklist up has missed."""
    yield from _reviews(checklist, places, today)
    yield from _sources(checklist, places)
    yield from _passed(checklist, places, today)
    head = places.head
    if not checklist.review.owner.strip():
        message = "Nobody keeps this checklist: it has no owner."
        help_ = 'write owner = "…" under [review]: a team or a role, so that it can be asked'
        spot = _review(head, "owner")
        yield head.finding("M703", message, help_, spot)
    if checklist.status == "published" and not is_sealed(checklist):
        message, help_ = _UNSEALED if checklist.review.seal else _NEVER_PUBLISHED
        yield head.finding("M704", message, help_, head.value("status"))


def _reviews(checklist: Checklist, places: Places, today: date) -> Iterator[Finding]:
    head, due = places.head, checklist.review.next_review
    reviewed = checklist.review.reviewed
    is_in_order = not (reviewed and due and due <= reviewed)
    if reviewed and reviewed > today and (is_in_order or (due and due > today)):
        message = f"The last review, {reviewed.isoformat()}, lies in the future."
        help_ = f"write the day on which it was last read, {today.isoformat()} at the latest"
        yield head.finding("M709", message, help_, head.value("review", "reviewed"))
    if due is None:
        message = "No day is set for the next review of this checklist."
        help_ = (
            "write it under [review], as year-month-day without quotation marks: "
            f"next_review = {today.replace(year=today.year + 1, day=1).isoformat()}"
        )
        yield head.finding("S611", message, help_, _review(head, "next_review"))
    elif due < today:
        if not is_in_order:
            return
        message = (
            f"The review of this checklist is overdue: its day, {due.isoformat()}, has passed."
        )
        help_ = (
            f"review it, then write reviewed = {today.isoformat()} under [review], "
            "and the day of the next one"
        )
        yield head.finding("M701", message, help_, head.value("review", "next_review"))
    elif due <= today + SOON:
        message = f"The review of this checklist is due on {due.isoformat()}."
        help_ = "begin it now; then write the new dates under [review]"
        yield head.finding("M702", message, help_, head.value("review", "next_review"))


def _review(head: Here, key: str) -> Spot:
    """Return where a line of the review belongs: at its block, or at the title without one."""
    has_block = any((*one.path, "review") in one.spans.marks for one in head.origins)
    return head.key("review", key) if has_block else head.value("title")


def _sources(checklist: Checklist, places: Places) -> Iterator[Finding]:
    head = places.head
    if not checklist.sources and not checklist.bank:
        message = "This checklist names no source."
        help_ = 'add sources.<name> = "what it rests on", and source = "<name>" at a step'
        yield head.finding("M706", message, help_, head.value("title"))
    cited = {source for step in checklist.steps for source in step.source}
    for source in checklist.sources:
        if source in cited:
            continue
        message = f'No step cites the source "{source}".'
        help_ = f'write source = "{source}" at the step that rests on it, or take it out'
        spot = head.key("sources", source)
        fix = taken_out(head, ("sources", source), "Take the source out")
        yield head.finding("M707", message, help_, spot, fix)


def _passed(checklist: Checklist, places: Places, today: date) -> Iterator[Finding]:
    """Return each follow-up that is due on a day before this one, whenever the talk is."""
    for here, task in zip(places.tasks, checklist.tasks, strict=True):
        day = fixed_day(task.due)
        if day and day < today:
            message = f"This follow-up is due on {day.isoformat()}; this day has passed."
            help_ = 'write "1 day", which is counted from the talk, or a day to come'
            yield here.finding("M715", message, help_, here.value("due"))
