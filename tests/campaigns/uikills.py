"""The visit process killed at random moments while somebody types at most fifteen keys a second."""

from __future__ import annotations

import os
import signal
import string
import time

from bedside.words.screen import STARTED_AGAIN
from tests.campaigns.sittings import PROGRAM, Sitting, sitting

WHAT = "three kills -9 while typing: no letter shown as saved is lost, at most the one in flight"
KILLS = 3
KEY_SECONDS = 1 / 15
QUIET = 0.03
"""Seconds without a change after which a screen counts as shown."""

REOPENS = 3.0
"""Seconds for the field to open again; longer means that there was nothing to open it for."""

_SLOW = """
import time
from bedside.store import writer
commit = writer.Writer._commit
def late(self, jobs):
    time.sleep(0.2)
    return commit(self, jobs)
writer.Writer._commit = late
"""


def told(seed: int) -> str:
    """Return what was lost in the sitting of this number."""
    return _told(seed, PROGRAM)


def twin(seed: int) -> str:
    """Return the same where every commit comes a fifth of a second late."""
    return _told(seed, _SLOW + PROGRAM)


def _told(seed: int, code: str) -> str:
    with sitting(seed, code) as one:
        one.begin()
        typed = ""
        for _ in range(KILLS):
            typed, wrong = _killed(one, typed)
            if wrong:
                return wrong
        one.run.send("\rq")
        one.run.wait(10)
        kept = one.kept()
        return "" if kept == typed else f"{typed!r} stood on screen, and {kept!r} is kept"


def _killed(one: Sitting, before: str) -> tuple[str, str]:
    """Type on, kill, wait; return what stands in the field then, and what is wrong with that."""
    saved, echoed, typed = before, before, before
    for _ in range(one.chance.randint(3, 12)):
        key = one.chance.choice(string.ascii_lowercase)
        one.run.send(key)
        typed += key
        due = time.monotonic() + KEY_SECONDS
        while (left := due - time.monotonic()) > 0:
            if not one.run.read(min(left, QUIET)):
                echoed = one.field()
                saved = echoed if " saved" in one.run.lines[0] else saved
    left = one.chance.random() * KEY_SECONDS
    one.run.read(left)
    echoed = one.field()
    os.kill(one.run.visit, signal.SIGKILL)
    one.run.see(STARTED_AGAIN)
    until = time.monotonic() + REOPENS
    while not one.field() and time.monotonic() < until:
        one.run.read(QUIET)
    one.run.settle(0.2)
    now = one.field()
    if not (typed.startswith(now) and now.startswith(saved)):
        return now, f"{saved!r} was shown as saved, {typed!r} typed, and {now!r} came back"
    if len(typed) - len(now) > max(1, len(typed) - len(echoed)):
        return now, f"{typed!r} was typed, {echoed!r} shown, and only {now!r} came back"
    one.run.send("x")  # takes the line about the new start away
    one.run.settle(0.1)
    return now + "x", ""
