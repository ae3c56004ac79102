"""A visit of nobody that goes on by moves of chance, and what of it must be there afterwards.

Run as a program (`python -m bedside.proof.acting FOLDER NUMBER`) it goes on for ever, and says on
standard output what is saved, so that somebody can kill it.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from bedside.content.library import Library, shipped
from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.session import Draft, Session
from bedside.store.cache import NormalForms
from bedside.store.paths import Places
from bedside.store.store import Store

CHECKLIST = "acknowledging-uncertainty"
STEP = "one-story"
SECONDS = 30.0
"""How long a save may take before the disk counts as one that does not answer."""


def places_in(home: Path) -> Places:
    """Return places that lie wholly in one folder."""
    second = (home / "second",)
    return Places(home / "config", home / "data", home / "state", home / "site", second)


def checklist_for(home: Path) -> Checklist:
    """Return the checklist that is walked, as it is shipped."""
    library = Library([shipped()], NormalForms(places_in(home).cache))
    path = library.find(CHECKLIST)
    found = library.open(path) if path else None
    if not isinstance(found, Checklist):
        raise FileNotFoundError(f"{CHECKLIST} is not among the shipped checklists")
    return found


class Acting:
    """One visit that goes on."""

    def __init__(self, store: Store, checklist: Checklist, chance: random.Random) -> None:
        """Begin a visit in a store."""
        self.chance = chance
        self.session = Session.begin(store, checklist)
        self.number = 0

    def act(self) -> None:
        """Make one move, or type a little more."""
        self.number += 1
        words = f"words {self.number} " + "x" * self.chance.choice((0, 5, 60, 700))
        kind = self.chance.random()
        if kind < 0.3:
            self.session.draft(Draft(step=STEP, field="words", words=words, cursor=3))
        else:
            move: m.Move = m.Write(STEP, words) if kind < 0.7 else m.Jot(words)
            self.session.do(move)

    def settle(self) -> bool:
        """Wait until all of it is said to be saved; say whether it is."""
        return self.session.settle(SECONDS)


def missing(store: Store, visit: str, seq: int) -> str:
    """Return what is not there of a visit that was called saved up to an event."""
    if (health := store.health()) != "ok":
        return f"the store is damaged: {health}"
    try:
        kept = store.read(visit)
    except KeyError:
        return f"a visit is gone that had {seq} events" if seq else ""
    if kept.unreadable:
        return f"events {', '.join(map(str, kept.unreadable))} cannot be read"
    count = len(kept.events)
    return f"event {seq} was called saved, and {count} are there" if count < seq else ""


def run(home: Path, number: int) -> None:
    """Act for ever, and say after each save what is saved."""
    chance = random.Random(number)  # noqa: S311  # chance that can be had again, not a secret
    acting = Acting(Store(places_in(home)), checklist_for(home), chance)
    while acting.settle():
        sys.stdout.write(f"{acting.session.visit.id} {acting.session.visit.seq}\n")
        sys.stdout.flush()
        for _ in range(chance.choice((1, 1, 2, 4))):
            acting.act()


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
