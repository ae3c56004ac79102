"""Reading a log back: its entries as they lie there, and what holds it together."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from bedside.core.acts import Act
from bedside.store.audit.boxes import unboxed
from bedside.store.audit.chain import Link, pseudonym, short
from bedside.store.audit.check import End
from bedside.store.audit.entries import Entry, entry_of
from bedside.store.audit.log import state_of


class Told(NamedTuple):
    """One entry and its number."""

    n: int
    entry: Entry


class Whole(NamedTuple):
    """A log as it lies there; `end` and `names` are nothing where its state is gone."""

    links: tuple[Link, ...]
    end: End | None
    names: bytes

    @property
    def which(self) -> int:
        """Which log on this workstation it is, as its first entry says; 1 where that is gone."""
        first = self.entries()[:1]
        begun = [one.entry.number for one in first if one.entry.act is Act.LOG_BEGUN]
        return begun[0] if begun else 1

    @property
    def head(self) -> str:
        """The last head, as people copy it; "" of an empty log."""
        last = self.links[-1:]
        return short(last[0].n, last[0].head) if last else ""

    def entries(self) -> list[Told]:
        """Return what stands in clear of every entry that can be read, in order."""
        found = []
        for link in self.links:
            try:
                found.append(Told(link.n, entry_of(link.body)))
            except ValueError:
                continue  # verifying names it
        return found

    def opened(self, root: bytes | None, own: bytes = b"") -> list[Told]:
        """Return every entry in order, whole where the log's first key or one's own opens it."""
        return [Told(n, entry) for n, entry in unboxed(self.links, root, own)]

    def name_of(self, visit: str) -> str:
        """Return what a visit goes by in this log; "" where that is not known any more."""
        return pseudonym(self.names, visit) if self.names else ""


def whole(connection: sqlite3.Connection) -> Whole:
    """Return a log. sqlite3.Error where its tables are damaged or gone."""
    query = "SELECT n, body, mac, head FROM audit ORDER BY n"
    rows = [Link(n, *map(_bytes, row)) for n, *row in connection.execute(query)]
    state = state_of(connection)
    end = End(state.n, state.key) if state else None
    return Whole(tuple(rows), end, state.names if state else b"")


def _bytes(value: object) -> bytes:
    """Return a value as bytes, whatever somebody has put in its place."""
    return value if isinstance(value, bytes) else str(value).encode()
