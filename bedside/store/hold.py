"""A hold: this process's right to write one visit, and what of it is already durable.

Two things guard a visit: the kernel's lock, which goes with the process, and the epoch, which a
take-over raises so that the old holder can no longer write. The old holder learns of it at its
next word and lets its lock go; the new one takes it then. A visit whose row is gone was removed
with the whole store: it is written again, whole, from what the session knows.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple, cast

from bedside.core.acts import Act
from bedside.core.checklist import Checklist
from bedside.core.codec import to_plain
from bedside.core.events import Event, Opened
from bedside.core.listing import VisitListing
from bedside.core.value import Value, value
from bedside.core.visit import State
from bedside.store.audit.entries import Pending
from bedside.store.audit.log import Log
from bedside.store.beside import Beside, Listed
from bedside.store.bodies import UNLISTED, event_row, to_body
from bedside.store.filing import ForRecords, file_event, file_missing
from bedside.store.keys.seal import CONFLICT, DRAFT, EVENT, SUMMARY, Seal
from bedside.store.locks import VisitLock
from bedside.store.outbox.hook import Queue, Whole, nowhere
from bedside.store.safety.records import Began, Change, to_record
from bedside.store.saving import Saving
from bedside.store.writer import Fenced, Job, Writer

Run = Callable[[sqlite3.Connection], None]
"""Makes a change in a transaction that is open."""

Changes = Callable[[], list[Change]]
"""Gives what a change comes to, for the second place."""

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


class Access(NamedTuple):
    """What lets a process write a visit: its lock, its epoch, the seal of its rows, and the log."""

    lock: VisitLock
    epoch: int
    seal: Seal
    log: Log


class Hold:
    """Writes one visit's events and drafts, in order and sealed, through the writer."""

    def __init__(
        self, access: Access, writer: Writer, share: Share, draft: tuple[int, bytes] | None = None
    ) -> None:
        """Hold a visit whose row says this epoch; `draft` is when it was written, and its body."""
        self._lock, self.epoch, self._seal, self._log = access
        self.visit = self._seal.visit
        self._writer, self._share = writer, share
        self._state = Saving()
        self._settled = threading.Condition()
        self.changed: Callable[[], None] = lambda: None
        """Called, on the writer's thread, when `saving` may have changed."""
        self.recall: Whole | None = None
        """Gives, on the writer's thread, all that the visit is made of; for writing it again."""
        self.for_records: ForRecords = lambda *_: None
        """Locks what was signed for the clinic's records, where there are such; see filing.py."""
        self.outgoing: Queue = nowhere
        """Queues what was signed for where notes go, in the transaction that signs it."""
        self.wraps: Callable[[], Mapping[str, bytes]] = dict
        """Gives the visit's key wrapped for each who may open it; for the second place."""
        self._listed, self._draft = Listed(0, State.NEW, None), draft
        self._begun: tuple[bytes, int] | None = None
        self._handed_in: deque[float] = deque()
        """When each of those that wait was handed in, by the monotonic clock."""
        self._beside = Beside(self.epoch, self._seal)
        self._is_whole_beside = False
        """Whether the second place has the visit from its beginning, and not the latest alone."""

    @property
    def saving(self) -> Saving:
        """How saving stands at this moment."""
        rescue = self._writer.rescue
        if rescue is None or not (rescue.is_low or rescue.damage):
            return self._state
        return replace(self._state, is_low=rescue.is_low, damage=rescue.damage)

    @property
    def key(self) -> bytes:
        """The key of the visit, to be wrapped for somebody else."""
        return self._seal.key

    @property
    def anchor(self) -> str:
        """The last head of the log that is known to be durable; "" where none is."""
        return self._log.anchor

    def is_held_of(self, visit: str) -> bool:
        """Whether this is a hold of that visit, not let go of."""
        return visit == self.visit and self._lock.is_held

    def begin(self, checklist: bytes, utc: int, act: Act = Act.BEGUN) -> None:
        """Hand in the visit's own row and the frozen checklist it follows."""
        self._begun = (checklist, utc)
        run = partial(self._open, checklist=checklist, utc=utc)
        self._submit(run, (utc, b""), list, self._log.entry(act, self.visit))

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
            file_event(connection, self.visit, event, self.for_records)
            self.outgoing(connection, self._seal, self.recall, event)
            if ends_draft:
                connection.execute("DELETE FROM drafts WHERE visit = ?", (self.visit,))

        changes = partial(self._beside.of_event, event, listed, ends_draft)
        self._submit(run, (utc, body), changes, self._log.of_event(event, self.visit))

    def draft(self, draft: Draft, utc: int, listing: VisitListing) -> None:
        """Hand in the words as typed so far, to be saved in place of those before."""
        body = to_body(to_plain(draft))
        self._draft = (utc, body)
        listed = self._list_as(listing, utc)

        def run(connection: sqlite3.Connection) -> None:
            self._check(connection)
            self._list(connection, listed)
            self._keep_draft(connection, utc, body)

        self._submit(run, (utc, body), partial(self._beside.of_draft, utc, body, listed))

    def forget_conflicts(self, rows: Iterable[int]) -> None:
        """Remove these conflicts, whose words were handed in here; later ones stay.

        Only who still holds the visit removes any: a row that another window removes meanwhile
        gives its number to the next one, whose words nobody has read yet.
        """

        def run(connection: sqlite3.Connection) -> None:
            self._check(connection)
            for row in rows:
                connection.execute("DELETE FROM conflicts WHERE rowid = ?", (row,))

        self._hand_in(run)

    def file(self, events: Sequence[Event]) -> None:
        """Hand in to be filed and queued what was signed and is not: the second place does not."""

        def run(connection: sqlite3.Connection) -> None:
            self._check(connection)
            file_missing(connection, self.visit, events, self.for_records)
            self.outgoing(connection, self._seal, self.recall, None)

        self._hand_in(run)

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
            file_event(connection, self.visit, event, self.for_records)
            self.outgoing(connection, self._seal, self.recall, event)
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

    def _hand_in(self, run: Run) -> None:
        """Hand in what leaves nothing to keep beside, or if the visit is taken over meanwhile."""
        self._now(1, loose=self._state.loose)
        gone = partial(self._now, -1, fenced=True)
        self._writer.submit(Job(run, self._saved, gone, self._failing))

    def _submit(
        self, run: Run, row: tuple[int, bytes], changes: Changes, entry: Pending | None = None
    ) -> None:
        """Hand in a change, and what the log has to say of it, to be committed as one."""

        def logged(connection: sqlite3.Connection) -> None:
            run(connection)
            if entry is not None:
                self._log.write(connection, entry)

        if not self._lock.is_held and not self._state.fenced:
            self._lock.acquire()
        self._now(1)
        fenced = partial(self._fenced, *row, changes)
        self._writer.submit(self._job(logged, fenced, changes, entry))

    def _job(
        self,
        run: Run,
        fenced: Callable[[], None],
        changes: Changes,
        entry: Pending | None = None,
    ) -> Job:
        def records() -> list[bytes]:
            before = [] if self._is_whole_beside else self._whole()
            self._is_whole_beside = True
            return [to_record(change) for change in (*before, *changes())]

        saved = partial(self._saved, entry)
        return Job(run, saved, fenced, self._failing, records, self._kept_beside)

    def _saved(self, entry: Pending | None = None) -> None:
        self._is_whole_beside = False
        if entry is not None:
            self._log.settled(entry)
        self._now(-1, failure="", beside="", unlogged=self._log.held)

    def _failing(self, reason: str) -> None:
        self._is_whole_beside = bool(self._state.beside)
        if self._state.failure != reason:
            self._now(failure=reason)

    def _kept_beside(self, place: str) -> None:
        self._now(beside=place, loose=self._state.loose - 1)

    def _whole(self) -> list[Change]:
        """Return all of the visit as it stands, so that the second place needs no other."""
        if self.recall is None:
            return []
        checklist, events = self.recall()
        clear, utc = self._begun or (to_body(to_plain(checklist)), events[0].at.utc)
        began = Began(clear, utc, dict(self.wraps()))
        return self._beside.whole(began, tuple(events), self._listed, self._draft)

    def _fenced(self, utc: int, body: bytes, changes: Changes) -> None:
        """Keep what could not be written any more, marked as a conflict, for the new holder."""

        def run(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO conflicts VALUES (?, ?, ?, ?)",
                (self.visit, self.epoch, utc, self._seal.close(body, CONFLICT, self.epoch, utc)),
            )

        self._lock.release()
        self._now(fenced=True)
        self._writer.submit(self._job(run, lambda: None, changes))

    def _now(self, more: int = 0, **changes: object) -> None:
        """Count so many more that wait, and keep what changed; two threads may do so at once."""
        with self._settled:
            if more > 0:
                self._handed_in.append(time.monotonic())
            elif more < 0:
                self._handed_in.popleft()
            waiting = self._state.waiting + more
            changes = {"loose": self._state.loose + max(more, 0), **changes}
            changes["loose"] = min(cast("int", changes["loose"]), waiting)
            changes["since"] = self._handed_in[0] if self._handed_in else 0.0
            self._state = replace(self._state, waiting=waiting, **changes)  # type: ignore[arg-type]
            self._settled.notify_all()
        self.changed()
