"""Candidates: rows that were found in damaged stores and backups, and the best of each visit's."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, cast

from bedside.store.bodies import UNLISTED, digest_of, from_body
from bedside.store.keys.seal import CONFLICT, DRAFT, EVENT, SUMMARY, Seal, Tampered
from bedside.store.safety.carving import Carved, Row, carved

_TABLES = ("visits", "events", "drafts", "conflicts", "checklists")
_ID = re.compile(r"[0-9A-Z]{20}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHAPES: dict[int, tuple[type, ...]] = {
    7: (str, int, str, int, int, str, bytes),
    6: (str, int, int, int, int, bytes),
    4: (str, int, int, bytes),
    2: (str, bytes),
}
"""The rows of visits, events, drafts (and conflicts) and checklists, by how many values."""

Event = tuple[str, int, int, int, int, bytes]
Draft = tuple[str, int, int, bytes]
Own = tuple[str, int, str, int, int, str, bytes]


class Best(NamedTuple):
    """The best that was found of one visit."""

    visit: str
    digest: str
    own: Own | None
    events: dict[int, Event]
    draft: Draft | None
    conflicts: tuple[Draft, ...]
    listed: int
    """How many events it had when it was last listed; 0 where that does not open."""

    def row(self) -> Own:
        """Return the visit's own row; one that is lost is made of what its events say."""
        if self.own is not None:
            return (*self.own[:2], self.digest, *self.own[3:])
        first = self.events[min(self.events)]
        epoch = max(event[1] for event in self.events.values())
        last = max(event[3] for event in self.events.values())
        return self.visit, epoch, self.digest, first[3], last, "open", UNLISTED + b"lost"


class Found:
    """Every row that was found, by visit; the best source first."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.checklists: dict[str, bytes] = {}
        self.listed: set[str] = set()
        """The visits that the first store's own list names, as far as SQLite reads it."""
        self._own: dict[str, list[Own]] = {}
        self._events: dict[str, list[Event]] = {}
        self._drafts: dict[str, list[Draft]] = {}
        self._conflicts: dict[str, list[Draft]] = {}

    def add(self, row: Row, table: str) -> None:
        """Keep a row if it has the shape of one of ours; "" for a table that is not known."""
        if tuple(map(type, row)) != _SHAPES.get(len(row)):
            return
        values = cast("tuple[Any, ...]", row)
        if len(row) == 2:
            if values[0] not in self.checklists and _is_checklist(*values):
                self.checklists[values[0]] = values[1]
        elif _ID.fullmatch(values[0]):
            for kept in self._places(len(row), table):
                kept.setdefault(values[0], []).append(values)

    def _places(self, length: int, table: str) -> list[dict[str, list[Any]]]:
        """Return where rows of a table belong; out of a page, a draft may be a conflict."""
        if length != 4:
            return [cast("dict[str, list[Any]]", self._own if length == 7 else self._events)]
        drafts, conflicts = {"drafts": (1, 0), "conflicts": (0, 1)}.get(table, (1, 1))
        chosen = [self._drafts] * drafts + [self._conflicts] * conflicts
        return [cast("dict[str, list[Any]]", one) for one in chosen]

    def visits(self) -> set[str]:
        """Return every visit whose own row was found."""
        return set(self._own)

    def digests(self, visit: str) -> list[str]:
        """Return the checklists that a visit may follow, the one its own row names first."""
        named = [row[2] for row in self._own.get(visit, []) if _DIGEST.fullmatch(row[2])]
        return list(dict.fromkeys((*named, *self.checklists)))

    def best(self, visit: str, seal: Seal | None) -> Best:
        """Return the best that was found of a visit; with a seal, only what opens."""
        listed = [row for row in self._own.get(visit, []) if _lists(row, seal)]
        own = max(listed, key=lambda row: (row[4], row[1]), default=None)
        if own is None:  # what it says in clear is better than nothing
            own = next(iter(self._own.get(visit, [])), None)
        summary = _summary(own, seal) if own else {}
        events: dict[int, Event] = {}
        for event in self._events.get(visit, []):
            _, epoch, seq, utc, ns, body = event
            is_better = seq not in events or epoch > events[seq][1]
            if is_better and (seal is None or _is_open(seal, body, EVENT, epoch, seq, utc, ns)):
                events[seq] = event
        drafts = [row for row in self._drafts.get(visit, []) if _opens(row, DRAFT, seal)]
        wanted = summary.get("draft")
        drafts = [row for row in drafts if wanted is None or row[2] == wanted]
        others = [row for row in self._conflicts.get(visit, []) if _opens(row, CONFLICT, seal)]
        return Best(
            visit,
            seal.digest if seal else (self.digests(visit) or [""])[0],
            own,
            events,
            max(drafts, key=lambda row: row[2], default=None),
            tuple({row[1:3]: row for row in others}.values()),
            int(cast("dict[str, Any]", summary.get("listing", {})).get("events", 0)),
        )


def candidates(paths: Sequence[Path]) -> Found:
    """Return every row of these stores, the first of which counts most.

    What SQLite reads to the end needs no page: there what was removed, or is older, still stands.
    """
    found, latest = Found(), set[str]()
    for number, path in enumerate(paths):
        tables = [table for table in _TABLES if table not in latest]
        whole = {table for table in tables if _is_read(path, table, found)}
        if number == 0:
            found.listed = found.visits()
            latest = whole & {"drafts", "conflicts"}
        for one in carved_of(path):
            row = one.row
            if len(row) == 6 and one.is_keyed:
                found.add((row[0], row[2], row[1], *row[3:]), "events")
            elif len(row) in (2, 7) or (len(row) == 4 and not one.is_keyed and not latest):
                found.add(row, "")
    return found


def _is_read(path: Path, table: str, found: Found) -> bool:
    """Add the rows that SQLite itself reads; say whether it came to the end without damage."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.text_factory = lambda raw: raw.decode(errors="replace")
            for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608
                found.add(tuple(row), table)
    except sqlite3.Error:
        return False
    return True


def carved_of(path: Path) -> Iterable[Carved]:
    """Return every row that stands in a store's pages, or in its log's."""
    log = path.with_name(path.name + "-wal")
    return carved(path.read_bytes(), log.read_bytes() if log.exists() else b"")


def _lists(row: Own, seal: Seal | None) -> bool:
    """Whether a visit's own row says how it is listed, in a form that opens."""
    return seal is None or _is_open(seal, row[6], SUMMARY, row[4], row[5])


def _opens(row: Draft, kind: str, seal: Seal | None) -> bool:
    return seal is None or _is_open(seal, row[3], kind, row[1], row[2])


def is_id(text: str) -> bool:
    """Whether a text has the form of a visit's id."""
    return bool(_ID.fullmatch(text))


def _is_checklist(digest: str, body: bytes) -> bool:
    """Whether a body is the whole checklist of this digest."""
    try:
        return bool(_DIGEST.fullmatch(digest)) and digest_of(from_body(body)) == digest
    except (RecursionError, TypeError, ValueError):
        return False


def _is_open(seal: Seal, body: bytes, kind: str, *place: int | str) -> bool:
    try:
        seal.open(body, kind, *place)
    except Tampered:
        return False
    return True


def _summary(own: Own, seal: Seal | None) -> dict[str, Any]:
    """Return what a visit's list entry says; nothing where it does not open."""
    if seal is None:
        return {}
    try:
        return cast("dict[str, Any]", from_body(seal.open(own[6], SUMMARY, own[4], own[5])))
    except Tampered:
        return {}
