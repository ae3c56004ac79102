"""One byte of what is stored changed, or rows swapped, moved and put back: none of it is believed.

The rest of the visit opens all the same, and retention takes nothing that is not signed and gone.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.events import Opened
from bedside.core.visit import State
from bedside.store.evidence import Evidence
from bedside.store.keys import seal
from bedside.store.locks import StoreError
from bedside.store.purge import known_in
from bedside.store.retention import DAY, Fate, Rules, last_delivery, plan
from bedside.store.rows import Kept, kept, rows_of
from tests.campaigns.stores import Acting, desk_of, folder
from tests.people import CLINICIAN

WHAT = (
    "a byte changed in any field, rows swapped, moved or replayed: refused, and the rest opens; and\
 retention takes no visit by what its row alone says"
)
_FIELDS = {
    "events": ("epoch", "seq", "utc", "boot_ns", "body"),
    "drafts": ("epoch", "utc", "body"),
    "conflicts": ("epoch", "utc", "body"),
    "visits": ("digest", "touched", "state", "summary"),
    "checklists": ("digest", "body"),
    "delivered": ("utc",),
}
"""What is bound to a row's place; a visit's own epoch and day stand for nobody's words."""


Harm = tuple[str, frozenset[str]]
"""What was done, and the visits it was done to."""


class World(NamedTuple):
    """A store as SQL, its visits' seals, and how each visit opens unharmed."""

    script: str
    seals: dict[str, seal.Seal]
    whole: dict[str, Kept]
    stale: tuple[Any, ...]
    """An earlier draft, that was replaced since."""
    gone: dict[str, int]
    """The visit whose note has left, and when."""


def told(seed: int) -> str:
    """Return what was believed of the harm of this number."""
    return _harmed(seed, _world())


def twin(seed: int) -> str:
    """Return the same where bodies are bound to nothing, and retention goes by rows alone."""
    with (
        mock.patch.object(seal, "_associated", return_value=b""),
        mock.patch.object(Evidence, "borne_out", lambda _, due, *__: due),
    ):
        return _harmed(seed, _unbound_world())


@lru_cache(maxsize=1)
def _world() -> World:
    return _made()


@lru_cache(maxsize=1)
def _unbound_world() -> World:
    return _made()


def _made() -> World:
    with folder() as home:
        desk = desk_of(home)
        visits = []
        stale: tuple[Any, ...] = ()
        for number in range(2):
            acting = Acting(desk, random.Random(number))
            for _ in range(12):
                acting.act()
                acting.settle()
            stale = stale or _draft_of(home, acting.visit)
            while not acting.drafted:
                acting.act()
            acting.settle()
            visits.append(acting)
        _conflict(desk, visits[0])
        for acting in visits:
            acting.session.settle(10)
        visits.append(_gone(desk))
        left = last_delivery(desk.store.read(visits[-1].visit).events)
        seals = {one.visit: desk.store.seal_of(one.visit) for one in visits}
        desk.store.close()
        with closing(sqlite3.connect(home / "state" / "visits.sqlite3")) as connection:
            script = "\n".join(connection.iterdump())
            whole = {id_: kept(rows_of(connection, id_), own) for id_, own in seals.items()}
    return World(script, seals, whole, stale, {visits[-1].visit: left})


def _gone(desk: Desk) -> Acting:
    """Leave a visit that is signed, and whose note has left."""
    acting = Acting(desk, random.Random(2))
    session = acting.session
    session.do(m.SkipRest("no-time"))
    for found in session.concerns():
        session.do(m.Overrule(found.name, "needed"))
    session.do(m.Sign(*CLINICIAN, minutes=9))
    session.do(m.Deliver("file", "somewhere", 12))
    assert session.settle(10)
    assert session.visit.signed is not None
    return acting


def _draft_of(home: Path, visit: str) -> tuple[Any, ...]:
    with closing(sqlite3.connect(home / "state" / "visits.sqlite3")) as connection:
        row = connection.execute("SELECT * FROM drafts WHERE visit = ?", (visit,)).fetchone()
    return tuple(row or ())


def _conflict(desk: Any, acting: Acting) -> None:
    """Let words come too late in a visit."""
    taken = desk.resume(acting.visit, take_over=True)
    acting.session.do(m.Jot("late"))
    acting.session.settle(10)
    with acting.session._hold._settled:
        acting.session._hold._settled.wait_for(lambda: not acting.session.saving.waiting, 10)
    taken.settle(10)


def _harmed(seed: int, world: World) -> str:
    chance = random.Random(seed)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(_image(world.script))
        connection.text_factory = lambda raw: raw.decode(errors="replace")
        harm = chance.choice((_flip, _flip, _flip, _swap, _move, _replay, _called_gone))
        what, harmed = harm(connection, world, chance)
        for visit, own in world.seals.items():
            try:
                found = kept(rows_of(connection, visit), own)
            except (KeyError, StoreError, ValueError):
                if visit not in harmed:
                    return f"{what}: {visit} does not open"
                continue
            if wrong := _believed(found, world.whole[visit], visit in harmed):
                return f"{what}: {wrong}"
        if taken := _taken(connection, world, chance):
            return f"{what}: retention takes {taken}"
    return ""


