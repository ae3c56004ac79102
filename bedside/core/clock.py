"""How long the talk took: running time only, pauses and the curtain left out.

Durations come from the boot clock inside one boot, else from UTC and are then approximate.
A span that is negative or longer than a day makes the length unknown, never a wrong number.
"""

from __future__ import annotations

from dataclasses import replace

from bedside.core.events import Moment
from bedside.core.value import Value, value

DAY = 24 * 60 * 60 * 1000
"""Milliseconds in the longest span that is believed."""


@value
class Clock(Value):
    """The running time of a visit up to `since`, in milliseconds; still running if `since` is set.

    `known` turns false for good once a span could not be believed.
    """

    spent: int = 0
    since: Moment | None = None
    exact: bool = True
    known: bool = True

    def at(self, now: Moment) -> Clock:
        """Return the clock moved on to now; one that stands still is returned as it is."""
        if self.since is None:
            return self
        same = self.since.boot == now.boot
        span = (now.ns - self.since.ns) // 1_000_000 if same else now.utc - self.since.utc
        if not 0 <= span <= DAY:
            return replace(self, since=now, known=False)
        return replace(self, spent=self.spent + span, since=now, exact=self.exact and same)

    def stopped(self, now: Moment) -> Clock:
        """Return the clock standing still from now."""
        return replace(self.at(now), since=None)

    def started(self, now: Moment) -> Clock:
        """Return the clock running from now; time since it last moved is not counted."""
        return replace(self, since=now)

    def minutes(self) -> int | None:
        """Return whole minutes, rounded, at least one; nothing where the length is unknown."""
        return max(1, round(self.spent / 60_000)) if self.known else None


def seconds_between(then: Moment, now: Moment) -> float:
    """Return the seconds that went by, by the clock that counts more of them; never negative.

    The boot clock counts only within one start of the machine.
    """
    by_boot = (now.ns - then.ns) / 1e9 if now.boot == then.boot else 0.0
    return max(by_boot, (now.utc - then.utc) / 1000, 0.0)
