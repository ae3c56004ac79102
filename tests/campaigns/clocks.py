"""Clocks that jump, stand and begin anew under a visit: its order and its length stay true."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.events import Moment
from bedside.session import Session
from tests.campaigns import commands
from tests.worlds import NOON, UNCERTAINTY

WHAT = "whatever the clocks do, events keep their order and a length is true to 1 s, or not shown"
_HOUR, _YEAR = 3_600_000, 365 * 24 * 3_600_000
_JUMPS = (_YEAR, -_YEAR, _HOUR, -_HOUR, -5 * 60_000, 7 * _HOUR, -1, 86_400_000, -86_400_000)
ERROR = 1000
"""Milliseconds that a length may be off."""


class _Machine:
    """A machine whose wall clock may be wrong and whose boot clock counts sleep."""

    def __init__(self, wall_only: bool) -> None:
        self.true = self.wrong = self.boot = self.zone = 0
        self.began = 0
        self._wall_only = wall_only

    def __call__(self) -> Moment:
        utc = NOON.utc + self.true + self.wrong
        told = utc if self._wall_only else self.true - self.began
        boot = "one" if self._wall_only else f"boot-{self.boot}"
        return replace(NOON, utc=utc, offset=60 + self.zone, boot=boot, ns=told * 1_000_000)

    def restarted(self) -> None:
        self.boot += 1
        self.began = self.true


class _Truth(NamedTuple):
    """What really was: how long the talk ran, whether any one stretch of it is past believing."""

    ran: int
    too_long: bool


def told(number: int) -> str:
    """Return what came out wrong of the visit of this number."""
    return _told(number, wall_only=False)


def twin(number: int) -> str:
    """Return the same where only the wall clock is asked."""
    return _told(number, wall_only=True)


def _told(number: int, wall_only: bool) -> str:
    machine = _Machine(wall_only)
    with (
        tempfile.TemporaryDirectory() as folder,
        commands.home(Path(folder)),
        mock.patch("bedside.session.now", machine),
    ):
        desk = Desk()
        try:
            return _visited(desk, machine, random.Random(number))
        finally:
            desk.store.close()


def _visited(desk: Desk, machine: _Machine, chance: random.Random) -> str:
    session = desk.begin(UNCERTAINTY)
    assert isinstance(session, Session), session
    visit, ran, stretch, too_long, runs = session.visit.id, 0, 0, False, True
    for _ in range(chance.randint(5, 30)):
        span = chance.choice((1000, 40_000, 300_000, 3_000_000, 8 * _HOUR))
        machine.true += span
        if chance.random() < 0.4:
            machine.wrong += chance.choice(_JUMPS)
        if chance.random() < 0.2:
            machine.zone = 60 - machine.zone  # summer time begins or ends
        act = chance.random()
        ran, stretch = ran + span * runs, stretch + span * runs
        too_long, before = too_long or stretch > 24 * _HOUR, session.visit.seq
        if act < 0.15:
            session.do(m.Unpause() if not runs else m.Pause())
            runs = not runs
        elif act < 0.3:
            session.close()
            machine.restarted()
            machine.true += chance.choice((1000, _HOUR, 9 * _HOUR))
            resumed = desk.resume(visit)
            assert isinstance(resumed, Session), resumed
            session, runs = resumed, True
        else:
            session.do(chance.choice((m.Next(), m.Back(), m.Jot("a word"))))
            if session.visit.seq and not isinstance(session.visit.clock.since, Moment) and runs:
                return "the clock stands although nobody stopped it"
        stretch = stretch if session.visit.seq == before else 0
        if wrong := _wrong(session, machine, _Truth(ran, too_long)):
            return wrong
    session.close()
    return _order(desk, visit)


def _wrong(session: Session, machine: _Machine, truth: _Truth) -> str:
    clock = session.visit.clock.at(machine())
    if clock.spent < 0:
        return f"a length of {clock.spent} ms"
    minutes = session.minutes()
    if not clock.known:
        return "" if minutes is None and truth.too_long else "a length that was known is not shown"
    if minutes is None or minutes < 1:
        return f"{minutes} minutes are shown"
    if abs(clock.spent - truth.ran) > ERROR:
        return f"{clock.spent} ms are told, and it was {truth.ran}"
    return ""


def _order(desk: Desk, visit: str) -> str:
    kept = [event.seq for event in desk.store.read(visit).events]
    if kept != list(range(1, len(kept) + 1)):
        return f"events stand in the order {kept}"
    return "" if [one.id for one in desk.visits()] == [visit] else "the visit is not listed"
