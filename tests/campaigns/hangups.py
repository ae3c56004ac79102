"""The terminal, the launcher or the visit process taken away at a random moment of a sitting."""

from __future__ import annotations

import os
import signal
import string
import time
from collections.abc import Callable

from tests.campaigns.sittings import PROGRAM, Sitting, sitting
from tests.tui.pty_run import is_running

WHAT = "hang-ups, requests to end, stops: gone in two seconds, all kept, nothing left on the screen"
SECONDS = 2.0
SLACK = 1.0
"""More for a machine that does other things as well."""

_BARE = """
import sys
from bedside.cli import main
from bedside.tui import ends
main._SEATED = frozenset()
ends.EndingApp.watch_ends = lambda self: None
sys.exit(main.main(sys.argv[1:]))
"""
"""The program without a launcher and without a handler."""


def _both(one: Sitting, number: int) -> None:
    for process in (one.run.visit, one.run.pid):
        os.kill(process, number)


def _stopped(one: Sitting) -> None:
    """As a window is closed over a program that somebody has stopped."""
    for number in (signal.SIGSTOP, signal.SIGHUP, signal.SIGCONT):
        _both(one, number)


def _closed(one: Sitting) -> None:
    os.close(one.run.master)


WAYS: dict[str, Callable[[Sitting], None]] = {
    "HUP to the launcher": lambda one: os.kill(one.run.pid, signal.SIGHUP),
    "TERM to the launcher": lambda one: os.kill(one.run.pid, signal.SIGTERM),
    "HUP to both": lambda one: _both(one, signal.SIGHUP),
    "TERM to both": lambda one: _both(one, signal.SIGTERM),
    "HUP to the visit": lambda one: os.kill(one.run.visit, signal.SIGHUP),
    "TERM to the visit": lambda one: os.kill(one.run.visit, signal.SIGTERM),
    "KILL to the launcher": lambda one: os.kill(one.run.pid, signal.SIGKILL),
    "stopped, hung up": _stopped,
    "the terminal closed": _closed,
}
"""How it ends; which one is a matter of the number."""


def told(seed: int) -> str:
    """Return what is wrong after the sitting of this number."""
    return _told(seed, PROGRAM)


def twin(seed: int) -> str:
    """Return the same without launcher and handlers."""
    return _told(seed, _BARE)


def _told(seed: int, code: str) -> str:
    name = list(WAYS)[seed % len(WAYS)]
    with sitting(seed, code) as one:
        before = one.run.flags()
        one.begin()
        words = "".join(one.chance.choices(string.ascii_lowercase, k=one.chance.randint(8, 20)))
        one.run.send(words)
        one.run.see(words)
        one.run.see(" saved")
        one.run.read(one.chance.random() / 5)
        processes = {one.run.pid, one.run.visit}
        WAYS[name](one)
        wrong = _still_there(one, processes)
        if not wrong and name != "the terminal closed":
            wrong = _left_behind(one, before, words)
        kept = one.kept() if not wrong else words
        wrong = wrong or ("" if kept == words else f"{words!r} was typed, {kept!r} is kept")
        return f"{name}: {wrong}" if wrong else ""


def _still_there(one: Sitting, processes: set[int]) -> str:
    """Return which process has not ended in time, if one has not."""
    until = time.monotonic() + SECONDS + SLACK
    while time.monotonic() < until:
        one.run.is_alive()  # reaps it
        if not any(map(is_running, processes)):
            return ""
        _read(one)
    return f"still there after {SECONDS + SLACK} s"


def _left_behind(one: Sitting, before: tuple[int, int], words: str) -> str:
    """Return what is left of the sitting on the terminal."""
    while _read(one):
        pass
    if one.run.flags() != before:
        return "the terminal's modes are not as they were"
    shown = one.run.flat
    if words in shown or "How they see things" in shown:
        return f"on the screen is left: {shown!r}"
    after = bytes(one.run.written)
    for on, off in ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?1003h", b"\x1b[?1003l")):
        if after.rfind(off) < after.rfind(on):
            return f"{on!r} was not taken back"
    return ""


def _read(one: Sitting) -> bytes:
    try:
        return one.run.read(0.02)
    except (OSError, ValueError):  # the terminal was closed
        time.sleep(0.02)
        return b""
