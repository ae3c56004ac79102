"""Owed: entries the log did not take, kept in the key book until it does, should the process die.

They hold what the log itself would: ids, acts and times, and nothing in words.
"""

from __future__ import annotations

from bedside.core.acts import Act
from bedside.core.events import Moment
from bedside.store.audit.entries import Pending
from bedside.store.keys.book import KeyBook

_TABLE = """
CREATE TABLE IF NOT EXISTS owed (
    act TEXT NOT NULL, utc INTEGER NOT NULL, boot TEXT NOT NULL, ns INTEGER NOT NULL,
    actor TEXT NOT NULL, visit TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (act, utc, boot, ns, actor, visit, number)
)
"""

Row = tuple[str, int, str, int, str, str, int]


def owe(book: KeyBook, entry: Pending) -> None:
    """Keep an entry that the log did not take, durably; StoreError where the book takes none."""
    with book.changing() as connection:
        connection.execute(_TABLE)
        connection.execute("INSERT OR IGNORE INTO owed VALUES (?, ?, ?, ?, ?, ?, ?)", row_of(entry))


def owed(book: KeyBook) -> dict[Row, Pending]:
    """Return every entry that the log still has to take, the oldest first."""
    with book.reading() as connection:
        is_there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'owed'"
        if connection.execute(is_there).fetchone() is None:
            return {}
        rows = connection.execute("SELECT * FROM owed ORDER BY utc, ns").fetchall()
    return {tuple(row): _entry(*row) for row in rows}


def paid(book: KeyBook, *rows: Row) -> None:
    """Let go of entries that the log has."""
    with book.changing() as connection:
        connection.executemany(
            "DELETE FROM owed WHERE act = ? AND utc = ? AND boot = ? AND ns = ?"
            " AND actor = ? AND visit = ? AND number = ?",
            rows,
        )


def row_of(entry: Pending) -> Row:
    """Return what is kept of an entry."""
    at = entry.at
    return entry.act.value, at.utc, at.boot, at.ns, entry.actor, entry.visit, entry.number


def _entry(act: str, utc: int, boot: str, ns: int, *rest: str | int) -> Pending:
    actor, visit, number = rest
    at = Moment(utc=utc, boot=boot, ns=ns)
    return Pending(Act(act), at, str(actor), str(visit), int(number))
