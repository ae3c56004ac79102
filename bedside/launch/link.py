"""The link: lines of JSON over a pair of pipes between launcher and visit process.

Visit to launcher: `at` (which visit is open), `hidden` (whether the curtain is drawn), `unlocked`
(somebody has opened again what was locked), `fault` (the place of a fault, never its message),
`quick` and `drop_quick` (a key sealed under a PIN, for quick unlock: the launcher keeps it, with
its salt and pepper, for a quarter of an hour, and has no PIN to open it with; six digits are all
that keeps whoever can read its memory then from opening it).
Launcher to visit: one line at the start, see `Start`. A closed link means that the other one is
gone. Whatever is no such line is passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

LONGEST = 64 * 1024
"""Bytes of a line; a longer one is passed over."""

START, CRASH, LOCK = "start", "crash", "lock"
"""Why a visit process is started."""


class Link:
    """One end: what is read here was written by the other, and the other way round."""

    def __init__(self, read: int, write: int) -> None:
        """Read from one descriptor and write to the other; both are closed with the link."""
        self.reads, self.writes = read, write
        self._rest = b""
        self._skips = False

    def tell(self, **message: object) -> bool:
        """Write one message; say whether the other end could still be told."""
        try:
            os.write(self.writes, json.dumps(message).encode() + b"\n")
        except OSError:  # gone, or stopped for so long that the pipe is full
            return False
        return True

    def hear(self) -> list[dict[str, Any]] | None:
        """Wait for something to be written; return its messages, or nothing at all at the end."""
        try:
            raw = os.read(self.reads, LONGEST)
        except BlockingIOError:
            return []
        except OSError:
            raw = b""
        return self._messages(raw) if raw else None

    def first(self) -> dict[str, Any]:
        """Wait for the first message; an empty one where the other end is gone before it."""
        while (heard := self.hear()) is not None:
            if heard:
                return heard[0]
        return {}

    def close(self) -> None:
        """Let the other end know that nothing more will come."""
        for descriptor in (self.reads, self.writes):
            with suppress(OSError):
                os.close(descriptor)

    def _messages(self, raw: bytes) -> list[dict[str, Any]]:
        *lines, rest = (self._rest + raw).split(b"\n")
        if self._skips and lines:
            del lines[0]  # the end of what was too long
            self._skips = False
        self._skips = self._skips or len(rest) > LONGEST
        self._rest = b"" if self._skips else rest
        return [message for line in lines if (message := _read(line)) is not None]


class Start(NamedTuple):
    """What a visit process is told first: where to go on, why, and what waits for quick unlock."""

    back_to: str = ""
    """The visit that was open, "" for none."""
    why: str = START
    hidden: bool = False
    """Whether the curtain was drawn."""
    quick: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Start:
        """Return what a message says; whatever makes no sense is as if it had not been said."""
        back_to, why, quick = (message.get(name) for name in ("back_to", "why", "quick"))
        return cls(
            back_to if isinstance(back_to, str) else "",
            why if why in (CRASH, LOCK) else START,
            message.get("hidden") is True,
            quick if isinstance(quick, dict) else None,
        )


class Seat(NamedTuple):
    """A visit process's place: its end of the link, and what it was told first."""

    link: Link
    start: Start = Start()

    @property
    def is_back(self) -> bool:
        """Whether this goes on with what was cut off or locked, whatever the command asks for."""
        return self.start.why == LOCK or bool(self.start.why == CRASH and self.start.back_to)


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None
