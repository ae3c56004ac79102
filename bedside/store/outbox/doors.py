"""Doors: since when each destination takes what is signed, and whether it lets us in."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping

from bedside.core.codec import to_plain
from bedside.core.destinations import Destination


def know(connection: sqlite3.Connection, destinations: Iterable[Destination], utc: int) -> None:
    """Remember these destinations from now on (UTC ms), and forget those that are not among them.

    One that was shut is opened again once its settings have changed.
    """
    named = {one.name: _settings(one) for one in destinations}
    for name in set(_every(connection)) - set(named):
        connection.execute("DELETE FROM outbox_doors WHERE destination = ?", (name,))
    for name, settings in named.items():
        new = (name, utc, settings, 0)
        connection.execute("INSERT OR IGNORE INTO outbox_doors VALUES (?, ?, ?, ?)", new)
        connection.execute(
            "UPDATE outbox_doors SET settings = ?, closed = 0"
            " WHERE destination = ? AND settings != ?",
            (settings, name, settings),
        )


def are_known(connection: sqlite3.Connection, destinations: Iterable[Destination]) -> bool:
    """Whether all of that is remembered already."""
    return {one.name: _settings(one) for one in destinations} == _every(connection)


def since(connection: sqlite3.Connection, name: str) -> int:
    """Return since when a destination takes what is signed (UTC ms); 0 for one not known."""
    query = "SELECT since FROM outbox_doors WHERE destination = ?"
    row = connection.execute(query, (name,)).fetchone()
    return int(row[0]) if row else 0


def closed(connection: sqlite3.Connection) -> Mapping[str, int]:
    """Return the destinations that do not let us in, each with since when (UTC ms)."""
    query = "SELECT destination, closed FROM outbox_doors WHERE closed"
    return dict(connection.execute(query).fetchall())


def shut(connection: sqlite3.Connection, name: str, utc: int) -> None:
    """Send nothing to a destination until somebody opens it, or its settings change."""
    connection.execute("UPDATE outbox_doors SET closed = ? WHERE destination = ?", (utc, name))


def reopen(connection: sqlite3.Connection, name: str) -> None:
    """Send to a destination again."""
    connection.execute("UPDATE outbox_doors SET closed = 0 WHERE destination = ?", (name,))


def _every(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT destination, settings FROM outbox_doors").fetchall())


def _settings(destination: Destination) -> str:
    text = json.dumps(to_plain(destination), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
