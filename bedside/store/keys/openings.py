"""Emergency readings: when, of whose visits, why; the reason is locked for who has to be told."""

from __future__ import annotations

import sqlite3

from bedside.core.people import Opening
from bedside.store.keys import pairs
from bedside.store.keys.book import KeyBook
from bedside.store.keys.clinic import Clinic
from bedside.store.keys.people import Person
from bedside.store.keys.rings import RECOVERY, PersonKeyring, RecoveryKeyring

BANNER_HOURS = 24


def note_opening(
    book: KeyBook, clinic: Clinic, whose: tuple[Person, ...], opening: Opening
) -> None:
    """Write down, durably, that a visit is read now: for each whose it is, and for the banner.

    The reason is locked for recovery too, so that who gets a new key meanwhile is told it as well.
    """
    visit, utc, reason = opening.visit, opening.utc, opening.reason
    kept = pairs.lock(clinic.recovery, reason.encode(), _place(visit, RECOVERY))
    rows = [(visit, RECOVERY, utc, 1, kept)]
    rows += [
        (visit, one.id, utc, 0, pairs.lock(one.public, reason.encode(), _place(visit, one.id)))
        for one in whose
    ]
    with book.changing() as connection:
        connection.executemany("INSERT OR REPLACE INTO openings VALUES (?, ?, ?, ?, ?)", rows)


def openings(book: KeyBook, ring: PersonKeyring) -> tuple[Opening, ...]:
    """Return the readings of this clinician's visits they were not told of, the oldest first."""
    with book.reading() as connection:
        rows = connection.execute(
            "SELECT visit, utc, body FROM openings WHERE person = ? AND told = 0 ORDER BY utc",
            (ring.person,),
        ).fetchall()
    return tuple(
        Opening(visit, utc, (ring.unlock(body, _place(visit, ring.person)) or b"").decode())
        for visit, utc, body in rows
    )


def locked_again(connection: sqlite3.Connection, person: Person, ring: RecoveryKeyring) -> None:
    """Lock the reasons a clinician was not told yet for the new key they get."""
    rows = connection.execute(
        "SELECT mine.visit, mine.utc, kept.body FROM openings mine JOIN openings kept"
        " ON kept.visit = mine.visit AND kept.utc = mine.utc AND kept.person = ?"
        " WHERE mine.person = ? AND mine.told = 0",
        (RECOVERY, person.id),
    ).fetchall()
    for visit, utc, body in rows:
        reason = ring.unlock(body, _place(visit, RECOVERY)) or b""
        locked = pairs.lock(person.public, reason, _place(visit, person.id))
        connection.execute(
            "UPDATE openings SET body = ? WHERE visit = ? AND person = ? AND utc = ?",
            (locked, visit, person.id, utc),
        )


def told(book: KeyBook, person: str, visit: str) -> None:
    """Keep in mind that a clinician was told of every reading of this visit so far."""
    with book.changing() as connection:
        connection.execute(
            "UPDATE openings SET told = 1 WHERE person = ? AND visit = ?", (person, visit)
        )


def read_lately(book: KeyBook, utc: int) -> int:
    """Return when a visit was last read in an emergency, within a day before; 0 for never."""
    with book.reading() as connection:
        (latest,) = connection.execute("SELECT max(utc) FROM openings").fetchone()
    age = utc - (latest or 0)
    return int(latest) if latest and abs(age) < BANNER_HOURS * 3_600_000 else 0


def _place(visit: str, person: str) -> str:
    return f"bedside opening 1|{visit}|{person}"
