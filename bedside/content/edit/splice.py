"""One change made to an author's text, or refused; every line it does not touch stays as it is.

The law: what the new text means, read anew, is what was intended, worked out on the meaning alone.
"""

from __future__ import annotations

from bedside.content.edit.change import Add, Change, Delete, Put, Remove, intended
from bedside.content.edit.keys import put, remove
from bedside.content.edit.law import lawful
from bedside.content.edit.paper import Paper
from bedside.content.edit.steps import add, delete, move
from bedside.content.edit.text import Refused, Refusing, Splice
from bedside.content.shape import Table

BOM = "\ufeff"


def edited(text: str, *changes: Change) -> str | Refused:
    """Return the text after these changes, one after another, or why one is refused.

    Line ends and a byte-order mark stay as they are.
    """
    mark = BOM if text.startswith(BOM) else ""
    new = text.removeprefix(BOM)
    try:
        for change in changes:
            paper = Paper(new)
            table = intended(paper.table, change)
            new = lawful(new, _splices(paper, change, table), table)
    except Refusing as refusing:
        return Refused(str(refusing))
    return mark + new


def step_number(table: Table, id_: str) -> int:
    """Return the number of the step with this id; -1 where there is none."""
    steps = table.get("steps")
    rows = steps if isinstance(steps, list) else []
    numbers = (n for n, row in enumerate(rows) if isinstance(row, dict) and row.get("id") == id_)
    return next(numbers, -1)


def _splices(paper: Paper, change: Change, table: Table) -> list[Splice]:
    if isinstance(change, Put):
        return put(paper, change, table)
    if isinstance(change, Remove):
        return remove(paper, change, table)
    if isinstance(change, Add):
        return add(paper, change)
    return delete(paper, change) if isinstance(change, Delete) else move(paper, change)
