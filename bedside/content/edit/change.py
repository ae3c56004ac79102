"""Changes an editor makes to a file, and what the file is to mean afterwards.

What is meant is worked out on the file's meaning alone, and knows nothing of text and places.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import NamedTuple, cast

from bedside.content.edit.text import Refusing
from bedside.content.shape import Table
from bedside.core.spans import Path


class Put(NamedTuple):
    """Let this stand at a path, whether or not something does; a number past a list's end adds."""

    path: Path
    value: object


class Remove(NamedTuple):
    """Take away what stands at a path, and the tables around it that are then empty."""

    path: Path


class Add(NamedTuple):
    """Add a block to a list, after the one at this number; -1 is the top."""

    to: str
    after: int
    block: Mapping[str, object]


class Delete(NamedTuple):
    """Take a block out of a list; with its members, if it is a section."""

    of: str
    number: int
    members: bool = False


class MoveBlock(NamedTuple):
    """Put a block after another one of its list; -1 is the top."""

    of: str
    number: int
    after: int
    members: bool = False


Change = Put | Remove | Add | Delete | MoveBlock


def intended(table: Table, change: Change) -> Table:
    """Return what the file means after the change; Refusing where that is nothing sensible."""
    new = deepcopy(table)
    if isinstance(change, Put):
        _put(new, change.path, deepcopy(change.value))
    elif isinstance(change, Remove):
        _remove(new, pruned(new, change.path))
    elif isinstance(change, Add):
        items = cast("list[object]", new.setdefault(change.to, []))
        _within(change.after, -1, items)
        items.insert(change.after + 1, deepcopy(dict(change.block)))
    elif isinstance(change, Delete):
        numbers = moved(new, change)
        items = _list(new, change.of)
        items[:] = [item for number, item in enumerate(items) if number not in numbers]
        if not items:
            del new[change.of]
    else:
        _move(new, change)
    return new


def moved(table: Table, change: Delete | MoveBlock) -> range:
    """Return the numbers of the blocks that a change is about: a section's members follow it."""
    items = _list(table, change.of)
    _within(change.number, 0, items)
    end = change.number + 1
    if change.members and change.of == "steps" and _is_section(items[change.number]):
        end = section_end(table, change.number)
    return range(change.number, end)


def section_end(table: Table, number: int) -> int:
    """Return the number just past the last member of the section with this number."""
    steps = _list(table, "steps")
    later = range(number + 1, len(steps))
    return next((n for n in later if _is_section(steps[n])), len(steps))


def _is_section(step: object) -> bool:
    return isinstance(step, dict) and step.get("kind") == "section"


def found(table: object, path: Path) -> object | None:
    """Return what stands at a path; nothing where nothing does."""
    for part in path:
        if isinstance(table, dict) and isinstance(part, str):
            table = table.get(part)
        elif isinstance(table, list) and isinstance(part, int) and 0 <= part < len(table):
            table = table[part]
        else:
            return None
    return table


def pruned(table: Table, path: Path) -> Path:
    """Return the path, or that of the outermost table or list that holds nothing else."""
    if found(table, path) is None:
        raise Refusing("it is not there")
    while len(path) > 1:
        around = found(table, path[:-1])
        if len(cast("list[object]", around)) > 1 or isinstance(path[-2], int):
            return path
        path = path[:-1]
    return path


def _put(table: object, path: Path, value: object) -> None:
    """Let a value stand at a path; tables on the way there are made."""
    for place, part in enumerate(path[:-1]):
        inner = found(table, (part,))
        if inner is None and isinstance(table, dict) and isinstance(path[place + 1], str):
            inner = table[part] = {}
        table = inner
    part = path[-1] if path else ""
    if isinstance(table, dict) and isinstance(part, str):
        table[part] = value
    elif isinstance(table, list) and isinstance(part, int) and 0 <= part <= len(table):
        table[part : part + 1] = [value]
    else:
        raise Refusing("there is no place for it")


def _remove(table: Table, path: Path) -> None:
    around = found(table, path[:-1])
    del cast("dict[object, object]", around)[path[-1]]


def _move(table: Table, change: MoveBlock) -> None:
    numbers = moved(table, change)
    items = _list(table, change.of)
    _within(change.after, -1, items)
    if change.after in numbers:
        raise Refusing("a block cannot stand behind itself")
    before = [item for n, item in enumerate(items[: change.after + 1]) if n not in numbers]
    after = [item for n, item in enumerate(items) if n > change.after and n not in numbers]
    items[:] = [*before, *(items[n] for n in numbers), *after]


def _list(table: Table, name: str) -> list[object]:
    items = table.get(name)
    if not isinstance(items, list):
        raise Refusing(f"there are no {name} here")
    return items


def _within(number: int, low: int, items: list[object]) -> None:
    if not low <= number < len(items):
        raise Refusing("there is no block of that number")
