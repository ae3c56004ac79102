"""A store on a clock that a test moves, for tests of how long visits are kept."""

from __future__ import annotations

import pytest

from bedside.core import moves as m
from bedside.core.events import Moment
from bedside.session import Session
from bedside.store import moments
from bedside.store.keys.keyring import Keyring, NotYours
from bedside.store.paths import Places
from bedside.store.retention import HOUR, Rules
from bedside.store.store import Store
from bedside.store.upkeep import Upkeep
from tests.people import CLINICIAN, WORDS
from tests.worlds import UNCERTAINTY, shipped_checklist

RULES = Rules(keep_days=30)
BEGUN = 1_900_000_000_000


class World:
    """A store on a clock that a test moves, on one's own workstation or a shared one."""

    def __init__(self, places: Places, ring: Keyring | None = None) -> None:
        """Begin with nothing in the store."""
        self.places, self.ring = places, ring
        self.at = Moment(utc=BEGUN, boot="boot-a", ns=1)

    def clock(self) -> Moment:
        """Return the moment."""
        return self.at

    def after(self, hours: float) -> None:
        """Let so many hours pass."""
        passed = round(hours * HOUR)
        ns = self.at.ns + passed * 1_000_000
        self.at = Moment(utc=self.at.utc + passed, boot="boot-a", ns=ns)

    def store(self, ring: Keyring | None = None) -> Store:
        """Open the store, for who uses this world or for somebody else."""
        return Store(self.places, ring or self.ring, self.clock)

    def visit(self, *, signed: bool = False, delivered: bool = False, added: bool = False) -> str:
        """Leave a visit that has come so far; return its id."""
        store = self.store()
        session = Session.begin(store, shipped_checklist(UNCERTAINTY))
        session.do(m.Jot(WORDS))
        if signed:
            session.do(m.SkipRest("no-time"))
            for found in session.concerns():
                session.do(m.Overrule(found.name, "needed"))
            session.do(m.Sign(*CLINICIAN, minutes=9))
            assert session.visit.signed is not None
        if delivered:
            session.do(m.Deliver("file", "somewhere", 12))
        if added:
            session.do(m.Append("addendum", *CLINICIAN, "more", "forgotten"))
        assert session.close()
        assert store.close()
        return session.visit.id

    def purge(self, ring: Keyring | None = None) -> int:
        """Carry out what is due; return for how many visits."""
        upkeep = Upkeep(self.store(ring), RULES, self.clock)
        return upkeep.carry_out(p for p in upkeep.planned() if p.is_due(self.at.utc))

    def tidy(self) -> None:
        """Have the quiet run of a start, and wait for it."""
        store = self.store()
        Upkeep(store, RULES, self.clock).tidy()
        assert store.close()

    def opens(self, visit: str, ring: Keyring | None = None) -> bool:
        """Whether a visit can be read."""
        try:
            return bool(self.store(ring).read(visit, None).events)
        except (KeyError, NotYours):
            return False


def clocks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every event take its time from a world."""
    monkeypatch.setattr("bedside.session.now", world.clock)
    monkeypatch.setattr(moments, "now", world.clock)
