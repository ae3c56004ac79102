"""A hold: this process's right to write one visit, and what of it is already durable.

Two things guard a visit: the kernel's lock, which goes with the process, and the epoch, which a
take-over raises so that the old holder can no longer write. The old holder learns of it at its
next word and lets its lock go; the new one takes it then. A visit whose row is gone was removed
with the whole store: it is written again, whole, from what the session knows.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from bedside.core.checklist import Checklist
from bedside.core.codec import to_plain
from bedside.core.events import Event, Opened
from bedside.core.listing import VisitListing
from bedside.core.value import Value, placed, value
from bedside.core.visit import State
from bedside.store.bodies import event_row, to_body
from bedside.store.locks import VisitLock
from bedside.store.writer import Fenced, Job, Writer

_NOTHING = b"\x00"
"""How a visit is listed before its first event: not at all."""


@value
class Draft(Value):
    """Words being typed: at which step, into what, the words so far and where the cursor is.

    `about` is the one thing at that place that they are for: a line that was read back, a concern.
    """

    step: str = ""
    field: str = ""
    words: str = ""
    cursor: int = 0
    about: str = ""


@placed
class Saving(Value):
    """How saving stands: how much waits, why it fails if it does, whether another took over."""

    waiting: int = 0
    failure: str = ""
    fenced: bool = False


class Hold:
    """Writes one visit's events and drafts, in order, through the writer."""

    def __init__(self, visit: str, epoch: int, lock: VisitLock, writer: Writer) -> None:
        """Hold a visit whose row says this epoch."""
        self.visit, self.epoch = visit, epoch
        self._lock, self._writer = lock, writer
        self._state = Saving()
        self._settled = threading.Condition()
        self.changed: Callable[[], None] = lambda: None
        """Called, on the writer's thread, when `saving` may have changed."""
        self.recall: Callable[[], tuple[Checklist, Sequence[Event]]] | None = None
        """Gives, on the writer's thread, all that the visit is made of; for writing it again."""
        self._listed: tuple[int, str, bytes] = (0, State.NEW, _NOTHING)
        self._draft: tuple[int, bytes] | None = None

    @property
    def saving(self) -> Saving:
        """How saving stands at this moment."""
        return self._state

    def begin(self, digest: str, checklist: bytes, utc: int) -> None:
        """Hand in the visit's own row and the frozen checklist it follows."""

        def run(connection: sqlite3.Connection) -> None:
            self._open(connection, digest, checklist, utc)

        self._submit(run, utc, b"")

    def append(self, event: Event, listing: VisitListing, ends_draft: bool = True) -> None:
        """Hand an event in to be saved, with how the visit is listed after it.

        An event that ends the draft has its words in it, or they were given up.
        """
        _, utc, _, body = row = event_row(event)
        listed = self._listed = (utc, listing.state, to_body(to_plain(listing)))
        if ends_draft:
            self._draft = None

        def run(connection: sqlite3.Connection) -> None:
            self._check(connection)
            self._list(connection, listed)
            self._insert(connection, row)
            if ends_draft:
                connection.execute("DELETE FROM drafts WHERE visit = ?", (self.visit,))

        self._submit(run, utc, body)

    def draft(self, draft: Draft, utc: int, listing: VisitListing) -> None:
        """Hand in the words as typed so far, to be saved in place of those before."""
        body = to_body(to_plain(draft))
        self._draft = (utc, body)
        listed = self._listed = (utc, listing.state, to_body(to_plain(listing)))

        def run(connection: sqlite3.Connection) -> None:
            self._check(connection)
            self._list(connection, listed)
            self._keep_draft(connection, utc, body)

        self._submit(run, utc, body)

    def settle(self, seconds: float) -> bool:
        """Wait until everything handed in is durable; say whether it is."""
        with self._settled:
            self._settled.wait_for(lambda: not self._state.waiting or self._state.fenced, seconds)
        return not self._state.waiting and not self._state.fenced

    def release(self) -> None:
        """Let go of the visit; another process may hold it from now on."""
        self._lock.release()

    def _check(self, connection: sqlite3.Connection) -> None:
        """Raise Fenced if another process has taken the visit over."""
        row = connection.execute("SELECT epoch FROM visits WHERE id = ?", (self.visit,)).fetchone()
        if row is None and self.recall is not None:
            self._write_again(connection, *self.recall())
        elif row is None or row[0] != self.epoch:
            raise Fenced

    def _write_again(
        self, connection: sqlite3.Connection, checklist: Checklist, events: Sequence[Event]
    ) -> None:
        """Write all of a visit whose store was removed while it was held."""
        opened = events[0] if events else None
        if not isinstance(opened, Opened):
            raise sqlite3.OperationalError("the visit was removed while it was begun")
        frozen = to_body(to_plain(checklist))
        self._open(connection, opened.digest, frozen, opened.at.utc)
        self._list(connection, self._listed)
        for event in tuple(events):
            self._insert(connection, event_row(event))
        if self._draft:
            self._keep_draft(connection, *self._draft)

    def _open(
        self, connection: sqlite3.Connection, digest: str, checklist: bytes, utc: int
    ) -> None:
        """Write the visit's own row, and the checklist it follows, unless they are there."""
        connection.execute("INSERT OR IGNORE INTO checklists VALUES (?, ?)", (digest, checklist))
        connection.execute(
            "INSERT OR IGNORE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.visit, self.epoch, digest, utc, utc, State.NEW, _NOTHING),
        )

    def _list(self, connection: sqlite3.Connection, listed: tuple[int, str, bytes]) -> None:
        connection.execute(
            "UPDATE visits SET touched = ?, state = ?, summary = ? WHERE id = ?",
            (*listed, self.visit),
        )

    def _insert(self, connection: sqlite3.Connection, row: tuple[int, int, int, bytes]) -> None:
        """Write an event unless it is there: what is tried again may have lasted the first time."""
        connection.execute(
            "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?)",
            (self.visit, self.epoch, *row),
        )

    def _keep_draft(self, connection: sqlite3.Connection, utc: int, body: bytes) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)",
            (self.visit, self.epoch, utc, body),
        )

    def _submit(self, run: Callable[[sqlite3.Connection], None], utc: int, body: bytes) -> None:
        if not self._lock.is_held and not self._state.fenced:
            self._lock.acquire()
        self._now(1)
        self._writer.submit(Job(run, self._saved, lambda: self._fenced(utc, body), self._failing))

    def _saved(self) -> None:
        self._now(-1, failure="")

    def _failing(self, reason: str) -> None:
        self._now(failure=reason)

    def _fenced(self, utc: int, body: bytes) -> None:
        """Keep what could not be written any more, marked as a conflict, for the new holder."""

        def run(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO conflicts VALUES (?, ?, ?, ?)", (self.visit, self.epoch, utc, body)
            )

        self._lock.release()
        self._now(fenced=True)
        self._writer.submit(Job(run, self._saved, lambda: None, self._failing))

    def _now(self, more: int = 0, **changes: object) -> None:
        """Count so many more that wait, and keep what changed; two threads may do so at once."""
        with self._settled:
            waiting = self._state.waiting + more
            self._state = replace(self._state, waiting=waiting, **changes)  # type: ignore[arg-type]
            self._settled.notify_all()
        self.changed()
