"""Whether the key book is an older one put back: the log knows how many changes its people had.

Each change of the list of clinicians is counted in the book, in its own transaction, and its entry
in the log carries the count. A book with a lower count than the log tells of has lost changes: who
was retired since may come in again.
"""

from __future__ import annotations

import sqlite3

from bedside.core.acts import Act
from bedside.store.audit.entries import entry_of
from bedside.store.keys.book import KeyBook

COUNTED = frozenset((Act.PERSON_ADDED, Act.PERSON_RETIRED, Act.PERSON_RESET))
"""Changes of the list of clinicians."""


def count_change(connection: sqlite3.Connection) -> None:
    """Count a change of the list, in the transaction of the change."""
    _keep(connection, _count(connection) + 1)


def counted(book: KeyBook) -> int:
    """Return how many changes of the list a book has seen; StoreError where it is unreadable."""
    with book.reading() as connection:
        return _count(connection)


def told(log: sqlite3.Connection) -> int:
    """Return how many changes a log tells of; sqlite3.Error where its table is damaged."""
    return max((_number(body) for (body,) in log.execute("SELECT body FROM audit")), default=0)


def next_count(book: KeyBook, log: sqlite3.Connection) -> int:
    """Return the count that a change which was just made is told with; the book has it as well.

    Higher than any the log has: whoever changes the list was told of an older book before.
    """
    number = max(counted(book), told(log) + 1)
    with book.changing() as connection:
        _keep(connection, number)
    return number


def _count(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT body FROM clinic WHERE name = 'changes'").fetchone()
    return int.from_bytes(row[0], "big") if row else 0


def _keep(connection: sqlite3.Connection, count: int) -> None:
    kept = count.to_bytes(8, "big")
    connection.execute("INSERT OR REPLACE INTO clinic VALUES ('changes', ?)", (kept,))


def _number(body: object) -> int:
    """Return the count an entry carries; 0 for one of another kind, or none at all."""
    try:
        entry = entry_of(body if isinstance(body, bytes) else b"")
    except ValueError:
        return 0
    return entry.number if entry.act in COUNTED else 0
