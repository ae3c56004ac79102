"""A checklist file laid out as rows: its head, its steps and its tasks, each with where it stands.

A row may rest on several tables; what the nearest says wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

from bedside.content.places import Here, Origin
from bedside.content.shape import Table
from bedside.core.problems import Edit, Finding, Fix

MAX_STEPS = 10_000
_LISTS = ("steps", "tasks")


class Row(NamedTuple):
    """One step or task as the author wrote it, and where."""

    raw: Table
    here: Here


class Layout(NamedTuple):
    """A whole file as rows. `head` is everything but steps and tasks."""

    head: Row
    steps: Sequence[Row]
    tasks: Sequence[Row]
    findings: Sequence[Finding] = ()


def laid_out(table: Table, origin: Origin) -> Layout:
    """Return the rows of one file, and what keeps its lists from being lists of blocks."""
    head = {key: value for key, value in table.items() if key not in _LISTS}
    here = Here((origin,))
    findings = [found for key in _LISTS if (found := _misshapen(table, key, here))]
    steps, tasks = (_rows(table, key, origin) for key in _LISTS)
    return Layout(Row(head, here), steps, tasks, findings)


def _misshapen(table: Table, key: str, here: Here) -> Finding | None:
    rows = table.get(key, [])
    if not _is_blocks(rows):
        help_ = f"begin each with [[{key}]], in two brackets"
        message = f"{key} has to be a list of blocks."
        return here.finding("C217", message, help_, here.key(key), _doubled(here, key))
    count = len(cast("list[Table]", rows))
    if count > MAX_STEPS:
        message = f"{count:,} {key} are too many; a checklist holds at most {MAX_STEPS:,}."
        return here.finding("C218", message, "split it into several checklists", here.key(key))
    return None


def _doubled(here: Here, key: str) -> Fix | None:
    """Return the mend of a block that begins with one bracket where two belong."""
    spans = here.origins[0].spans
    mark = spans.marks.get((key,))
    if mark is None or not spans.text.startswith("[", mark.value[0]) or len(mark.keys) != 1:
        return None
    if mark.value[0] > mark.keys[0][0]:
        return None
    header = f"[[{key}]]"
    return Fix(f"write {header}", (Edit(spans.stretch(*mark.value), header),))


def _rows(table: Table, key: str, origin: Origin) -> list[Row]:
    rows = table.get(key, [])
    if not _is_blocks(rows) or len(cast("list[Table]", rows)) > MAX_STEPS:
        return []
    file, spans, path = origin
    return [
        Row(raw, Here((Origin(file, spans, (*path, key, index)),), str(raw.get("id", ""))))
        for index, raw in enumerate(cast("list[Table]", rows))
    ]


def _is_blocks(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
