"""The launcher: starts the visit process, waits, and decides what follows when it ends.

A crash starts it again where it was, a lock starts it again with nothing in its memory, and
anything else ends both. Whatever happened, the terminal is as it was before.
"""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, NamedTuple

from bedside.launch.link import CRASH, LOCK, START, Start
from bedside.launch.spawn import BUG, Child
from bedside.launch.terminal import Terminal

LOCKED = 75
"""The code with which a visit process ends so that nothing of a patient is left in memory."""

CRASHES, WITHIN = 3, 60.0
"""So many crashes within so many seconds are followed by a new start; one more is the end."""

GRACE = 2.0
"""Seconds a visit process has to save and be gone once it was asked to end."""

_ENDS_QUIETLY = (-2, -1, -15)
"""Interrupted, hung up or asked to end before it could say so itself: it had nothing to save."""


class Ended(NamedTuple):
    """How it all ended."""

    code: int
    at: str = ""
    """The visit that was open, "" for none."""
    fault: str = ""
    """The place of the last fault, where the program has one of its own to tell."""


class Launcher:
    """One sitting at a terminal: as many visit processes as it takes, one after the other."""

    def __init__(
        self,
        terminal: Terminal,
        begin: Callable[[], Child],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Start visit processes with `begin`; nothing is started yet."""
        self._terminal, self._begin, self._clock = terminal, begin, clock
        self._start = Start()
        self._fault = ""
        self._crashes: deque[float] = deque(maxlen=CRASHES + 1)
        self._child: Child | None = None
        self._asked = 0
        """The signal that asks for the end, once there was one."""

    def run(self) -> Ended:
        """Start, wait and start again until it is over; the terminal is as it was."""
        with _signals(self._pass_on, self._give_up_waiting):
            try:
                return self._until_over()
            finally:
                self._terminal.restore()

    def _until_over(self) -> Ended:
        while True:
            code = self._once()
            died = code < 0 or code > 255  # by a signal, or of what Windows calls an exception
            if died:
                self._terminal.wipe()
            if self._asked or not (died or code in (LOCKED, BUG)) or code in _ENDS_QUIETLY:
                return Ended(self._code_of(code), self._start.back_to, self._fault)
            if code != LOCKED and self._too_often():
                return Ended(BUG, self._start.back_to, self._fault)
            locked = code == LOCKED or self._start.why == LOCK  # a crash unlocks nothing
            self._start = self._start._replace(why=LOCK if locked else CRASH)
            self._terminal.wait_quietly(forget=code == LOCKED)

    def _once(self) -> int:
        """Start a visit process, tell it where to go on, and return how it ended."""
        child = self._child = self._begin()
        child.link.tell(**self._start._asdict())
        if self._asked:
            child.ask(self._asked)
        code = child.wait(self._hear)
        self._child = None
        return code

    def _hear(self, message: dict[str, Any]) -> None:
        """Keep what a visit process says; whatever makes no sense is passed over."""
        at, hidden, quick = (message.get(name) for name in ("at", "hidden", "quick"))
        if isinstance(at, str):
            self._start = self._start._replace(back_to=at)
        if message.get("unlocked") is True:
            self._start = self._start._replace(why=START)
        if isinstance(hidden, bool):
            self._start = self._start._replace(hidden=hidden)
        if isinstance(quick, dict) or message.get("drop_quick") is True:
            self._start = self._start._replace(quick=quick if isinstance(quick, dict) else None)
        if isinstance(message.get("fault"), str):
            self._fault = message["fault"]

    def _too_often(self) -> bool:
        now = self._clock()
        self._crashes.append(now)
        return sum(1 for then in self._crashes if now - then < WITHIN) > CRASHES

    def _code_of(self, code: int) -> int:
        """Return the code to end with: a signal's as a shell tells it."""
        if self._asked and code < 0:
            return 128 + self._asked
        return 128 - code if code < 0 else code

    def _pass_on(self, number: int, _: object) -> None:
        """Hand on what asks for the end, and see to it that the end comes."""
        self._asked = self._asked or number
        if self._child is not None:
            self._child.ask(number)
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, GRACE)

    def _give_up_waiting(self, *_: object) -> None:
        if self._child is not None:
            self._child.kill()


@contextmanager
def _signals(pass_on: Callable[[int, Any], None], over: Callable[..., None]) -> Iterator[None]:
    """Have signals go to the visit process while it is there; as they were, afterwards.

    A hang-up is heard even where it was ignored. A stop from the keyboard would leave a screen that
    anybody brings back, and an interrupt belongs to whoever reads the keys: neither is for us.
    """
    ignored = [signal.SIGINT]
    taken: dict[signal.Signals, Callable[..., None]] = {}
    if sys.platform == "win32":
        ignored.append(signal.SIGBREAK)
    else:
        ignored += [signal.SIGTSTP, signal.SIGTTOU]
        taken = {signal.SIGHUP: pass_on, signal.SIGTERM: pass_on, signal.SIGALRM: over}
    before = [(number, signal.signal(number, signal.SIG_IGN)) for number in ignored]
    before += [(number, signal.signal(number, taken[number])) for number in taken]
    try:
        yield
    finally:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, kept in before:
            with suppress(TypeError):  # one that was not set from Python cannot be put back
                signal.signal(number, kept)
