"""Blocks whose first lines are gone, so that what is left of them goes on with the block above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bedside.content.advice.slip import NAME, STATEMENT, Parts, Slip, Spot, Stuck, parts, slip
from bedside.core.spans import Path, SpanMap
from bedside.core.text import listed

_LINES = 60
"""A block has fewer lines than these."""
_FIRST = {"steps": ("id", "kind", "title"), "tasks": ("id", "text")}
"""What each kind of block begins with; the last of them is what people know it by."""
_TWICE_APART = 2
_TWICE = 3
"""So many names that stand twice are those of another block, below an empty line or without one."""


class _Entry(NamedTuple):
    """A line that gives something a name, and where it stands."""

    row: int
    found: Parts


def begun(stuck: Stuck, before: SpanMap) -> Slip | None:
    """What makes a block what it is stands twice in one: the line that begins the next is gone."""
    name = str(before.last_table[0]) if len(before.last_table) == 2 else ""
    if name not in _FIRST:
        return None
    again = [one for one in entries(stuck) if _is_known(one.found, before)]
    other = [one for one in again if not _is_same(one.found, before)]
    if len(other) > 1 and _FIRST[name][-1] in {one.found.name for one in other}:
        return _without_header(stuck, name, other)
    first = _paragraph(stuck)
    enough = _TWICE if first is None else _TWICE_APART
    return _half(stuck, name, first or stuck.row) if len(again) >= enough else None


def _without_header(stuck: Stuck, name: str, again: Sequence[_Entry]) -> Slip:
    """Return the slip of a block that is whole but for its header, and perhaps an id or a kind."""
    first = parts(stuck.line)
    begin, end = (first.begin, first.end) if first else (0, 1)
    gone = _lacking(stuck, name, stuck.row)
    help_ = f"write [[{name}]] on a line of its own above it"
    if gone:
        help_ += f", and below that what else has gone: {listed(gone)}"
    said = (f"A new block seems to begin here, and the line [[{name}]] is missing above it.", help_)
    one = slip(stuck, "T127", said, (begin, end))
    related = tuple(
        (f"{found.name} stands twice, too", Spot(row, found.begin), Spot(row, found.end))
        for row, found in again
        if row != stuck.row
    )
    rows = (f"[[{name}]]", stuck.line)
    return one._replace(related=related, rows=rows, is_sure=False, is_apart=True)


def _half(stuck: Stuck, name: str, first: int) -> Slip:
    """Return the slip of a block of which only the later lines are left, all of it one."""
    last = max(row for row, _ in entries(stuck))
    gone = [f"[[{name}]]", *_lacking(stuck, name, first)]
    a_block = "step" if name == "steps" else "task"
    out = f"take out lines {stuck.number(first)} to {stuck.number(last)}"
    found = parts(stuck.rows[first])
    begin, end = (found.begin, found.end) if found else (0, len(stuck.rows[first]))
    return Slip(
        "T127",
        f"The beginning of a {a_block} is missing here: {listed(gone)}.",
        f"write {'them' if gone[1:] else 'it'} above this line, or {out}",
        Spot(first, begin),
        Spot(first, end),
        rows=("",) * (last + 1 - first),
        first=first,
        last=last,
        is_sure=False,
        is_apart=True,
    )


def _lacking(stuck: Stuck, name: str, first: int) -> list[str]:
    """Return what a block of this kind begins with and has not, from this line on."""
    there = {found.name for _, found in entries(stuck._replace(row=first))}
    return [key for key in _FIRST[name] if key not in there]


def _paragraph(stuck: Stuck) -> int | None:
    """Return the first line below the empty line or note above; None where none is in the block."""
    row = stuck.row
    while row > max(0, stuck.row - _LINES) and _is_entry(stuck.rows[row - 1]):
        row -= 1
    above = stuck.rows[row - 1].strip() if row else "["
    return row if not above or above.startswith("#") else None


def begun_above(stuck: Stuck, before: SpanMap, names: Path) -> Slip | None:
    """The first step stands among the first lines of the file, its header and its id are gone."""
    kind = before.marks.get(("kind",))
    if before.last_table or kind is None or names != ("title",):
        return None
    start, end = before.stretch(*kind.keys[-1])
    said = (
        "The first step seems to begin here, and the line [[steps]] is missing above it.",
        "write [[steps]] on a line of its own above it, and below that its id",
    )
    row = start.line - 1
    return Slip(
        "T127",
        *said,
        Spot(row, start.column - 1),
        Spot(row, end.column - 1),
        rows=("[[steps]]", *stuck.rows[row : stuck.row + 1]),
        first=row,
        last=stuck.row,
        is_sure=False,
    )


def entries(stuck: Stuck) -> Iterator[_Entry]:
    """Yield the lines that give something a name, from here to the next block."""
    for row in range(stuck.row, min(stuck.row + _LINES, len(stuck.rows))):
        line = stuck.rows[row]
        if line.lstrip()[:1] == "[":
            return
        if _is_entry(line) and (found := parts(line)):
            yield _Entry(row, found)


def _is_entry(line: str) -> bool:
    found = parts(line)
    return found is not None and bool(STATEMENT.match(line)) and bool(NAME.match(found.name))


def _is_known(found: Parts, before: SpanMap) -> bool:
    """Whether a name has been given words in this block."""
    return (*before.last_table, *_names(found)) in before.marks


def _is_same(found: Parts, before: SpanMap) -> bool:
    """Whether a name is given the words that it has."""
    mark = before.marks[(*before.last_table, *_names(found))]
    return before.text[slice(*mark.value)] == found.said


def _names(found: Parts) -> list[str]:
    return re.split(r"[ \t]*\.[ \t]*", found.name)
