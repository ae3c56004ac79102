"""Several windows race for one visit: one writer an epoch, and the losers' words are kept."""

from __future__ import annotations

import random
import sqlite3
import threading
from pathlib import Path
from unittest import mock

from bedside.core import moves as m
from bedside.session import Session
from bedside.store.hold import Hold
from tests.campaigns.stores import Acting, desk_of, folder

WHAT = (
    "windows that race for a visit: exactly one writes in an epoch, and no loser's words are lost"
)
RACERS = 3


def told(seed: int) -> str:
    """Return what is wrong after the race of this number."""
    return _raced(seed)


def twin(seed: int) -> str:
    """Return the same where nobody is fenced off: windows write over each other's places."""
    with mock.patch.object(Hold, "_check", return_value=None):
        return _raced(seed)


def _raced(seed: int) -> str:
    chance = random.Random(seed)
    with folder() as home:
        desk = desk_of(home)
        first = Acting(desk, chance)
        first.settle()
        racers = [_Racer(home, first.visit, f"racer {number}") for number in range(RACERS)]
        own = _Racer(home, first.visit, "own")
        for racer in racers:
            racer.start()
        own.write(first.session)
        for racer in racers:
            racer.join()
        first.session.settle(10)
        _wait_for_conflicts(first.session)
        desk.store.close()
        every = [words for racer in (own, *racers) for words in racer.words]
        return _wrong(home, first.visit, every) or "".join(racer.failed for racer in racers)


class _Racer(threading.Thread):
    """A window that takes the visit over and writes in it."""

    def __init__(self, home: Path, visit: str, name: str) -> None:
        """Get ready."""
        super().__init__()
        self._home, self._visit = home, visit
        self._own = [f"{name}, {number}" for number in range(4)]
        self.words: list[str] = []
        """What it was allowed to write: refused moves leave nothing."""
        self.failed = ""

    def write(self, session: Session) -> None:
        """Write, and remember what was not refused."""
        for words in self._own:
            if isinstance(session.do(m.Jot(words)), type(session.visit)):
                self.words.append(words)

    def run(self) -> None:
        """Take over, write, and leave."""
        desk = desk_of(self._home)
        session = Session.resume(desk.store, self._visit, take_over=True)
        if not isinstance(session, Session):
            self.failed = "a take-over was refused"
            return
        self.write(session)
        session.settle(10)
        _wait_for_conflicts(session)
        desk.store.close()


def _wait_for_conflicts(session: Session) -> None:
    """Wait until what a fenced window could not write is kept as words of another window."""
    with session._hold._settled:
        session._hold._settled.wait_for(lambda: not session.saving.waiting, 10)


def _wrong(home: Path, visit: str, every: list[str]) -> str:
    """Return what of all these words is nowhere, or which place two windows both wrote."""
    desk = desk_of(home)
    kept = desk.store.read(visit)
    desk.store.close()
    there = [getattr(event, "words", "") for event in kept.events]
    aside = [draft.words for draft in kept.conflicts.values()]
    lost = [words for words in every if sum(words in one for one in (*there, *aside)) == 0]
    if lost:
        return f"{lost} are in no event and no conflict"
    if kept.unreadable:
        return f"places {kept.unreadable} do not open"
    with sqlite3.connect(home / "state" / "visits.sqlite3") as connection:
        epochs = [one for (one,) in connection.execute("SELECT epoch FROM events ORDER BY seq")]
    return "" if epochs == sorted(epochs) else f"epochs mix: {epochs}"
