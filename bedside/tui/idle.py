"""Idleness: after so long without a key or click everything is hidden; nothing ends by it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.app import App
from textual.timer import Timer


class Idle:
    """Calls once when nobody has touched anything for a while; one timer, however many keys."""

    def __init__(self, app: App[int], seconds: float, call: Callable[[], None]) -> None:
        """Call after this many seconds; 0 for never."""
        self._app, self._seconds, self._call = app, seconds, call
        self._touched = monotonic()
        self._timer: Timer | None = None

    def start(self) -> None:
        """Begin to wait."""
        if self._seconds > 0:
            self._timer = self._app.set_timer(self._seconds, self._due)

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = monotonic()

    def _due(self) -> None:
        """Call if nobody was there for long enough; wait for the rest of the time otherwise."""
        left = self._seconds - (monotonic() - self._touched)
        if left <= 0:
            self._call()
            left = self._seconds
        self._timer = self._app.set_timer(left, self._due)
