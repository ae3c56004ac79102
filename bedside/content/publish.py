"""Publishing: which version comes next and why, who has to agree, and the text that says so.

Pure: texts and checklists in, texts out; what is asked and written is the command's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bedside.content.changes import Change, changes, heaviest, in_words
from bedside.content.edit.change import Put, Remove
from bedside.content.edit.splice import edited
from bedside.content.edit.text import Refused
from bedside.content.history import Version
from bedside.content.parts import Weight
from bedside.content.seal import is_sealed, seal_of
from bedside.core.checklist import Checklist, Review

_NUMBERS = re.compile(r"(\d+)\.(\d+)\Z")
_TOLD = 3
"""So many changes stand in the summary of a version; the history holds all of them."""


class Next(NamedTuple):
    """The version that comes next, why it is that one, and what changed since the last."""

    version: str
    why: str
    found: Sequence[Change] = ()

    @property
    def summary(self) -> str:
        """What changed, in one line."""
        if not self.found:
            return f"{self.why[:1].upper()}{self.why[1:]}."
        lines = in_words([change for change in self.found if change.weight is not Weight.UPKEEP])
        if not lines:
            return "Reviewed; nothing in it has changed."
        more = len(lines) - _TOLD
        return "; ".join(lines[:_TOLD]) + (f"; and {more} more" if more > 0 else "")


class Stamp(NamedTuple):
    """What a publication writes into the file, beside the seal."""

    version: str
    reviewed: date
    next_review: date
    approved_by: str


def next_version(now: Checklist, last: Version | None) -> Next:
    """Return which version this checklist becomes: its meaning is compared with the last one's."""
    if last is None:
        return _first(now)
    before = last.checklist()
    if before is None:
        why = f"what version {last.version} said cannot be read here, so the first number goes up"
        return Next(_up(last.version, Weight.RECORDED), why)
    found = changes(before, now)
    weight = heaviest(found)
    if weight is Weight.RECORDED:
        why = "what is recorded or shown can differ, so the first number goes up"
    elif weight is Weight.WORDS:
        why = "only words around what is recorded differ, so the second number goes up"
    else:
        why = "it means the same as before, so it keeps its version"
    return Next(_up(last.version, weight), why, found)


def _first(now: Checklist) -> Next:
    """Return the version of a checklist without a history: its own, if it is one that can be."""
    found = _NUMBERS.match(now.version)
    if found is None or int(found[1]) < 1:
        return Next("1.0", "it is published for the first time")
    if now.review.seal and not is_sealed(now):
        why = f"it was changed since {now.version} was sealed, so the first number goes up"
        return Next(_up(now.version, Weight.RECORDED), why)
    return Next(now.version, "it has no history here, so it keeps the version it came with")


def _up(version: str, weight: Weight | None) -> str:
    found = _NUMBERS.match(version)
    first, second = (int(found[1]), int(found[2])) if found else (0, 0)
    if weight is Weight.RECORDED:
        return f"{first + 1}.0"
    return f"{first}.{second + 1}" if weight is Weight.WORDS else f"{first}.{second}"


def next_year(today: date) -> date:
    """Return the day twelve months on."""
    last = today.replace(day=28) if (today.month, today.day) == (2, 29) else today
    return last.replace(year=min(today.year + 1, date.max.year))


def unfit_reviewer(by: str, review: Review, author: str) -> str:
    """Return why a name cannot stand for the second person's; "" where it can."""
    same = {
        _folded(name): whose for name, whose in ((author, "yours"), (review.owner, "its owner's"))
    }
    whose = same.get(_folded(by)) if _folded(by) else None
    return f"{by} is {whose} name; a second person has to agree" if whose else ""


def published(text: str, now: Checklist, stamp: Stamp) -> tuple[str, Checklist] | Refused:
    """Return the text as published and the checklist it holds, or why it cannot be written.

    Only the lines that publishing owns are touched; comments and all others stay as they are.
    """
    review = Review(
        owner=now.review.owner,
        reviewed=stamp.reviewed,
        next_review=stamp.next_review,
        approved_by=stamp.approved_by,
    )
    made = replace(now, version=stamp.version, status="published", review=review)
    made = replace(made, review=replace(review, seal=seal_of(made)))
    vouched = (
        [Put(("review", "approved_by"), stamp.approved_by)]
        if stamp.approved_by
        else [Remove(("review", "approved_by"))]
        if now.review.approved_by
        else []
    )
    new = edited(
        text,
        Put(("version",), made.version),
        Put(("status",), made.status),
        Put(("review", "reviewed"), stamp.reviewed),
        Put(("review", "next_review"), stamp.next_review),
        *vouched,
        Put(("review", "seal"), made.review.seal),
    )
    return new if isinstance(new, Refused) else (new, made)


def is_recorded(now: Checklist, lines: Sequence[Version]) -> bool:
    """Whether the history tells of a sealed checklist; a cut may have come before its line."""
    review = now.review
    here = (review.seal, review.reviewed, review.approved_by)
    return any((line.seal, line.on, line.by) == here for line in lines)


def _folded(name: str) -> str:
    return "".join(name.casefold().split())
