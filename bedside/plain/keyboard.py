"""A line typed on a terminal letter by letter, so that it can be kept when nobody finishes it.

Only where bedside locks by itself: a terminal gives a whole line at once and nothing before, and
would not tell that somebody is still typing. Backspace, Ctrl+U and Ctrl+D are as ever; an arrow or
another key without a letter does nothing. The clocks count sleep.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple, Protocol, TextIO

from bedside.core.clock import seconds_between
from bedside.core.events import Moment

_TICK = 1.0
_ENDS, _ERASES, _CLEARS, _OVER, _ESCAPE = "\r\n", "\x7f\b", "\x15", "\x04", "\x1b"


class Away(Exception):
    """Nobody has typed for so long that it has to be locked; `half` is the line that stands."""

    def __init__(self, half: str) -> None:
        """Keep what stands; it is never part of the message."""
        super().__init__()
        self.half = half


class Cover(NamedTuple):
    """What hides a talk while nobody is there, and shows it again, where nobody could unlock it."""

    hide: Callable[[], None]
    show: Callable[[], None]


class Keys(Protocol):
    """Where letters come from."""

    def raw(self) -> AbstractContextManager[None]:
        """Give letters as they are typed, unseen, as long as this lasts."""

    def read(self, seconds: float) -> str | None:
        """Return letters that were typed, "" at the end of all; nothing if none came in time."""


class Keyboard:
    """Reads lines, and notices that nobody is there."""

    def __init__(
        self, keys: Keys, out: TextIO, lock_after: float, clock: Callable[[], Moment]
    ) -> None:
        """Give up on a line after so many seconds without a key."""
        self._keys, self._out, self._lock_after, self._clock = keys, out, lock_after, clock
        self._ahead = ""
        self.cover: Cover | None = None
        """What is done instead of giving up: a talk that nobody could open again only hides."""
        self._is_hidden = False

    def line(self, shown: bool = True) -> str:
        """Return a line that ends with a line break; "" at the end of all. Away where it stands.

        One that is not shown is never given to Away.
        """
        typed, touched = "", self._clock()
        with self._keys.raw():
            while True:
                letters = self._ahead or self._keys.read(_TICK)
                self._ahead = ""
                if letters is None:
                    self._stay(touched, typed if shown else "")
                    continue
                if not letters or (letters == _OVER and not typed):
                    return typed
                touched = self._clock()
                if self._has_come_back():
                    self._say(typed if shown else "")
                    continue
                typed, is_whole = self._typed(typed, letters, shown)
                if is_whole:
                    return f"{typed}\n"

    def _stay(self, touched: Moment, half: str) -> None:
        """Go on waiting; hide what stands there, or Away, once nobody was there for so long."""
        if self._is_hidden or seconds_between(touched, self._clock()) < self._lock_after:
            return
        if self.cover is None:
            raise Away(half)
        self._is_hidden = True
        self.cover.hide()

    def _has_come_back(self) -> bool:
        """Show what was hidden, if it was; the key that does so does nothing else."""
        was_hidden, self._is_hidden = self._is_hidden, False
        if was_hidden and self.cover is not None:
            self.cover.show()
        return was_hidden

    def _typed(self, typed: str, letters: str, shown: bool) -> tuple[str, bool]:
        """Return the line after these letters, and whether it is ended; the rest comes next."""
        for at, letter in enumerate(letters):
            if letter in _ENDS:
                self._say("\n")
                skips = 2 if letters[at : at + 2] == "\r\n" else 1
                self._ahead = letters[at + skips :]
                return typed, True
            if letter == _ESCAPE:
                break  # an arrow or a function key: nothing of it is a letter
            if letter in _ERASES or letter == _CLEARS:
                kept = "" if letter == _CLEARS else typed[:-1]
                self._erase(typed[len(kept) :], shown)
                typed = kept
            elif letter.isprintable():
                typed += letter
                self._say(letter if shown else "")
        return typed, False

    def _erase(self, gone: str, shown: bool) -> None:
        from bedside.core.text import cells

        self._say("\b \b" * cells(gone) if shown else "")

    def _say(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


class TerminalKeys:
    """The letters of a terminal on Linux and macOS."""

    def __init__(self, descriptor: int) -> None:
        """Read from this descriptor."""
        from codecs import getincrementaldecoder

        self._descriptor = descriptor
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode

    @contextmanager
    def raw(self) -> Iterator[None]:
        """Take letters at once and unseen; the terminal is as before afterwards."""
        if sys.platform == "win32":
            raise NotImplementedError
        import termios

        before = termios.tcgetattr(self._descriptor)
        modes = termios.tcgetattr(self._descriptor)
        modes[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, modes)
        try:
            yield
        finally:
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, before)

    def read(self, seconds: float) -> str | None:
        """Return what was typed; "" where the terminal is gone."""
        from select import select

        if not select([self._descriptor], [], [], seconds)[0]:
            return None
        try:
            raw = os.read(self._descriptor, 1024)
        except OSError:  # it was hung up
            return ""
        return self._decode(raw) or (None if raw else "")


class ConsoleKeys:
    """The letters of a console on Windows, which has them one by one."""

    @contextmanager
    def raw(self) -> Iterator[None]:
        """Change nothing: letters read this way are never shown by the console."""
        yield

    def read(self, seconds: float) -> str | None:
        """Return the letters that were typed; an arrow comes as two, and is none."""
        if sys.platform != "win32":
            raise NotImplementedError
        import msvcrt
        from time import monotonic, sleep

        end = monotonic() + seconds
        while not msvcrt.kbhit():
            if monotonic() > end:
                return None
            sleep(0.02)
        letter = msvcrt.getwch()
        if letter in "\x00\xe0":
            msvcrt.getwch()
            return None
        if letter == "\x03":
            raise KeyboardInterrupt
        return _OVER if letter == "\x1a" else letter


def keyboard(
    given: TextIO, out: TextIO, lock_after: float, clock: Callable[[], Moment]
) -> Keyboard | None:
    """Return a keyboard where somebody sits at a terminal that locks by itself; else nothing."""
    if lock_after <= 0 or not given.isatty():
        return None
    keys: Keys = ConsoleKeys() if sys.platform == "win32" else TerminalKeys(given.fileno())
    return Keyboard(keys, out, lock_after, clock)
