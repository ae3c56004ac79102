"""The keeper: looks after a store while a face is open, on a thread of its own.

A little after the start it has SQLite check the file, holds room back, makes a backup if one is
due, and takes the gaps out of the file, at most monthly; then it looks again now and then. It
sleeps in between, and no face waits for it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress

from bedside.store.database import connect
from bedside.store.locks import StoreError
from bedside.store.moments import now
from bedside.store.paths import Places
from bedside.store.purge import compact
from bedside.store.safety.backup import EVERY, ROOM, back_up
from bedside.store.safety.ballast import free_bytes
from bedside.store.safety.rescue import Rescue

FIRST_SECONDS = 3.0
"""So long after the start: the first frame and the first answers come before."""
GAPS = 0.25
"""So much of the file has to be gaps for it to be written anew while somebody is there."""
MARK_SECONDS = 120.0
"""Between two marks of how far all has come."""
LOW_SECONDS = 60.0
"""Between two looks while room is short: it is held back again as soon as there is some."""


class Keeper:
    """Checks, holds room back, copies and marks, for as long as a face is open."""

    def __init__(
        self,
        places: Places,
        rescue: Rescue,
        told: Callable[[], None],
        mark: Callable[[], None] = lambda: None,
    ) -> None:
        """Look after the store of these places; `told` is called when something was found.

        `mark` is called at each look and in between, to remember how far all has come. Both are
        called on the keeper's thread.
        """
        self._places, self._rescue, self._told, self._mark = places, rescue, told, mark
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, once; returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="bedside-keeper", daemon=True)
            self._thread.start()

    @property
    def is_there(self) -> bool:
        """Whether it was begun: all is marked while the face is open, and not at its end."""
        return self._thread is not None

    def stop(self) -> None:
        """End at the next pause; what is half done then is done again by the next keeper."""
        self._stopping.set()

    def look(self) -> None:
        """Look once: is the file sound, is room held back, is a backup due."""
        before = (self._rescue.damage, self._rescue.is_low)
        self._rescue.damage = damage_of(self._places)
        self._rescue.hold_back()
        if not self._rescue.damage:
            with suppress(sqlite3.Error, OSError, StoreError):  # the next hour has another
                back_up(self._places.visits, self._places.backups, now().utc)
            with suppress(sqlite3.Error, OSError):
                self._compact()
            self._mark()
        if (self._rescue.damage, self._rescue.is_low) != before:
            self._told()

    def _compact(self) -> None:
        """Take the gaps out of the file that removed visits left, where they are worth it."""
        path = self._places.visits
        if not path.exists() or free_bytes(path.parent) < 2 * path.stat().st_size + ROOM:
            return
        with closing(connect(path)) as connection:
            compact(connection, now().utc, GAPS)

    def _run(self) -> None:
        seconds, left = FIRST_SECONDS, 0.0
        while not self._stopping.wait(seconds):
            left -= seconds
            if left <= 0:
                self.look()
                left = LOW_SECONDS if self._rescue.is_low else EVERY / 1000
            else:
                self._mark()
            seconds = min(left, MARK_SECONDS)


def damage_of(places: Places) -> str:
    """Return what SQLite's own check finds wrong with the store; "" where nothing.

    A store that only cannot be read now is not called damaged: its writer says what fails.
    """
    path = places.visits
    if not path.exists():  # SQLite would make it
        return ""
    try:
        with closing(sqlite3.connect(path, timeout=5)) as connection:
            rows = connection.execute("PRAGMA quick_check(3)").fetchall()
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
        return str(error) if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) else ""
    found = "; ".join(str(row[0]) for row in rows)
    return "" if found == "ok" else found
