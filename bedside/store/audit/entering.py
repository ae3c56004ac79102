"""Entering what rides with no visit: signing in, people, passing on. In a transaction of its own.

The key book is a file apart from the log, so these two cannot be one transaction: the entry follows
as soon as the change is durable. What cannot be entered waits in memory, and keeps nobody out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

from bedside.core.acts import Act
from bedside.core.events import Moment
from bedside.store.audit.entries import Pending
from bedside.store.audit.log import Log
from bedside.store.audit.roots import seal_root
from bedside.store.database import connect
from bedside.store.keys.book import KeyBook
from bedside.store.keys.keyring import Keyring
from bedside.store.paths import Places


class Entering:
    """Enters acts into the log of these folders, each durable when the call returns, if it can."""

    def __init__(
        self, places: Places, keyring: Callable[[], Keyring], clock: Callable[[], Moment]
    ) -> None:
        """Enter what happens by this clock; `keyring` seals the first key of a new log."""
        self._path, self._clock = places.visits, clock
        book = KeyBook(places.keys)
        self.log = Log(lambda root: seal_root(book, keyring(), root), lambda: "", clock)

    def __call__(self, act: Act, actor: str = "", visit: str = "") -> None:
        """Enter that somebody, by id, has done this; never raises for a log that cannot be kept."""
        entry = Pending(act, self._clock(), actor, visit)
        try:
            with closing(connect(self._path)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                self.log.write(connection, entry)
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self.log.hold(entry, str(error))
        else:
            self.log.settled(entry)
