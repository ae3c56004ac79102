"""Queueing: what was signed becomes rows of the outbox in the transaction that signs it.

There is never a signed note without its rows: what cannot be made for a destination is queued as
held, with why. Bytes, control id and digest are fixed here, for good.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from bedside.core.answers import Patient
from bedside.core.checklist import Checklist
from bedside.core.deliveries import Cause
from bedside.core.destinations import Destination, Hl7
from bedside.core.events import Appended, Event, Signed
from bedside.core.parcels import Made, Outgoing, Standing, Unmade
from bedside.core.turns import Entry, entries_of, lacking, place_of, turn_of
from bedside.core.visit import Visit
from bedside.core.walk import replay
from bedside.store.keys.seal import Seal, new_key
from bedside.store.locks import StoreError
from bedside.store.moments import new_id
from bedside.store.outbox.doors import since
from bedside.store.outbox.hook import Whole
from bedside.store.outbox.owed import taken
from bedside.store.outbox.retracting import latest, moved, taken_back
from bedside.store.outbox.rows import (
    Content,
    Row,
    Said,
    put,
    rows_in,
    with_content,
    with_said,
    wrapped,
)

Make = Callable[[Outgoing], tuple[Made | Unmade, int]]
"""Makes a parcel's bytes, and says how many characters the note in it has; raises nothing."""

Events = tuple[Checklist, Sequence[Event]]
"""All that a visit is made of."""

_UNMADE = (
    "control = ? AND state = 'held' AND media = ''"
    " AND control NOT IN (SELECT control FROM outbox_moved)"
)
_Which = tuple[list[Entry], Entry, Destination]


class Post(NamedTuple):
    """Where notes of this workstation go.

    `relay` is the public half that rows are also locked for, b"" for none; `lanes` gives the key
    by which patients are told apart without being named.
    """

    destinations: Callable[[], Sequence[Destination]]
    make: Make
    lanes: Callable[[], bytes]
    relay: bytes = b""


class Queueing:
    """Queues what is signed on a workstation."""

    def __init__(self, post: Post) -> None:
        """Queue for these destinations."""
        self._post = post

    def __call__(
        self, connection: sqlite3.Connection, seal: Seal, whole: Whole | None, event: Event | None
    ) -> None:
        """Queue an event that is being signed, and what is owed before it; or what is missing."""
        if whole is None or not (event is None or isinstance(event, Signed | Appended)):
            return
        checklist, events = whole()
        if event is not None:
            events = [*(one for one in tuple(events) if one.seq < event.seq), event]
        self.queue(connection, seal, (checklist, tuple(events)), (), isinstance(event, Signed))

    def queue(
        self,
        connection: sqlite3.Connection,
        seal: Seal,
        whole: Events,
        asked: Iterable[str] = (),
        is_due: bool = False,
    ) -> int:
        """Queue what of a visit is not queued yet; return how many rows that made.

        `asked` names destinations that somebody sends it to. A destination takes what was signed
        since it was set up, and what is owed to it; also what `is_due`, for it is signed now.
        """
        entries = entries_of(whole[1])
        destinations = self._post.destinations() if entries else ()
        if not destinations:
            return 0
        owed = connection.execute("DELETE FROM outbox_owed WHERE visit = ?", (seal.visit,))
        is_due = is_due or bool(owed.rowcount)
        owed_to = [one.name for one in destinations if taken(connection, seal.visit, one)]
        rows = rows_in(connection, "visit = ?", seal.visit)
        made = 0
        for one in destinations:
            there = {row.seq for row in rows if row.destination == one.name}
            is_now = is_due or one.name in owed_to or _is_since(connection, one, entries[0])
            goes = one.when == "signing" and is_now
            if not (there or goes or one.name in asked):
                continue
            for entry in entries:
                if entry.seq not in there:
                    row = self._row(connection, seal, whole, (entries, entry, one))
                    made += put(connection, row)
        return made

    def again(self, connection: sqlite3.Connection, seal: Seal, whole: Events, row: Row) -> bool:
        """Make a row that could not be made once more, in its place in the order; say if it is.

        Its destination may be set up in another way by now. What was made once stays as it was.
        """
        entries = entries_of(whole[1])
        entry = next((one for one in entries if one.seq == row.seq), None)
        to = next((one for one in self._post.destinations() if one.name == row.destination), None)
        there = rows_in(connection, _UNMADE, row.control)
        if entry is None or to is None or not there:
            return False
        connection.execute("DELETE FROM outbox WHERE control = ?", (row.control,))
        made = self._row(connection, seal, whole, (entries, entry, to))
        put(connection, made._replace(utc=row.utc))
        return made.state is Standing.QUEUED

    def _row(self, connection: sqlite3.Connection, seal: Seal, whole: Events, which: _Which) -> Row:
        """Return the sealed row of an entry for a destination."""
        entries, entry, to = which
        visit = replay(whole[0], [event for event in whole[1] if event.seq <= entry.seq])
        place = place_of(seal.visit, entries, entry, to)
        is_retraction = turn_of(entry) == "retraction"
        kept = (
            taken_back(connection, seal.visit, entry.at.utc, to.name, moved(connection))
            if is_retraction
            else []
        )
        outgoing = Outgoing(
            visit,
            entry,
            to,
            place.turn or turn_of(entry),
            new_id(entry.at.utc),
            place.document,
            latest(kept, place.parent),
            entry.at.utc,
            entry.at.offset,
        )
        why = lacking(to, visit) if place.turn else Cause.LACKS
        made, characters = (Unmade(""), 0) if why else self._post.make(outgoing)
        row = _new_row(connection, outgoing, made, self._lanes(seal))
        row = row._replace(why=why or row.why)
        if is_retraction and not kept:
            row = row._replace(state=Standing.CANCELLED, why=Cause.NEVER_LEFT, ended=row.utc)
        key = new_key()
        body, told = (made.body, "") if isinstance(made, Made) else (b"", made.why)
        content = Content(body, visit.record.patient or Patient(), characters)
        as_test = isinstance(to, Hl7) and to.hl7.processing != "P"
        said = Said(kind=to.kind, title=to.title or to.name, said=told, as_test=as_test)
        row = with_said(with_content(row, key, content), key, said)
        return wrapped(row, key, seal, self._post.relay)

    def _lanes(self, seal: Seal) -> bytes:
        """Return the key of lanes; where the key book fails now, one that sets this visit apart.

        Signing does not wait for it: then only the order among a patient's visits is not kept.
        """
        try:
            return self._post.lanes()
        except StoreError:
            return seal.key


