"""Retention: what becomes of each visit, and when. Pure.

Only what is signed and wholly handed on is ever removed by itself; what nobody recorded anything in
is removed where somebody asks. Everything else is pointed out and kept, however old it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from bedside.core.events import Appended, Delivered, Event
from bedside.core.value import Value, placed
from bedside.core.visit import State

HOUR = 60 * 60 * 1000
DAY = 24 * HOUR
GRACE_HOURS = 24
RECOVERY = "recovery"
"""Whose key of a visit is kept longest on a shared workstation."""


@placed
class Rules(Value):
    """How long a visit is kept after its whole note was handed on.

    On a shared workstation those who held it can no longer open it after `grace_hours`; it is
    removed, and nobody can, `keep_days` after that. On one's own there is no grace.
    """

    keep_days: int = 30
    grace_hours: int = GRACE_HOURS

    def closes(self, delivered: int) -> int:
        """Return when those who held a visit can no longer open it (UTC ms)."""
        return delivered + self.grace_hours * HOUR

    def goes(self, delivered: int, is_shared: bool) -> int:
        """Return when a visit is removed (UTC ms)."""
        begins = self.closes(delivered) if is_shared else delivered
        return begins + self.keep_days * DAY


class Known(NamedTuple):
    """What can be known of a visit without any key: times are UTC milliseconds.

    `delivered` is when its whole note was last handed on, 0 where it was not, or not since
    something was added; `people` are those its key is wrapped for.
    """

    visit: str
    opened: int = 0
    touched: int = 0
    state: str = State.NEW
    delivered: int = 0
    people: tuple[str, ...] = ()

    @property
    def is_signed(self) -> bool:
        """Whether its note is signed."""
        return self.state == State.SIGNED

    @property
    def is_shared(self) -> bool:
        """Whether its key is also kept for recovery, as on a shared workstation."""
        return RECOVERY in self.people


class Fate(StrEnum):
    """What is to become of a visit next."""

    STAYS_OPEN = "stays-open"
    """It is not signed: never removed by itself."""
    STAYS_HERE = "stays-here"
    """Its note is signed, and not all of it was handed on: never removed by itself."""
    CLOSES = "closes"
    """Those who held it can no longer open it; recovery still can."""
    GOES = "goes"
    """Its last key is destroyed and its rows are removed."""
    GOES_BLANK = "goes-blank"
    """Nothing was recorded in it: it is removed where somebody asks for that."""
    DOUBTFUL = "doubtful"
    """Its row says that its time has come, and neither its events nor the log do: it stays."""


@placed
class Planned(Value):
    """What becomes of a visit next, from when on (UTC ms; 0 for never), and what is known of it."""

    fate: Fate
    when: int
    known: Known

    @property
    def visit(self) -> str:
        """The visit's id."""
        return self.known.visit

    def is_due(self, now: int) -> bool:
        """Whether its time has come. A clock that was set back makes nothing due."""
        return bool(self.when) and now >= self.when


def plan(known: Iterable[Known], rules: Rules, now: int) -> list[Planned]:
    """Return what becomes of each visit next, as seen at this time (UTC ms)."""
    return [_planned(one, rules, now) for one in known]


def _planned(one: Known, rules: Rules, now: int) -> Planned:
    if one.state == State.NEW:
        return Planned(Fate.GOES_BLANK, one.touched + DAY, one)
    if not one.is_signed:
        return Planned(Fate.STAYS_OPEN, 0, one)
    if not one.delivered:
        return Planned(Fate.STAYS_HERE, 0, one)
    goes = rules.goes(one.delivered, one.is_shared)
    if one.is_shared and set(one.people) - {RECOVERY} and now < goes:
        return Planned(Fate.CLOSES, rules.closes(one.delivered), one)
    return Planned(Fate.GOES, goes, one)


def last_delivery(events: Sequence[Event]) -> int:
    """Return when the whole note of a visit was last handed on, UTC ms; 0 where it was not."""
    told = [one for one in events if isinstance(one, (Appended, Delivered))]
    return told[-1].at.utc if told and isinstance(told[-1], Delivered) else 0
