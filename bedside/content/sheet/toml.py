"""The text of a new checklist file in the layout of the house: one line a thing, dotted names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from bedside.content.edit.house import laid_out
from bedside.content.shape import Table

_BLOCKS = ("steps", "tasks", "accepted")
_TABLES = ("review", "note")


def written(table: Table) -> str:
    """Return a checklist's table as the text of a file; tomllib reads the same table from it.

    Refusing, as in `content/edit`, for what a checklist cannot hold.
    """
    head = {key: value for key, value in table.items() if key not in (*_BLOCKS, *_TABLES)}
    return "\n".join((laid_out("", head, "\n"), *_blocks(table)))


def _blocks(table: Table) -> Iterator[str]:
    """Yield the blocks after the head: review, steps, tasks, note, accepted."""
    for name in ("review", "steps", "tasks", "note", "accepted"):
        if name in _TABLES and name in table:
            yield f"[{name}]\n" + laid_out(name, cast("Table", table[name]), "\n")
        elif name in _BLOCKS:
            for raw in cast("list[Table]", table.get(name, [])):
                yield f"[[{name}]]\n" + laid_out(name, raw, "\n")
