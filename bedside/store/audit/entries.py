"""Entries: what one line of the log holds, as bytes of a fixed form that a person can read."""

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


class Entry(NamedTuple):
    """What was done: when by both clocks, by whom, which act, on which visit, and a small number.

    `visit` is the pseudonym of this log; `late` says that the entry waited in memory.
    """

    utc: int
    boot: str
    ns: int
    actor: str
    act: Act
    visit: str = ""
    number: int = 0
    late: bool = False

    def body(self) -> bytes:
        """Return the entry as the bytes that are chained."""
        own = (*self[:4], self.act.value, self.visit, self.number, int(self.late))
        return "|".join(map(str, own)).encode("ascii")


def entry_of(body: bytes) -> Entry:
    """Return the entry that bytes hold; ValueError if they hold anything else."""
    found = _BODY.fullmatch(body)
    if found is None:
        raise ValueError("these bytes are no entry of a log")
    utc, boot, ns, actor, act, visit, number, late = (
        part.decode("ascii") for part in found.groups()
    )
    return Entry(int(utc), boot, int(ns), actor, Act(act), visit, int(number), late == "1")


class Pending:
    """Something that was done and is to be entered; afterwards, what head it has in the log."""

    def __init__(self, act: Act, at: Moment, actor: str, visit: str = "", number: int = 0) -> None:
        """Note that this was done at this moment; `visit` is its id, no pseudonym yet.

        ValueError where somebody is named by anything but an id: the log takes no free text.
        """
        if not (_NAME.fullmatch(actor) and _NAME.fullmatch(visit) and 0 <= number < 10**12):
            raise ValueError("a log takes ids and small numbers, and nothing else")
        self.act, self.at, self.actor, self.visit, self.number = act, at, actor, visit, number
        self.head: tuple[int, bytes] | None = None
        """The number and head it has in the log, as far as is known."""
        self.wrote: list[Pending] = []
        """What is written in one transaction with it: what waited before it, and itself."""

    def entry(self, visit: str, late: bool = False) -> Entry:
        """Return it as an entry, on the visit of this pseudonym."""
        at = self.at
        return Entry(at.utc, at.boot, at.ns, self.actor, self.act, visit, self.number, late)
