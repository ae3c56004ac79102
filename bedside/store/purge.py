"""Carrying retention out: first keys, then rows. What somebody has open is left alone.

A key is gone from the key book and its copy before the first row goes, so that a cut between the
two leaves rows that nobody can open; they go the next time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from bedside.core.acts import Act
from bedside.core.events import Moment
from bedside.store.audit.entries import Pending
from bedside.store.audit.log import Log, state_of
from bedside.store.bodies import UNLISTED
from bedside.store.database import GONE
from bedside.store.filing import FILED
from bedside.store.keys.book import KeyBook
from bedside.store.keys.keyring import Keyring
from bedside.store.locks import StoreError, VisitLock
from bedside.store.outbox.tables import UNDELIVERED, strip
from bedside.store.paths import Places
from bedside.store.retention import DAY, Fate, Known, Planned, Rules, plan
from bedside.store.safety.aside import forget, has_any
from bedside.store.safety.rescue import second_places

SO_MANY = 200
"""How many visits a quiet run takes at most, so that what waits behind it waits briefly."""
JUMP = 14 * DAY
"""A clock that is so far past the last entry of the log is not believed at once."""
VACUUM_EVERY = 30 * DAY
_BY_ITSELF = (Fate.CLOSES, Fate.GOES)
_LEFT = f"CASE WHEN {UNDELIVERED} THEN 0 ELSE coalesce(d.utc, 0) END"
"""When the whole note of a visit left; 0 as long as any destination still waits for some of it."""
_OF_VISIT = ("events", "drafts", "conflicts", "unreadable", *FILED)


class Purge:
    """What removes visits from one store and its key book."""

    def __init__(
        self, book: KeyBook, log: Log, places: Places, keyring: Callable[[], Keyring]
    ) -> None:
        """Destroy keys in this book, say so in this log, and respect the locks of these places.

        What is due has to be borne out: by what `keyring` opens, or by the log.
        """
        self._book, self._log, self._places, self._keyring = book, log, places, keyring

    def known(self, connection: sqlite3.Connection) -> list[Known]:
        """Return what can be known of every visit that has begun, the oldest first."""
        return known_in(connection, self._book.every)

    def quietly(self, connection: sqlite3.Connection, rules: Rules, now: Moment) -> list[Pending]:
        """Carry out what is due, at most once a day; return what was entered in the log.

        Only what is signed and handed on; what is in doubt takes the place of nothing. Nothing,
        where the clock is so far ahead of the last entry that it may be wrong: then tomorrow, if it
        still says so.
        """
        if not _is_time(connection, "tidied", now.utc, DAY):
            return []
        _done(connection, "tidied", now.utc)
        state = state_of(connection)
        if state is not None and now.utc - state.utc > JUMP:
            return []
        planned = plan(self.known(connection), rules, now.utc)
        due = [one for one in planned if one.fate in _BY_ITSELF and one.is_due(now.utc)]
        sure = self.borne_out(connection, due, rules, now.utc)
        return self.carry_out(connection, islice(sure, SO_MANY))

    def borne_out(
        self, connection: sqlite3.Connection, due: Sequence[Planned], rules: Rules, now: int
    ) -> Iterator[Planned]:
        """Yield which of those that are due are so by more than a row that anybody can change.

        One that has fewer entries than the key book remembers may have said more since.
        """
        if not due:
            return
        from bedside.store.evidence import Evidence
        from bedside.store.keys.marks import count_of, marks

        had = {what: one.number for what, one in marks(self._book).items()}
        due = [one for one in due if count_of(connection, one.visit) >= had.get(one.visit, 0)]
        yield from Evidence(connection, self._key_of).borne_out(due, rules, now)

    def still_so(self, connection: sqlite3.Connection, one: Planned) -> bool:
        """Whether a visit is as it was when this was planned; in a transaction that is open."""
        row = connection.execute(
            f"SELECT v.touched, v.state, {_LEFT} FROM visits v"  # noqa: S608
            " LEFT JOIN delivered d ON d.visit = v.id WHERE v.id = ?",
            (one.visit,),
        ).fetchone()
        return bool(row == (one.known.touched, one.known.state, one.known.delivered))

    def carry_out(
        self, connection: sqlite3.Connection, planned: Iterable[Planned]
    ) -> list[Pending]:
        """Do to visits what is planned, in a transaction that is open; not to one that is held.

        Return what was entered in the log. StoreError where the key book cannot be changed.
        """
        free = [(one, VisitLock(self._places.locks, one.visit)) for one in planned]
        held = [(one, lock) for one, lock in free if lock.acquire() is None]
        try:
            chosen = [one for one, _ in held]
            _destroy(self._book, second_places(self._places), chosen)
            for one in chosen:
                if one.fate is not Fate.CLOSES:
                    delete_rows(connection, one.visit)
            return [entry for one in chosen for entry in self._enter(connection, one)]
        finally:
            for _, lock in held:
                lock.release()

    def _key_of(self, visit: str) -> bytes | None:
        """Return a visit's key if it opens here; nothing, too, where its key file is gone."""
        with suppress(StoreError):
            return self._keyring().unwrap(visit, self._book.wraps(visit))
        return None

    def _enter(self, connection: sqlite3.Connection, done: Planned) -> list[Pending]:
        had_key = (Act.KEY_DESTROYED,) if done.known.people else ()
        acts = (Act.CLOSED,) if done.fate is Fate.CLOSES else (*had_key, Act.REMOVED)
        entries = [self._log.entry(act, done.visit) for act in acts]
        for entry in entries:
            self._log.write(connection, entry)
        return entries


