"""From the table of a checklist file to the rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from bedside.content.shape import Table
from bedside.content.sheet.columns import (
    ABOUT,
    BLOCKS,
    COLUMNS,
    HEAD,
    SORTS,
    STEP_COLUMNS,
    Sort,
)
from bedside.content.sheet.grid import Grid, Rows
from bedside.content.sheet.lines import written_list, written_named, written_tests, written_word

Cells = Mapping[str, str]


def grid_of(table: Table) -> Grid:
    """Return a checklist's table as a sheet; a column of tasks stands only where one is needed."""
    rows = [*_about(table), *_steps(table), *_blocks(table)]
    wanted = {*STEP_COLUMNS, *(name for row in rows for name in row)}
    heads = [column.name for column in COLUMNS if column.name in wanted]
    body: Rows = [[row.get(name, "") for name in heads] for row in rows]
    return Grid([heads, *body])


def _about(table: Table) -> Iterator[Cells]:
    """Yield what is said of the whole, in the order of the format's page."""
    for name in HEAD:
        if "." in name or name not in table:
            continue
        said = table[name]
        if not isinstance(said, dict):
            yield {"kind": ABOUT, "id": name, "title": _cell(said, HEAD[name])}
            continue
        for part, one in cast("Table", said).items():
            dotted = f"{name}.{written_word(part)}"
            sort = HEAD.get(dotted, HEAD[name])
            yield {"kind": ABOUT, "id": dotted, "title": _cell(one, sort)}


def _steps(table: Table) -> Iterator[Cells]:
    for raw in cast("list[Table]", table.get("steps", [])):
        yield {key: _cell(value, SORTS[key]) for key, value in raw.items() if key in STEP_COLUMNS}


def _blocks(table: Table) -> Iterator[Cells]:
    for kind, (name, columns) in BLOCKS.items():
        for raw in cast("list[Table]", table.get(name, [])):
            cells = {columns[key]: _cell(raw[key], SORTS[columns[key]]) for key in raw}
            yield {"kind": kind, **cells}


def _cell(value: object, sort: Sort) -> str:
    """Return what a cell says for a value; a value of another sort than the cell's is shown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return written_list(map(str, value))
    if isinstance(value, dict):
        if sort is Sort.TESTS:
            return written_tests(cast("Table", value))
        return written_named({name: str(text) for name, text in value.items()})
    if sort in (Sort.LIST, Sort.PHRASES, Sort.WORDING):
        return written_list([str(value)])
    return str(value)
