"""Rows of the outbox, and their seals.

Each row has a random key of its own, which seals its body and all that its receiver says. That key
is sealed under the visit's key and, where the site names a relay, locked for the relay as well: the
relay opens rows of the outbox and no visit. What a row says in clear is bound to both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, cast

from bedside.core.answers import Patient
from bedside.core.codec import from_plain, to_plain
from bedside.core.deliveries import Attempt, Cause
from bedside.core.destinations import Turn
from bedside.core.parcels import Parcel, Reply, Standing
from bedside.core.value import Value, placed, value
from bedside.store.audit.entries import About, about_of
from bedside.store.keys.seal import OUTGOING, REPLIES, ROW_KEY, Seal, Tampered
from bedside.store.outbox.sql import Sql

MOST_ATTEMPTS = 60
"""Of a row's tries the latest so many are kept; the log has each of them."""


class Row(NamedTuple):
    """A row of the outbox, in the order of its columns."""

    control: str
    destination: str
    visit: str
    seq: int
    turn: Turn
    document: str
    parent: str
    media: str
    digest: str
    utc: int
    lane: int
    talk: int
    state: Standing
    why: Cause
    maybe: int = 0
    tries: int = 0
    fails: int = 0
    strikes: int = 0
    due: int = 0
    ended: int = 0
    told: int = 0
    own: bytes = b""
    relay: bytes = b""
    body: bytes = b""
    said: bytes = b""

    def place(self) -> tuple[int | str, ...]:
        """Return what a row's seals are bound to beside its control id and digest."""
        return self.destination, self.visit, self.seq, self.turn, self.document, self.parent

    def about(self) -> About:
        """Return what the log tells of it: where to, under which id, which bytes."""
        return about_of(self.destination, self.control, self.digest)


@placed
class Content(Value):
    """What a row's body holds: the bytes that are sent, and whom they are about.

    `characters` is how long the note in them is.
    """

    body: bytes
    patient: Patient = Patient()
    characters: int = 0


@value
class Said(Value):
    """What came back for a row, sealed with its key.

    `receipt` is where the note is at its receiver; `by` and `where` say who has filed it by hand.
    """

    receipt: str = ""
    code: str = ""
    said: str = ""
    compared: bool | None = None
    by: str = ""
    where: str = ""
    kind: str = ""
    title: str = ""
    attempts: tuple[Attempt, ...] = ()
    theirs: bool = False
    """Whether `said` are the receiver's own words."""
    as_test: bool = False
    """Whether it goes marked as a test (MSH-11), so that its receiver may file it nowhere."""

    def after(self, attempt: Attempt, reply: Reply) -> Said:
        """Return it after one more attempt, with what was said to that."""
        return replace(
            self,
            receipt=reply.receipt or self.receipt,
            code=reply.code,
            said=reply.said,
            theirs=reply.theirs,
            compared=reply.compared,
            attempts=(*self.attempts, attempt)[-MOST_ATTEMPTS:],
        )


def seal_of(row: Row, key: bytes) -> Seal:
    """Return the seal of a row under its own key."""
    return Seal(key, row.control, row.digest)


def with_content(row: Row, key: bytes, content: Content) -> Row:
    """Return a row with its body sealed under its key."""
    text = json.dumps([to_plain(content.patient), content.characters])
    head = text.encode("ascii")
    whole = len(head).to_bytes(4, "big") + head + content.body
    return row._replace(body=seal_of(row, key).close(whole, OUTGOING, *row.place(), row.media))


def content_of(row: Row, key: bytes) -> Content:
    """Return what a row's body holds; Tampered where it is not what was sealed there."""
    whole = seal_of(row, key).open(row.body, OUTGOING, *row.place(), row.media)
    length = int.from_bytes(whole[:4], "big")
    patient, characters = cast("list[Any]", json.loads(whole[4 : 4 + length]))
    return Content(whole[4 + length :], from_plain(Patient, patient), int(characters))


def with_said(row: Row, key: bytes, said: Said) -> Row:
    """Return a row with what came back for it sealed under its key."""
    text = json.dumps(to_plain(said), ensure_ascii=False)
    body = text.encode("utf-8", "surrogatepass")
    return row._replace(said=seal_of(row, key).close(body, REPLIES, *row.place()))


def said_of(row: Row, key: bytes) -> Said:
    """Return what came back for a row; nothing where nothing did, or where it does not open."""
    if not row.said:
        return Said()
    try:
        body = seal_of(row, key).open(row.said, REPLIES, *row.place())
    except Tampered:
        return Said()
    return from_plain(Said, json.loads(body.decode("utf-8", "surrogatepass")))


def wrapped(row: Row, key: bytes, visit: Seal, relay: bytes) -> Row:
    """Return a row with its key sealed for the visit and, with a public half, for the relay."""
    from bedside.store.keys import pairs

    own = visit.close(key, ROW_KEY, row.control, *row.place())
    try:
        locked = pairs.lock(relay, key, relay_info(row)) if relay else b""
    except ValueError:  # a public half that nothing can be locked for; signing does not wait for it
        locked = b""
    return row._replace(own=own, relay=locked)


def key_by_visit(row: Row, visit: Seal) -> bytes | None:
    """Return a row's key, opened with its visit's; nothing where it does not open."""
    try:
        return visit.open(row.own, ROW_KEY, row.control, *row.place())
    except Tampered:
        return None


def key_by_relay(row: Row, private: bytes) -> bytes | None:
    """Return a row's key, opened with the relay's private half; nothing where it is not for it."""
    from bedside.store.keys import pairs

    return pairs.unlock(private, row.relay, relay_info(row)) if row.relay else None


def relay_info(row: Row) -> str:
    """Return what a row's key is locked to for the relay."""
    return "|".join(map(str, ("bedside outbox 1", row.control, *row.place())))


def parcel_of(row: Row, content: Content) -> Parcel:
    """Return what is handed to a sender: the bytes as they were fixed, and their names."""
    named = ("control", "destination", "visit", "document", "parent", "turn", "media", "digest")
    plain: Mapping[str, Any] = {name: getattr(row, name) for name in named}
    return Parcel(body=content.body, utc=row.utc, **plain)


def rows_in(connection: Sql, where: str = "1 = 1", *given: object) -> list[Row]:
    """Return the rows that a condition in SQL finds, in the order they were queued."""
    query = f"SELECT {', '.join(Row._fields)} FROM outbox WHERE {where} ORDER BY utc, control"  # noqa: S608
    return [_row(found) for found in connection.execute(query, given).fetchall()]


def put(connection: Sql, row: Row) -> bool:
    """Write a row unless there is one for the same entry and destination; say whether it was."""
    marks = ", ".join("?" * len(row))
    names = ", ".join(Row._fields)
    query = f"INSERT INTO outbox ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
    done = connection.execute(query, row)
    return bool(done.rowcount)


def change(connection: Sql, row: Row, names: Iterable[str]) -> None:
    """Write what has changed of a row over what is kept of it."""
    chosen = tuple(names)
    sets = ", ".join(f"{name} = ?" for name in chosen)
    values = [getattr(row, name) for name in chosen]
    connection.execute(f"UPDATE outbox SET {sets} WHERE control = ?", (*values, row.control))  # noqa: S608


def _row(found: tuple[Any, ...]) -> Row:
    row = Row(*found)
    known = row.why in {*Cause}
    return row._replace(state=Standing(row.state), why=Cause(row.why) if known else Cause.BROKEN)
