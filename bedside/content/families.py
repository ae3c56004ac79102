"""Families of lines, such as options and note, of which single lines are misspelt.

A step has options.yes and option.no: the one is told, and read as it was meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from bedside.content import fixes
from bedside.content.layout import Layout, Row
from bedside.content.misplaced import quoted, short
from bedside.content.places import Here
from bedside.content.shape import Table
from bedside.content.vocabulary import keys_of, meant_by, step_keys
from bedside.core.checklist import KINDS, Task
from bedside.core.problems import Finding, nearest
from bedside.core.text import listed

_FAMILIES = ("options", "say", "note", "patient", "handover", "labels", "instead", "when", "or")


def reunited(layout: Layout) -> Layout:
    """Return the rows with misspelt lines among those of their family, and what to say."""
    found = list(layout.findings)
    steps = [_row(row, step_keys(), found) for row in layout.steps]
    tasks = [_row(row, keys_of(Task) | step_keys(), found) for row in layout.tasks]
    return Layout(layout.head, steps, tasks, found)


def _row(row: Row, known: Iterable[str], found: list[Finding]) -> Row:
    raw, here = dict(row.raw), row.here
    for key, value in row.raw.items():
        if key in known or not isinstance(value, dict) or not value:
            continue
        family = _meant(key, raw)
        if not family:
            continue
        there, lines = cast("Table", raw[family]), cast("Table", value)
        found.append(_told(row, key, family, lines.keys() & there.keys()))
        raw[family] = {**lines, **there}
        del raw[key]
        _point_there(here, key, family, lines)
    return Row(raw, here) if raw != row.raw else row


def _meant(key: str, raw: Table) -> str:
    """Return the family that a step has and that this key was meant as; "" where it is none."""
    free = [one for one in _FAMILIES if isinstance(raw.get(one), dict)]
    low = key.lower()
    forms = (low, f"{low}s", low.removesuffix("s"), meant_by("a step", key))
    return next((one for one in forms if one in free), "") or nearest(low[:60], free)


def _told(row: Row, key: str, family: str, twice: Iterable[str]) -> Finding:
    here, lines = row.here, cast("Table", row.raw[key])
    kind = str(row.raw.get("kind", ""))
    what = f"A {kind} step" if kind in KINDS else "This step"
    what = "A task" if here.origins[0].path[:1] == ("tasks",) else what
    meant = listed([f"{family}.{fixes.written_key(short(name))}" for name in lines])
    message = f"{what} has no place for {quoted(key)}; it has {family}."
    if again := sorted(twice):
        help_ = f"it already has {listed([f'{family}.{short(one)}' for one in again])}"
        help_ += ": keep one of the two"
        return here.finding("C201", message, help_, here.key(key))
    is_plain = not fixes.source_of(here, (family,)).startswith(("{", "["))
    is_plain = is_plain and not fixes.source_of(here, (key,)).startswith(("{", "["))
    fix = fixes.renamed(here, (key,), family) if is_plain else None
    return here.finding("C201", message, f"write {meant}", here.key(key), fix)


def _point_there(here: Here, key: str, family: str, lines: Table) -> None:
    """Let what is found of these lines be pointed at where they stand."""
    for origin in here.origins:
        marks = origin.spans.marks
        for name in lines:
            mark = marks.get((*origin.path, key, name))
            if mark is not None:
                marks.setdefault((*origin.path, family, name), mark)
