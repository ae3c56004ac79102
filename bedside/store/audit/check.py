"""Verifying a log: which entry is the first that is not as it was written, or where it was cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from bedside.core.value import Value, placed
from bedside.store.audit.chain import START, Link, head_of, mac_of, next_key, short
from bedside.store.audit.entries import entry_of

_ANCHOR = re.compile(r"[1-9][0-9]{0,11} [0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
_FURTHEST = 100_000
"""Entries beyond the end that are looked for when the key says that there were more."""


class Fault(StrEnum):
    """What is wrong with a log."""

    MISSING = "missing"
    """An entry is not there, and later ones are."""
    CHANGED = "changed"
    """An entry, or its place, is not what the chain was made with."""
    FORGED = "forged"
    """The chain fits, and the entry was not made with the key of its place."""
    CUT = "cut"
    """All there is is sound, and there was more."""
    REPLACED = "replaced"
    """The chain fits itself, and not the head that a signed note carries."""
    KEY = "key"
    """All entries are sound, and the key of the next one is another than follows from them."""


@placed
class Anchor(Value):
    """A head of the log that is known from elsewhere: its short form, and who carries it."""

    text: str
    where: str = ""

    @property
    def is_one(self) -> bool:
        """Whether it has the form of a head."""
        return _ANCHOR.fullmatch(self.text) is not None

    @property
    def n(self) -> int:
        """The entry it is the head of; 0 where it is no head at all."""
        return int(self.text.partition(" ")[0]) if self.is_one else 0


@placed
class Verdict(Value):
    """What verifying found: how many entries are sound, what is wrong with which, if anything.

    `last` is the last entry that is known to have been there, `where` what says so. `checked_keys`
    is false where the first key was not at hand: then whoever could write the whole chain anew is
    found by anchors alone.
    """

    count: int
    checked_keys: bool
    anchors: int
    fault: Fault | None = None
    n: int = 0
    last: int = 0
    where: str = ""
    by_itself: bool = False
    """Whether the log's own end is what says how far it had gone."""


class End(NamedTuple):
    """What the log says of its own end: its last entry, and the key of the next."""

    n: int
    key: bytes


def verify(
    links: Sequence[Link],
    root: bytes | None = None,
    anchors: Iterable[Anchor] = (),
    end: End | None = None,
) -> Verdict:
    """Return what is wrong with a log, the first thing first. Its entries come in order."""
    known = sorted((one for one in anchors if one.n), key=lambda one: one.n)
    fits = [one for one in known if one.n <= len(links)]
    heads, key = [START], root
    for place, one in enumerate(links, 1):
        fault = _fault(one, place, heads[-1], key)
        if fault is not None:
            return Verdict(place - 1, root is not None, len(fits), fault, place)
        heads.append(one.head)
        key = next_key(key) if key is not None else None
    found = Verdict(len(links), root is not None, len(fits))
    for anchor in fits:
        if short(anchor.n, heads[anchor.n]) != anchor.text:
            return _with(found, Fault.REPLACED, anchor.n, anchor.n, anchor.where)
    return _ending(found, known, key, end)


def _fault(one: Link, place: int, before: bytes, key: bytes | None) -> Fault | None:
    """Return what is wrong with the entry at a place, if anything is."""
    if one.n != place:
        return Fault.MISSING if one.n > place else Fault.CHANGED
    if head_of(before, one.n, one.body, one.mac) != one.head:
        return Fault.CHANGED
    if key is not None and mac_of(key, before, one.n, one.body) != one.mac:
        return Fault.FORGED
    try:
        entry_of(one.body)
    except ValueError:
        return Fault.CHANGED
    return None


def _ending(found: Verdict, known: Sequence[Anchor], key: bytes | None, end: End | None) -> Verdict:
    """Return whether a sound log goes on as far as it is known to have gone."""
    beyond = [one for one in known if one.n > found.count]
    said = end.n if end else 0
    if end is not None and said < found.count:  # what wrote the last ones was not the log
        return _with(found, Fault.FORGED, said + 1, said, "")
    last = max([said, *(one.n for one in beyond)])
    if end is not None and key is not None and end.key != key:
        last = max(last, _reached(key, end.key, found.count))
        if last <= found.count:
            return _with(found, Fault.KEY, found.count, found.count, "")
    if last <= found.count:
        return found
    said_by = next((one for one in reversed(beyond) if one.n == last), None)
    cut = _with(found, Fault.CUT, found.count, last, said_by.where if said_by else "")
    return replace(cut, by_itself=said_by is None)


def _reached(key: bytes, wanted: bytes, count: int) -> int:
    """Return the entry after which the key of the next is the one that is kept; 0 if never.

    Keys only go forward: so an end that was cut off shows how far the log had gone.
    """
    for n in range(count, count + _FURTHEST):
        if key == wanted:
            return n
        key = next_key(key)
    return 0


def _with(found: Verdict, fault: Fault, n: int, last: int, where: str) -> Verdict:
    return replace(found, fault=fault, n=n, last=last, where=where)
