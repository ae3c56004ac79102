"""One line on a terminal that says how far a long run is, and goes away again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

_PATIENCE = 0.5
"""Seconds a run may take before anything is said of it."""
_PACE = 0.1


class Progress:
    """How many of so many are done; nothing where nobody watches."""

    def __init__(
        self,
        stream: TextIO,
        total: int,
        clock: Callable[[], float] = time.monotonic,
        what: str = "files looked at",
    ) -> None:
        """Begin the count now; `what` says what is counted."""
        self._stream, self._total, self._clock = stream, total, clock
        self._watched = stream.isatty()
        self._next = clock() + _PATIENCE
        self._shown, self._what = 0, what

    def at(self, number: int) -> None:
        """Say that so many have been looked at, if it is time to."""
        if not self._watched or (now := self._clock()) < self._next:
            return
        self._next = now + _PACE
        text = f"{number:,} of {self._total:,} {self._what}"
        self._stream.write(f"\r{text:<{self._shown}}")
        self._stream.flush()
        self._shown = len(text)

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._shown:
            self._stream.write(f"\r{'':<{self._shown}}\r")
            self._stream.flush()
            self._shown = 0
