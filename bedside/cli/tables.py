"""Rows as a table for people and as JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import zip_longest

from bedside.cli.window import columns
from bedside.core.jsontext import json_text
from bedside.core.text import cells, safe, wrap

_GAP = 2
_READABLE = 24
"""Cells under which the last column is not narrowed: it then goes under its row."""
_INDENT = "    "

Row = Sequence[str]


def table(heads: Row, rows: Sequence[Row], width: int | None = None) -> str:
    """Return rows under their heads, each column as wide as it needs; the last one is ragged.

    Where they are wider than the window, or than `width` cells, columns are wrapped under
    themselves, all but the first, which is typed and copied; 0 is for any width.
    """
    every = [tuple(map(safe, row)) for row in (heads, *rows)]
    most = _window() if width is None else width
    below: list[list[str]] = [[] for _ in every]
    widths = _natural(every)
    while most and _total(widths) > most:
        narrowed = _narrowed(every, widths, most)
        if _total(narrowed) <= most or len(widths) == 1:
            widths = narrowed
            break
        for texts, row in zip(below, every, strict=True):
            texts[:0] = wrap(row[-1], most - len(_INDENT)) if row[-1] else []
        every = [row[:-1] for row in every]
        widths = _natural(every)
    lines: list[str] = []
    for row, texts in zip(every, below, strict=True):
        lines += [*_lines(row, widths, bool(most)), *(_INDENT + text for text in texts)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_json(value: object) -> str:
    """Return a value as indented JSON, letters as they are."""
    return json_text(value, indent=2)


def _window() -> int:
    """Return the columns of the terminal that is written to; 0 where it is none."""
    return columns(sys.stdout)


def _natural(every: Sequence[Row]) -> list[int]:
    return [max(cells(row[at]) for row in every) for at in range(len(every[0]))]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _narrowed(every: Sequence[Row], widths: Sequence[int], most: int) -> list[int]:
    """Return the widths, the widest narrowed again and again, until they fit or no word would."""
    words = [
        [cells(word) for row in every for word in row[at].split()] for at in range(len(widths))
    ]
    least = [max(longest, default=0) for longest in words]
    least[0] = widths[0]
    least[-1] = max(least[-1], min(widths[-1], _READABLE))
    now = list(widths)
    while _total(now) > most:
        wide = [at for at, width in enumerate(now) if width > least[at]]
        if not wide:
            break
        now[max(wide, key=now.__getitem__)] -= 1
    return now


def _lines(row: Row, widths: Sequence[int], wraps: bool) -> list[str]:
    """Return a row as the lines it takes."""
    parts = [wrap(text, size) if wraps else [text] for text, size in zip(row, widths, strict=True)]
    parts[0] = [row[0]]
    lines = zip_longest(*parts, fillvalue="")
    gap = " " * _GAP
    return [
        gap.join(text + " " * (size - cells(text)) for text, size in zip(line, widths, strict=True))
        for line in lines
    ]
