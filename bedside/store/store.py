"""The store: every visit's events, the wording each was held with, and who may write which."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager

from bedside.core.listing import VisitListing
from bedside.core.value import Value, placed
from bedside.store.bodies import digest_of, to_body
from bedside.store.database import connect, failure, prepare
from bedside.store.hold import Access, Hold, Saving
from bedside.store.keys.book import KeyBook
from bedside.store.keys.keyring import Keyring, NotYours, SoloKeyring
from bedside.store.keys.seal import Seal, new_key
from bedside.store.locks import Holder, StoreDamaged, VisitLock
from bedside.store.migrate import is_clear, seal_all
from bedside.store.paths import Places
from bedside.store.rows import Kept, VisitRow, draft_in, kept, listing_in, rows_of, visit_rows
from bedside.store.writer import Job, Writer


@placed
class Closed(Value):
    """A visit that only others can open: what its row says in clear, nothing of the patient.

    Times are UTC milliseconds; `people` are those its key is wrapped for.
    """

    id: str
    opened: int
    touched: int
    state: str
    people: tuple[str, ...] = ()


class Store:
    """The visits on one workstation, as far as a keyring opens them."""

    def __init__(self, places: Places, keyring: Keyring | None = None) -> None:
        """Open the store; without a keyring, with the account's own key file.

        StoreError if it cannot be written: nothing is pretended saved.
        """
        self._places = places
        self.keyring: Keyring = SoloKeyring(places.key_file) if keyring is None else keyring
        self.book = KeyBook(places.keys)
        try:
            prepare(places.visits)
            if is_clear(places.visits):
                seal_all(places.visits, self._share)
        except (sqlite3.Error, OSError) as error:
            raise failure(places.visits, error) from error
        self._writer = Writer(places.visits)
        self._holds: list[Hold] = []

    def create(self, visit: str, utc: int, checklist: object) -> Hold:
        """Hand in a new visit with its frozen checklist, as plain values, and hold it."""
        lock = self._lock(visit)
        lock.acquire()
        seal = Seal(new_key(), visit, digest_of(checklist))
        hold = self._held(Hold(Access(lock, 1, seal), self._writer, self._share))
        hold.begin(to_body(checklist), utc)
        return hold

    def hold(self, visit: str, take_over: bool = False) -> Hold | Holder:
        """Hold a visit that exists, raising its epoch; or say who holds it now.

        StoreError if the epoch cannot be raised; NotYours if its key is for others; KeyError if
        there is no such visit.
        """
        seal = self._seal(visit)
        lock = self._lock(visit)
        holder = lock.acquire()
        if holder is not None and not take_over:
            return holder
        try:
            epoch, draft = self._raised(visit, seal)
        except BaseException:
            lock.release()
            raise
        return self._held(Hold(Access(lock, epoch, seal), self._writer, self._share, draft))

    def read(self, visit: str) -> Kept:
        """Return what is kept of a visit, rows that do not open left out and named.

        KeyError if there is no such visit; NotYours if its key is wrapped for others.
        """
        seal = self._seal(visit)
        with self._reading() as connection:
            rows = rows_of(connection, visit)
        with self._decoding():
            return kept(rows, seal)

    def set_aside(self, visit: str, places: Iterable[int]) -> None:
        """Move rows that do not open out of a visit's order, byte for byte, so that it goes on."""
        with self._writing() as connection:
            for seq in places:
                chosen = (visit, seq)
                connection.execute(
                    "INSERT INTO unreadable SELECT * FROM events WHERE visit = ? AND seq = ?",
                    chosen,
                )
                connection.execute("DELETE FROM events WHERE visit = ? AND seq = ?", chosen)

    def forget_conflicts(self, rows: Iterable[int]) -> None:
        """Remove these conflicts, whose words are kept elsewhere now; later ones stay."""
        for row in rows:
            self._submit("DELETE FROM conflicts WHERE rowid = ?", row)

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

    def remove(self, visit: str) -> Holder | None:
        """Destroy a visit's keys, then its rows and any wording only it was held with.

        Who has it open keeps it: then that is returned, and nothing is removed.
        """
        lock = self._lock(visit)
        holder = lock.acquire()
        if holder is not None:
            return holder
        try:
            self.book.destroy(visit)
            with self._writing() as connection:
                connection.execute("PRAGMA secure_delete=ON")
                for table in ("events", "drafts", "conflicts", "unreadable"):
                    connection.execute(f"DELETE FROM {table} WHERE visit = ?", (visit,))  # noqa: S608
                connection.execute("DELETE FROM visits WHERE id = ?", (visit,))
                connection.execute(
                    "DELETE FROM checklists WHERE digest NOT IN (SELECT digest FROM visits)"
                )
        finally:
            lock.release()
        return None

    def health(self) -> str:
        """Return "ok", or what SQLite's own check finds wrong with the file."""
        try:
            with self._reading() as connection:
                rows = connection.execute("PRAGMA quick_check(5)").fetchall()
        except StoreDamaged as damaged:
            return str(damaged)
        return "; ".join(str(row[0]) for row in rows)

    def close(self) -> bool:
        """Save what waits and stop the writer; say whether all of it was saved."""
        return self._writer.close() and not self.unsaved()

    def unsaved(self) -> list[tuple[str, Saving]]:
        """Return every visit held here that is not wholly saved, or not as its own answers."""
        held = ((hold.visit, hold.saving) for hold in self._holds)
        return [(visit, saving) for visit, saving in held if saving.waiting or saving.fenced]

    def _submit(self, statement: str, *values: object) -> None:
        def run(connection: sqlite3.Connection) -> None:
            connection.execute(statement, values)

        self._writer.submit(Job(run, lambda: None, lambda: None, lambda _: None))

    def _share(self, visit: str, key: bytes) -> None:
        """Keep a visit's key for everybody who may open it."""
        self.book.put(visit, self.keyring.wrap(visit, key))

    def _seal(self, visit: str) -> Seal:
        """Return the seal of a visit's rows, as its wrapped key and its row say."""
        with self._reading() as connection:
            row = connection.execute("SELECT digest FROM visits WHERE id = ?", (visit,)).fetchone()
        if row is None:
            raise KeyError(visit)
        key = self.keyring.unwrap(visit, self.book.wraps(visit))
        if key is None:
            raise NotYours(f"visit {visit} is kept for somebody else, and opens only for them")
        return Seal(key, visit, str(row[0]))

    def _raised(self, visit: str, seal: Seal) -> tuple[int, tuple[int, bytes] | None]:
        """Raise a visit's epoch; return it, and the draft that is kept with when it was written."""
        with self._writing() as connection:
            changed = connection.execute(
                "UPDATE visits SET epoch = epoch + 1 WHERE id = ?", (visit,)
            )
            if not changed.rowcount:
                raise KeyError(visit)
            (epoch,) = connection.execute(
                "SELECT epoch FROM visits WHERE id = ?", (visit,)
            ).fetchone()
            rows = rows_of(connection, visit)
        return epoch, draft_in(rows, seal)

    def _listed(self) -> list[tuple[VisitRow, dict[str, bytes]]]:
        """Return the row of every visit that has begun, the newest first, with its keys."""
        with self._reading() as connection:
            rows = visit_rows(connection)
        wraps = self.book.every() if rows else {}
        return [(row, wraps.get(row.visit, {})) for row in rows]

    def _held(self, hold: Hold) -> Hold:
        self._holds.append(hold)
        return hold

    def _lock(self, visit: str) -> VisitLock:
        return VisitLock(self._places.locks, visit)

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._transaction("BEGIN")

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._transaction("BEGIN IMMEDIATE")

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