def _is_since(connection: sqlite3.Connection, to: Destination, signed: Entry) -> bool:
    """Whether a note was signed when a destination was set up already."""
    began = since(connection, to.name)
    return bool(began) and signed.at.utc >= began


def _new_row(
    connection: sqlite3.Connection, outgoing: Outgoing, made: Made | Unmade, lanes: bytes
) -> Row:
    """Return the row of an entry for a destination, still without anything sealed."""
    body, media = (made.body, made.media) if isinstance(made, Made) else (b"", "")
    lane = _mark(lanes, "lane", _who(outgoing.visit))
    where = "destination = ? AND (lane = ? OR visit = ?)"
    query = f"SELECT coalesce(max(utc) + 1, 0) FROM outbox WHERE {where}"  # noqa: S608
    given = (outgoing.destination.name, lane, outgoing.visit.id)
    (after,) = connection.execute(query, given).fetchone()
    return Row(
        control=outgoing.control,
        destination=outgoing.destination.name,
        visit=outgoing.visit.id,
        seq=outgoing.entry.seq,
        turn=outgoing.turn,
        document=outgoing.document,
        parent=outgoing.parent,
        media=media,
        digest=hashlib.sha256(body).hexdigest(),
        utc=max(outgoing.utc, after),
        lane=lane,
        talk=_mark(lanes, "talk", _talk(outgoing.visit)),
        state=Standing.HELD if isinstance(made, Unmade) else Standing.QUEUED,
        why=Cause.UNMADE if isinstance(made, Unmade) else Cause.NOTHING,
    )


def _who(visit: Visit) -> str:
    """Return what tells a visit's patient from others: their number, their label, or the visit."""
    patient = visit.record.patient
    if patient is None or not (patient.known or patient.text()):
        return f"visit {visit.id}"
    if patient.known is not None and patient.known.number:
        return f"number {patient.known.number} {patient.known.authority}"
    return f"label {''.join(patient.text().casefold().split())}"


def _talk(visit: Visit) -> str:
    """Return what a visit has in common with the one that is written in its place."""
    author = visit.signed.author.casefold() if visit.signed else ""
    day = visit.opened.at.day().isoformat() if visit.opened else ""
    return f"{author} {visit.checklist.id} {day}"


def _mark(key: bytes, kind: str, what: str) -> int:
    """Return 16 bits that stand for something (keyed BLAKE2b, RFC 7693): too few to name it."""
    text = f"{kind} {what}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, key=key, digest_size=2).digest(), "big")
