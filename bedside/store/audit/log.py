"""The log: entries go in within the transaction of what they tell of, and never stand in its way.

If the log cannot be written, care goes on: what it should say is held in memory and written later,
marked as late. A fault of the whole database is not the log's: it fails the whole transaction,
which is then tried again as a whole.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from bedside.core.acts import Act
from bedside.core.events import Appended, Delivered, Event, Finished, Moment, Signed
from bedside.store.audit.boxes import boxed
from bedside.store.audit.chain import KEY_BYTES, START, link, next_key, pseudonym, short
from bedside.store.audit.entries import NOTHING, About, Entry, Pending
from bedside.store.locks import StoreError
from bedside.store.moments import now

BACK_MS = 2_000
"""A wall clock that lost more than this against the boot clock was set back."""

_OF_EVENT: dict[type[Event], Act] = {
    Signed: Act.SIGNED,
    Appended: Act.ADDED,
    Delivered: Act.DELIVERED,
    Finished: Act.FOLLOWED_UP,
}
_NOT_ITS_OWN = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    )
)
"""Errors of the database as a whole: what is committed with the entry would meet them too."""


class LogLost(StoreError):
    """Entries are there and the key of the next is not: the log was damaged or tampered with."""


class State(NamedTuple):
    """Where a log stands: its last entry and head, the key of the next, and its last time."""

    n: int
    head: bytes
    key: bytes
    names: bytes
    utc: int
    boot: str
    ns: int


class Log:
    """What one process has to say in the log of a store. Any thread may use it."""

    def __init__(
        self,
        seal_root: Callable[[bytes], int],
        actor: Callable[[], str],
        clock: Callable[[], Moment] = now,
        own: Callable[[], bytes] = bytes,
    ) -> None:
        """Enter what this actor does; `actor` gives the id of who is signed in.

        `own` gives the key that opens their own entries, nothing where nobody is there.

        `seal_root` keeps the first key of a new log for those who may verify it, durably, and
        returns which log on this workstation that is.
        """
        self._seal_root, self._actor, self._clock, self._own = seal_root, actor, clock, own
        self._lock = threading.RLock()
        self._boot, self._latest = "", 0
        self._held: list[Pending] = []
        self._root: tuple[int, bytes] | None = None
        self._last = (0, b"")
        self.trouble = ""
        """Why the log cannot be written; "" where it can."""

    @property
    def held(self) -> int:
        """How many entries wait in memory."""
        return len(self._held)

    @property
    def anchor(self) -> str:
        """The last head that is known to be durable, as people copy it; "" where none is."""
        return short(*self._last) if self._last[0] else ""

    def learn(self, connection: sqlite3.Connection) -> None:
        """Know the head that is durable when the store is opened, if it can be read."""
        try:
            state = state_of(connection)
        except sqlite3.Error as error:
            self.trouble = str(error)
            return
        if state is not None:
            self._last = state.n, state.head

    def entry(self, act: Act, visit: str = "", number: int = 0, sent: About = NOTHING) -> Pending:
        """Return an entry of this moment, to be written with what it tells of."""
        pending = self._pending(act, self._clock(), visit, number)
        pending.about = sent
        return pending

    def of_event(self, event: Event, visit: str) -> Pending | None:
        """Return the entry of an event; nothing for one that the log does not tell of."""
        act = _OF_EVENT.get(type(event))
        return None if act is None else self._pending(act, event.at, visit)

    def moment(self, at: Moment) -> Moment:
        """Return a moment that no other entry of this process has, by a few nanoseconds."""
        with self._lock:
            self._latest = max(at.ns, self._latest + 1) if at.boot == self._boot else at.ns
            self._boot = at.boot
            return at if at.ns == self._latest else replace(at, ns=self._latest)

    def _pending(self, act: Act, at: Moment, visit: str = "", number: int = 0) -> Pending:
        entry = Pending(act, self.moment(at), self._actor(), visit, number)
        entry.own = self._own()
        return entry

    def write(self, connection: sqlite3.Connection, pending: Pending) -> None:
        """Enter it in the transaction that is open, after all that waits; or hold it.

        sqlite3.Error only where the whole transaction has failed.
        """
        with self._lock:
            due = [*self._held, *([] if pending in self._held else [pending])]
            pending.wrote = due
            connection.execute("SAVEPOINT audit")
            try:
                self._write(connection, due)
            except (sqlite3.Error, OSError, StoreError, ValueError) as error:
                if not connection.in_transaction or _is_of_all(error):
                    raise
                connection.execute("ROLLBACK TO audit")
                for one in due:
                    one.head = None
                self._held, self.trouble = due, str(error)
            connection.execute("RELEASE audit")

    def hold(self, pending: Pending, why: str) -> None:
        """Keep an entry in memory, to be written with the next one."""
        with self._lock:
            pending.head, self.trouble = None, why
            if pending not in self._held:
                self._held.append(pending)

    def settled(self, *written: Pending) -> None:
        """Know that the transaction these were written in is durable, and what went with them."""
        with self._lock:
            done = [one for own in written for one in own.wrote if one.head is not None]
            self._held = [one for one in self._held if one not in done]
            self._last = max([self._last, *(one.head for one in done if one.head)])
            if not self._held:
                self.trouble = ""

    def _write(self, connection: sqlite3.Connection, due: list[Pending]) -> None:
        state = state_of(connection) or self._begun(connection, due[0].at)
        late = 0
        for one in due:
            name = pseudonym(state.names, one.visit) if one.visit else ""
            was_held = one in self._held
            entry = one.entry(name, late=was_held)
            if was_held and _is_there(connection, entry):
                continue  # written a moment ago, in this same transaction
            late += was_held
            lost = 0 if was_held else _set_back(state, one.at)
            if lost:
                state = _put(
                    connection, state, one.entry("")._replace(act=Act.CLOCK_BACK, number=lost)
                )
            state = _put(connection, state, entry, one.own)
            one.head = state.n, state.head
        if late:
            marker = self.entry(Act.WRITTEN_LATE, number=late).entry("")
            state = _put(connection, state, marker)
        _keep(connection, state)

    def _begun(self, connection: sqlite3.Connection, at: Moment) -> State:
        """Return the state of a log begun at this moment; LogLost where one was there."""
        if connection.execute("SELECT 1 FROM audit").fetchone():
            raise LogLost("the log is there, and the key of its next entry is not")
        if self._root is None:  # tried again, it is the same log
            root = os.urandom(KEY_BYTES)
            self._root = self._seal_root(root), root
        which, root = self._root
        state = State(0, START, root, os.urandom(16), at.utc, at.boot, at.ns)
        first = Pending(Act.LOG_BEGUN, at, self._actor(), number=which)
        return _put(connection, state, first.entry(""))


def state_of(connection: sqlite3.Connection) -> State | None:
    """Return where the log stands; nothing where none was begun."""
    query = "SELECT n, head, key, names, utc, boot, ns FROM audit_state"
    row = connection.execute(query).fetchone()
    return State(*row) if row else None


def _put(connection: sqlite3.Connection, state: State, entry: Entry, own: bytes = b"") -> State:
    """Write an entry after the last one; return where the log stands then."""
    made = link(state.key, state.head, state.n + 1, boxed(entry, state.n + 1, state.key, own))
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", made)
    then = (state.utc, state.boot, state.ns) if entry.late else entry[:3]
    return State(made.n, made.head, next_key(state.key), state.names, *then)


def _keep(connection: sqlite3.Connection, state: State) -> None:
    """Write the state over the one before, whose key is gone with it."""
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("INSERT OR REPLACE INTO audit_state VALUES (1, ?, ?, ?, ?, ?, ?, ?)", state)


def _is_there(connection: sqlite3.Connection, entry: Entry) -> bool:
    """Whether an entry is in the log: no two of a process have the same moment (`moment`)."""
    clear = entry.clear().body() + b"|"
    query = "SELECT 1 FROM audit WHERE substr(body, 1, ?) = ? LIMIT 1"
    return connection.execute(query, (len(clear), clear)).fetchone() is not None


def _set_back(state: State, at: Moment) -> int:
    """Return by how many seconds the wall clock was set back since the last entry; 0 if it was not.

    Inside one boot the boot clock says how much time went by; across boots none goes backwards.
    """
    gone = (at.ns - state.ns) // 1_000_000 if at.boot == state.boot else 0
    lost = gone - (at.utc - state.utc)
    return lost // 1000 if lost > BACK_MS else 0


def _is_of_all(error: Exception) -> bool:
    """Whether an error is one of the database as a whole, and not of the log in it."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _NOT_ITS_OWN
