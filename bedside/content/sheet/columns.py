"""The layout of a sheet: its columns, what their cells hold, and the rows that are no steps.

    kind       id          title                  say                       options        …
    about      version     1.0
    about      review.owner  Nurse education
    choose     good-time   A good time to talk    plain: Is now a good…     now: Now is fine
    task       call        Call with any news

A row of kind `about` says one thing about the whole checklist: its name under id, what it says
under title. A row of kind `task` or `accepted` is a block of that name; any other row is a step.
A row whose kind begins with # is passed over, as are empty ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple


class Sort(Enum):
    """What a cell holds."""

    TEXT = "words, as they are"
    NAME = "one short word"
    NUMBER = "a whole number"
    TRUTH = "yes or no"
    DAY = "a date"
    LIST = "one thing a line"
    PHRASES = "words, one thing a line, with or without a tone in front of each"
    NAMED = "a name and words a line"
    WORDING = "words for all answers, or an answer and words a line"
    TESTS = "an earlier step and its answers a line"


class Column(NamedTuple):
    """A column: its heading, what its cells hold, and how wide it is drawn, in characters."""

    name: str
    sort: Sort
    width: int = 12


COLUMNS = (
    Column("kind", Sort.NAME),
    Column("id", Sort.NAME, 18),
    Column("title", Sort.TEXT, 36),
    Column("aim", Sort.TEXT, 36),
    Column("say", Sort.PHRASES, 60),
    Column("options", Sort.NAMED, 36),
    Column("other", Sort.TRUTH, 8),
    Column("points", Sort.LIST, 30),
    Column("min", Sort.NUMBER, 6),
    Column("max", Sort.NUMBER, 6),
    Column("labels", Sort.NAMED, 24),
    Column("required", Sort.TRUTH, 8),
    Column("when", Sort.TESTS, 28),
    Column("or", Sort.TESTS, 28),
    Column("why", Sort.TEXT, 40),
    Column("tips", Sort.LIST, 40),
    Column("instead", Sort.NAMED, 50),
    Column("note", Sort.WORDING, 40),
    Column("patient", Sort.WORDING, 40),
    Column("handover", Sort.WORDING, 40),
    Column("place", Sort.NAME),
    Column("sensitive", Sort.TRUTH, 8),
    Column("locked", Sort.TRUTH, 8),
    Column("roles", Sort.LIST, 16),
    Column("source", Sort.LIST, 16),
    Column("record_as", Sort.NAME),
    Column("use", Sort.NAME, 16),
    Column("who", Sort.TEXT, 18),
    Column("due", Sort.TEXT),
    Column("step", Sort.NAME),
    Column("by", Sort.TEXT),
    Column("until", Sort.DAY),
)
"""Every column, in the order they are written."""

NEEDED = ("kind", "id", "title")
"""The columns that a sheet cannot do without."""

ABOUT, TASK, ACCEPTED = "about", "task", "accepted"

TASK_COLUMNS: Mapping[str, str] = {
    "id": "id",
    "text": "title",
    "who": "who",
    "due": "due",
    "when": "when",
    "or": "or",
}
"""Where each part of a task stands."""

ACCEPTED_COLUMNS: Mapping[str, str] = {
    "code": "id",
    "because": "title",
    "step": "step",
    "by": "by",
    "until": "until",
}
"""Where each part of an accepted warning stands."""

BLOCKS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    TASK: ("tasks", TASK_COLUMNS),
    ACCEPTED: ("accepted", ACCEPTED_COLUMNS),
}
"""Rows that are neither steps nor about the whole: where they belong, and their columns."""

STEP_COLUMNS: Mapping[str, str] = {
    column.name: column.name
    for column in COLUMNS
    if column.name not in ("who", "due", "step", "by", "until")
}
"""Where each part of a step stands: under its own name."""

HEAD: Mapping[str, Sort] = {
    "format": Sort.NUMBER,
    "id": Sort.NAME,
    "bank": Sort.TRUTH,
    "title": Sort.TEXT,
    "summary": Sort.TEXT,
    "version": Sort.TEXT,
    "status": Sort.NAME,
    "language": Sort.NAME,
    "audience": Sort.TEXT,
    "roles": Sort.LIST,
    "minutes": Sort.NUMBER,
    "reading_grade": Sort.NUMBER,
    "tags": Sort.LIST,
    "next": Sort.LIST,
    "sources": Sort.TEXT,
    "review.reviewed": Sort.DAY,
    "review.next_review": Sort.DAY,
    "review": Sort.TEXT,
    "note": Sort.TEXT,
}
"""What an `about` row holds; `sources`, `review` and `note` stand for each of their own parts."""

SORTS: Mapping[str, Sort] = {column.name: column.sort for column in COLUMNS}
