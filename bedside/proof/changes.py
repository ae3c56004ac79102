"""Changes: rows of a store changed by a bit, swapped or moved. None of it may be believed.

The rest of the visit must open all the same.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bedside.core.events import Event, Opened
from bedside.proof.acting import Acting, checklist_for, places_in
from bedside.store.keys.seal import Seal
from bedside.store.rows import kept, rows_of
from bedside.store.store import Store

_ROWS = "SELECT visit, epoch, seq, utc, boot_ns, body FROM events ORDER BY visit, seq"
_FIELDS = ("epoch", "utc", "boot_ns", "body")


class Changes:
    """Changes copies of a store with two visits in it."""

    def __init__(self, folder: Path) -> None:
        """Have two visits of nobody kept in a new folder within this one."""
        self._home = Path(tempfile.mkdtemp(prefix="proof-", dir=folder))
        store = Store(places_in(self._home))
        checklist = checklist_for(self._home)
        self._seals: dict[str, Seal] = {}
        self._true: dict[str, tuple[Event, ...]] = {}
        for number in range(2):
            acting = Acting(store, checklist, random.Random(number))  # noqa: S311
            for _ in range(12):
                acting.act()
            acting.session.close()
            visit = acting.session.visit.id
            self._seals[visit] = store.seal_of(visit)
            self._true[visit] = store.read(visit).events
        store.close()
        with closing(sqlite3.connect(places_in(self._home).visits)) as connection:
            self._script = "\n".join(connection.iterdump())

    def told(self, number: int) -> str:
        """Return what was believed of the change of this number, or does not open for it."""
        chance = random.Random(number)  # noqa: S311  # chance that can be had again, not a secret
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.executescript(self._script)
            connection.text_factory = lambda raw: raw.decode(errors="replace")
            what = chance.choice((_flip, _swap, _move))(connection, chance)
            for visit, seal in self._seals.items():
                found = kept(rows_of(connection, visit), seal).events
                if wrong := _wrong(found, self._true[visit]):
                    return f"{what}: {wrong}"
        return ""

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._home, ignore_errors=True)


def _wrong(found: tuple[Event, ...], true: tuple[Event, ...]) -> str:
    """Return what is believed that never was so, or is lost though nobody harmed it."""
    was = {event.seq: event for event in true}
    for event in found:
        if event != was.get(event.seq) and not isinstance(event, Opened):
            return f"event {event.seq} is not what it was"
    lost = len(true) - len(found)
    return f"{lost} events are lost" if lost > 2 else ""


def _flip(connection: sqlite3.Connection, chance: random.Random) -> str:
    """Change one bit of one field of one event."""
    visit, *row = chance.choice(connection.execute(_ROWS).fetchall())
    field = chance.choice(_FIELDS)
    value = dict(zip(("epoch", "seq", "utc", "boot_ns", "body"), row, strict=True))[field]
    if isinstance(value, bytes):
        raw = bytearray(value)
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        other: object = bytes(raw)
    else:
        other = value ^ 1 << chance.randrange(40)
    connection.execute(
        f"UPDATE events SET {field} = ? WHERE visit = ? AND seq = ?",  # noqa: S608
        (other, visit, row[1]),
    )
    return f"one bit of {field} changed"


def _swap(connection: sqlite3.Connection, chance: random.Random) -> str:
    """Swap the bodies of two events, of one visit or of two."""
    one, other = chance.sample(connection.execute(_ROWS).fetchall(), 2)
    for row, body in ((one, other[-1]), (other, one[-1])):
        place = (body, row[0], row[2])
        connection.execute("UPDATE events SET body = ? WHERE visit = ? AND seq = ?", place)
    return "two events swapped"


def _move(connection: sqlite3.Connection, chance: random.Random) -> str:
    """Put a copy of an event at the end of a visit."""
    rows = connection.execute(_ROWS).fetchall()
    row = chance.choice(rows)
    visit = chance.choice(rows)[0]
    last = max(one[2] for one in rows if one[0] == visit)
    moved = (visit, row[1], last + 1, *row[3:])
    connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", moved)
    return "an event put at the end of a visit"
