"""The store: every visit's events, the wording each was held with, and who may write which."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from bedside.core.acts import Act
from bedside.core.events import Moment
from bedside.core.listing import VisitListing
from bedside.store.audit.entries import Pending
from bedside.store.audit.log import Log
from bedside.store.audit.roots import seal_root
from bedside.store.bodies import digest_of, to_body
from bedside.store.database import connect, failure, prepare
from bedside.store.filing import filed_rows
from bedside.store.hold import Access, Hold, Run
from bedside.store.keys.book import KeyBook
from bedside.store.keys.keyring import Keyring, NotYours, SoloKeyring
from bedside.store.keys.seal import Seal, new_key
from bedside.store.locks import Holder, StoreDamaged, StoreError, VisitLock
from bedside.store.migrate import copy_before, is_clear, seal_all
from bedside.store.moments import now
from bedside.store.outbox.hook import Queue, nowhere
from bedside.store.paths import Places
from bedside.store.purge import Purge
from bedside.store.retention import Fate, Known, Planned
from bedside.store.rows import (
    Closed,
    Kept,
    VisitRow,
    draft_in,
    kept,
    kept_as_filed,
    listing_in,
    newest_checklist,
    rows_of,
    visit_rows,
)
from bedside.store.safety.keeper import Keeper
from bedside.store.safety.replay import replay
from bedside.store.safety.rescue import Rescue, alone_on_network
from bedside.store.saving import Saving
from bedside.store.writer import Job, Writer


class Store:
    """The visits on one workstation, as far as a keyring opens them."""

    def __init__(
        self, places: Places, keyring: Keyring | None = None, clock: Callable[[], Moment] = now
    ) -> None:
        """Open the store; without a keyring, with the account's own key file.

        StoreError if it cannot be written: nothing is pretended saved. One that is damaged opens,
        and whatever is asked of it raises StoreDamaged.
        """
        self._places, self._clock = places, clock
        self.keyring: Keyring = SoloKeyring(places.key_file) if keyring is None else keyring
        self.book = KeyBook(places.keys)
        with suppress(StoreError):  # the next start has another try
            self.book.catch_up()
        self._rescue = Rescue(places)
        self._alone = alone_on_network(places)
        roots = partial(seal_root, self.book, self.keyring)
        self.log = Log(roots, lambda: self.keyring.person, clock, lambda: self.keyring.log_key)
        self.purge = Purge(self.book, self.log, places, lambda: self.keyring)
        try:
            self._rescue.trying(self._open)
        except (sqlite3.Error, OSError) as error:
            if not isinstance(failed := failure(places.visits, error), StoreDamaged):
                raise failed from error
            self._rescue.damage = str(error)  # a talk begins all the same, and is kept beside
        self.found_beside = replay(places, self.book)
        """What became of what an earlier process had to keep in the second place."""
        self._writer = Writer(places.visits, self._rescue)
        self.outgoing: Queue = nowhere
        """Queues what is signed for where notes go; see outbox/queueing.py."""
        self._holds: list[Hold] = []
        self._keeper = Keeper(places, self._rescue, self._tell_all, self.mark)

    @property
    def path(self) -> Path:
        """Where the database lies."""
        return self._places.visits

    @property
    def fault(self) -> Exception | None:
        """The first fault of our own that saving has met; nothing where there was none."""
        return self._writer.fault

    def create(self, visit: str, utc: int, checklist: object) -> Hold:
        """Hand in a new visit with its frozen checklist, as plain values, and hold it."""
        lock = self._lock(visit)
        self._rescue.trying(lock.acquire)
        seal = Seal(new_key(), visit, digest_of(checklist))
        hold = self._held(Hold(Access(lock, 1, seal, self.log), self._writer, self._share))
        is_emergency = self._places.is_shared and not self.keyring.person
        act = Act.EMERGENCY_BEGUN if is_emergency else Act.BEGUN
        hold.begin(to_body(checklist), utc, act)
        return hold

    def hold(self, visit: str, take_over: bool = False) -> Hold | Holder:
        """Hold a visit that exists, raising its epoch; or say who holds it now.

        StoreError if the epoch cannot be raised; NotYours if its key is for others; KeyError if
        there is no such visit.
        """
        seal = self.seal_of(visit)
        lock = self._lock(visit)
        holder = self._rescue.trying(lock.acquire)
        if holder is not None and not take_over:
            return holder
        with ExitStack() as ways_out:
            ways_out.callback(lock.release)
            act = Act.OPENED if holder is None else Act.TAKEN_OVER
            entry = self.log.entry(act, visit)
            epoch, draft = self._rescue.trying(lambda: self._raised(visit, seal, entry))
            ways_out.pop_all()
        access = Access(lock, epoch, seal, self.log)
        return self._held(Hold(access, self._writer, self._share, draft))

    def read(self, visit: str, act: Act | None = Act.READ) -> Kept:
        """Return what is kept of a visit, rows that do not open left out and named.

        The log says what it was read for, unless it is held here, which the log knows already.
        KeyError if there is no such visit; NotYours if its key is wrapped for others.
        """
        seal = self.seal_of(visit)
        if act is not None and not any(hold.is_held_of(visit) for hold in self._holds):
            self.enter(act, visit)
        with self.reading() as connection:
            rows = rows_of(connection, visit)
        with self._decoding():
            return kept(rows, seal)

    def filed(self, visit: str, unlock: Callable[[int, bytes], bytes | None]) -> Kept:
        """Return what was signed of a visit as it is filed for the clinic's records.

        `unlock` opens what stands at a place with the records key. KeyError if nothing of the
        visit is filed; StoreDamaged if it does not open.
        """
        with self.reading() as connection:
            rows = rows_of(connection, visit)
            notes = filed_rows(connection, visit)
        if not notes:
            raise KeyError(visit)
        with self._decoding():
            return kept_as_filed(rows, [(seq, unlock(seq, body)) for seq, body in notes])

    def filed_visits(self) -> list[str]:
        """Return the visits of which something is filed for records, the newest first."""
        with self.reading() as connection:
            found = connection.execute("SELECT DISTINCT visit FROM notes ORDER BY visit DESC")
            return [visit for (visit,) in found.fetchall()]

    def delivered(self) -> dict[str, int]:
        """Return every visit whose note has left, and when last (UTC ms)."""
        with self.reading() as connection:
            return dict(connection.execute("SELECT visit, utc FROM delivered").fetchall())

    def set_aside(self, visit: str, places: Iterable[int]) -> None:
        """Move rows that do not open out of a visit's order, byte for byte, so that it goes on."""
        with self.writing() as connection:
            for seq in places:
                chosen = (visit, seq)
                connection.execute(
                    "INSERT INTO unreadable SELECT * FROM events WHERE visit = ? AND seq = ?",
                    chosen,
                )
                connection.execute("DELETE FROM events WHERE visit = ? AND seq = ?", chosen)

    def listings(self) -> list[VisitListing]:
        """Return every visit that has begun and opens here, the newest first; some may be blank."""
        found = []
        for row, wraps in self._listed():
            key = self.keyring.unwrap(row.visit, wraps)
            if key is not None:
                found.append(listing_in(row, Seal(key, row.visit, row.digest)))
        return found

    def closed(self) -> list[Closed]:
        """Return every visit that has begun and opens only for others, the newest first."""
        return [
            Closed(row.visit, row.opened, row.touched, row.state, tuple(sorted(wraps)))
            for row, wraps in self._listed()
            if self.keyring.unwrap(row.visit, wraps) is None
        ]

    def last_used(self) -> str:
        """Return the id of the checklist that the newest visit follows; "" where there is none."""
        with self.reading() as connection, self._decoding():
            return newest_checklist(connection)

    def enter(self, act: Act, visit: str = "", number: int = 0) -> None:
        """Hand in an entry of the log that rides with nothing else; returns at once."""
        entry = self.log.entry(act, visit, number)
        self.hand_in(lambda connection: self.log.write(connection, entry), lambda: [entry])

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Give a connection to read one state of the store. StoreError where it cannot be."""
        return self._transaction("BEGIN")

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """Give a connection in one transaction. StoreError where the store cannot be written."""
        return self._transaction("BEGIN IMMEDIATE")

    def hand_in(self, run: Run, entered: Callable[[], list[Pending]]) -> None:
        """Have something committed with nobody waiting, and the log know what it entered there."""
        job = Job(run, lambda: self.log.settled(*entered()), lambda: None, lambda _: None)
        self._writer.submit(job)

    def remove(self, visit: str) -> Holder | None:
        """Destroy a visit's keys, then its rows and any wording only it was held with.

        Who has it open keeps it: then that is returned, and nothing is removed.
        """
        gone = Planned(Fate.GOES, 0, Known(visit, people=tuple(self.book.wraps(visit))))
        with self.writing() as connection:
            entered = self.purge.carry_out(connection, [gone])
        self.log.settled(*entered)
        return None if entered else self._lock(visit).holder()

    def health(self) -> str:
        """Return "ok", or what SQLite's own check finds wrong with the file."""
        try:
            with self.reading() as connection:
                rows = connection.execute("PRAGMA quick_check(5)").fetchall()
        except StoreDamaged as damaged:
            return str(damaged)
        return "; ".join(str(row[0]) for row in rows)

    def look_after(self) -> None:
        """Have the file checked, room held back and backups made while a face is open."""
        self._keeper.start()

    def close(self) -> bool:
        """Save what waits and stop the writer; say whether all of it was saved."""
        self._keeper.stop()
        saved = self._writer.close() and not self.unsaved()
        if not self._keeper.is_there:  # a face is not to be waited for while it leaves
            self.mark()
        if self._alone is not None:
            self._alone.release()
        return saved

    def mark(self) -> None:
        """Let the key book know how far the log and the visits held here have come, if it can."""
        from bedside.store.keys.marks import mark

        with suppress(StoreError), self.reading() as connection:
            mark(self.book, connection, [hold.visit for hold in self._holds])

    def unsaved(self) -> list[tuple[str, Saving]]:
        """Return every visit held here that is not wholly saved, or not as its own answers."""
        return [(h.visit, s) for h in self._holds if (s := h.saving).waiting or s.fenced]

    def _share(self, visit: str, key: bytes) -> None:
        """Keep a visit's key for everybody who may open it."""
        self.book.put(visit, self.keyring.wrap(visit, key))

    def seal_of(self, visit: str) -> Seal:
        """Return the seal of a visit's rows, as its wrapped key and its row say.

        KeyError if there is no such visit; NotYours if its key is wrapped for others.
        """
        with self.reading() as connection:
            row = connection.execute("SELECT digest FROM visits WHERE id = ?", (visit,)).fetchone()
        if row is None:
            raise KeyError(visit)
        key = self.keyring.unwrap(visit, self.book.wraps(visit))
        if key is None:
            raise NotYours(f"visit {visit} is kept for somebody else, and opens only for them")
        return Seal(key, visit, str(row[0]))

    def _raised(
        self, visit: str, seal: Seal, entry: Pending
    ) -> tuple[int, tuple[int, bytes] | None]:
        """Raise a visit's epoch; return it, and the draft that is kept with when it was written."""
        with self.writing() as connection:
            changed = connection.execute(
                "UPDATE visits SET epoch = epoch + 1 WHERE id = ?", (visit,)
            )
            if not changed.rowcount:
                raise KeyError(visit)
            (epoch,) = connection.execute(
                "SELECT epoch FROM visits WHERE id = ?", (visit,)
            ).fetchone()
            rows = rows_of(connection, visit)
            self.log.write(connection, entry)
        self.log.settled(entry)
        return epoch, draft_in(rows, seal)

    def _listed(self) -> list[tuple[VisitRow, dict[str, bytes]]]:
        """Return the row of every visit that has begun, the newest first, with its keys."""
        with self.reading() as connection:
            rows = visit_rows(connection)
        wraps = self.book.every() if rows else {}
        return [(row, wraps.get(row.visit, {})) for row in rows]

    def _open(self) -> None:
        """Make the database ready, in this version's form."""
        prepare(self._places.visits, self.log.learn)
        if is_clear(self._places.visits):
            seal_all(self._places.visits, self._share)
        elif (before := copy_before(self._places.visits)).exists():
            before.unlink(missing_ok=True)  # an upgrade was cut off when all but this was done

    def _tell_all(self) -> None:
        """Let every face see what was found."""
        for hold in self._holds:
            hold.changed()

    def _held(self, hold: Hold) -> Hold:
        hold.for_records, hold.outgoing = self.keyring.for_records, self.outgoing
        hold.wraps = lambda: self.keyring.wrap(hold.visit, hold.key)
        self._holds.append(hold)
        return hold

    def _lock(self, visit: str) -> VisitLock:
        return VisitLock(self._places.locks, visit)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        """Give a connection in one transaction; StoreError where the store cannot be used."""
        try:
            with closing(connect(self._places.visits)) as connection:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise failure(self._places.visits, error) from error

    @contextmanager
    def _decoding(self) -> Iterator[None]:
        """Raise StoreDamaged where a row holds what nothing here has written."""
        try:
            yield
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            what = f"a row cannot be read ({type(error).__name__})"
            raise StoreDamaged(f"{self._places.visits}: {what}") from error
