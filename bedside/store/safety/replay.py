"""Replay: what a process had to keep in the second place goes into the store at the next start."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import NamedTuple

from bedside.store.database import connect, gone_in, remember
from bedside.store.keys.book import KeyBook
from bedside.store.locks import StoreError
from bedside.store.paths import Places
from bedside.store.safety.aside import forget, has_any, names_any, set_aside
from bedside.store.safety.records import Change, Late, from_record, put
from bedside.store.safety.rescue import second_places
from bedside.store.safety.spill import Leftover, Spilled, leftovers


class FoundBeside(NamedTuple):
    """What became of it: changes put into the store, files left because it still takes none."""

    changes: int = 0
    left: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    """Files kept beside for salvage: something in them was changed."""


def replay(places: Places, book: KeyBook) -> FoundBeside:
    """Put into the store what earlier processes kept beside it, once; say what became of it.

    A file is taken away only after the store has it durably, so a cut in between costs nothing.
    """
    changes, left, damaged = 0, list[str](), list[str]()
    for leftover in leftovers(second_places(places)):
        try:
            spilled, found = _read(leftover)
            _put_all(places, book, found, leftover.path.name)
            if spilled.is_damaged:
                damaged.append(set_aside(leftover, spilled.good))
            else:
                leftover.remove()
        except (sqlite3.Error, OSError, StoreError):
            left.append(str(leftover.path))
            leftover.leave()
        else:
            changes += len(found)
    with suppress(sqlite3.Error, OSError, StoreError):  # tried again at the next start
        _forget_removed(places, book)
    return FoundBeside(changes, tuple(left), tuple(damaged))


def _read(leftover: Leftover) -> tuple[Spilled, list[Change]]:
    """Return what a file holds; as damaged, and nothing of it, where a record holds no change."""
    spilled = leftover.read()
    try:
        return spilled, [from_record(record) for record in spilled.records]
    except (LookupError, TypeError, ValueError):
        return Spilled((), is_damaged=True), []


def _forget_removed(places: Places, book: KeyBook) -> None:
    """Let go of what was set aside of visits that were removed since, on a volume not there then.

    What was set aside of others is as it was, unless it lies with theirs.
    """
    if not has_any(folders := second_places(places)):
        return
    with closing(connect(places.visits)) as connection:
        gone = gone_in(connection)
    if names_any(folders, gone):
        forget(folders, book.every().keys() - gone)


def _put_all(places: Places, book: KeyBook, changes: list[Change], name: str) -> None:
    """Put a file's changes into the store in one transaction, once, the keys of new visits first.

    The store remembers the file's name: a cut may come before the file is taken away, and what
    its words became meanwhile must not be met by them again. What was removed stays so.
    """
    with closing(connect(places.visits)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        if not remember(connection, [name]):
            return
        gone = gone_in(connection)
        changes = [change for change in changes if change.visit not in gone]
        known = {visit for (visit,) in connection.execute("SELECT id FROM visits").fetchall()}
        for change in changes:
            if change.began and change.visit not in known and not book.wraps(change.visit):
                book.put(change.visit, change.began.wraps)
        late: Late = {}
        for change in changes:
            put(connection, change, late)
            if change.event:  # sealed: it may have added to a note that had left
                connection.execute("DELETE FROM delivered WHERE visit = ?", (change.visit,))
                connection.execute("INSERT OR IGNORE INTO outbox_owed VALUES (?)", (change.visit,))
        connection.execute("COMMIT")
