"""Filing: what was signed is kept for the clinic's records, apart from the visit's own rows.

In the transaction of its event, the signing with its three frozen texts and each later entry are
locked for the records key, whose private half is on no workstation. When the whole of a note has
left is kept in clear, so that the key can be destroyed a while later, whoever is there by then.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable

from bedside.core.events import Appended, Delivered, Event, Signed, event_to_plain

ForRecords = Callable[[str, int, bytes], bytes | None]
"""Locks what stands at a place of a visit for the records key; nothing where there is none."""

FILED = ("notes", "delivered")
"""The tables that hold what is filed of a visit."""


def file_event(
    connection: sqlite3.Connection, visit: str, event: Event, for_records: ForRecords
) -> None:
    """File an event that was signed, once; keep when the whole note has left, as far as it has.

    What is added to a note has not left with it.
    """
    if isinstance(event, (Signed, Appended)):
        _file(connection, visit, event, for_records)
        connection.execute("DELETE FROM delivered WHERE visit = ?", (visit,))
    elif isinstance(event, Delivered):
        left = (visit, event.at.utc)
        connection.execute("INSERT OR REPLACE INTO delivered VALUES (?, ?)", left)


def file_missing(
    connection: sqlite3.Connection, visit: str, events: Iterable[Event], for_records: ForRecords
) -> None:
    """File what was signed of a visit and is not filed; what is handed on stays as it is kept."""
    filed = {seq for seq, _ in filed_rows(connection, visit)}
    for event in events:
        if isinstance(event, (Signed, Appended)) and event.seq not in filed:
            _file(connection, visit, event, for_records)


def filed_rows(connection: sqlite3.Connection, visit: str) -> list[tuple[int, bytes]]:
    """Return what is filed of a visit, still locked, in order, each with its place."""
    query = "SELECT seq, body FROM notes WHERE visit = ? ORDER BY seq"
    return connection.execute(query, (visit,)).fetchall()


def _file(
    connection: sqlite3.Connection, visit: str, event: Event, for_records: ForRecords
) -> None:
    text = json.dumps(event_to_plain(event), ensure_ascii=False, separators=(",", ":"))
    body = for_records(visit, event.seq, text.encode("utf-8", "surrogatepass"))
    if body is not None:
        row = (visit, event.seq, event.at.utc, body)
        connection.execute("INSERT OR IGNORE INTO notes VALUES (?, ?, ?, ?)", row)
