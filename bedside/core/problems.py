"""Findings: one thing wrong in a file, where it stands, and the way out.

A finding speaks the author's words (line, step, answer), never Python's or JSON's. The families
are T text, C shape, L logic, N note wording, P plain language, S safety, M upkeep, F fit on the
screen, X overlays and side files; settings use K.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, cast

from bedside.core.value import Value, placed, value


class Level(StrEnum):
    """How much a finding matters: errors and warnings make `check` fail, notes do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Point(NamedTuple):
    """A place in a text: line and column from 1, columns counted in characters."""

    line: int
    column: int


class Span(NamedTuple):
    """The stretch of text a finding points at; `end` is just past the last character."""

    start: Point
    end: Point


class Edit(NamedTuple):
    """A text to stand where this stretch stands; an empty stretch is where it is put in."""

    span: Span
    text: str


class Fix(NamedTuple):
    """A mend ready to be made: what it does, in words, and its edits, apart from each other.

    All edits are in the file of the finding. One that needs a look says what only a person can
    know, that something still fits: it is offered, and never made unasked.
    """

    title: str
    edits: tuple[Edit, ...]
    needs_a_look: bool = False


class Related(NamedTuple):
    """Another place that a finding is about: what stands there, and where."""

    message: str
    file: str
    span: Span | None


@value
class Finding(Value):
    """One thing wrong: what, where, and what to do about it.

    `step` is the id of the step that it is about, or of another `part` that has an id: a task.
    """

    code: str
    message: str
    help: str = ""
    level: Level = Level.ERROR
    file: str = ""
    span: Span | None = None
    step: str = ""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    part: str = "step"

    @property
    def is_ready(self) -> bool:
        """Whether it can be mended without anybody looking at it first."""
        return self.fix is not None and not self.fix.needs_a_look


@placed
class Problems(Value):
    """Everything found wrong in one run; what `load` gives instead of a checklist."""

    findings: tuple[Finding, ...]


_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")


def toml_place(message: str, text: str) -> tuple[str, Span]:
    """Return tomllib's complaint without its place, in small letters, and the place it names."""
    stopped = _TOML_PLACE.search(message)
    if stopped and stopped[1]:
        line, column = int(stopped[1]), int(stopped[2])
    else:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    span = Span(Point(line, column), Point(line, column + 1))
    return _TOML_PLACE.sub("", message).lower(), span


def is_deeper(table: dict[str, object], levels: int) -> bool:
    """Whether tables and lists stand in each other more than so many levels deep.

    The table itself is the first level.
    """
    level: list[object] = [table]
    for _ in range(levels):
        tables = [one.values() if type(one) is dict else one for one in level]
        level = [
            inner
            for one in tables
            for inner in cast("Iterable[object]", one)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return False
    return True


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word spelled most like `word`, or "" when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return near[0] if near else ""
