"""A store of version 1, whose bodies are clear, killed at any statement of its upgrade.

The next start has every word of it, sealed, and leaves none of it clear.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
from contextlib import closing
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from unittest import mock

from bedside.core.codec import to_plain
from bedside.store import migrate
from bedside.store.bodies import event_row, to_body
from bedside.store.locks import StoreError
from bedside.store.rows import Kept
from tests.campaigns.stores import Acting, desk_of, folder

WHAT = "kill -9 at any statement of an upgrade: the next start has every word, and none is clear"
STATEMENTS = 250
"""An upgrade here runs fewer statements."""
MARK = "words "
"""Stands in every word that the visits hold."""


def told(seed: int) -> str:
    """Return what is missing after the kill of this number."""
    return _killed(seed)


def twin(seed: int) -> str:
    """Return the same of an upgrade that commits every statement for itself."""
    with mock.patch.object(migrate, "connect", _without_transactions):
        return _killed(seed, whole=False)


def _killed(seed: int, whole: bool = True) -> str:
    if sys.platform == "win32":
        return ""
    raw, key, visits = _first_version()
    with folder() as home:
        state = home / "state"
        state.mkdir(mode=0o700)
        (state / "visits.sqlite3").write_bytes(raw)
        (state / "key").write_bytes(key)
        child = os.fork()
        if not child:
            _upgrade_and_die(home, random.Random(seed).randint(1, STATEMENTS))
        os.waitpid(child, 0)
        try:
            return _wrong(home, visits)
        except (StoreError, ValueError, sqlite3.Error) as error:
            if whole:
                raise
            return f"it does not open: {error!r}"


def _wrong(home: Path, visits: dict[str, Kept]) -> str:
    desk = desk_of(home)
    for visit, before in visits.items():
        if (found := desk.store.read(visit)) != before:
            return f"{visit} is not what it was: {found.unreadable} do not open"
    if len(desk.store.listings()) != len(visits):
        return f"{len(desk.store.listings())} of {len(visits)} visits are listed"
    desk.store.close()
    clear = [
        path.name
        for path in (home / "state").iterdir()
        if path.is_file() and MARK.encode() in path.read_bytes()
    ]
    return f"words stand clear in {clear[0]}" if clear else ""


def _upgrade_and_die(home: Path, after: int) -> None:
    """Upgrade in a process that is killed at its so-many-th statement; never returns."""
    made = [0]

    class Counting(sqlite3.Connection):
        """Counts statements, and ends the process at one of them."""

        def execute(self, *given: Any) -> sqlite3.Cursor:
            """Run a statement, unless it is the one."""
            made[0] += 1
            if made[0] == after:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().execute(*given)

    try:
        with mock.patch.object(sqlite3, "connect", partial(sqlite3.connect, factory=Counting)):
            desk_of(home).store  # noqa: B018  # opening it upgrades it
    finally:
        os._exit(0)


class _Loose:
    """A connection that begins no transaction."""

    def __init__(self, real: sqlite3.Connection) -> None:
        self._real = real

    def execute(self, statement: str, *given: Any) -> sqlite3.Cursor:
        if statement.startswith(("BEGIN", "COMMIT")):
            statement = "SELECT 1"
        return self._real.execute(statement, *given)

    def close(self) -> None:
        self._real.close()


def _without_transactions(path: Path) -> Any:
    from bedside.store.database import connect

    return _Loose(connect(path))


@lru_cache(maxsize=1)
def _first_version() -> tuple[bytes, bytes, dict[str, Kept]]:
    """Return a store as version 1 kept it, the account's key, and what its visits hold."""
    with folder() as home:
        desk = desk_of(home)
        acting = [Acting(desk, random.Random(number)) for number in range(3)]
        for one in acting:
            for _ in range(9):
                one.act()
            one.settle()
        kept = {one.visit: desk.store.read(one.visit) for one in acting}
        listings = {one.id: one for one in desk.store.listings()}
        desk.store.close()
        path = home / "state" / "visits.sqlite3"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for visit, before in kept.items():
                _make_clear(connection, visit, before, listings[visit])
            for table in ("unreadable", "replayed"):
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            connection.execute("PRAGMA user_version=1")
        return path.read_bytes(), (home / "state" / "key").read_bytes(), kept


def _make_clear(connection: sqlite3.Connection, visit: str, kept: Kept, listing: object) -> None:
    for event in kept.events:
        place = (event_row(event)[3], visit, event.seq)
        connection.execute("UPDATE events SET body = ? WHERE visit = ? AND seq = ?", place)
    if kept.draft:
        body = (to_body(to_plain(kept.draft)), visit)
        connection.execute("UPDATE drafts SET body = ? WHERE visit = ?", body)
    summary = (to_body(to_plain(listing)), visit)
    connection.execute("UPDATE visits SET summary = ? WHERE id = ?", summary)
