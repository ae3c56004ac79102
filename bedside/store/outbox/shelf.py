"""The shelf: what lies in the outbox as people see it, and what they may do with it.

Nothing leaves the list by itself but what was delivered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bedside.core.acts import Act
from bedside.core.deliveries import PENDING, Cause, Delivery
from bedside.core.parcels import Standing
from bedside.store.moments import now
from bedside.store.outbox import doors
from bedside.store.outbox.opening import Opens
from bedside.store.outbox.place import Own, Place
from bedside.store.outbox.retracting import moved
from bedside.store.outbox.rows import Row, change, content_of, rows_in, said_of, with_said
from bedside.store.outbox.sql import Sql
from bedside.store.outbox.tables import PENDING_SQL
from bedside.store.store import Store

if TYPE_CHECKING:
    import sqlite3

DAY = 24 * 3600 * 1000
"""In ms."""
_Does = Callable[[Sql, Row], Row | None]


class Shelf:
    """The outbox of one store, for who is there.

    What lies in the clinic's database is shown as it was last known, and changed there.
    """

    def __init__(self, store: Store, opens: Opens, clinic: Place | None = None) -> None:
        """Show what lies in this store; what these keys open is told with its words."""
        self._store, self._opens, self._clinic = store, opens, clinic
        self._own = Own(store)

    def every(self, where: str = "1 = 1", *given: object) -> list[Delivery]:
        """Return what a condition in SQL finds, in the order it was queued."""
        return self.every_in(self._own, where, *given)

    def every_in(self, place: Place, where: str, *given: object) -> list[Delivery]:
        """Return what a condition in SQL finds in another place."""
        with place.reading() as sql:
            rows = rows_in(sql, where, *given)
        return [self._told(row) for row in rows]

    def row(self, control: str) -> Row | None:
        """Return one row as it is kept; nothing where there is none."""
        with self._store.reading() as connection:
            rows = rows_in(connection, "control = ?", control)
        return rows[0] if rows else None

    def has_old_bodies(self, now: int, days: int) -> bool:
        """Whether bytes are kept of what ended so many days before now (UTC ms)."""
        with self._store.reading() as connection:
            return bool(rows_in(connection, _OLD, now - days * DAY))

    def reopen(self, name: str) -> None:
        """Send to a destination again that did not let us in."""
        for place in (self._clinic, self._own):
            if place is not None:
                with place.writing() as writing:
                    doors.reopen(writing.sql, name)

    def pending(self) -> list[Delivery]:
        """Return all that is not at its end."""
        return self.every(f"state IN ({PENDING_SQL})")

    def closed(self) -> Mapping[str, int]:
        """Return the destinations that do not let us in, each with since when (UTC ms)."""
        with self._store.reading() as connection:
            return doors.closed(connection)

    def untold(self) -> list[Delivery]:
        """Return what was delivered and its visit does not know of yet."""
        return self.every(f"{_LEFT} AND told = 0")

    def delivered(self, visit: str) -> tuple[list[Delivery], list[Delivery]]:
        """Return what was delivered and a visit does not know of yet, and what it does.

        Both at one moment: what is kept in mind meanwhile would stand in neither, or in both.
        """
        with self._own.reading() as sql:
            rows = rows_in(sql, f"{_LEFT} AND visit = ?", visit)
        untold = [self._told(row) for row in rows if not row.told]
        return untold, [self._told(row) for row in rows if row.told]

    def told(self, controls: Iterable[str]) -> None:
        """Keep in mind that a visit knows of these receipts."""
        with self._store.writing() as connection:
            mark_told(connection, controls)

    def retry(self, control: str) -> bool:
        """Have a row tried again at once, its destination opened; False where it cannot be.

        It is at its end, or on its way, or was never made: see Queueing.again. What its receiver
        has taken back is not sent after that. Where nobody can ask, whoever retries has looked.
        """

        def again(connection: Sql, row: Row) -> Row | None:
            if row.state not in (Standing.HELD, Standing.QUEUED, Standing.UNKNOWN) or not row.media:
                return None
            if rows_in(connection, _TAKEN_BACK, row.visit, row.destination, row.seq):
                return None
            is_asked = row.maybe and not (row.state is Standing.HELD and row.why is Cause.UNKNOWN)
            state = Standing.UNKNOWN if is_asked else Standing.QUEUED
            fresh = row._replace(state=state, why=Cause.NOTHING, fails=0, strikes=0, due=0)
            change(connection, fresh, ("state", "why", "fails", "strikes", "due"))
            doors.reopen(connection, row.destination)
            return fresh

        return self._done(control, again, Act.PARCEL_RETRIED)

    def hold(self, control: str) -> bool:
        """Hold a row back until somebody has it tried again; False where it does not wait."""

        def stop(connection: Sql, row: Row) -> Row | None:
            if row.state not in (Standing.QUEUED, Standing.UNKNOWN):
                return None
            stopped = row._replace(state=Standing.HELD, why=Cause.STOPPED)
            change(connection, stopped, ("state", "why"))
            return stopped

        return self._done(control, stop, Act.PARCEL_STOPPED)

    def filed(self, control: str, by: str, where: str) -> bool:
        """Take a row off the list as filed by hand; False where it is at its end or on its way."""

        def file(connection: Sql, row: Row) -> Row | None:
            if row.state not in PENDING or row.state is Standing.SENDING:
                return None
            utc = now().utc
            done = row._replace(state=Standing.DELIVERED, why=Cause.BY_HAND, ended=utc, due=0)
            key = self._opens.key(row)
            if key is not None:
                said = replace(said_of(row, key), by=by, where=where)
                done = with_said(done, key, said)
            change(connection, done, ("state", "why", "ended", "due", "said"))
            return done

        return self._done(control, file, Act.PARCEL_FILED)

    def _done(self, control: str, what: _Does, act: Act) -> bool:
        """Do something to a row and enter it in the log; say whether it was possible."""
        with self._place_of(control).writing() as writing:
            if not writing.has(control):
                return False
            rows = rows_in(writing.sql, "control = ?", control)
            after = what(writing.sql, rows[0]) if rows else None
            if after is None:
                return False
            writing.keep(act, after)
        return True

    def _place_of(self, control: str) -> Place:
        """Return where a row is changed: where it is sent from; of other workstations, there."""
        if self._clinic is None:
            return self._own
        with self._store.reading() as connection:
            is_here = bool(rows_in(connection, "control = ?", control))
            return self._own if is_here and control not in moved(connection) else self._clinic

    def _told(self, row: Row) -> Delivery:
        """Return a row as people see it."""
        key = self._opens.key(row)
        plain = Delivery(
            control=row.control,
            destination=row.destination,
            title=row.destination,
            visit=row.visit,
            document=row.document,
            turn=row.turn,
            standing=row.state,
            why=row.why,
            tries=row.tries,
            utc=row.utc,
            due=row.due,
            ended=row.ended,
            digest=row.digest,
        )
        if key is None:
            return plain
        said = said_of(row, key)
        return replace(
            plain,
            is_open=True,
            kind=said.kind,
            title=said.title or row.destination,
            characters=content_of(row, key).characters if row.body else 0,
            **{name: getattr(said, name) for name in _SAID},
        )


_LEFT = "state = 'delivered' AND length(own) > 0"
_OLD = "state IN ('delivered', 'cancelled') AND ended < ? AND length(body) > 0"
_TAKEN_BACK = (
    "visit = ? AND destination = ? AND seq > ? AND turn = 'retraction' AND state = 'delivered'"
)
_SAID = ("said", "theirs", "as_test", "code", "receipt", "compared", "by", "where", "attempts")


def mark_told(connection: sqlite3.Connection, controls: Iterable[str]) -> None:
    """Keep that a visit knows of these receipts; in a transaction that is open."""
    query = "UPDATE outbox SET told = 1 WHERE control = ? AND state = 'delivered'"
    connection.executemany(query, [(control,) for control in controls])


def empty_bodies(connection: sqlite3.Connection, now: int, days: int) -> int:
    """Write over the bodies of what ended so many days before now (UTC ms); return how many.

    Receipts, ids and digests stay as long as the visit does.
    """
    connection.execute("PRAGMA secure_delete=ON")
    return emptied(connection, now - days * DAY)


def emptied(sql: Sql, before: int) -> int:
    """Take the bodies of what ended before then (UTC ms); return of how many rows."""
    done = sql.execute(f"UPDATE outbox SET body = ? WHERE {_OLD}", (b"", before))  # noqa: S608
    return done.rowcount
