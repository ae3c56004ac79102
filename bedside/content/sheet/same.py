"""Whether two tables say the same checklist, however each part of them is written.

Worked out here on what an author writes, and not by what reads checklists: it is the measure that
sheets are held to.
"""

from __future__ import annotations

from typing import cast

from bedside.content.shape import Table

_LISTS = frozenset(("tips", "roles", "source", "points", "tags", "next"))
_WORDINGS = frozenset(("note", "patient", "handover"))
_TESTS = frozenset(("when", "or"))
_PARTS = ("review", "note")


def meaning(table: Table) -> Table:
    """Return what a checklist's table says, without what says nothing.

    Two files have equal meanings exactly where the same checklist is read from both.
    """
    head = {
        key: _listed(value) if key in _LISTS else value
        for key, value in table.items()
        if key not in ("steps", "tasks", *_PARTS)
    }
    for name in ("steps", "tasks"):
        head[name] = [block_meaning(raw) for raw in cast("list[Table]", table.get(name, []))]
    for name in _PARTS:
        part = table.get(name)
        head[name] = _full(cast("Table", part)) if isinstance(part, dict) else part
    return _full(head)


def block_meaning(raw: Table) -> Table:
    """Return what one step or task says.

    Beside `use`, to say nothing is to take back what the bank says, so it is kept.
    """
    said = {key: _said(key, value) for key, value in raw.items()}
    return said if "use" in raw else _full(said)


def _said(key: str, value: object) -> object:
    """Return what a name of a block says; order is kept where an author orders by it."""
    if key in _LISTS:
        return _listed(value)
    if key in _WORDINGS:
        return {"": value} if isinstance(value, str) else value
    if key == "say" and not isinstance(value, dict):
        return [("", text) for text in cast("list[str]", _listed(value))]
    if key in ("say", "options") and isinstance(value, dict):
        return list(value.items())
    if key in _TESTS and isinstance(value, dict):
        return [(step, _test(test)) for step, test in value.items()]
    return value


def _test(test: object) -> Table:
    if not isinstance(test, dict):
        return {"is": _listed(test)}
    parts = cast("Table", test)
    return {manner: _listed(wanted) for manner, wanted in parts.items()}


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _full(table: Table) -> Table:
    return {key: value for key, value in table.items() if not _says_nothing(value)}


def _says_nothing(value: object) -> bool:
    return value is None or value is False or value in ("", [], {})
