"""The clinic's database as a place of rows: many dispatchers, each with what it has on its way.

A claim holds the advisory locks of the row's lane and visit until its transaction ends, so that no
two dispatchers judge one lane at once: the look after the lock sees what was committed before it
(READ COMMITTED). After that the row itself says that it is on its way, by whom, and until when that
is believed: so the order holds over a restart of the server too, which drops every lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import blake2b

from bedside.core.acts import Act
from bedside.core.parcels import Standing
from bedside.store.outbox.clinic.line import ClinicAway, Line
from bedside.store.outbox.clinic.moving import Moving
from bedside.store.outbox.lease import BEAT_MS
from bedside.store.outbox.place import Own, Writing
from bedside.store.outbox.rows import Row
from bedside.store.outbox.sql import Sql

_LOST = (
    "UPDATE outbox SET state = 'unknown', maybe = 1 WHERE state = 'sending'"
    " AND (holder = ? OR until < ?)"
)
_BACK = (
    "UPDATE outbox SET state = ?, tries = ?, maybe = ?, until = 0 WHERE control = ?"
    " AND state IN ('sending', 'unknown') AND holder = ? AND tries = ?"
)
_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"


class Clinic:
    """The outbox in the clinic's database, as one workstation uses it."""

    is_shared = True
    patience: Sequence[float] = (0.5, 1.0, 2.0, 4.0)

    def __init__(self, line: Line, own: Own, moving: Moving) -> None:
        """Lie at the end of this line; `own` keeps what is known of it here."""
        self._line, self._own, self.moving = line, own, moving
        self.time: Callable[[Sql], int] = server_time
        """By whose clock what is on its way is given up: the server's, which all have."""

    def reading(self) -> AbstractContextManager[Sql]:
        """Give one transaction in which nothing is written."""
        return self._line.transaction()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Give one transaction; after it the workstation knows what it changed, and logs it.

        StoreError where that is not known here: then the next `fresh` brings it.
        """
        with self._line.transaction() as sql:
            far = Far(sql)
            yield far
        if far.kept:
            with self._own.writing() as local:
                for act, row, number in far.kept:
                    self.moving.mirrored(local, row)
                    local.keep(act, row, number)

    def fresh(self) -> list[Row]:
        """Bring here what stands differently there, and there what was queued here."""
        return self.moving.both()

    def ours(self, sql: Sql, is_attended: bool) -> Callable[[str], bool]:  # noqa: ARG002  # the same rows for all
        """Return what says whether a row may open here: somebody opens rows of their workstation.

        With nobody there the relay's key tries each.
        """
        if not is_attended:
            return lambda _: True
        return self.moving.known.__contains__

    def turn(self, sql: Sql, holder: str, now: int, lasts: int = BEAT_MS) -> bool:  # noqa: ARG002  # each row has its own
        """Have a turn beside all others; what was on its way and is given up becomes unknown.

        What this dispatcher itself has on its way while it asks for a turn has been lost.
        """
        sql.execute(_LOST, (holder, self.time(sql)))
        return True

    def going(self, writing: Writing, row: Row, holder: str, lasts: int) -> bool:
        """Take a row on, unless another dispatcher has it; nobody judges its lane meanwhile."""
        sql = writing.sql
        lock_lanes(sql, row)
        query = "SELECT 1 FROM outbox WHERE control = ? FOR UPDATE SKIP LOCKED"
        if sql.execute(query, (row.control,)).fetchone() is None:
            return False
        given = (holder, self.time(sql) + lasts, row.control, Standing.SENDING.value)
        query = "UPDATE outbox SET holder = ?, until = ? WHERE control = ? AND state != ?"
        return bool(sql.execute(query, given).rowcount)

    def put_back(self, writing: Writing, row: Row, holder: str) -> None:
        """Have a row that this dispatcher put on its way, and never tried, stand as it was.

        Also where it was given up meanwhile; not once another dispatcher has put it on its way.
        """
        given = (row.state.value, row.tries, row.maybe, row.control, holder, row.tries + 1)
        writing.sql.execute(_BACK, given)

    def go_on(self, writing: Writing, holder: str, now: int, lasts: int) -> None:  # noqa: ARG002  # the server's time
        """Go on answering for the row that is on its way."""
        query = "UPDATE outbox SET until = ? WHERE state = 'sending' AND holder = ?"
        writing.sql.execute(query, (self.time(writing.sql) + lasts, holder))

    def give_back(self, holder: str) -> None:
        """Let others find out at once what became of a row whose try was broken off.

        Where that cannot be told now, they wait until its time has run out.
        """
        with suppress(ClinicAway), self._line.transaction() as sql:
            query = "UPDATE outbox SET until = 0 WHERE state = 'sending' AND holder = ?"
            sql.execute(query, (holder,))


class Far:
    """A transaction of the clinic's database, and what its workstation is to know of it."""

    def __init__(self, sql: Sql) -> None:
        """Write there."""
        self.sql = sql
        self.kept: list[tuple[Act, Row, int]] = []

    def has(self, control: str) -> bool:
        """Whether a row is there; nobody else changes it until the transaction ends."""
        query = "SELECT 1 FROM outbox WHERE control = ? FOR UPDATE"
        return self.sql.execute(query, (control,)).fetchone() is not None

    def keep(self, act: Act, row: Row, number: int = 0) -> None:
        """Have the workstation know how a row stands, and log it, once this is kept."""
        self.kept.append((act, row, number))


def server_time(sql: Sql) -> int:
    """Return the time of the server (UTC ms)."""
    return int(sql.execute(_NOW).fetchone()[0])


def lock_lanes(sql: Sql, *rows: Row) -> None:
    """Let nobody else judge the lanes and visits of these rows until the transaction ends."""
    names = [
        f"{row.destination}|{kind}|{what}"
        for row in rows
        for kind, what in (("lane", row.lane), ("visit", row.visit))
    ]
    keys = {
        int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
        for name in names
    }
    for key in sorted(keys):  # in one order everywhere, so that none waits for another in a ring
        sql.execute("SELECT pg_advisory_xact_lock(?)", (key,))
