"""A visit's key passed on: offered, accepted, claimed after an emergency, destroyed at the end.

An offer is locked for its receiver and lies apart from the wraps, so that it opens nothing before
it is accepted. Of an emergency visit every active clinician has a claim; the first to use it keeps
the visit, and the claims of the others are destroyed in the same transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from bedside.core.people import Bar, Barred, Colleague, Offer
from bedside.store.keys.book import KeyBook
from bedside.store.keys.people import Person
from bedside.store.keys.rings import CLAIM, RECOVERY, PersonKeyring
from bedside.store.moments import begun

_OFFER = "offer:"


def offer(book: KeyBook, ring: PersonKeyring, visit: str, to: Person, utc: int) -> Barred | None:
    """Offer a visit to a colleague; a newer offer of the same visit replaces the one before."""
    key = ring.unwrap(visit, book.wraps(visit))
    if key is None or to.id == ring.person:
        return Barred(Bar.NOT_YOURS)
    if not to.active:
        return Barred(Bar.RETIRED, to.name)
    body = ring.locked(visit, key, _OFFER + to.id, to.public)
    with book.changing() as connection:
        row = (visit, ring.person, to.id, utc, body)
        connection.execute("INSERT OR REPLACE INTO offers VALUES (?, ?, ?, ?, ?)", row)
    return None


def accept(book: KeyBook, ring: PersonKeyring, visit: str, utc: int) -> Barred | None:
    """Take an offered visit: from now on its key is on the receiver's keyring as well."""
    with book.changing() as connection:
        row = connection.execute(
            "SELECT giver, body FROM offers WHERE visit = ? AND receiver = ?", (visit, ring.person)
        ).fetchone()
        key = ring.opened(visit, _OFFER + ring.person, row[1]) if row else None
        if key is None:
            return Barred(Bar.GONE)
        _keep(connection, visit, ring, key)
        connection.execute("DELETE FROM offers WHERE visit = ?", (visit,))
        passed = (visit, row[0], ring.person, utc)
        connection.execute("INSERT OR REPLACE INTO passed VALUES (?, ?, ?, ?)", passed)
    return None


def take_back(book: KeyBook, person: str, visit: str) -> bool:
    """Destroy an offer, for its giver or its receiver; say whether there was one."""
    with book.changing() as connection:
        gone = connection.execute(
            "DELETE FROM offers WHERE visit = ? AND ? IN (giver, receiver)", (visit, person)
        )
    return bool(gone.rowcount)


def offers(
    book: KeyBook, people: Mapping[str, Colleague], giver: str = "", receiver: str = ""
) -> tuple[Offer, ...]:
    """Return offers by a giver or to a receiver, the newest first, with the other one's name."""
    query = "SELECT visit, giver, receiver, utc FROM offers WHERE giver = ? OR receiver = ?"
    with book.reading() as connection:
        rows = connection.execute(f"{query} ORDER BY utc DESC", (giver, receiver)).fetchall()
    found = []
    for visit, by, to, utc in rows:
        other = people.get(by if receiver else to)
        if other is not None:
            found.append(Offer(visit, other, utc, begun(visit)))
    return tuple(found)


def claim(book: KeyBook, ring: PersonKeyring, visit: str) -> Barred | None:
    """Keep an emergency visit: the first clinician to claim it has it, and recovery as before."""
    with book.changing() as connection:
        wraps = dict(
            connection.execute("SELECT recipient, body FROM wraps WHERE visit = ?", (visit,))
        )
        own = CLAIM + ring.person
        if own not in wraps:
            taken = [name for name in wraps if name != RECOVERY and not name.startswith(CLAIM)]
            return Barred(Bar.TAKEN, taken[0]) if taken else Barred(Bar.GONE)
        key = ring.opened(visit, own, wraps[own])
        if key is None:
            return Barred(Bar.NOT_YOURS)
        _keep(connection, visit, ring, key)
        connection.execute(
            "DELETE FROM wraps WHERE visit = ? AND recipient GLOB ?", (visit, f"{CLAIM}*")
        )
    return None


def unclaimed(book: KeyBook, person: str) -> tuple[str, ...]:
    """Return the emergency visits that this clinician could claim, the newest first."""
    with book.reading() as connection:
        rows = connection.execute(
            "SELECT visit FROM wraps WHERE recipient = ? ORDER BY visit DESC", (CLAIM + person,)
        ).fetchall()
    return tuple(visit for (visit,) in rows)


def holders(book: KeyBook, visit: str) -> tuple[str, ...]:
    """Return the ids of those whose keys open a visit: who began it, then as it was passed on."""
    with book.reading() as connection:
        rows = connection.execute(
            "SELECT w.recipient FROM wraps w LEFT JOIN passed p"
            " ON p.visit = w.visit AND p.receiver = w.recipient"
            " WHERE w.visit = ? ORDER BY p.utc IS NOT NULL, p.utc",
            (visit,),
        ).fetchall()
    return tuple(name for (name,) in rows if name != RECOVERY and not name.startswith(CLAIM))


def close_for_people(book: KeyBook, *visits: str) -> None:
    """Destroy the keys of delivered visits, whose grace is over, for everybody but recovery.

    Where recovery has none, nobody's is destroyed.
    """
    with book.destroying() as connection:
        for visit in visits:
            connection.execute(
                "DELETE FROM wraps WHERE visit = ? AND recipient != ? AND EXISTS"
                " (SELECT 1 FROM wraps w WHERE w.visit = wraps.visit AND w.recipient = ?)",
                (visit, RECOVERY, RECOVERY),
            )
            connection.execute("DELETE FROM offers WHERE visit = ?", (visit,))


def shred(book: KeyBook, *visits: str) -> None:
    """Destroy the keys of visits for everybody, recovery too: what they sealed opens no more."""
    with book.destroying() as connection:
        for visit in visits:
            for table in ("wraps", "offers", "passed", "openings"):
                connection.execute(f"DELETE FROM {table} WHERE visit = ?", (visit,))  # noqa: S608
            connection.execute("DELETE FROM marks WHERE what = ?", (visit,))


def _keep(connection: sqlite3.Connection, visit: str, ring: PersonKeyring, key: bytes) -> None:
    """Put a visit's key on a clinician's keyring; recovery has its own already."""
    own = ring.wrap(visit, key)[ring.person]
    connection.execute("INSERT OR REPLACE INTO wraps VALUES (?, ?, ?)", (visit, ring.person, own))
