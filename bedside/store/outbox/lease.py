"""The lease: which dispatcher sends from an outbox now. There is one, and its heartbeat says so.

A dispatcher takes it for as long as it has something to send. One that was killed lets it run out;
what it had on its way is then known to have an outcome that nobody saw.
"""

from __future__ import annotations

import sqlite3

from bedside.core.parcels import Standing

BEAT_MS = 30_000
"""How long a lease lasts without a heartbeat."""


def take(connection: sqlite3.Connection, holder: str, now: int, lasts: int = BEAT_MS) -> bool:
    """Take the lease, or go on having it, until so long after now (UTC ms); say whether it is had.

    One that another has is had once it has run out, or where the clock was set back behind its
    beginning. What the one before had on its way becomes unknown. In a transaction.
    """
    row = connection.execute("SELECT holder, utc, until FROM outbox_lease").fetchone()
    if row is not None and row[0] not in ("", holder) and row[1] <= now < row[2]:
        return False
    is_new = row is None or row[0] != holder
    kept = (holder, now, now + lasts)
    connection.execute("INSERT OR REPLACE INTO outbox_lease VALUES (1, ?, ?, ?)", kept)
    if is_new:
        lost = (Standing.UNKNOWN, Standing.SENDING)
        connection.execute("UPDATE outbox SET state = ?, maybe = 1 WHERE state = ?", lost)
    return True


def has(connection: sqlite3.Connection, holder: str) -> bool:
    """Whether this dispatcher has the lease."""
    row = connection.execute("SELECT holder FROM outbox_lease").fetchone()
    return row is not None and row[0] == holder


def give_back(connection: sqlite3.Connection, holder: str) -> None:
    """Let another dispatcher have the lease at once."""
    connection.execute("UPDATE outbox_lease SET holder = '' WHERE holder = ?", (holder,))
