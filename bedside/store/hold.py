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
from typing import NamedTuple

from bedside.core.checklist import Checklist
from bedside.core.codec import to_plain
from bedside.core.events import Event, Opened
from bedside.core.listing import VisitListing
from bedside.core.value import Value, placed, value
from bedside.core.visit import State
from bedside.store.bodies import event_row, to_body
from bedside.store.keys.seal import Seal
from bedside.store.locks import VisitLock
from bedside.store.writer import Fenced, Job, Writer

UNLISTED = b"\x00"
"""How a visit is listed before its first event: not at all."""

EVENT, SUMMARY, DRAFT, CONFLICT = "event", "summary", "draft", "conflict"
"""The kinds of rows that are sealed."""

Share = Callable[[str, bytes], None]
"""Keeps a visit's key, wrapped, for everybody who may open the visit."""


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


class Access(NamedTuple):
    """What lets a process write a visit: its lock, its epoch, and the seal of its rows."""

    lock: VisitLock
    epoch: int
    seal: Seal


class Listed(NamedTuple):
    """How a visit is listed: last touched (UTC, ms), in which state, with which body."""

    touched: int
    state: str
    body: bytes | None


class Hold:
    """Writes one visit's events and drafts, in order and sealed, through the writer."""

    def __init__(
        self, access: Access, writer: Writer, share: Share, draft: tuple[int, bytes] | None = None
    ) -> None:
        """Hold a visit whose row says this epoch; `share` keeps its key for who may open it.

        `draft` is the draft that is kept already: when it was written, and its body.
        """
        self._lock, self.epoch, self._seal = access
        self.visit = self._seal.visit
        self._writer, self._share = writer, share
        self._state = Saving()
        self._settled = threading.Condition()
        self.changed: Callable[[], None] = lambda: None
        """Called, on the writer's thread, when `saving` may have changed."""
        self.recall: Callable[[], tuple[Checklist, Sequence[Event]]] | None = None
        """Gives, on the writer's thread, all that the visit is made of; for writing it again."""
        self._listed = Listed(0, State.NEW, None)
        self._draft = draft

    @property
    def saving(self) -> Saving:
        """How saving stands at this moment."""
        return self._state

    @property
    def key(self) -> bytes:
        """The key of the visit, to be wrapped for somebody else."""
        return self._seal.key

    def begin(self, checklist: bytes, utc: int) -> None:
        """Hand in the visit's own row and the frozen checklist it follows."""

        def run(connection: sqlite3.Connection) -> None:
            self._open(connection, checklist, utc)

        self._submit(run, utc, b"")

    def append(self, event: Event, listing: VisitListing, ends_draft: bool = True) -> None:
        """Hand an event in to be saved, with how the visit is listed after it.

        An event that ends the draft has its words in it, or they were given up.
        """
        _, utc, _, body = row = event_row(event)
        if ends_draft:
            self._draft = None
        listed = self._list_as(listing, utc)

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
        listed = self._list_as(listing, utc)

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
        self._open(connection, to_body(to_plain(checklist)), opened.at.utc)
        self._list(connection, self._listed)
        for event in tuple(events):
            self._insert(connection, event_row(event))
        if self._draft:
            self._keep_draft(connection, *self._draft)

    def _open(self, connection: sqlite3.Connection, checklist: bytes, utc: int) -> None:
        """Write the visit's own row, and the checklist it follows, unless they are there.

        Its key is kept for whoever may open it before anything is sealed with it.
        """
        self._share(self.visit, self._seal.key)
        digest = self._seal.digest
        connection.execute("INSERT OR IGNORE INTO checklists VALUES (?, ?)", (digest, checklist))
        connection.execute(
            "INSERT OR IGNORE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.visit, self.epoch, digest, utc, utc, State.NEW, UNLISTED),
        )

    def _list_as(self, listing: VisitListing, utc: int) -> Listed:
        """Remember how the visit is listed; with when its draft was written, so none is older."""
        plain = {"listing": to_plain(listing), "draft": self._draft[0] if self._draft else 0}
        self._listed = Listed(utc, listing.state, to_body(plain))
        return self._listed

    def _list(self, connection: sqlite3.Connection, listed: Listed) -> None:
        touched, state, body = listed
        kept = UNLISTED if body is None else self._seal.close(body, SUMMARY, touched, state)
        connection.execute(
            "UPDATE visits SET touched = ?, state = ?, summary = ? WHERE id = ?",
            (touched, state, kept, self.visit),
        )

    def _insert(self, connection: sqlite3.Connection, row: tuple[int, int, int, bytes]) -> None:
        """Write an event unless it is there: what is tried again may have lasted the first time."""
        *place, body = row
        connection.execute(
            "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?)",
            (self.visit, self.epoch, *place, self._seal.close(body, EVENT, self.epoch, *place)),
        )

    def _keep_draft(self, connection: sqlite3.Connection, utc: int, body: bytes) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)",
            (self.visit, self.epoch, utc, self._seal.close(body, DRAFT, self.epoch, utc)),
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
                "INSERT INTO conflicts VALUES (?, ?, ?, ?)",
                (self.visit, self.epoch, utc, self._seal.close(body, CONFLICT, self.epoch, utc)),
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
