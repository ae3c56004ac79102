"""Records: what a visit's change is made of, as bytes for the second place, and back into a store.

Bodies in them are sealed already, each to the place it has in the store. Putting one in that is
there already changes nothing. What is older than the store is known by its epoch; within one epoch
nothing is, for the commit that has it all says so of the file it stands in (database.REPLAYED).
No clock is asked: it may have been set back in between.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from bedside.store.bodies import UNLISTED

_BYTES = "=64"
"""Marks bytes in a record, in base 64; no recipient of a key is called so."""


class Began(NamedTuple):
    """How a visit began: its checklist, when (UTC, ms), and its key for each who may open it."""

    checklist: bytes
    utc: int
    wraps: dict[str, bytes]


class Written(NamedTuple):
    """One body of a visit: sealed for its own table, and as a conflict, should it come too late."""

    utc: int
    body: bytes
    conflict: bytes
    seq: int = 0
    """Its place in the visit's order; 0 for a draft."""
    boot_ns: int = 0


class Listing(NamedTuple):
    """How the visit is listed after a change: last touched (UTC, ms), its state, and sealed."""

    touched: int
    state: str
    body: bytes


class Change(NamedTuple):
    """One change of a visit, by the holder of an epoch."""

    visit: str
    epoch: int
    digest: str
    began: Began | None = None
    listing: Listing | None = None
    event: Written | None = None
    draft: Written | None = None
    ends_draft: bool = False


Late = dict[tuple[str, int, int], set[tuple[int, int]]]
"""What of one file came after a take-over: at each visit, epoch and UTC, the places (and boot
clocks) of what was written then. Several may have been within one millisecond."""


def to_record(change: Change) -> bytes:
    """Return a change as a record."""
    return json.dumps(change, default=_plain, ensure_ascii=False, separators=(",", ":")).encode()


def from_record(record: bytes) -> Change:
    """Return the change that a record holds; ValueError and its like where it holds none."""
    visit, epoch, digest, began, listing, event, draft, ends = json.loads(record, object_hook=_raw)
    return Change(
        visit,
        epoch,
        digest,
        Began(*began) if began else None,
        Listing(*listing) if listing else None,
        Written(*event) if event else None,
        Written(*draft) if draft else None,
        bool(ends),
    )


def put(connection: sqlite3.Connection, change: Change, late: Late) -> None:
    """Put a change into a store, inside a transaction; `late` goes along with all of one file."""
    visit = change.visit
    _begin(connection, change)
    row = connection.execute("SELECT epoch FROM visits WHERE id = ?", (visit,)).fetchone()
    if row is None:
        return  # it is gone for good, and its key with it
    (epoch,) = row
    if epoch > change.epoch:
        _put_as_conflicts(connection, change, late)
        return
    if epoch < change.epoch:
        connection.execute("UPDATE visits SET epoch = ? WHERE id = ?", (change.epoch, visit))
    if change.event:
        _put_event(connection, change, change.event)
    if change.listing is None:
        return
    listed = (change.listing.touched, change.listing.state, change.listing.body, visit)
    connection.execute("UPDATE visits SET touched = ?, state = ?, summary = ? WHERE id = ?", listed)
    if change.ends_draft:
        connection.execute("DELETE FROM drafts WHERE visit = ?", (visit,))
    if change.draft:
        kept = (visit, change.epoch, change.draft.utc, change.draft.body)
        connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", kept)


def _begin(connection: sqlite3.Connection, change: Change) -> None:
    """Write the visit's own row and its checklist, unless they are there."""
    began = change.began
    if began is None:
        return
    connection.execute(
        "INSERT OR IGNORE INTO checklists VALUES (?, ?)", (change.digest, began.checklist)
    )
    own = (change.visit, change.epoch, change.digest, began.utc, began.utc, "new", UNLISTED)
    connection.execute("INSERT OR IGNORE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", own)


def _put_event(connection: sqlite3.Connection, change: Change, event: Written) -> None:
    row = (change.visit, change.epoch, event.seq, event.utc, event.boot_ns, event.body)
    connection.execute("INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?)", row)


def _put_as_conflicts(connection: sqlite3.Connection, change: Change, late: Late) -> None:
    """Keep what came after a take-over as words of another window, unless it is there.

    Its writer may have put some there itself, in the same order: so many, from the first, are.
    """
    event, draft = change.event, change.draft
    if event:
        query = "SELECT 1 FROM events WHERE visit = ? AND seq = ? AND utc = ? AND boot_ns = ?"
        same = (change.visit, event.seq, event.utc, event.boot_ns)
        event = None if connection.execute(query, same).fetchone() else event
    query = "SELECT count(*) FROM conflicts WHERE visit = ? AND epoch = ? AND utc = ?"
    for written in (event, draft):
        if written is None:
            continue
        place = (change.visit, change.epoch, written.utc)
        met, one = late.setdefault(place, set()), (written.seq, written.boot_ns)
        (there,) = connection.execute(query, place).fetchone()
        if one not in met and there <= len(met):
            row = (*place, written.conflict)
            connection.execute("INSERT INTO conflicts VALUES (?, ?, ?, ?)", row)
        met.add(one)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        from binascii import b2a_base64

        return {_BYTES: b2a_base64(value, newline=False).decode()}
    raise TypeError(f"a record holds no {type(value).__name__}")


def _raw(plain: dict[str, Any]) -> object:
    from binascii import a2b_base64

    return a2b_base64(plain[_BYTES]) if plain.keys() == {_BYTES} else plain
