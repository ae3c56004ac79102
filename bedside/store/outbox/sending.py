"""Sending, as the store sees it: what is next, that it is on its way, and what came of it.

The try itself is made between two transactions, never in one. A row that is on its way when its
dispatcher dies has an outcome that nobody saw.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import NamedTuple

from bedside.core.acts import Act
from bedside.core.deliveries import PENDING, WAITS, Attempt, Cause
from bedside.core.destinations import Destination
from bedside.core.events import Moment
from bedside.core.parcels import Fate, Reply, Standing
from bedside.store.outbox.doors import shut
from bedside.store.outbox.rows import Row, change, rows_in, said_of, with_said
from bedside.store.outbox.sql import Sql
from bedside.store.outbox.tables import PENDING_SQL

FIRST_MS, MOST_MS = 5_000, 15 * 60_000
"""How long is waited after the first failure; it doubles up to the most."""
MOST_ASKED = 24 * 3600
"""Seconds: no receiver has us wait longer than a day."""

_BEFORE = (
    " AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.destination = outbox.destination"  # noqa: S608
    " AND p.{same} = outbox.{same} AND (p.utc, p.control) < (outbox.utc, outbox.control)"
    f" AND p.state IN ({PENDING_SQL})"
    " AND NOT (outbox.turn = 'retraction' AND p.visit = outbox.visit AND p.state = 'held'))"
    " AND NOT EXISTS (SELECT 1 FROM outbox s WHERE s.destination = outbox.destination"
    " AND s.{same} = outbox.{same} AND s.state = 'sending' AND s.control != outbox.control)"
)
"""That nothing comes before a row, or is on its way, in its lane or visit. Each is asked by itself:
over an OR of both, PostgreSQL reads all that ever went for every row that waits."""
_READY = (
    "state IN ('queued', 'unknown') AND due <= ?"  # noqa: S608
    " AND destination NOT IN (SELECT destination FROM outbox_doors WHERE closed > 0)"
    f"{_BEFORE.format(same='lane')}{_BEFORE.format(same='visit')}"
    " AND NOT (turn = 'original' AND EXISTS (SELECT 1 FROM outbox r"
    " WHERE r.destination = outbox.destination AND r.talk = outbox.talk"
    f" AND r.turn = 'retraction' AND r.visit != outbox.visit AND r.state IN ({PENDING_SQL})))"
)
"""What can be sent now: each lane and each visit in its order, a retraction past what is held of
its own note, no note in the place of one whose retraction is not there yet, and one at a time of a
lane, also where something older has come in from another workstation meanwhile."""

_ACTS = {
    Fate.DELIVERED: Act.PARCEL_DELIVERED,
    Fate.AGAIN: Act.PARCEL_AGAIN,
    Fate.HELD: Act.PARCEL_HELD,
    Fate.UNKNOWN: Act.PARCEL_UNKNOWN,
    Fate.CLOSED: Act.PARCEL_CLOSED,
}


_HL7 = ("AA", "AE", "AR", "CA", "CE", "CR")
_REFUSALS = ("AE", "AR", "CE", "CR")


class Came(NamedTuple):
    """What came of a try: the reply, when, who was there, and why the row is held where it is.

    `is_absent` says that its receiver was asked before the try, and surely had not got it.
    """

    reply: Reply
    at: Moment
    by: str = ""
    why: Cause = Cause.NOTHING
    is_absent: bool = False


def ready(
    connection: Sql,
    now: int,
    is_ours: Callable[[str], bool] = lambda _: True,
    paused: Collection[str] = (),
) -> Row | None:
    """Return the row that is next to be sent at this time (UTC ms); nothing where none is.

    `is_ours` says which may be sent from here, `paused` are the destinations that wait for now.
    """
    query = f"SELECT control, destination FROM outbox WHERE {_READY} ORDER BY utc, control"  # noqa: S608
    for control, destination in connection.execute(query, (now,)).fetchall():
        if destination not in paused and is_ours(control):
            return rows_in(connection, "control = ?", control)[0]
    return None


def claim(connection: Sql, row: Row, now: int) -> Row | None:
    """Put a row on its way and return it; nothing where it is not as it was, or may not go now."""
    where = f"control = ? AND state = ? AND tries = ? AND {_READY}"
    if not rows_in(connection, where, row.control, row.state, row.tries, now):
        return None
    going = row._replace(state=Standing.SENDING, tries=row.tries + 1)
    change(connection, going, ("state", "tries"))
    return going


def settle(connection: Sql, row: Row, key: bytes, came: Came, to: Destination) -> Row:
    """Keep what came of a row's try; return the row as it stands then.

    Another dispatcher may have taken it for lost meanwhile; what its receiver said still holds.
    What was kept already is not kept twice, so that it can be tried again. In a row that is locked.
    """
    reply, at = came.reply, came.at
    kept = rows_in(connection, "control = ?", row.control)
    if not kept or not _still_counts(kept[0], row, reply):
        return kept[0] if kept else row
    row = kept[0]._replace(maybe=0) if came.is_absent else kept[0]
    if reply.receipt or reply.may_be_there:
        row = row._replace(maybe=1)
    after = _after(row, reply, to, at.utc)
    if after.state is Standing.HELD:
        after = after._replace(why=after.why or came.why or Cause.REFUSED)
    if reply.fate is Fate.CLOSED:
        shut(connection, row.destination, at.utc)
    attempt = Attempt(at.utc, came.by, reply.fate, reply.code, reply.said)
    after = with_said(after, key, said_of(row, key).after(attempt, reply))
    change(connection, after, _CHANGED)
    return after


_CHANGED = ("state", "why", "maybe", "fails", "strikes", "due", "ended", "said")


def act_of(reply: Reply) -> tuple[Act, int]:
    """Return how the log spells what came of a try, and its receiver's code as a number.

    That of HTTP is its own; those of HL7 v2 (table 0008) count from 1.
    """
    code = reply.code.strip().upper()
    if code.isascii() and code.isdigit() and len(code) <= 6:
        return _ACTS[reply.fate], int(code)
    return _ACTS[reply.fate], _HL7.index(code) + 1 if code in _HL7 else 0


def believed(row: Row, reply: Reply) -> Reply:
    """Return what a receiver says, where it can be so: nothing is there that was never sent.

    One that refuses the first try as a message it has had has taken it for another.
    """
    is_refused = reply.code.strip().upper() in _REFUSALS
    if reply.fate is Fate.DELIVERED and is_refused and not row.maybe:
        return replace(reply, fate=Fate.HELD, receipt="")
    return reply


def hand_on(connection: Sql, visit: str, utc: int) -> None:
    """Keep that the whole note of a visit has left, once no destination waits for any of it."""
    open_, any_ = connection.execute(
        f"SELECT count(*) FILTER (WHERE state IN ({PENDING_SQL})),"  # noqa: S608
        " count(*) FILTER (WHERE state = 'delivered') FROM outbox WHERE visit = ?",
        (visit,),
    ).fetchone()
    if any_ and not open_:
        query = (
            "INSERT INTO delivered VALUES (?, ?)"
            " ON CONFLICT (visit) DO UPDATE SET utc = excluded.utc"
        )
        connection.execute(query, (visit, utc))


def pause_after(fails: int, asked: float, chance: Callable[[], float] = random.random) -> int:
    """Return how long is waited after so many failures in a row (ms); a fifth of it is chance.

    Never less than the receiver asks for, in seconds.
    """
    pause: int = min(FIRST_MS * 2 ** min(max(fails - 1, 0), 20), MOST_MS)
    jittered = pause * (0.8 + 0.4 * chance())
    return round(max(jittered, min(asked, MOST_ASKED) * 1000))


def _still_counts(now: Row, row: Row, reply: Reply) -> bool:
    """Whether what came of a try changes how a row stands now; that it arrived always does."""
    if reply.fate is Fate.DELIVERED:
        return now.state in PENDING
    return now.tries == row.tries and now.state in (Standing.SENDING, Standing.UNKNOWN)


def _after(row: Row, reply: Reply, to: Destination, now: int) -> Row:
    """Return a row as it stands after a try."""
    if reply.fate is Fate.DELIVERED:
        return row._replace(
            state=Standing.DELIVERED, why=Cause.NOTHING, maybe=1, fails=0, ended=now, due=0
        )
    if reply.fate is Fate.HELD:
        return row._replace(state=Standing.HELD)
    if reply.fate is Fate.CLOSED:
        return row._replace(state=_back(row), due=0)
    fails = row.fails + 1
    is_unknown = reply.fate is Fate.UNKNOWN
    is_strike = reply.code not in ("", WAITS) or (is_unknown and not row.maybe)
    strikes = row.strikes + int(is_strike)
    due = now + pause_after(fails, reply.after)
    maybe = 1 if is_unknown else row.maybe
    later = row._replace(fails=fails, due=due, strikes=strikes, maybe=maybe)
    if strikes >= to.tries:
        return later._replace(state=Standing.HELD, why=Cause.TRIES)
    return later._replace(state=_back(later))


def _back(row: Row) -> Standing:
    """Return where a row goes that did not arrive by this try: it may have by an earlier one."""
    return Standing.UNKNOWN if row.maybe else Standing.QUEUED
