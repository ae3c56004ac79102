"""A store of a campaign's own, a visit in it that goes on at random, and what must be there."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.session import Draft, Session
from tests.worlds import shipped_checklist

CHECKLIST = "acknowledging-uncertainty"
MEMORY = Path("/dev/shm")
"""A folder in memory, where there is one: a simulated disk needs no real one."""


@contextmanager
def folder(fast: bool = True) -> Iterator[Path]:
    """Give a folder of the campaign's own; in memory where the disk itself is not what counts."""
    within = MEMORY if fast and MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=within, ignore_cleanup_errors=True) as name:
        yield Path(name)


def environ(home: Path) -> dict[str, str]:
    """Return the environment of a bedside that lives in a folder, and nowhere else."""
    return {
        "BEDSIDE_HOME": str(home),
        "BEDSIDE_SITE": str(home / "site"),
        "BEDSIDE_SECOND": str(home / "data" / "spill"),
        "PATH": "",
    }


def desk_of(home: Path) -> Desk:
    """Return the desk over a folder."""
    return Desk(environ=environ(home))


class Acting:
    """One visit that goes on by moves of chance, each numbered, and what of it was saved."""

    def __init__(self, desk: Desk, chance: random.Random) -> None:
        """Begin a visit."""
        self.desk, self.chance = desk, chance
        self.session = Session.begin(desk.store, shipped_checklist(CHECKLIST))
        self.number = 0
        self.drafted = 0
        """The number of the draft that stands; 0 where none does."""

    @property
    def visit(self) -> str:
        """The id of the visit."""
        return self.session.visit.id

    def act(self) -> None:
        """Make one move, or type a little more."""
        self.number += 1
        words = f"words {self.number} " + "x" * self.chance.choice((0, 5, 60, 700))
        kind = self.chance.random()
        if kind < 0.3:
            self.session.draft(Draft(step="one-story", field="words", words=words, cursor=3))
            self.drafted = self.number
            return
        move: m.Move = m.Write("one-story", words) if kind < 0.7 else m.Jot(words)
        self.session.do(move)
        self.drafted = 0

    def settle(self, seconds: float = 10) -> bool:
        """Wait until all of it is said to be saved; say whether it is."""
        return self.session.settle(seconds)


def missing(desk: Desk, visit: str, seq: int, drafted: int = 0) -> str:
    """Return what is not there of a visit that was said to be saved up to an event and a draft."""
    store = desk.store
    if (health := store.health()) != "ok":
        return f"the store is damaged: {health}"
    try:
        kept = store.read(visit)
    except KeyError:
        return f"the visit is gone, with {seq} events" if seq else ""
    seqs = [event.seq for event in kept.events]
    if seqs != list(range(1, len(seqs) + 1)):
        return f"there are holes in it: {seqs}"
    if len(seqs) < seq:
        return f"event {seq} was called saved and {len(seqs)} are there"
    if drafted and len(seqs) == seq:
        number = int(kept.draft.words.split()[1]) if kept.draft else 0
        return (
            "" if number >= drafted else f"draft {drafted} was called saved and {number} is there"
        )
    return ""
