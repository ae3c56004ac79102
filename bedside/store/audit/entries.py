"""Entries: what one line of the log holds, as bytes of a fixed form.

A clear part that a person can read, and behind it the boxes with the rest (boxes.py). Logs of an
earlier version have all of it in clear.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bedside.core.acts import Act
from bedside.core.events import Moment

_NAME = re.compile(r"[A-Za-z0-9-]{0,40}")
_BODY = re.compile(
    rb"(?P<utc>-?\d{1,15})\|(?P<boot>[a-z0-9-]{0,40})\|(?P<ns>\d{1,20})\|(?P<actor>[A-Za-z0-9-]{0,40})"
    rb"\|(?P<act>[a-z-]{1,20})\|(?P<visit>[0-9A-Z]{0,8})\|(?P<number>\d{1,12})\|(?P<late>[01])"
)
_BOXES = re.compile(rb"[A-Za-z0-9+/]{120,400}={0,2}\|[A-Za-z0-9+/]{120,400}={0,2}")
_SECRET = re.compile(
    rb"(?P<actor>[A-Za-z0-9-]{0,40})\|(?P<act>[a-z-]{1,20})\|(?P<visit>[0-9A-Z]{0,8})\|(?P<number>\d{1,12})"
    rb"(?:\|(?P<to>[a-z0-9-]{0,31})\|(?P<control>[0-9A-Z]{1,20})\|(?P<digest>[0-9a-f]{64}))?"
)
_PARTS = 8
"""What the clear part of an entry is made of, between bars."""

TOLD_BY_ROWS = frozenset(
    (
        Act.LOG_BEGUN,
        Act.WRITTEN_LATE,
        Act.CLOCK_BACK,
        Act.BEGUN,
        Act.EMERGENCY_BEGUN,
        Act.SIGNED,
        Act.ADDED,
        Act.DELIVERED,
        Act.PARCEL_DELIVERED,
        Act.PARCEL_FILED,
        Act.CLOSED,
        Act.KEY_DESTROYED,
        Act.REMOVED,
        Act.PERSON_ADDED,
        Act.PERSON_RETIRED,
        Act.PERSON_RESET,
    )
)
"""Acts that stay in clear, but for who did them: the store and the key book show them as well, and
retention, salvage and the look for an older key book have to read them with no key at all."""
_TO = re.compile(r"[a-z0-9-]{0,31}")
_CONTROL = re.compile(r"[0-9A-Z]{1,20}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class About(NamedTuple):
    """What of a delivery an entry tells: where to, by which id, and the SHA-256 of its bytes."""

    to: str = ""
    control: str = ""
    digest: str = ""


NOTHING = About()
"""Of an entry that is about no delivery."""


def about_of(to: str, control: str, digest: str) -> About:
    """Return what an entry tells of a delivery; nothing where a part of it is no such thing.

    A destination's name is one of the settings, the rest is of our making: no words stand in them.
    """
    parts = (_TO.fullmatch(to), _CONTROL.fullmatch(control), _DIGEST.fullmatch(digest))
    return About(to, control, digest) if all(parts) else NOTHING


class Entry(NamedTuple):
    """What was done: when by both clocks, by whom, which act, on which visit, and a small number.

    `visit` is the pseudonym of this log; `late` says that the entry waited in memory. One that is
    about a delivery names that as well.
    """

    utc: int
    boot: str
    ns: int
    actor: str
    act: Act
    visit: str = ""
    number: int = 0
    late: bool = False
    about: About = NOTHING

    def body(self) -> bytes:
        """Return the clear part of it as bytes; which delivery it is about is never in that."""
        own = (*self[:4], self.act.value, self.visit, self.number, int(self.late))
        return "|".join(map(str, own)).encode("ascii")

    def clear(self) -> Entry:
        """Return what of it anybody may read who has the file."""
        if self.act in TOLD_BY_ROWS:
            number = self.number if self.about == NOTHING else 0
            return self._replace(actor="", number=number, about=NOTHING)
        return self._replace(actor="", act=Act.SEALED, visit="", number=0, about=NOTHING)

    def secret(self) -> bytes:
        """Return the rest: by whom, which act, on which visit, the number, and which delivery."""
        sent = self.about if self.about != NOTHING else ()
        own = (self.actor, self.act.value, self.visit, self.number)
        return "|".join(map(str, (*own, *sent))).encode("ascii")

    def with_secret(self, text: bytes) -> Entry:
        """Return it with the rest that came out of a box; ValueError where that is none."""
        found = _SECRET.fullmatch(text)
        if found is None:
            raise ValueError("this is nothing that was put into a box")
        parts = ((part or b"").decode("ascii") for part in found.groups())
        actor, act, visit, number, *sent = parts
        own = self._replace(actor=actor, act=Act(act), visit=visit, number=int(number))
        return own._replace(about=About(*sent))


def entry_of(body: bytes) -> Entry:
    """Return what bytes hold in clear of an entry; ValueError if they hold anything else."""
    found, boxes = _BODY.fullmatch(clear_of(body)), boxes_of(body)
    if found is None or (boxes and not _BOXES.fullmatch(b"|".join(boxes))):
        raise ValueError("these bytes are no entry of a log")
    utc, boot, ns, actor, act, visit, number, late = (
        part.decode("ascii") for part in found.groups()
    )
    return Entry(int(utc), boot, int(ns), actor, Act(act), visit, int(number), late == "1")


def clear_of(body: bytes) -> bytes:
    """Return the clear part of an entry's bytes."""
    return b"|".join(body.split(b"|")[:_PARTS])


def boxes_of(body: bytes) -> tuple[bytes, ...]:
    """Return the boxes behind it: for who may see all of the log, then for who did it."""
    return tuple(body.split(b"|")[_PARTS:])


class Pending:
    """Something that was done and is to be entered; afterwards, what head it has in the log."""

    def __init__(self, act: Act, at: Moment, actor: str, visit: str = "", number: int = 0) -> None:
        """Note that this was done at this moment; `visit` is its id, no pseudonym yet.

        ValueError where somebody is named by anything but an id: the log takes no free text.
        """
        if not (_NAME.fullmatch(actor) and _NAME.fullmatch(visit) and 0 <= number < 10**12):
            raise ValueError("a log takes ids and small numbers, and nothing else")
        self.act, self.at, self.actor, self.visit, self.number = act, at, actor, visit, number
        self.own = b""
        """The key that its own box is sealed with: of who did it, where they were there."""
        self.about = NOTHING
        """What delivery it is about."""
        self.head: tuple[int, bytes] | None = None
        """The number and head it has in the log, as far as is known."""
        self.wrote: list[Pending] = []
        """What is written in one transaction with it: what waited before it, and itself."""

    def entry(self, visit: str, late: bool = False) -> Entry:
        """Return it as an entry, on the visit of this pseudonym."""
        at = self.at
        own = (at.utc, at.boot, at.ns, self.actor, self.act, visit, self.number, late)
        return Entry(*own, self.about)
