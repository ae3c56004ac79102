"""Ledgers: what a store keeps beside its visits' own rows, brought over as it stands.

Notes as they were filed, the log, what was handed on and done. Nothing here opens any of it: the
log's own chain, and the seals of the notes, say whether it is whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bedside.store.database import GONE, REPLAYED
from bedside.store.safety.candidates import carved_of
from bedside.store.safety.carving import Carved, Row


class Ledger(NamedTuple):
    """A table: its columns' types, and how many of the first are its key."""

    name: str
    types: tuple[type, ...]
    key: int = 1


_SEALED = (bytes,) * 4
_STATE, _MAYBE = 12, 14
"""Where a row of the outbox says how it stands, and whether it may be at its receiver."""
_LEDGERS = (
    Ledger("notes", (str, int, int, bytes), key=2),
    Ledger("audit", (int, bytes, bytes, bytes)),
    Ledger("audit_state", (int, int, bytes, bytes, bytes, int, str, int)),
    Ledger("delivered", (str, int)),
    Ledger("upkeep", (str, int)),
    Ledger("replayed", (str,)),
    Ledger("gone", (str,)),
    Ledger("outbox", (*(str,) * 3, int, *(str,) * 5, *(int,) * 3, str, str, *(int,) * 7, *_SEALED)),
    Ledger("outbox_doors", (str, int, str, int)),
    Ledger("outbox_owed", (str,)),
    Ledger("outbox_owing", (str, str), key=2),
    Ledger("outbox_moved", (str, int)),
    Ledger("unreadable", (str, int, int, int, int, bytes), key=3),
)
_OF_VISITS = {
    "notes": 0,
    "delivered": 0,
    "unreadable": 0,
    "outbox": 2,
    "outbox_owed": 0,
    "outbox_owing": 0,
}
"""Those that keep something of visits, and where in a row the visit stands."""
_OUT_OF_PAGES = {"notes": True, "audit": False, "audit_state": False}
"""Those whose rows are known by their shape alone; whether their table has no row ids."""


def copy_ledgers(
    paths: Sequence[Path], target: sqlite3.Connection, is_removed: Callable[[str], bool]
) -> None:
    """Copy every ledger out of these stores, the first counting most, inside a transaction.

    Not what is of a visit that was removed for good.
    """
    target.execute(f"CREATE TABLE IF NOT EXISTS {REPLAYED}")
    target.execute(f"CREATE TABLE IF NOT EXISTS {GONE}")
    for ledger in _LEDGERS:
        for row in _best(ledger, paths).values():
            at = _OF_VISITS.get(ledger.name)
            if at is not None and is_removed(str(row[at])):
                continue
            marks = ", ".join("?" * len(row))
            target.execute(f"INSERT OR IGNORE INTO {ledger.name} VALUES ({marks})", row)  # noqa: S608


def ledger_rows(name: str, paths: Sequence[Path]) -> dict[Row, Row]:
    """Return the rows of one ledger in these stores by their key, the first store counting most."""
    return _best(next(one for one in _LEDGERS if one.name == name), paths)


def _best(ledger: Ledger, paths: Sequence[Path]) -> dict[Row, Row]:
    """Return a ledger's rows by their key: the first of each, of the log's state the latest."""
    found: dict[Row, Row] = {}
    for path in paths:
        for row in _rows(ledger, path):
            if tuple(map(type, row)) != ledger.types:
                continue
            key = row[: ledger.key]
            if key not in found or (ledger.name == "audit_state" and _is_later(row, found[key])):
                found[key] = row if path == paths[0] else _of_backup(ledger, row)
        if ledger.name in ("delivered", "upkeep", "replayed", "unreadable") and found:
            break  # an older copy of these would undo what has happened since
    return found


def _of_backup(ledger: Ledger, row: Row) -> Row:
    """Return a row as an older copy has it; what waited there to be sent may have gone since."""
    if ledger.name != "outbox" or row[_STATE] != "queued":
        return row
    return (*row[:_STATE], "unknown", row[_STATE + 1], 1, *row[_MAYBE + 1 :])


def _is_later(row: Row, other: Row) -> bool:
    """Whether a state of the log stands after more entries than another."""
    return isinstance(row[1], int) and isinstance(other[1], int) and row[1] > other[1]


def _rows(ledger: Ledger, path: Path) -> Iterator[Row]:
    """Yield what SQLite reads of a table from either end up to the damage, then what pages hold."""
    whole = True
    for order in ("", " ORDER BY 1 DESC"):
        try:
            with closing(sqlite3.connect(path)) as connection:
                query = f"SELECT * FROM {ledger.name}{order}"  # noqa: S608
                yield from map(tuple, connection.execute(query))
        except sqlite3.Error:
            whole = False
    if whole or ledger.name not in _OUT_OF_PAGES:
        return
    for one in carved_of(path):
        if one.is_keyed == _OUT_OF_PAGES[ledger.name]:
            yield _with_key(one)


def _with_key(one: Carved) -> Row:
    """Return a row whose first value is its row id, where it stands for that."""
    return (one.id, *one.row[1:]) if one.row[:1] == (None,) else one.row