def _taken(connection: sqlite3.Connection, world: World, chance: random.Random) -> str:
    """Return a visit that retention would take too early, or at all; "" where there is none.

    It is seen by who opens all visits, or by who opens none, alone or on a shared workstation.
    """
    people = chance.choice((("solo",), ("K7M2PQRS", "recovery"), ("recovery",)))
    rules, now = Rules(), min(world.gone.values()) + chance.randrange(40 * DAY)
    known = known_in(connection, lambda: {one: dict.fromkeys(people, b"") for one in world.seals})
    due = [one for one in plan(known, rules, now) if one.is_due(now)]
    opens_all = chance.random() < 0.5
    keys = {one: own.key if opens_all else None for one, own in world.seals.items()}
    for one in Evidence(connection, keys.get).borne_out(due, rules, now):
        left = world.gone.get(one.visit)
        is_time = left is not None and now >= (
            rules.closes(left) if one.fate is Fate.CLOSES else rules.goes(left, len(people) > 1)
        )
        if not is_time:
            return f"{one.visit}, which {one.fate}"
    return ""


@lru_cache(maxsize=2)
def _image(script: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        return connection.serialize()


def _believed(found: Kept, whole: Kept, harmed: bool) -> str:
    """Return what is believed that never was so, or is lost that nobody harmed."""
    true = {event.seq: event for event in whole.events}
    for event in found.events:
        if event != true.get(event.seq) and not isinstance(event, Opened):
            return f"event {event.seq} is not what it was: {event}"
    if found.draft not in (None, whole.draft):
        return f"the draft is not what it was: {found.draft}"
    if any(words not in whole.conflicts.values() for words in found.conflicts.values()):
        return "words of another window are not what they were"
    if found.checklist != whole.checklist:
        return "the checklist is not what it was"
    least = len(whole.events) - (2 if harmed else 0)
    if len(found.events) < least:
        return f"{len(whole.events) - len(found.events)} events are lost"
    return ""


def _flip(connection: sqlite3.Connection, world: World, chance: random.Random) -> Harm:
    """Change one bit of one field of one row."""
    table = chance.choice(tuple(_FIELDS))
    field = chance.choice(_FIELDS[table])
    key = "seq" if table == "events" else "rowid"
    owner = {"visits": "id", "checklists": "digest"}.get(table, "visit")
    rows = connection.execute(f"SELECT {key}, {owner}, {field} FROM {table}").fetchall()
    row, owned, value = chance.choice(rows)
    other = _flipped(value, chance)
    if other == value:
        return "nothing", frozenset()
    where = f"{key} = ? AND {owner} = ?"
    try:
        connection.execute(f"UPDATE {table} SET {field} = ? WHERE {where}", (other, row, owned))
    except sqlite3.IntegrityError:
        return "nothing: the place is taken", frozenset()
    harmed = world.seals if table == "checklists" else (str(owned),)
    return f"one bit of {field} in {table}", frozenset(harmed)


def _flipped(value: Any, chance: random.Random) -> Any:
    if isinstance(value, int):
        return value ^ 1 << chance.randrange(62)
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return raw.decode("latin-1") if isinstance(value, str) else bytes(raw)


def _called_gone(connection: sqlite3.Connection, _: World, chance: random.Random) -> Harm:
    """Let a visit's row say that it is signed, and left long ago; or that it is blank."""
    visits = [visit for (visit,) in connection.execute("SELECT id FROM visits").fetchall()]
    visit = chance.choice(visits)
    state = chance.choice((State.SIGNED, State.SIGNED, State.NEW))
    connection.execute("UPDATE visits SET state = ?, touched = 1 WHERE id = ?", (state, visit))
    left = chance.randrange(1, 2**40)
    connection.execute("INSERT OR REPLACE INTO delivered VALUES (?, ?)", (visit, left))
    return f"{visit} called {state}, and gone", frozenset((visit,))


def _swap(connection: sqlite3.Connection, world: World, chance: random.Random) -> Harm:
    """Swap the bodies of two events, of one visit or of two."""
    rows = connection.execute("SELECT visit, seq, body FROM events").fetchall()
    one, other = chance.sample(rows, 2)
    for (visit, seq, _), body in ((one, other[2]), (other, one[2])):
        place = (body, visit, seq)
        connection.execute("UPDATE events SET body = ? WHERE visit = ? AND seq = ?", place)
    return f"bodies of {one[:2]} and {other[:2]} swapped", frozenset((one[0], other[0]))


def _move(connection: sqlite3.Connection, world: World, chance: random.Random) -> Harm:
    """Put a copy of an event at the end of a visit, or in the other one."""
    visits = tuple(world.seals)
    row = chance.choice(connection.execute("SELECT * FROM events").fetchall())
    visit = chance.choice(visits)
    (last,) = connection.execute("SELECT max(seq) FROM events WHERE visit = ?", (visit,)).fetchone()
    moved = (visit, row[1], last + 1, *row[3:])
    connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", moved)
    return f"event {row[2]} of {row[0]} moved to {visit}", frozenset((visit,))


def _replay(connection: sqlite3.Connection, world: World, _: random.Random) -> Harm:
    """Put an earlier draft back in the place of the latest."""
    if not world.stale:
        return "nothing", frozenset()
    connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", world.stale)
    return "an earlier draft put back", frozenset((str(world.stale[0]),))
