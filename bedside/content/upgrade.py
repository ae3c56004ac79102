"""From an older format of checklist files to this one, step by step, each by splice.

There is one format so far, so no migration stands here yet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bedside.content.edit.change import Change, Put
from bedside.content.edit.law import parsed
from bedside.content.edit.splice import edited
from bedside.content.edit.text import Refused, Refusing
from bedside.content.shape import Table
from bedside.core.checklist import FORMAT


class Migration(NamedTuple):
    """The way from one format to the next: what it does, in words, and its changes to a file.

    The number of the format itself is changed by whoever takes the way.
    """

    says: str
    changes: Callable[[Table], Sequence[Change]]


class Upgraded(NamedTuple):
    """A text in this format: what it was in, and what was done; nothing where it was in this."""

    text: str
    was: int
    says: Sequence[str]


MIGRATIONS: Mapping[int, Migration] = {}
"""By the number of each older format, the way to the next."""


def upgraded(
    text: str, migrations: Mapping[int, Migration] = MIGRATIONS, to: int = FORMAT
) -> Upgraded | Refused:
    """Return the text in the format asked for, or why it stays as it is."""
    was = _format_of(text)
    if isinstance(was, Refused):
        return was
    if was > to:
        return Refused(f"it is in format {was}, and this bedside knows formats up to {to}")
    says: list[str] = []
    for number in range(was, to):
        migration = migrations.get(number)
        if migration is None:
            return Refused(f"no way leads from format {number} to format {number + 1}")
        table = tomllib.loads(text.removeprefix("\ufeff"))
        new = edited(text, *migration.changes(table), Put(("format",), number + 1))
        if isinstance(new, Refused):
            return new
        text = new
        says.append(migration.says)
    return Upgraded(text, was, says)


def _format_of(text: str) -> int | Refused:
    """Return the number a file gives as its format; a reason where it gives none."""
    try:
        number = parsed(text).get("format")
    except Refusing:
        return Refused("it cannot be read yet; bedside check says where to mend it")
    if isinstance(number, bool) or not isinstance(number, int):
        return Refused("it does not say its format; write format = 1 on its first line")
    return number
