"""What is wrong with a checklist that came from a sheet, told by row and column of the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bedside.content.load import NAMED_OTHERWISE
from bedside.content.sheet.columns import BLOCKS, STEP_COLUMNS
from bedside.content.sheet.grid import cell_name
from bedside.content.sheet.into import Taken
from bedside.core.problems import Finding, Span
from bedside.core.spans import Path, SpanMap

_COLUMNS = {"steps": STEP_COLUMNS, **dict(BLOCKS.values())}


def told_by_cell(
    findings: Iterable[Finding], text: str, taken: Taken, name: str
) -> Iterator[Finding]:
    """Yield findings about the text that was made of a sheet as findings about the sheet."""
    spans = SpanMap(text)
    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    for finding in findings:
        is_of_name = finding.code == NAMED_OTHERWISE
        where = "" if is_of_name else _cell(_path(spans, lines, finding.span), taken)
        message = f"{where}: {finding.message}" if where else finding.message
        yield replace(finding, message=message, file=name, span=None, fix=None, related=())


def _path(spans: SpanMap, lines: list[int], span: Span | None) -> Path:
    """Return the deepest path that a finding points into."""
    if span is None:
        return ()
    at = lines[span.start.line - 1] + span.start.column - 1
    found: Path = ()
    for path, mark in spans.marks.items():
        start = mark.keys[0][0] if mark.keys else mark.value[0]
        start = min(start, mark.value[0])
        if start <= at < max(mark.value[1], start + 1) and len(path) > len(found):
            found = path
    return found


def _cell(path: Path, taken: Taken) -> str:
    """Return the row and, where one is known, the column that a path was read from."""
    name, *rest = path or ("",)
    if name in _COLUMNS and rest:
        row = taken.places.get((name, rest[0]))
        column = _COLUMNS[str(name)].get(str(rest[1]), "") if len(rest) > 1 else ""
    else:
        row = taken.places.get(path[:2], taken.places.get(path[:1]))
        column = "title"
    if row is None:
        return ""
    if column not in taken.heads:
        return f"Row {row + 1}"
    return f"Row {row + 1}, column {column} (cell {cell_name(row, taken.heads.index(column))})"
