"""The store: every visit's events, the wording each was held with, and who may write which."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from typing import cast

from bedside.core.checklist import Checklist
from bedside.core.codec import from_plain
from bedside.core.events import Event
from bedside.core.listing import VisitListing
from bedside.core.value import Value, placed
from bedside.store.bodies import event_of_row, from_body, to_body
from bedside.store.database import connect, failure, prepare
from bedside.store.hold import Draft, Hold, Saving
from bedside.store.locks import Holder, StoreDamaged, VisitLock
from bedside.store.paths import Places
from bedside.store.writer import Job, Writer


@placed
class Kept(Value):
    """What the store holds of one visit."""

    checklist: Checklist
    events: tuple[Event, ...]
    draft: Draft | None
    conflicts: Mapping[int, Draft]
    """Words another window could not save any more, by their row."""
    count: int = 0
    """How many events it had when it was last saved; 0 where nobody counted."""


class Store:
    """The visits of one person on one workstation."""

    def __init__(self, places: Places) -> None:
        """Open the store. StoreError if it cannot be written: nothing is pretended saved."""
        self._places = places
        try:
            prepare(places.visits)
        except (sqlite3.Error, OSError) as error:
            raise failure(places.visits, error) from error
        self._writer = Writer(places.visits)
        self._holds: list[Hold] = []

    def create(self, visit: str, utc: int, digest: str, checklist: object) -> Hold:
        """Hand in a new visit with its frozen checklist, as plain values, and hold it."""
        lock = self._lock(visit)
        lock.acquire()
        hold = self._held(Hold(visit, 1, lock, self._writer))
        hold.begin(digest, to_body(checklist), utc)
        return hold

    def hold(self, visit: str, take_over: bool = False) -> Hold | Holder:
        """Hold a visit that exists, raising its epoch; or say who holds it now.

        StoreError if the epoch cannot be raised; KeyError if there is no such visit.
        """
        lock = self._lock(visit)
        holder = lock.acquire()
        if holder is not None and not take_over:
            return holder
        with self._writing() as connection:
            changed = connection.execute(
                "UPDATE visits SET epoch = epoch + 1 WHERE id = ?", (visit,)
            )
            if not changed.rowcount:
                raise KeyError(visit)
            (epoch,) = connection.execute(
                "SELECT epoch FROM visits WHERE id = ?", (visit,)
            ).fetchone()
        return self._held(Hold(visit, epoch, lock, self._writer))

    def read(self, visit: str) -> Kept:
        """Return what is kept of a visit; KeyError if there is no such visit."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT c.body, v.summary FROM visits v JOIN checklists c ON c.digest = v.digest"
                " WHERE v.id = ?",
                (visit,),
            ).fetchone()
            if row is None:
                raise KeyError(visit)
            events = connection.execute(
                "SELECT seq, utc, boot_ns, body FROM events WHERE visit = ? ORDER BY seq", (visit,)
            ).fetchall()
            draft = connection.execute(
                "SELECT body FROM drafts WHERE visit = ?", (visit,)
            ).fetchone()
            conflicts = connection.execute(
                "SELECT rowid, body FROM conflicts WHERE visit = ? ORDER BY rowid", (visit,)
            ).fetchall()
        with self._decoding():
            return Kept(
                checklist=from_plain(Checklist, from_body(row[0])),
                events=tuple(event_of_row(*event) for event in events),
                draft=from_plain(Draft, from_body(draft[0])) if draft else None,
                conflicts={row: _conflict(body) for row, body in conflicts},
                count=_counted(row[1]),
            )

    def forget_conflicts(self, rows: Iterable[int]) -> None:
        """Remove these conflicts, whose words are kept elsewhere now; later ones stay."""
        for row in rows:
            self._submit("DELETE FROM conflicts WHERE rowid = ?", row)

    def listings(self) -> list[VisitListing]:
        """Return every visit that has begun, the newest first; some may still be blank."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT summary FROM visits WHERE summary != x'00' ORDER BY opened DESC, id DESC"
            ).fetchall()
        with self._decoding():
            return [from_plain(VisitListing, from_body(body)) for (body,) in rows]

    def remove(self, visit: str) -> None:
        """Remove a visit for good, at once, and any wording only it was held with."""
        with self._writing() as connection:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("DELETE FROM events WHERE visit = ?", (visit,))
            connection.execute("DELETE FROM drafts WHERE visit = ?", (visit,))
            connection.execute("DELETE FROM conflicts WHERE visit = ?", (visit,))
            connection.execute("DELETE FROM visits WHERE id = ?", (visit,))
            connection.execute(
                "DELETE FROM checklists WHERE digest NOT IN (SELECT digest FROM visits)"
            )

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


def _counted(summary: bytes) -> int:
    """Return how many events the list of visits says there are; 0 where it says nothing."""
    try:
        return int(from_body(summary).get("events", 0))
    except (AttributeError, TypeError, ValueError):
        return 0


def _conflict(body: bytes) -> Draft:
    """Return the words that a fenced writer could not save any more."""
    plain = cast("dict[str, object]", from_body(body))
    if "event" not in plain:
        return from_plain(Draft, plain)
    answer = cast("dict[str, object]", plain.get("answer") or {})
    words = str(answer.get("words") or plain.get("words") or "")
    picks = ", ".join(map(str, cast("list[str]", answer.get("picks", []))))
    return Draft(step=str(plain.get("step", "")), words=words or picks)
