"""Owing: a destination that a mistake in the settings leaves out still gets what is signed.

Nothing is queued for it, because nothing can be made without its settings. The visit is put down
as owed to it instead, in the transaction that signs, and queued at the next start whose settings
name it well.
"""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.clinic_outbox import lanes_of
from bedside.core.destinations import Destination
from bedside.core.turns import Entry, entries_of
from bedside.store.keys.seal import Seal
from bedside.store.outbox.doors import since
from bedside.store.outbox.owed import owe
from bedside.store.outbox.queueing import Events, Post, Queueing
from bedside.store.outbox.rows import rows_in

if TYPE_CHECKING:
    from bedside.cli.desk import Desk
    from bedside.cli.mailroom import Mailroom


def queueing_of(room: Mailroom, desk: Desk) -> Owing:
    """Return what queues for a mail room's destinations, with each signing at a desk."""
    from bedside.deliver.making import Making

    def going() -> tuple[Destination, ...]:
        return tuple(room.destinations.values())

    lanes = lanes_of(desk, desk.store.book)
    relay = base64.b64decode(desk.loaded.settings.relay_key)
    site = desk.places.site_settings
    left_out = {name: _is_asked(site, name) for name in room.left_out}
    return Owing(Post(going, Making(room.sender), lanes, relay), left_out)


def stand_ins(left_out: Iterable[str]) -> list[Destination]:
    """Return what is remembered in the place of each: since when it takes what is signed."""
    return [Destination(name=name, kind="") for name in left_out]


class Owing(Queueing):
    """Queues what is signed, and puts down as owed what cannot be queued for now."""

    def __init__(self, post: Post, left_out: Mapping[str, bool]) -> None:
        """Queue for these destinations; owe it to those left out, each with if it is to be asked.

        Nothing is owed to one that only takes what somebody sends there.
        """
        super().__init__(post)
        self._left_out = left_out

    def queue(
        self,
        connection: sqlite3.Connection,
        seal: Seal,
        whole: Events,
        asked: Iterable[str] = (),
        is_due: bool = False,
    ) -> int:
        """Queue what of a visit can be queued; return how many rows that made."""
        entries = entries_of(whole[1])
        owing = self._owing(connection, seal.visit, entries, is_due) if entries else []
        made = super().queue(connection, seal, whole, asked, is_due)
        owe(connection, seal.visit, owing)
        return made

    def _owing(
        self, connection: sqlite3.Connection, visit: str, entries: Sequence[Entry], is_due: bool
    ) -> list[str]:
        """Return which of those left out have some of a visit, or take what was signed by then."""
        if not self._left_out:
            return []
        query = "SELECT 1 FROM outbox_owed WHERE visit = ?"
        is_due = is_due or connection.execute(query, (visit,)).fetchone() is not None
        there = {row.destination for row in rows_in(connection, "visit = ?", visit)}
        began = {name: since(connection, name) for name in self._left_out}
        return [
            name
            for name, is_asked in self._left_out.items()
            if name in there or (not is_asked and (is_due or 0 < began[name] <= entries[0].at.utc))
        ]


def _is_asked(path: Path, name: str) -> bool:
    """Whether only what somebody sends goes to a destination, as far as its file can be read."""
    import tomllib

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["destinations"][name]
        return bool(table["when"] == "asked")
    except (KeyError, OSError, TypeError, ValueError):
        return False
