"""Doors: since when each destination takes what is signed, and whether it lets us in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from bedside.core.codec import to_plain
from bedside.core.destinations import Destination
from bedside.store.outbox.sql import Sql


def know(
    connection: Sql, destinations: Iterable[Destination], utc: int, *, forgets: bool = True
) -> None:
    """Remember these destinations from now on (UTC ms), and forget those that are not among them.

    One that was shut is opened again once its settings have changed. Where others may know more
    than this workstation, nothing is forgotten.
    """
    known = {one.name: _settings(one) for one in destinations}
    for name in named(connection) - set(known) if forgets else ():
        connection.execute("DELETE FROM outbox_doors WHERE destination = ?", (name,))
    for name, settings in sorted(known.items()):  # in one order everywhere, as with lanes
        new = (name, utc, settings, 0)
        query = "INSERT INTO outbox_doors VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        connection.execute(query, new)
        connection.execute(
            "UPDATE outbox_doors SET settings = ?, closed = 0"
            " WHERE destination = ? AND settings != ?",
            (settings, name, settings),
        )


def are_known(connection: Sql, destinations: Iterable[Destination]) -> bool:
    """Whether all of that is remembered already."""
    return {one.name: _settings(one) for one in destinations} == _every(connection)


def since(connection: Sql, name: str) -> int:
    """Return since when a destination takes what is signed (UTC ms); 0 for one not known."""
    query = "SELECT since FROM outbox_doors WHERE destination = ?"
    row = connection.execute(query, (name,)).fetchone()
    return int(row[0]) if row else 0


def closed(connection: Sql) -> Mapping[str, int]:
    """Return the destinations that do not let us in, each with since when (UTC ms)."""
    query = "SELECT destination, closed FROM outbox_doors WHERE closed > 0"
    return dict(connection.execute(query).fetchall())


def named(connection: Sql) -> set[str]:
    """Return the names of all destinations that are remembered."""
    return set(_every(connection))


def shut(connection: Sql, name: str, utc: int) -> None:
    """Send nothing to a destination until somebody opens it, or its settings change."""
    connection.execute("UPDATE outbox_doors SET closed = ? WHERE destination = ?", (utc, name))


def reopen(connection: Sql, name: str) -> None:
    """Send to a destination again."""
    connection.execute("UPDATE outbox_doors SET closed = 0 WHERE destination = ?", (name,))


def _every(connection: Sql) -> dict[str, str]:
    return dict(connection.execute("SELECT destination, settings FROM outbox_doors").fetchall())


def _settings(destination: Destination) -> str:
    text = json.dumps(to_plain(destination), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
