"""Replay: what a process had to keep in the second place goes into the store at the next start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import NamedTuple

from bedside.store.database import GONE, connect
from bedside.store.keys.book import KeyBook
from bedside.store.locks import StoreError
from bedside.store.paths import Places
from bedside.store.safety.records import Change, Late, from_record, put
from bedside.store.safety.rescue import second_places
from bedside.store.safety.spill import Leftover, leftovers


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
            spilled = leftover.read()
            found = [from_record(record) for record in spilled.records]
            _put_all(places, book, found, leftover.path.name)
        except (sqlite3.Error, OSError, StoreError):
            left.append(str(leftover.path))
            leftover.leave()
            continue
        except (LookupError, TypeError, ValueError):
            damaged.append(_set_aside(leftover))
            continue
        changes += len(found)
        if spilled.is_damaged:
            damaged.append(_set_aside(leftover))
        else:
            leftover.remove()
    return FoundBeside(changes, tuple(left), tuple(damaged))


def _put_all(places: Places, book: KeyBook, changes: list[Change], name: str) -> None:
    """Put a file's changes into the store in one transaction, once, the keys of new visits first.

    The store remembers the file's name: a cut may come before the file is taken away, and what
    its words became meanwhile must not be met by them again. What was removed stays so.
    """
    with closing(connect(places.visits)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE IF NOT EXISTS replayed (name TEXT PRIMARY KEY)")
        if not connection.execute("INSERT OR IGNORE INTO replayed VALUES (?)", (name,)).rowcount:
            return
        connection.execute(f"CREATE TABLE IF NOT EXISTS {GONE}")
        gone = {visit for (visit,) in connection.execute("SELECT visit FROM gone").fetchall()}
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
        connection.execute("COMMIT")


def _set_aside(leftover: Leftover) -> str:
    """Keep a file under a name that nobody replays; return its path."""
    path = leftover.path.with_suffix(".damaged")
    leftover.path.replace(path)
    leftover.remove()
    return str(path)
