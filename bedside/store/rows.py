"""Rows: what the store has of a visit, opened one by one.

A row that does not open is left out and named; the rest of the visit opens all the same. What one
row cannot show by itself is held against another: the list entry says how many events there are,
and when the draft was written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from bedside.core.checklist import Checklist
from bedside.core.codec import from_plain
from bedside.core.events import Event, Moment, Opened, event_from_plain
from bedside.core.listing import VisitListing
from bedside.core.value import Value, placed
from bedside.store.bodies import UNLISTED, digest_of, event_of_row, from_body
from bedside.store.hold import Draft
from bedside.store.keys.seal import CONFLICT, DRAFT, EVENT, SUMMARY, Seal, Tampered


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
    unreadable: tuple[int, ...] = ()
    """The places in its order whose rows do not open or are gone; 0 for the draft."""


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


class VisitRow(NamedTuple):
    """A visit's own row: what it says in clear, and how the visit is listed, sealed."""

    visit: str
    digest: str
    opened: int
    touched: int
    state: str
    summary: bytes


class Rows(NamedTuple):
    """Every row of one visit, as it lies in the store."""

    visit: VisitRow
    checklist: bytes
    events: list[tuple[int, int, int, int, bytes]]
    """Epoch, place, UTC, boot clock and body of each event."""
    draft: tuple[int, int, bytes] | None
    conflicts: list[tuple[int, int, int, bytes]]
    aside: tuple[int, ...]
    """The places whose rows were set aside because they did not open."""


_OF_VISIT = "SELECT id, digest, opened, touched, state, summary FROM visits"


def visit_rows(connection: sqlite3.Connection) -> list[VisitRow]:
    """Return the row of every visit that has begun, the newest first."""
    query = f"{_OF_VISIT} WHERE summary != ? ORDER BY opened DESC, id DESC"
    return [VisitRow(*row) for row in connection.execute(query, (UNLISTED,)).fetchall()]


def newest_checklist(connection: sqlite3.Connection) -> str:
    """Return the id of the checklist that the newest visit follows; "" where there is none.

    Wordings are kept in clear: this can be known without any key.
    """
    query = "SELECT body FROM checklists JOIN visits USING (digest) ORDER BY opened DESC LIMIT 1"
    row = connection.execute(query).fetchone()
    return str(cast("dict[str, object]", from_body(row[0]))["id"]) if row else ""


def rows_of(connection: sqlite3.Connection, visit: str) -> Rows:
    """Return every row of a visit, in one transaction; KeyError if there is no such visit."""

    def every(query: str) -> list[Any]:
        return connection.execute(query, (visit,)).fetchall()

    found = every(f"{_OF_VISIT} WHERE id = ?")
    if not found:
        raise KeyError(visit)
    own = VisitRow(*found[0])
    query = "SELECT body FROM checklists WHERE digest = ?"
    (checklist,) = connection.execute(query, (own.digest,)).fetchone() or (b"",)
    of_visit = "FROM events WHERE visit = ? ORDER BY seq"
    drafts = every("SELECT epoch, utc, body FROM drafts WHERE visit = ?")
    aside = every("SELECT seq FROM unreadable WHERE visit = ? ORDER BY seq")
    return Rows(
        visit=own,
        checklist=checklist,
        events=every(f"SELECT epoch, seq, utc, boot_ns, body {of_visit}"),
        draft=drafts[0] if drafts else None,
        conflicts=every("SELECT rowid, epoch, utc, body FROM conflicts WHERE visit = ?"),
        aside=tuple(seq for (seq,) in aside),
    )


def kept(rows: Rows, seal: Seal) -> Kept:
    """Return what a visit's rows hold. ValueError and its like where its checklist is not whole."""
    plain = from_body(rows.checklist)
    if digest_of(plain) != rows.visit.digest:
        raise Tampered("the checklist is not the one this visit was held with")
    checklist = from_plain(Checklist, plain)
    events, lost = _events(rows, seal)
    if not events or events[0].seq != 1:
        events.insert(0, _begun(rows.visit, checklist))
    summary = _summary(rows.visit, seal) or {}
    count = int(cast("dict[str, Any]", summary.get("listing", {})).get("events", 0))
    draft = draft_in(rows, seal)
    there = {seq for _, seq, *_ in rows.events}
    gone = set(range(1, count + 1)) - there
    if rows.draft is not None and draft is None:
        lost.append(0)
    return Kept(
        checklist=checklist,
        events=tuple(events),
        draft=from_plain(Draft, from_body(draft[1])) if draft else None,
        conflicts=_conflicts(rows, seal),
        count=count,
        unreadable=tuple(sorted({*lost, *gone, *rows.aside})),
    )


