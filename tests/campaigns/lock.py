"""Words typed, the screen locked: afterwards no process of bedside knows them."""

from __future__ import annotations

import string

from bedside.words.screen import LOCKED
from tests.campaigns.sittings import PROGRAM, sitting
from tests.tui.memory import holders

WHAT = "after a lock neither launcher nor visit process holds a word that was typed"
CURTAIN = "\x1b[24~"

_LOCKS = """
from bedside.tui import app
app.BedsideApp.do_app_curtain = lambda self, place: self.lock()
"""
"""The program, its curtain key locking at once instead of after a while."""


def told(seed: int) -> str:
    """Return which process holds a word after the lock of this number."""
    return _told(seed, _LOCKS + PROGRAM, LOCKED)


def twin(seed: int) -> str:
    """Return the same where only a cover is laid over everything."""
    return _told(seed, PROGRAM, "bedside is hidden.")


def _told(seed: int, code: str, cover: str) -> str:
    with sitting(seed, code) as one:
        one.begin()
        finished, half = ("".join(one.chance.choices(string.ascii_letters, k=24)) for _ in range(2))
        one.run.send(finished)
        one.run.see(finished)
        one.run.send("\rn")
        one.run.see("WRITE Enter Finish")
        one.run.send(half)
        one.run.see(half)
        one.run.see(" saved")
        one.run.send(CURTAIN)
        one.run.see(cover)
        one.run.settle(0.3)
        processes = {"launcher": one.run.pid, "visit process": one.run.visit}
        found = [
            f"the {name} holds {word!r} {count} times"
            for name, process in processes.items()
            for word in (finished, half)
            if (count := holders(process, word))
        ]
        if code != PROGRAM and not found:
            one.run.send("x")
            one.run.see(half)  # and it is all there again
        return "; ".join(found)
