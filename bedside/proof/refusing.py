"""A talk of nobody on a disk that begins to refuse: what waits is kept beside, or gets room.

Run as a program (`python -m bedside.proof.refusing FOLDER NUMBER WAY`). Only its own connections
and its own process meet the disk so, and nothing of the machine is filled. It says what is safe.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bedside.proof.acting import SECONDS, Acting, checklist_for, places_in
from bedside.store.paths import Places
from bedside.store.safety.ballast import Ballast
from bedside.store.saving import Standing
from bedside.store.store import Store

FULL, READ_ONLY, CUT_SHORT = "full", "read-only", "cut-short"
WAYS = (FULL, READ_ONLY) if sys.platform == "win32" else (FULL, READ_ONLY, CUT_SHORT)
"""A full disk, as SQLite says it; one that takes nothing; one whose system fails each write."""

_HELD = 2**20
"""Bytes of the room that is held back here, a sixteenth of what it is elsewhere."""
_MOST = 400
"""So many moves fill any page that was half empty."""
_AFTER = 6
"""Moves that are made once the disk has refused the first time."""


class Refusing:
    """What the disk takes: everything, until it is told to refuse."""

    def __init__(self, places: Places, way: str) -> None:
        """Refuse nothing yet."""
        self._places, self._way, self._is_on = places, way, False

    def begin(self, room: int) -> None:
        """Refuse from now on; a disk whose system fails has so many bytes of a file left."""
        self._is_on = True
        if self._way == CUT_SHORT:
            _limit(_size_of_log(self._places) + room)

    def end(self) -> None:
        """Take everything again."""
        self._is_on = False
        if self._way == CUT_SHORT:
            _limit(None)

    def pragma(self) -> str:
        """Return what a connection to the visits has to be told before it writes."""
        if self._way == FULL:  # of what is full, as long as nobody has given room back
            is_full = self._is_on and self._places.ballast.exists()
            return f"PRAGMA max_page_count={1 if is_full else 2**30}"
        return f"PRAGMA query_only={int(self._is_on and self._way == READ_ONLY)}"


def connecting(disk: Refusing, visits: Path) -> Callable[..., sqlite3.Connection]:
    """Return what opens connections as sqlite3 does, those to the visits on this disk."""

    class Connection(sqlite3.Connection):
        """A connection that asks its disk before each transaction."""

        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            """Run a statement."""
            if statement.startswith("BEGIN"):
                super().execute(disk.pragma())
            return super().execute(statement, *values)

    real = sqlite3.connect

    def connect(path: str | Path, **given: Any) -> sqlite3.Connection:
        if Path(path) == visits:
            given["factory"] = Connection
        made: sqlite3.Connection = real(path, **given)
        return made

    return connect


def run(home: Path, number: int, way: str) -> None:
    """Go on with a talk while the disk refuses, and say after each stretch what is safe."""
    chance = random.Random(number)  # noqa: S311  # chance that can be had again, not a secret
    places = places_in(home)
    disk = Refusing(places, way)
    sqlite3.connect = connecting(disk, places.visits)  # type: ignore[assignment]
    store = Store(places)
    acting = Acting(store, checklist_for(home), chance)
    for _ in range(chance.randrange(1, 6)):
        acting.act()
    if not acting.settle() or not Ballast(places.ballast, _HELD).make():
        return
    _tell(acting)
    disk.begin(chance.randrange(6000))
    if not _has_refused(acting, places, way):
        sys.stdout.write("never\n")
        return
    for _ in range(_AFTER):
        acting.act()
    if _is_safe(acting, way):
        _tell(acting)
    if chance.random() < 0.5:
        sys.stdout.flush()
        os._exit(0)  # as if it were killed, with the disk as it is
    disk.end()
    if acting.settle():
        _tell(acting)
    acting.session.close()
    store.close()


def _has_refused(acting: Acting, places: Places, way: str) -> bool:
    """Go on until the disk has refused something; say whether it ever did."""
    for _ in range(_MOST):
        acting.act()
        acting.session.settle(0.05)
        if acting.session.saving.failure or (way == FULL and not places.ballast.exists()):
            return True
    return False


def _is_safe(acting: Acting, way: str) -> bool:
    """Wait until all is kept somewhere; say whether it is, and whether that is told as it is."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        saving = acting.session.saving
        if way == FULL:  # a full disk's own room is enough, and that is said
            if not saving.waiting:
                return saving.standing is Standing.LOW
        elif saving.standing is Standing.BESIDE and not saving.loose:
            return True
        time.sleep(0.02)
    return False


def _tell(acting: Acting) -> None:
    sys.stdout.write(f"{acting.session.visit.id} {acting.session.visit.seq}\n")
    sys.stdout.flush()


def _size_of_log(places: Places) -> int:
    """Return how large the file is that grows with every change."""
    log = places.visits.with_name(f"{places.visits.name}-wal")
    return (log if log.exists() else places.visits).stat().st_size


def _limit(size: int | None) -> None:
    """Have the system fail every write beyond this size of a file; with none, no more."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard if size is None else size, hard))


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
