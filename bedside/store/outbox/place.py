"""Where rows lie and dispatchers take turns: our own store, or the clinic's database.

Both give the same tables to the same SQL. They differ in who may send at a time, and in how what
came of it gets into this workstation's log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from bedside.core.acts import Act
from bedside.core.parcels import Standing
from bedside.store.audit.entries import NOTHING, About
from bedside.store.outbox import lease
from bedside.store.outbox.retracting import moved
from bedside.store.outbox.rows import Row
from bedside.store.outbox.sending import hand_on
from bedside.store.outbox.sql import Sql

if TYPE_CHECKING:
    import sqlite3

    from bedside.store.audit.entries import Pending
    from bedside.store.audit.log import Log
    from bedside.store.store import Store


class Writing(Protocol):
    """One transaction that writes rows."""

    @property
    def sql(self) -> Sql:
        """Where its statements run."""

    def has(self, control: str) -> bool:
        """Whether a row may be changed here until the transaction ends; nobody else changes it."""

    def keep(self, act: Act, row: Row, number: int = 0) -> None:
        """Have the log tell of a row as it stands now, and the visit be handed on once it left."""


class Place(Protocol):
    """Where rows lie. StoreError where it cannot be reached, whatever is asked of it."""

    @property
    def is_shared(self) -> bool:
        """Whether others may send what cannot be sent from here."""

    @property
    def patience(self) -> Sequence[float]:
        """For how many seconds each it is waited before what came of a try is kept once more."""

    def reading(self) -> AbstractContextManager[Sql]:
        """Give what reads one state of it."""

    def writing(self) -> AbstractContextManager[Writing]:
        """Give one transaction."""

    def fresh(self) -> list[Row]:
        """Bring together what lies here and elsewhere; return what stands differently by that."""

    def ours(self, sql: Sql, is_attended: bool) -> Callable[[str], bool]:
        """Return what says whether a row may be sent from here, with somebody there or nobody."""

    def turn(self, sql: Sql, holder: str, now: int, lasts: int = lease.BEAT_MS) -> bool:
        """Take the turn, or go on having it; say whether it is had. What others lost is unknown.

        `now` is the time here (UTC ms), `lasts` how long it is had without a sign (ms).
        """

    def going(self, writing: Writing, row: Row, holder: str, lasts: int) -> bool:
        """Whether a row may go on its way now, which this dispatcher then answers for so long."""

    def put_back(self, writing: Writing, row: Row, holder: str) -> None:
        """Have a row that this dispatcher put on its way, and never tried, stand as it was."""

    def go_on(self, writing: Writing, holder: str, now: int, lasts: int) -> None:
        """Go on having the turn for so long (ms): what is on its way is not lost yet."""

    def give_back(self, holder: str) -> None:
        """Let others have the turn at once."""


class Own:
    """The outbox in this workstation's own store."""

    is_shared = False
    patience: Sequence[float] = ()

    def __init__(self, store: Store) -> None:
        """Lie in this store."""
        self._store = store

    def reading(self) -> AbstractContextManager[Sql]:
        """Give what reads one state of it."""
        return self._store.reading()

    @contextmanager
    def writing(self) -> Iterator[Local]:
        """Give one transaction; the log's entries ride in it."""
        with self._store.writing() as connection:
            local = Local(connection, self._store.log)
            yield local
        self._store.log.settled(*local.entered)

    def fresh(self) -> list[Row]:
        """Have nothing to bring together."""
        return []

    def ours(self, sql: Sql, is_attended: bool) -> Callable[[str], bool]:  # noqa: ARG002  # any keys
        """Return what says that a row is not sent from the clinic's database."""
        gone = moved(sql)
        return lambda control: control not in gone

    def turn(self, sql: Sql, holder: str, now: int, lasts: int = lease.BEAT_MS) -> bool:
        """Take the one lease there is."""
        return lease.take(sql, holder, now, lasts)

    def going(self, writing: Writing, row: Row, holder: str, lasts: int) -> bool:  # noqa: ARG002  # the lease is it
        """Whether it is sent from here: there is one dispatcher, so no other has it."""
        return writing.has(row.control)

    def put_back(self, writing: Writing, row: Row, holder: str) -> None:
        """Do nothing: the log is here too, so that a claim is kept with its entry or not at all."""

    def go_on(self, writing: Writing, holder: str, now: int, lasts: int) -> None:
        """Go on having the lease."""
        lease.go_on(writing.sql, holder, now, lasts)

    def give_back(self, holder: str) -> None:
        """Let another dispatcher have the lease."""
        with self._store.writing() as connection:
            lease.give_back(connection, holder)


class Local:
    """A transaction of this workstation's store, and what it enters in the log."""

    def __init__(self, connection: sqlite3.Connection, log: Log) -> None:
        """Write with this connection, and enter in this log."""
        self._connection, self._log = connection, log
        self.entered: list[Pending] = []

    @property
    def sql(self) -> Sql:
        """Where its statements run."""
        return self._connection

    def has(self, control: str) -> bool:
        """Whether a row is sent from here; nobody else writes meanwhile."""
        query = "SELECT 1 FROM outbox_moved WHERE control = ?"
        return self._connection.execute(query, (control,)).fetchone() is None

    def keep(self, act: Act, row: Row, number: int = 0) -> None:
        """Enter it in the log with this transaction; keep that the whole note has left."""
        self.enter(act, row.visit, number, row.about())
        if row.state is Standing.DELIVERED:
            hand_on(self._connection, row.visit, row.ended)

    def enter(self, act: Act, visit: str, number: int = 0, sent: About = NOTHING) -> None:
        """Enter something in the log with this transaction."""
        entry = self._log.entry(act, visit, number, sent)
        self._log.write(self._connection, entry)
        self.entered.append(entry)
