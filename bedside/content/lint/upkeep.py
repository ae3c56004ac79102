"""Upkeep: reviewed in time, owned, sourced, and unchanged since it was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bedside.content.places import Places
from bedside.content.seal import is_sealed
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding


def upkeep(checklist: Checklist, places: Places, today: date) -> Iterator[Finding]:
    """Return what keeping this checklist up has missed."""
    head, due = places.head, checklist.review.next_review
    if due and due < today:
        message = f"The review of this checklist was due on {due.isoformat()}."
        help_ = "review it, then write the new dates under [review]"
        yield head.finding("M701", message, help_, head.value("review", "next_review"))
    if checklist.status == "published" and not is_sealed(checklist):
        message = "This published checklist was changed by hand, so it is used as a draft."
        help_ = 'publish it again, or write status = "draft"'
        yield head.finding("M704", message, help_, head.value("status"))
