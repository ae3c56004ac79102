"""The law of every change: what the new text means is what was intended, or nothing is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import cast

from bedside.content.edit.text import Refused, Refusing, Splice, applied
from bedside.content.gate import open_text
from bedside.content.shape import Table
from bedside.core.problems import Finding

_UNORDERED = frozenset(("steps", "tasks", "add", "change", "patients", "accepted", "review"))
"""Lists and blocks whose own keys may stand in any order."""


def parsed(text: str) -> Table:
    """Return what a text means; Refusing where bedside would not read it."""
    try:
        opened = open_text(text.encode())
        table = {} if isinstance(opened, Finding) else tomllib.loads(opened)
    except (ValueError, RecursionError) as error:
        raise Refusing("the file cannot be read; bedside check says where") from error
    if isinstance(opened, Finding):
        raise Refusing(opened.message)
    return table


def lawful(text: str, splices: Iterable[Splice], intended: Table) -> str:
    """Return the text with these splices made, once it is seen to mean what is intended.

    Refusing where it does not.
    """
    new = applied(text, splices)
    if not means(parsed(new), intended):
        raise Refusing("it cannot be made here without changing something else")
    return new


def attempt(text: str, splices: Iterable[Splice], intended: Table) -> str | Refused:
    """Return the same, or why it is refused."""
    try:
        return lawful(text, splices, intended)
    except Refusing as refusing:
        return Refused(str(refusing))


def means(one: Table, other: Table) -> bool:
    """Whether two files mean the same: order counts where an author orders by it.

    That is in every list, and among options, suggested words, wordings and conditions.
    """
    return _comparable(one, ()) == _comparable(other, ())


def _comparable(value: object, path: tuple[str, ...]) -> object:
    """Return a value so that equal is what means the same: kinds kept apart, order where it counts.

    `1`, `1.0` and `true` differ; not-a-number is itself.
    """
    if isinstance(value, Mapping):
        table = cast("Mapping[str, object]", value)
        rows = [(key, _comparable(each, (*path, key))) for key, each in table.items()]
        return dict(rows) if not path or path[-1] in _UNORDERED else rows
    if isinstance(value, list):
        return [_comparable(each, path) for each in cast("list[object]", value)]
    return type(value), repr(value)
