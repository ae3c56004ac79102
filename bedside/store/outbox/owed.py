"""Owed: which visits are still to be queued for which destination, once the settings name it well.

A name that a mistake was in is known again by its letters and digits alone. What is owed to a name
that is gone waits for that name: it goes nowhere else by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bedside.core.destinations import Destination
from bedside.store.outbox.sql import Sql


def owe(sql: Sql, visit: str, names: Iterable[str]) -> None:
    """Put down that a visit is owed to these destinations; in a transaction that is open."""
    for name in names:
        query = "INSERT INTO outbox_owing VALUES (?, ?) ON CONFLICT DO NOTHING"
        sql.execute(query, (visit, name))


def owed_to(sql: Sql, visit: str) -> set[str]:
    """Return the names of the destinations that a visit is owed to."""
    query = "SELECT destination FROM outbox_owing WHERE visit = ?"
    return {str(name) for (name,) in sql.execute(query, (visit,)).fetchall()}


def taken(sql: Sql, visit: str, to: Destination) -> bool:
    """Owe a visit to a destination no longer; say whether it was, in a transaction that is open."""
    names = [name for name in owed_to(sql, visit) if _bare(name) == _bare(to.name)]
    for name in names:
        query = "DELETE FROM outbox_owing WHERE visit = ? AND destination = ?"
        sql.execute(query, (visit, name))
    return bool(names)


def owed(sql: Sql, names: Collection[str]) -> list[str]:
    """Return the visits that are owed to any of these destinations, or to whichever there are."""
    known = {_bare(name) for name in names}
    rows = sql.execute("SELECT visit, destination FROM outbox_owing").fetchall()
    whole = sql.execute("SELECT visit FROM outbox_owed").fetchall()
    found = [str(visit) for visit, name in rows if _bare(name) in known]
    return list(dict.fromkeys((*found, *(str(visit) for (visit,) in whole))))


def _bare(name: str) -> str:
    """Return a name without what is mistaken in names: capitals, blanks, marks."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
