"""Entering what rides with no visit: signing in, people, passing on. In a transaction of its own.

The key book is a file apart from the log, so these two cannot be one transaction: the entry follows
as soon as the change is durable. What the log does not take keeps nobody out: it waits in the key
book, outlasts this process, and goes in late with the next entry of whoever. Only a process that
dies in the moment between the two leaves a change without its entry.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress

from bedside.core.acts import Act
from bedside.core.events import Moment
from bedside.store.audit.entries import Pending
from bedside.store.audit.log import Log
from bedside.store.audit.owed import Row, owe, owed, paid, row_of
from bedside.store.audit.roots import seal_root
from bedside.store.database import connect
from bedside.store.keys.book import KeyBook
from bedside.store.keys.keyring import Keyring
from bedside.store.keys.older import COUNTED, counted, next_count, told
from bedside.store.locks import StoreError
from bedside.store.paths import Places


class Entering:
    """Enters acts into the log of these folders, each durable when the call returns, if it can."""

    def __init__(
        self, places: Places, keyring: Callable[[], Keyring], clock: Callable[[], Moment]
    ) -> None:
        """Enter what happens by this clock; `keyring` seals the first key of a new log."""
        self._path, self._clock, self._keyring = places.visits, clock, keyring
        self._book = book = KeyBook(places.keys)
        self.log = Log(lambda root: seal_root(book, keyring(), root), lambda: "", clock)
        self._known: set[Row] = set()
        """What is owed and waits in the log's memory already."""

    def __call__(self, act: Act, actor: str = "", visit: str = "") -> None:
        """Enter that somebody, by id, has done this; never raises for a log that cannot be kept."""
        at = self.log.moment(self._clock())
        entry = Pending(act, at, actor, visit, self._number(act))
        if actor and self._keyring().person == actor:
            entry.own = self._keyring().log_key
        late = self._owed()
        try:
            with closing(connect(self._path)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                self.log.write(connection, entry)
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self.log.hold(entry, str(error))
        else:
            self.log.settled(entry)
        with suppress(StoreError):
            if entry.head is None:
                self._known.add(row_of(entry))
                owe(self._book, entry)
            elif late:
                paid(self._book, *late)

    def missed(self) -> int:
        """Return how many changes of the list of clinicians the key book has lost; 0 for none.

        It lost some where an older copy of it was put back. 0, too, where that cannot be read.
        """
        try:
            with closing(connect(self._path)) as connection:
                return max(0, told(connection) - counted(self._book))
        except (sqlite3.Error, OSError, StoreError):
            return 0

    def _number(self, act: Act) -> int:
        """Return the count a change of the list of clinicians is told with; 0 of anything else."""
        if act not in COUNTED:
            return 0
        try:
            with closing(connect(self._path)) as connection:
                return next_count(self._book, connection)
        except (sqlite3.Error, OSError, StoreError):
            return 0

    def _owed(self) -> list[Row]:
        """Have what the log did not take before written with the next entry; return what it is."""
        try:
            late = owed(self._book)
        except (StoreError, ValueError):
            return []
        for row, entry in late.items():
            if row not in self._known:
                self.log.hold(entry, self.log.trouble)
        self._known |= late.keys()
        return list(late)
