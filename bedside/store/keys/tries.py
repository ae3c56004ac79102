"""Wrong passphrases slow the next try down, for each person apart, and across restarts.

Three are free; then five seconds, doubling to a minute. Nothing is ever locked: whoever guesses
has four words before them, and whoever mistypes has a patient. A try counts before it is made.
"""

from __future__ import annotations

import sqlite3
from math import ceil

from bedside.core.events import Moment
from bedside.store.keys.book import KeyBook

FREE = 3
FIRST_WAIT, LONGEST_WAIT = 5, 60
"""Seconds."""


def wait(book: KeyBook, person: str, now: Moment) -> int:
    """Return for how many seconds a try would not count yet; 0 where it counts now."""
    with book.reading() as connection:
        return _left(connection, person, now)


def pause_after(failed: int) -> int:
    """Return the seconds to wait after so many wrong tries in a row."""
    if failed < FREE:
        return 0
    return int(min(FIRST_WAIT * 2 ** min(failed - FREE, 10), LONGEST_WAIT))


def count(book: KeyBook, person: str, now: Moment) -> tuple[int, int]:
    """Count a try as wrong, durably, before it is made, unless it is too early.

    Return for how many seconds it is too early, and how many wrong ones there are now. Windows that
    try at one time take turns.
    """
    with book.changing() as connection:
        left = _left(connection, person, now)
        if not left:
            connection.execute(
                "INSERT INTO tries VALUES (?, 1, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET"
                " failed = failed + 1, utc = excluded.utc, boot = excluded.boot, ns = excluded.ns",
                (person, now.utc, now.boot, now.ns),
            )
        (failed,) = connection.execute(
            "SELECT failed FROM tries WHERE person = ?", (person,)
        ).fetchone()
    return left, int(failed)


def forget(book: KeyBook, person: str) -> None:
    """Begin anew: the passphrase was right."""
    with book.changing() as connection:
        connection.execute("DELETE FROM tries WHERE person = ?", (person,))


class Unwritten:
    """Counts wrong tries in memory, where the book cannot be changed; as slow after each."""

    def __init__(self) -> None:
        """None was made yet."""
        self._failed, self._ns = 0, 0

    def count(self, now: Moment) -> tuple[int, int]:
        """Count a try as `count` does, by the boot clock alone: it lives no longer than that."""
        left = max(0, ceil(pause_after(self._failed) - (now.ns - self._ns) / 1e9))
        if not left:
            self._failed, self._ns = self._failed + 1, now.ns
        return left, self._failed


def _left(connection: sqlite3.Connection, person: str, now: Moment) -> int:
    row = connection.execute(
        "SELECT failed, utc, boot, ns FROM tries WHERE person = ?", (person,)
    ).fetchone()
    if row is None:
        return 0
    failed, utc, boot, ns = row
    passed = (now.ns - ns) / 1e9 if boot == now.boot else (now.utc - utc) / 1000
    left: float = pause_after(failed) - max(passed, 0)  # a clock set back costs one pause, not more
    return max(0, ceil(left))
