"""Retracting: what never left of a note is taken off its way, and what has is taken back there.

A note of the wrong patient is not sent first in order to be taken back. What lies in the clinic's
database is decided there: this workstation only knows how it last stood.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bedside.core.deliveries import Cause
from bedside.core.parcels import Standing
from bedside.store.outbox.rows import Row, change, rows_in
from bedside.store.outbox.sql import Sql

_NEVER_SENT = (Standing.QUEUED, Standing.HELD)


def moved(sql: Sql) -> set[str]:
    """Return the rows that are sent from the clinic's database, or are on their way to it."""
    found = sql.execute("SELECT control FROM outbox_moved").fetchall()
    return {str(control) for (control,) in found}


def taken_back(
    sql: Sql, visit: str, utc: int, to: str, elsewhere: Collection[str] = ()
) -> list[Row]:
    """Take what never left of a retracted note off its way; return what has, or may have.

    Rows that are `elsewhere` stay as they are. Where as far as is known nothing has left, and some
    of it lies there, the oldest of that is returned: it would be the first to leave.
    """
    same = rows_in(sql, "visit = ? AND destination = ?", visit, to)
    left = [one for one in same if one.maybe or one.state not in _NEVER_SENT]
    for one in same:
        if one not in left and one.control not in elsewhere:
            gone = one._replace(state=Standing.CANCELLED, why=Cause.NEVER_LEFT, ended=utc)
            change(sql, gone, ("state", "why", "ended"))
    there = [one for one in left if one.state is not Standing.CANCELLED]
    waiting = [one for one in same if one.control in elsewhere and one not in left]
    return there or waiting[:1]


def latest(kept: Sequence[Row], otherwise: str) -> str:
    """Return the whole note that a receiver has now: a retraction names that and no other."""
    whole = [one for one in kept if one.turn in ("original", "correction")]
    return max(whole, key=lambda one: one.seq).document if whole else otherwise


def arrived(sql: Sql, row: Row) -> Row:
    """Return a row as it stands where it comes to lie among all that is known of its note.

    A retraction of what never left goes nowhere. One that names another entry than its receiver
    has needs a person: its bytes are fixed.
    """
    if row.turn != "retraction" or row.state not in _NEVER_SENT or row.maybe:
        return row
    kept = taken_back(sql, row.visit, row.utc, row.destination)
    if not kept:
        return row._replace(state=Standing.CANCELLED, why=Cause.NEVER_LEFT, ended=row.utc)
    if row.state is Standing.QUEUED and latest(kept, row.parent) != row.parent:
        return row._replace(state=Standing.HELD, why=Cause.OVERTAKEN)
    return row
