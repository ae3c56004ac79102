"""Idleness: after so long without a sign of life everything is hidden, later locked; nothing ends.

Looked at once a second, by the clock that counts sleep and by the wall clock: whichever says that
more time went by is believed, so that a laptop opened next morning is hidden at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bedside.core.clock import seconds_between
from bedside.core.events import Moment

TICK_SECONDS = 1.0


class Due(NamedTuple):
    """What is done once nobody was there for so many seconds; 0 for never."""

    seconds: float
    call: Callable[[], None]


class Idle:
    """Calls each thing that comes due once, until somebody is there again."""

    def __init__(
        self, clock: Callable[[], Moment], dues: Sequence[Due], is_over: Callable[[], bool]
    ) -> None:
        """Look at this clock until it is over; what comes due earlier is called earlier."""
        self._clock, self._is_over = clock, is_over
        self._dues = sorted((due for due in dues if due.seconds > 0), key=lambda due: due.seconds)
        self._touched = clock()
        self._called = 0

    def start(self) -> None:
        """Look every second from now on, if anything can come due."""
        if self._dues:
            asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)

    def touch(self) -> None:
        """Somebody is there; what came due before that, asleep perhaps, is called first."""
        self.look()
        self._touched, self._called = self._clock(), 0

    def look(self) -> None:
        """Call what has come due since somebody was there."""
        gone = seconds_between(self._touched, self._clock())
        while self._called < len(self._dues) and gone >= self._dues[self._called].seconds:
            self._called += 1
            self._dues[self._called - 1].call()

    def _tick(self) -> None:
        if not self._is_over():
            self.look()
            self.start()
