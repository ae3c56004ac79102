"""Watching: rounds of a dispatcher, for as long as somebody is there; on a thread of its own.

It looks when something was queued, when something is due, and now and then all the same, for other
windows queue too. It never keeps anybody from leaving.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from bedside.core.events import Moment
from bedside.core.parcels import Standing
from bedside.core.reasons import reason
from bedside.deliver.dispatcher import Dispatcher
from bedside.deliver.making import FAULTS
from bedside.store.locks import StoreError
from bedside.store.outbox.rows import Row

BROKEN = "a fault of bedside ({fault})"
LOOK_SECONDS = 15.0
"""Between two looks where nothing was queued here."""
SOON_SECONDS = 0.3
"""After something was queued: its transaction ends a moment later."""
_LOOKS_SOON = 4


class Watching:
    """Runs rounds of a dispatcher until it is stopped."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        clock: Callable[[], Moment],
        delivered: Callable[[], None],
        first: Callable[[], None],
    ) -> None:
        """Have this dispatcher deliver; `delivered` is called on its thread after something was.

        `first` is called there before anything is sent.
        """
        self._dispatcher, self._clock, self._delivered = dispatcher, clock, delivered
        self._first = first
        self._woken = threading.Event()
        self._round = self._side = self._shown = ""

    @property
    def trouble(self) -> str:
        """Why nothing could be sent, or done beside that, the last time; "" where all is well."""
        return self._round or self._side

    def wake(self) -> None:
        """Look soon: something was queued, or somebody wants it tried."""
        self._woken.set()

    def stop(self) -> bool:
        """Begin nothing more; say whether something is still on its way. Returns at once."""
        self._dispatcher.stopping.set()
        self._woken.set()
        return self._dispatcher.is_trying

    def run(self) -> None:
        """Look, deliver, wait, until it is stopped; on the thread that calls this."""
        soon = _LOOKS_SOON
        self._beside(self._first)
        while not self._dispatcher.stopping.is_set():
            rows = self._looked()
            pause = SOON_SECONDS if soon else self._pause(rows)
            soon = max(soon - 1, 0)
            if self._woken.wait(pause):
                self._woken.clear()
                self._dispatcher.wanted()
                soon = _LOOKS_SOON

    def _looked(self) -> list[Row]:
        """Make a round; what fails now is looked at again later, and said meanwhile."""
        rows = list[Row]()
        try:
            rows = self._dispatcher.round()
            self._round = ""
        except (StoreError, *FAULTS) as error:
            self._round = _told(error)
        if any(row.state is Standing.DELIVERED for row in rows):
            self._beside(self._delivered)
        if self.trouble != self._shown:
            self._shown = self.trouble
            self._dispatcher.changed()
        return rows

    def _beside(self, does: Callable[[], None]) -> None:
        """Do what goes beside sending; what fails there keeps no note from being sent."""
        try:
            does()
            self._side = ""
        except (StoreError, *FAULTS) as error:
            self._side = _told(error)

    def _pause(self, rows: list[Row]) -> float:
        """Return for how many seconds nothing has to be looked at."""
        now = self._clock().utc
        waits = [row.due - now for row in rows if row.due > now]
        return min(LOOK_SECONDS, max(min(waits, default=15_000) / 1000, SOON_SECONDS))


def _told(error: BaseException) -> str:
    """Return what went wrong, without a word of any note."""
    if isinstance(error, StoreError):
        return str(error)
    if isinstance(error, OSError):
        return reason(error)
    return BROKEN.format(fault=type(error).__name__)