def known_in(
    connection: sqlite3.Connection, every: Callable[[], Mapping[str, Mapping[str, bytes]]]
) -> list[Known]:
    """Return what a store's rows say of every visit that has begun, the oldest first.

    `every` gives the wrapped keys of each, and is asked only where there are visits.
    """
    rows = connection.execute(
        f"SELECT v.id, v.opened, v.touched, v.state, {_LEFT} FROM visits v"  # noqa: S608
        " LEFT JOIN delivered d ON d.visit = v.id WHERE v.summary != ?"
        " ORDER BY v.opened, v.id",
        (UNLISTED,),
    ).fetchall()
    wraps = every() if rows else {}
    return [
        Known(visit, opened, touched, state, delivered, tuple(sorted(wraps.get(visit, {}))))
        for visit, opened, touched, state, delivered in rows
    ]


def _destroy(book: KeyBook, second: Sequence[Path], planned: Iterable[Planned]) -> None:
    """Destroy the keys of visits: of those that close, all but recovery's.

    First what was set aside of them in the second places, for their keys are in it too.
    """
    from bedside.store.keys.passing import close_for_people, shred

    every = list(planned)
    closing = [one.visit for one in every if one.fate is Fate.CLOSES]
    going = [one.visit for one in every if one.fate is not Fate.CLOSES]
    if every and has_any(second):
        forget(second, book.every().keys() - {one.visit for one in every})
    if closing:
        close_for_people(book, *closing)
    if going:
        shred(book, *going)


def delete_rows(connection: sqlite3.Connection, visit: str) -> None:
    """Write over all that is kept of a visit but its id, in a transaction that is open.

    By its id it is known again, should what was once kept in the second place turn up later.
    """
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute(f"CREATE TABLE IF NOT EXISTS {GONE}")
    connection.execute("INSERT OR IGNORE INTO gone VALUES (?)", (visit,))
    for table in _OF_VISIT:
        connection.execute(f"DELETE FROM {table} WHERE visit = ?", (visit,))  # noqa: S608
    strip(connection, "visit = ?", visit)
    for table in ("outbox_owed", "outbox_owing"):
        connection.execute(f"DELETE FROM {table} WHERE visit = ?", (visit,))  # noqa: S608
    connection.execute("DELETE FROM visits WHERE id = ?", (visit,))
    connection.execute("DELETE FROM checklists WHERE digest NOT IN (SELECT digest FROM visits)")


def compact(connection: sqlite3.Connection, now: int, least: float = 0.0) -> bool:
    """Write the file anew without its gaps, at most once a month; say whether that was done.

    Not where less than `least` of it is gaps. Needs a connection with no transaction open, and
    room for the file once more.
    """
    if _gaps(connection) < least:
        return False
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if not _is_time(connection, "compacted", now, VACUUM_EVERY):
        return False
    connection.execute("VACUUM")
    _done(connection, "compacted", now)
    return True


def _gaps(connection: sqlite3.Connection) -> float:
    """Return how much of the file holds nothing, from 0 to 1."""
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    return float(free / pages) if pages else 0.0


def _is_time(connection: sqlite3.Connection, what: str, now: int, every: int) -> bool:
    """Whether it is time for what is done every so often; also where the clock went back."""
    row = connection.execute("SELECT utc FROM upkeep WHERE what = ?", (what,)).fetchone()
    return row is None or not 0 <= now - row[0] < every


def _done(connection: sqlite3.Connection, what: str, now: int) -> None:
    connection.execute("INSERT OR REPLACE INTO upkeep VALUES (?, ?)", (what, now))
