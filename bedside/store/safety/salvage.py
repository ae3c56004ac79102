"""Salvage: every row that still opens, out of a damaged store and its backups, into a new store.

The damaged file is kept beside. What belongs to a visit that opens here is checked by its seal, row
by row; what only others can open is taken over as it stands, and their own seals judge it. A visit
whose key was destroyed is not brought back, nor one that the store or its log says was removed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from bedside.store.bodies import digest_of, to_body
from bedside.store.database import connect
from bedside.store.keys.book import KeyBook
from bedside.store.keys.keyring import Keyring
from bedside.store.keys.seal import Seal
from bedside.store.locks import StoreError, VisitLock
from bedside.store.paths import Places, sync_folder
from bedside.store.safety.backup import backups
from bedside.store.safety.candidates import Best, Found, candidates, is_id
from bedside.store.safety.ledgers import copy_ledgers
from bedside.store.safety.vetting import Doubt, LogKnows, doubts_of, log_knows

_SIDE = ("-wal", "-shm", "-journal")


class Saved(NamedTuple):
    """What was saved of one visit."""

    visit: str
    events: int
    missing: tuple[int, ...]
    """The places in its order that nothing was found for."""
    draft: bool
    opens: bool
    """Whether it opens here, so that its rows were checked."""
    doubts: tuple[Doubt, ...] = ()
    """What is odd about one that does not open here."""


class Outcome(NamedTuple):
    """What came of it: every visit, where the damaged store lies now, and what was searched."""

    visits: tuple[Saved, ...]
    damaged: Path
    searched: tuple[Path, ...]
    lost: tuple[str, ...]
    """Visits that have a key and no row that could be used."""
    removed: tuple[str, ...] = ()
    """Visits of which something was found, and which were removed for good: left out."""


class Known(NamedTuple):
    """What is searched, the damaged store first, and what their log says."""

    sources: Sequence[Path]
    log: LogKnows


def salvage(places: Places, keyring: Keyring, utc: int, spare: Iterable[object] = ()) -> Outcome:
    """Make a new store of all that opens, and put it in the place of the damaged one.

    `spare` are checklists as plain values: one of them stands in for a copy that is lost, if it is
    the very one. `utc` names the files, in ms.

    StoreError where a window has a visit open, or a new store cannot be written: then nothing was
    changed.
    """
    held = _everybody_out(places)
    try:
        book = KeyBook(places.keys)
        sources = [path for path in (places.visits, *backups(places.backups)) if path.exists()]
        found = candidates(sources)
        for plain in spare:
            found.add((digest_of(plain), to_body(plain)), "checklists")
        known = Known(sources, log_knows(sources))
        every = {*book.every(), *found.listed}
        removed = {visit for visit in every if known.log.is_removed(visit)}
        part = places.visits.with_name(f"{places.visits.name}.{utc}.part")
        try:
            seals = _seals(found, book, keyring)
            visits = _written(part, found, seals, every - removed, known)
            damaged = _put_in_place(places.visits, part, utc)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{part}: {error}") from error
        finally:
            for name in (part, *(part.with_name(part.name + side) for side in _SIDE)):
                name.unlink(missing_ok=True)
    finally:
        for lock in held:
            lock.release()
    there = {one.visit for one in visits} | removed
    lost = tuple(sorted(visit for visit in book.every() if is_id(visit) and visit not in there))
    return Outcome(visits, damaged, tuple(sources), lost, tuple(sorted(removed)))


def _everybody_out(places: Places) -> list[VisitLock]:
    """Hold every visit that was ever held here; StoreError where a window has one open."""
    held: list[VisitLock] = []
    for path in sorted(places.locks.glob("*.lock")) if places.locks.is_dir() else ():
        lock = VisitLock(places.locks, path.stem)
        holder = lock.acquire()
        if holder is not None:
            for one in held:
                one.release()
            who = f"process {holder.process}" if holder.process else "another process"
            raise StoreError(f"{who} has a visit open; close every window of bedside first")
        held.append(lock)
    return held


def _seals(found: Found, book: KeyBook, keyring: Keyring) -> dict[str, Seal]:
    """Return the seal of every visit that opens here, by the checklist that its rows follow."""
    seals: dict[str, Seal] = {}
    for visit, wraps in book.every().items():
        key = None
        with suppress(StoreError):  # without the key file all is taken over as it stands
            key = keyring.unwrap(visit, wraps)
        if key is None:
            continue
        tried = [Seal(key, visit, digest) for digest in found.digests(visit)]
        best = max(tried, key=lambda seal: len(found.best(visit, seal).events), default=None)
        if best is not None:
            seals[visit] = best
    return seals


def _written(
    part: Path, found: Found, seals: dict[str, Seal], chosen: Iterable[str], known: Known
) -> tuple[Saved, ...]:
    """Write the new store of the chosen visits in one transaction; return what is in it."""
    kept: list[Saved] = []
    wanted = set[str]()
    with closing(connect(part)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for visit in sorted(chosen):
            best = found.best(visit, seals.get(visit))
            if best.own is None and not best.events:
                continue
            saved = _visit(connection, best, seals.get(visit))
            doubts = () if saved.opens else doubts_of(best, found.checklists, known.log)
            kept.append(saved._replace(doubts=doubts))
            wanted.add(best.digest)
        for digest, body in found.checklists.items():
            if digest in wanted:
                connection.execute("INSERT INTO checklists VALUES (?, ?)", (digest, body))
        copy_ledgers(known.sources, connection, known.log.is_removed)
        connection.execute("COMMIT")
        (health,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if health != "ok":
        raise sqlite3.DatabaseError(f"the new store is not whole: {health}")
    return tuple(kept)


def _visit(connection: sqlite3.Connection, best: Best, seal: Seal | None) -> Saved:
    """Write what was found of one visit; return what that is."""
    visit = best.visit
    connection.execute("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", best.row())
    for event in best.events.values():
        connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", event)
    if best.draft is not None:
        connection.execute("INSERT INTO drafts VALUES (?, ?, ?, ?)", best.draft)
    for conflict in best.conflicts:
        connection.execute("INSERT INTO conflicts VALUES (?, ?, ?, ?)", conflict)
    last = max((*best.events, best.listed), default=0)
    missing = tuple(seq for seq in range(1, last + 1) if seq not in best.events)
    for seq in missing:  # so that whoever opens the visit is told
        gone = (visit, 0, seq, 0, 0, b"")
        connection.execute("INSERT INTO unreadable VALUES (?, ?, ?, ?, ?, ?)", gone)
    return Saved(visit, len(best.events), missing, best.draft is not None, seal is not None)


def _put_in_place(path: Path, part: Path, utc: int) -> Path:
    """Give the new store the place of the damaged one, which is kept beside; return where."""
    damaged = path.with_name(f"{path.name}.damaged-{utc}")
    for own, other in _pairs(path, damaged):
        with suppress(FileNotFoundError):
            own.rename(other)
    part.rename(path)
    sync_folder(path.parent)
    return damaged


def _pairs(path: Path, damaged: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the store's files, its logs before it, each with what it is called from now on."""
    for side in (*_SIDE, ""):
        yield path.with_name(path.name + side), damaged.with_name(damaged.name + side)
