"""A sheet's checklist put into the file it came from: only what differs is touched.

Comments, order of names and every other line of the author's file stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

from bedside.content.edit.change import Add, Change, Delete, MoveBlock, Put, Remove, intended
from bedside.content.edit.law import parsed
from bedside.content.edit.splice import edited
from bedside.content.edit.text import Refused, Refusing
from bedside.content.shape import Table
from bedside.content.sheet.same import block_meaning, meaning
from bedside.core.spans import Path

_LISTS = ("steps", "tasks", "accepted")
_TABLES = ("sources", "review", "note")
_WITHIN = ("options", "labels", "instead", "say", "note", "patient", "handover", "when", "or")


def merged(text: str, table: Table) -> str | Refused:
    """Return an author's text changed to say what the table says, or why it cannot be."""
    try:
        old = parsed(text)
        changes = Changes(old)
        changes.to(table)
    except Refusing as refusing:
        return Refused(str(refusing))
    new = edited(text, *changes.made)
    if isinstance(new, str) and meaning(parsed(new)) != meaning(table):
        return Refused("not all of it can be put into this file")
    return new


class Changes:
    """The changes that make one table say what another says."""

    def __init__(self, old: Table) -> None:
        """Begin with what a file says."""
        self.now = old
        self.made: list[Change] = []

    def to(self, new: Table) -> None:
        """Gather every change; Refusing where there is no sensible one."""
        self._head(new)
        for name in _LISTS:
            self._blocks(name, cast("list[Table]", new.get(name, [])))

    def _do(self, change: Change) -> None:
        self.made.append(change)
        self.now = intended(self.now, change)

    def _head(self, new: Table) -> None:
        names = dict.fromkeys((*self.now, *new))
        for name in [name for name in names if name not in _LISTS]:
            if meaning({name: self.now.get(name, "")}) == meaning({name: new.get(name, "")}):
                continue
            self._part((name,), self.now.get(name), new.get(name), name in _TABLES)

    def _part(self, path: Path, old: object, new: object, is_open: bool) -> None:
        """Change one name's value; part by part, where it has parts whose order stays."""
        if new is None:
            self._do(Remove(path))
        elif is_open and isinstance(old, dict) and isinstance(new, dict) and _keeps(old, new):
            for part in [part for part in old if part not in new]:
                self._do(Remove((*path, part)))
            for part in [part for part in new if old.get(part) != new[part]]:
                self._do(Put((*path, part), new[part]))
        else:
            self._do(Put(path, new))

    def _blocks(self, name: str, new: list[Table]) -> None:
        """Take out, put in and move blocks, then change what each says."""
        wanted = _identities(new)
        there = _identities(self._list(name))
        for number in range(len(there) - 1, -1, -1):
            if there[number] not in wanted:
                self._do(Delete(name, number))
        for number, raw in enumerate(new):
            there = _identities(self._list(name))
            if wanted[number] not in there:
                self._do(Add(name, number - 1, raw))
                continue
            at = there.index(wanted[number])
            if at != number:
                self._do(MoveBlock(name, at, number - 1))
            for key in list(_differing(self._list(name)[number], raw)):
                old = self._list(name)[number].get(key)
                self._part((name, number, key), old, raw.get(key), key in _WITHIN)

    def _list(self, name: str) -> list[Table]:
        return cast("list[Table]", self.now.get(name, []))


def _identities(blocks: list[Table]) -> list[tuple[str, int]]:
    """Return what makes each block the same one in two lists: its id, or what it takes or accepts.

    Of several alike, the first is the first.
    """
    found: list[tuple[str, int]] = []
    count: Counter[str] = Counter()
    for raw in blocks:
        name = repr([raw.get("id") or [raw.get(key) for key in ("use", "code", "step")]])
        found.append((name, count[name]))
        count[name] += 1
    return found


def _differing(old: Table, new: Table) -> Iterator[str]:
    """Yield the names of a block whose values do not mean the same."""
    for key in dict.fromkeys((*old, *new)):
        use: Table = {"use": ""} if "use" in new else {}
        one, other = ({**use, key: raw[key]} if key in raw else {**use} for raw in (old, new))
        if block_meaning(one) != block_meaning(other):
            yield key


def _keeps(old: Table, new: Table) -> bool:
    """Whether the parts of both stand in one order, with what is new behind."""
    kept = [part for part in old if part in new]
    return list(new)[: len(kept)] == kept
