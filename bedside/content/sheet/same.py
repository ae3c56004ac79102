"""Whether two tables say the same checklist, however each part of them is written."""

from __future__ import annotations

from typing import cast

from bedside.content.shape import Table, head_shape, step_shape

_EMPTY: tuple[object, ...] = ("", [], {})


def meaning(table: Table) -> Table:
    """Return a checklist's table in the model's shape, without what says nothing.

    Two files have equal meanings exactly where the same checklist is read from both.
    """
    head = _full(head_shape(table))
    blocks = {name: block_meanings(table, name) for name in ("steps", "tasks")}
    parts = {name: _full(cast("Table", head[name])) for name in ("review", "note") if name in head}
    return {**head, **blocks, **{name: part for name, part in parts.items() if part}}


def block_meanings(table: Table, name: str) -> list[Table]:
    """Return the steps or the tasks in the model's shape."""
    return [block_meaning(raw) for raw in cast("list[Table]", table.get(name, []))]


def block_meaning(raw: Table) -> Table:
    """Return one step or task in the model's shape.

    Beside `use`, to say nothing is to take back what the bank says, so it is kept.
    """
    shaped = step_shape(raw)
    shaped = shaped if "use" in raw else _full(shaped)
    for key in ("when", "or_"):
        if isinstance(shaped.get(key), list):
            shaped[key] = [_condition(one) for one in cast("list[Table]", shaped[key])]
    return shaped


def _condition(condition: Table) -> Table:
    return {key: [value] if _is_text(key, value) else value for key, value in condition.items()}


def _is_text(key: str, value: object) -> bool:
    return key in ("any_of", "none_of") and isinstance(value, str)


def _full(table: Table) -> Table:
    return {
        key: value
        for key, value in table.items()
        if value is not False and not any(type(value) is type(e) and value == e for e in _EMPTY)
    }
