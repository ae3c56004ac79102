"""Upkeep of a store: what retention plans for its visits, carried out when asked or quietly."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing

from bedside.core.events import Moment
from bedside.store.audit.entries import Pending
from bedside.store.database import connect, failure
from bedside.store.keys.keyring import NotYours
from bedside.store.locks import StoreError
from bedside.store.moments import now
from bedside.store.purge import compact
from bedside.store.retention import Fate, Planned, Rules, last_delivery, plan
from bedside.store.store import Store


class Upkeep:
    """Retention of one store by these rules."""

    def __init__(self, store: Store, rules: Rules, clock: Callable[[], Moment] = now) -> None:
        """Look after this store; deadlines are held against this clock."""
        self._store, self._rules, self._clock = store, rules, clock

    def planned(self) -> list[Planned]:
        """Return what becomes of every visit that has begun, and when, the oldest first.

        What is due by its row alone, and not by its events or the log, is doubtful and stays.

        What an earlier version handed on without saying when is found in the visits that open
        here. StoreError where the store or the key book cannot be read.
        """
        with self._store.reading() as connection:
            known = self._store.purge.known(connection)
        unsaid = [one.visit for one in known if one.is_signed and not one.delivered]
        if sum(map(self._learnt, unsaid)):
            with self._store.reading() as connection:
                known = self._store.purge.known(connection)
        utc = self._clock().utc
        planned = plan(known, self._rules, utc)
        due = [one for one in planned if one.is_due(utc)]
        with self._store.reading() as connection:
            borne_out = self._store.purge.borne_out(connection, due, self._rules, utc)
            sure = {one.visit for one in borne_out}
        sure |= {p.visit for p in planned if p not in due}
        return [p if p.visit in sure else Planned(Fate.DOUBTFUL, 0, p.known) for p in planned]

    def carry_out(self, planned: Iterable[Planned]) -> int:
        """Do to visits what is planned; return to how many. Who has one open keeps it.

        One that somebody has gone on with since it was planned is left as it is: nothing that was
        added to its note is lost. So is one of which the row alone says that its time has come.
        StoreError where the store or the key book cannot be written.
        """
        done, purge = 0, self._store.purge
        for one in planned:
            with self._store.writing() as connection:
                due = [one] if purge.still_so(connection, one) else []
                sure = purge.borne_out(connection, due, self._rules, self._clock().utc)
                entered = purge.carry_out(connection, sure)
            self._store.log.settled(*entered)
            done += bool(entered)
        return done

    def close(self) -> list[str]:
        """Keep those who held them out of visits whose grace is over, not recovery; return which.

        StoreError where the store or the key book cannot be changed.
        """
        with self._store.reading() as connection:
            known = self._store.purge.known(connection)
        utc = self._clock().utc
        closing = [p for p in plan(known, self._rules, utc) if p.fate is Fate.CLOSES]
        return [p.visit for p in closing if p.is_due(utc) and self.carry_out([p])]

    def compact(self) -> bool:
        """Write the store's file anew without its gaps, at most monthly; say whether it was."""
        path = self._store.path
        try:
            with closing(connect(path)) as connection:
                return compact(connection, self._clock().utc)
        except (sqlite3.Error, OSError) as error:
            raise failure(path, error) from error

    def tidy(self) -> None:
        """Hand in what is due today, to be done once with nobody waiting; returns at once.

        Whatever keeps it from being done keeps nothing else from being saved: it waits for another
        day.
        """
        entered: list[Pending] = []
        tries: list[int] = []

        def run(connection: sqlite3.Connection) -> None:
            tries.append(1)
            entered.clear()
            if len(tries) > 1:  # the whole transaction failed, perhaps because of this
                return
            connection.execute("SAVEPOINT upkeep")
            try:
                entered[:] = self._store.purge.quietly(connection, self._rules, self._clock())
            except (sqlite3.Error, StoreError, OSError):
                if not connection.in_transaction:
                    raise
                connection.execute("ROLLBACK TO upkeep")
            connection.execute("RELEASE upkeep")

        self._store.hand_in(run, lambda: entered)

    def _learnt(self, visit: str) -> bool:
        """Keep when a visit was handed on, as its events say, if it opens here; say whether."""
        try:
            utc = last_delivery(self._store.read(visit, None).events)
        except (KeyError, NotYours):
            return False
        if utc:
            with self._store.writing() as connection:
                kept = (visit, utc)
                connection.execute("INSERT OR IGNORE INTO delivered VALUES (?, ?)", kept)
        return bool(utc)
