"""The lease: which dispatcher sends from an outbox now. There is one, and its heartbeat says so.

A dispatcher takes it for as long as it has something to send. One that was killed lets it run out;
what it had on its way is then known to have an outcome that nobody saw.
"""

from __future__ import annotations

from bedside.core.parcels import Standing
from bedside.store.outbox.sql import Sql

BEAT_MS = 30_000
"""How long a lease lasts without a heartbeat."""


def take(connection: Sql, holder: str, now: int, lasts: int = BEAT_MS) -> bool:
    """Take the lease, or go on having it, until so long after now (UTC ms); say whether it is had.

    One that another has is had once it has run out, or where the clock was set back behind its
    beginning. What the one before had on its way becomes unknown. In a transaction.
    """
    row = connection.execute("SELECT holder, utc, until FROM outbox_lease").fetchone()
    if row is not None and row[0] not in ("", holder) and row[1] <= now < row[2]:
        return False
    is_new = row is None or row[0] != holder
    kept = (holder, now, now + lasts)
    query = (
        "INSERT INTO outbox_lease VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
        " SET holder = excluded.holder, utc = excluded.utc, until = excluded.until"
    )
    connection.execute(query, kept)
    if is_new:
        lost = (Standing.UNKNOWN, Standing.SENDING)
        connection.execute(
            "UPDATE outbox SET state = ?, maybe = 1 WHERE state = ?"
            " AND control NOT IN (SELECT control FROM outbox_moved)",
            lost,
        )
    return True


def go_on(connection: Sql, holder: str, now: int, lasts: int) -> None:
    """Go on having the lease, where it is had, until so long after now (UTC ms)."""
    query = "UPDATE outbox_lease SET utc = ?, until = ? WHERE holder = ?"
    connection.execute(query, (now, now + lasts, holder))


def give_back(connection: Sql, holder: str) -> None:
    """Let another dispatcher have the lease at once."""
    connection.execute("UPDATE outbox_lease SET holder = '' WHERE holder = ?", (holder,))
