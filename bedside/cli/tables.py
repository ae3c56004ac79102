"""Rows as a table for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bedside.core.text import cells, safe


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under their heads, each column as wide as it needs; the last one is ragged."""
    every = [tuple(map(safe, row)) for row in (heads, *rows)]
    widths = [max(cells(row[at]) for row in every) for at in range(len(heads))]
    widths[-1] = 0
    lines = [
        "  ".join(
            text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=True)
        )
        for row in every
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_json(value: object) -> str:
    """Return a value as indented JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2)
