"""Marks: how far each visit and the log had come, kept in the key book, apart from the store.

So a store that is an older one put back is noticed, and one that a visit was taken out of. They are
made at the end of a command, and every two minutes while a face is open: a mark may be behind, and
never ahead. Where both files are put back together, nothing here can know it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bedside.core.acts import Act
from bedside.store.audit.chain import short
from bedside.store.audit.check import Anchor
from bedside.store.audit.entries import entry_of
from bedside.store.audit.roots import is_root, name_of_root
from bedside.store.database import gone_in
from bedside.store.keys.book import KeyBook

IN_BOOK = "the key book"
"""Who carries a head that the key book remembers; no visit is called so."""


class Mark(NamedTuple):
    """How far something had come: a visit's last entry, or the log's, and the head after it."""

    number: int
    head: bytes = b""


class Behind(NamedTuple):
    """A visit that has fewer entries than it had; `has` is 0 where its row is gone."""

    visit: str
    had: int
    has: int


def mark(book: KeyBook, store: sqlite3.Connection, visits: Iterable[str]) -> None:
    """Remember how far these visits and the log have come, durably; no mark is ever lowered.

    One that the store is behind stays, and so does that of a log which is another now.
    StoreError where the book takes nothing, sqlite3.Error where the store cannot be read.
    """
    before = marks(book)
    now = {visit: Mark(count) for visit in visits if (count := count_of(store, visit))}
    now |= _log_now(store, before)
    rows = [(what, *one) for what, one in now.items() if one.number > _number(before, what)]
    if rows:
        with book.noting() as connection:
            connection.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", rows)


def mark_anew(book: KeyBook, store: sqlite3.Connection) -> None:
    """Forget every mark, and remember how far all has come in this store: it stands for all.

    A visit that has a key and no row is known to be lost from now on, and missed no more.
    """
    every = [visit for (visit,) in store.execute("SELECT id FROM visits").fetchall()]
    lost = [(visit, 0, b"") for visit in book.every() if not is_root(visit)]
    with book.changing() as connection:
        connection.execute("DELETE FROM marks")
        connection.executemany("INSERT INTO marks VALUES (?, ?, ?)", lost)
    mark(book, store, every)


def marks(book: KeyBook) -> dict[str, Mark]:
    """Return every mark, by visit or by the name of the log's first key."""
    with book.reading() as connection:
        rows = connection.execute("SELECT what, number, head FROM marks").fetchall()
    return {what: Mark(number, head) for what, number, head in rows}


def behind(book: KeyBook, store: sqlite3.Connection) -> list[Behind]:
    """Return the visits that have fewer entries than their marks say, or that are gone.

    Gone is also one with a key and no mark that the log tells of, unless it was removed.
    """
    there = {visit for (visit,) in store.execute("SELECT id FROM visits").fetchall()}
    removed = gone_in(store)
    had = {what: one.number for what, one in marks(book).items() if not is_root(what)}
    unmarked = [one for one in book.every() if not is_root(one) and one not in there | had.keys()]
    had |= dict.fromkeys(_told_of(store, unmarked), 1)
    found = []
    for visit, number in sorted(had.items()):
        has = count_of(store, visit) if visit in there else 0
        if has < number and visit not in removed:
            found.append(Behind(visit, number, has))
    return found


def anchors(book: KeyBook, which: int) -> list[Anchor]:
    """Return the head of a log that the key book remembers, if any.

    Which log here it is counts from 1; where the book knows a later one, it is that one's head.
    """
    known = {what: one for what, one in marks(book).items() if is_root(what)}
    latest = max(known, key=_which, default="")
    if not latest or _which(latest) < which:
        return []
    return [Anchor(short(*known[latest]), IN_BOOK)]


def count_of(store: sqlite3.Connection, visit: str) -> int:
    """Return the last place in a visit's order that its store has; 0 where there is none."""
    query = "SELECT max(seq) FROM {} WHERE visit = ?"
    found = [store.execute(query.format(t), (visit,)).fetchone()[0] for t in _IN_ORDER]
    return max(number or 0 for number in found)


_IN_ORDER = ("events", "unreadable")


def _log_now(store: sqlite3.Connection, before: Mapping[str, Mark]) -> dict[str, Mark]:
    """Return how far the log has come; nothing where it is not the one that was remembered."""
    first = store.execute("SELECT body FROM audit WHERE n = 1").fetchone()
    last = store.execute("SELECT n, head FROM audit ORDER BY n DESC LIMIT 1").fetchone()
    if first is None or last is None:
        return {}
    name = name_of_root(_which_begun(first[0]))
    known = before.get(name)
    if known is not None:
        row = store.execute("SELECT head FROM audit WHERE n = ?", (known.number,)).fetchone()
        if row is None or row[0] != known.head:
            return {}
    return {name: Mark(*last)}


def _which_begun(body: object) -> int:
    """Return which log here it is, as its first entry says; 1 where it does not."""
    try:
        entry = entry_of(body if isinstance(body, bytes) else b"")
    except ValueError:
        return 1
    return entry.number if entry.act is Act.LOG_BEGUN else 1


def _told_of(store: sqlite3.Connection, visits: Iterable[str]) -> list[str]:
    """Return those of these visits that the log says were begun here, and not removed since."""
    from bedside.store.audit.read import whole

    wanted = list(visits)
    if not wanted:
        return []
    log = whole(store)
    begun = {told.entry.visit for told in log.entries()}
    return [visit for visit in wanted if log.name_of(visit) in begun - {""}]


def _number(known: Mapping[str, Mark], what: str) -> int:
    return known[what].number if what in known else 0


def _which(name: str) -> int:
    return int(name.rpartition("-")[2])