def kept_as_filed(rows: Rows, notes: Sequence[tuple[int, bytes | None]]) -> Kept:
    """Return what was signed, as it was filed: how the visit began, the signing, later entries.

    Tampered where one of them does not open, or the checklist is another.
    """
    plain = from_body(rows.checklist)
    if digest_of(plain) != rows.visit.digest or any(body is None for _, body in notes):
        raise Tampered("what was filed does not open with this key")
    checklist = from_plain(Checklist, plain)
    events = [event_from_plain(json.loads(body or b"")) for _, body in notes]
    if [event.seq for event in events] != [seq for seq, _ in notes]:
        raise Tampered("what was filed stands in another place")
    return Kept(checklist, (_begun(rows.visit, checklist), *events), None, {})


def draft_in(rows: Rows, seal: Seal) -> tuple[int, bytes] | None:
    """Return when the draft was written, and its body; nothing if it is not the latest one."""
    if rows.draft is None:
        return None
    epoch, utc, body = rows.draft
    summary = _summary(rows.visit, seal)
    if summary is not None and summary.get("draft", 0) != utc:
        return None
    try:
        return utc, seal.open(body, DRAFT, epoch, utc)
    except Tampered:
        return None


def listing_in(row: VisitRow, seal: Seal) -> VisitListing:
    """Return how a visit is listed; one whose entry does not open is listed all the same."""
    summary = _summary(row, seal)
    if summary is not None:
        return from_plain(VisitListing, summary["listing"])
    return VisitListing(
        id=row.visit,
        checklist="",
        title="",
        version="",
        state=row.state,
        patient="",
        opened=Moment(utc=row.opened),
        touched=Moment(utc=row.touched),
    )


def _summary(row: VisitRow, seal: Seal) -> dict[str, Any] | None:
    """Return what a visit's list entry says; nothing where it does not open."""
    if row.summary == UNLISTED:
        return None
    try:
        body = seal.open(row.summary, SUMMARY, row.touched, row.state)
    except Tampered:
        return None
    return cast("dict[str, Any]", from_body(body))


def _events(rows: Rows, seal: Seal) -> tuple[list[Event], list[int]]:
    """Return the events that open, in order, and the places of those that do not."""
    events, lost = [], []
    for epoch, seq, utc, ns, sealed in rows.events:
        try:
            events.append(event_of_row(seq, utc, ns, seal.open(sealed, EVENT, epoch, seq, utc, ns)))
        except Tampered:
            lost.append(seq)
    return events, lost


def _begun(row: VisitRow, checklist: Checklist) -> Opened:
    """Return how a visit began, as far as its row says it: without it there is no visit."""
    at = Moment(utc=row.opened)
    return Opened(
        seq=1,
        at=at,
        visit=row.visit,
        checklist=checklist.id,
        version=checklist.version,
        digest=row.digest,
    )


def _conflicts(rows: Rows, seal: Seal) -> dict[int, Draft]:
    """Return the words that fenced writers could not save any more, by row."""
    found = {}
    for row, epoch, utc, sealed in rows.conflicts:
        try:
            found[row] = _conflict(seal.open(sealed, CONFLICT, epoch, utc))
        except Tampered:
            continue  # it stays where it is, for salvage
    return found


def _conflict(body: bytes) -> Draft:
    """Return the words that a fenced writer could not save any more."""
    plain = cast("dict[str, object]", from_body(body))
    if "event" not in plain:
        return from_plain(Draft, plain)
    answer = cast("dict[str, object]", plain.get("answer") or {})
    words = str(answer.get("words") or plain.get("words") or "")
    picks = ", ".join(map(str, cast("list[str]", answer.get("picks", []))))
    return Draft(step=str(plain.get("step", "")), words=words or picks)
