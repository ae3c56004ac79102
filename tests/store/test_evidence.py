"""Retention believes no row by itself: what is sealed or logged has to say the same."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bedside.core import moves as m
from bedside.core.acts import Act
from bedside.core.visit import State
from bedside.session import Session
from bedside.store.paths import Places
from bedside.store.retention import DAY, Fate
from bedside.store.upkeep import Upkeep
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.people import CLINICIAN
from tests.store.audit.logs import acts
from tests.store.keeping import RULES, World, clocks


@pytest.fixture
def world(places: Places, monkeypatch: pytest.MonkeyPatch) -> World:
    """One's own workstation."""
    made = World(places)
    clocks(made, monkeypatch)
    return made


@pytest.fixture
def site(places: Places, tmp_path: Path) -> SharedSite:
    """A clinic's workstation."""
    return SharedSite(places, tmp_path / "records")


@pytest.fixture
def shared(site: SharedSite, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same, at which its keeper is signed in."""
    made = World(site.places, site.ring(KEEPER))
    clocks(made, monkeypatch)
    return made


def changed(places: Places, statement: str, *values: object) -> None:
    """Change the store as no part of bedside would."""
    with closing(sqlite3.connect(places.visits)) as connection:
        assert connection.execute(statement, values).rowcount > 0
        connection.commit()


def called_delivered(world: World, visit: str, ago: int) -> None:
    """Let a visit's row say that it is signed, and left so long ago (ms)."""
    changed(world.places, "UPDATE visits SET state = ? WHERE id = ?", State.SIGNED, visit)
    left = world.at.utc - ago
    changed(world.places, "INSERT OR REPLACE INTO delivered VALUES (?, ?)", visit, left)


def fates(world: World) -> list[Fate]:
    """Return what is to become of each visit."""
    return [one.fate for one in Upkeep(world.store(), RULES, world.clock).planned()]


def test_a_talk_that_its_row_calls_signed_and_gone_is_not_removed(world: World) -> None:
    visit = world.visit()
    called_delivered(world, visit, 730 * DAY)
    world.after(1)
    world.tidy()
    assert world.opens(visit)
    assert fates(world) == [Fate.DOUBTFUL]
    assert world.purge() == 0
    assert world.opens(visit)
    assert Act.REMOVED not in acts(world.store())


def test_a_talk_that_its_row_calls_blank_is_not_removed(world: World) -> None:
    visit = world.visit()
    changed(world.places, "UPDATE visits SET state = ?, touched = 1", State.NEW)
    world.after(48)
    assert fates(world) == [Fate.DOUBTFUL]
    assert world.purge() == 0
    assert world.opens(visit)


def test_a_day_that_was_brought_forward_by_one_bit_changes_nothing(world: World) -> None:
    """It goes on the day it was to go, by what its events say."""
    visit = world.visit(signed=True, delivered=True)
    changed(world.places, "UPDATE delivered SET utc = utc - ?", 1 << 32)
    world.after(29 * 24)
    world.visit()
    assert world.purge() == 0
    assert world.opens(visit)
    world.after(25)
    assert world.purge() == 1
    assert not world.opens(visit)


def test_what_was_added_and_has_not_left_is_not_called_gone_by_its_row(world: World) -> None:
    visit = world.visit(signed=True, delivered=True, added=True)
    called_delivered(world, visit, 730 * DAY)
    assert world.purge() == 0
    assert world.opens(visit)


def test_an_entry_that_is_missing_after_the_signing_might_say_more(world: World) -> None:
    visit = world.visit(signed=True, delivered=True, added=True)
    last = "SELECT max(seq) FROM events"
    changed(world.places, f"UPDATE events SET body = x'01' WHERE seq = ({last})")
    called_delivered(world, visit, 730 * DAY)
    assert world.purge() == 0


@pytest.mark.parametrize("days", [2, 730])
def test_nobody_who_opens_the_store_takes_an_unsigned_talk_from_its_author_or_recovery(
    site: SharedSite, shared: World, days: int
) -> None:
    visit = shared.visit()
    called_delivered(shared, visit, days * DAY)
    for ring in (site.door().emergency(), site.ring(COLLEAGUE), site.ring(KEEPER)):
        assert Upkeep(shared.store(ring), RULES, shared.clock).close() == []
        assert shared.purge(ring) == 0
    shared.tidy()
    assert shared.opens(visit)
    assert shared.opens(visit, site.recovered())


def test_a_colleague_who_cannot_read_it_goes_by_the_log(site: SharedSite, shared: World) -> None:
    """Neither sooner nor later than the log has it, whatever the row says."""
    visit = shared.visit(signed=True, delivered=True)
    changed(shared.places, "UPDATE delivered SET utc = utc - ?", 365 * DAY)
    colleague = site.ring(COLLEAGUE)
    shared.after(23)
    assert shared.purge(colleague) == 0
    shared.after(2)
    changed(shared.places, "UPDATE delivered SET utc = utc + ?", 365 * DAY)
    assert shared.purge(colleague) == 1
    assert not shared.opens(visit)
    assert shared.opens(visit, site.recovered())


def test_what_was_closed_is_kept_for_recovery_for_all_its_days(
    site: SharedSite, shared: World
) -> None:
    visit = shared.visit(signed=True, delivered=True)
    shared.after(25)
    assert shared.purge() == 1
    changed(shared.places, "UPDATE delivered SET utc = utc - ?", 365 * DAY)
    shared.after(29 * 24)
    assert shared.purge() == 0
    assert shared.opens(visit, site.recovered())
    shared.after(2 * 24)
    assert shared.purge() == 1
    assert not shared.opens(visit, site.recovered())


def test_an_entry_that_was_changed_bears_nothing_out(site: SharedSite, shared: World) -> None:
    """Of what comes after it in the log nothing is believed either."""
    visit = shared.visit(signed=True, delivered=True)
    changed(shared.places, "UPDATE audit SET mac = zeroblob(32) WHERE n = 2")
    shared.after(25)
    assert shared.purge(site.ring(COLLEAGUE)) == 0
    assert shared.opens(visit)
    assert shared.purge() == 1  # its author's own events say it


def test_an_older_store_does_not_say_that_a_note_has_left(world: World, tmp_path: Path) -> None:
    """What was added to it since is known by the key book, which knows how far it had come."""
    visit, older = world.visit(signed=True, delivered=True), tmp_path / "older"
    with closing(sqlite3.connect(world.places.visits)) as was, closing(sqlite3.connect(older)) as b:
        was.backup(b)
    store = world.store()
    session = Session.resume(store, visit)
    assert isinstance(session, Session)
    session.do(m.Append("addendum", *CLINICIAN, "more", "forgotten"))
    assert session.close()
    assert store.close()
    for side in ("-wal", "-shm"):
        world.places.visits.with_name(world.places.visits.name + side).unlink(missing_ok=True)
    shutil.copy(older, world.places.visits)
    world.after(40 * 24)
    assert fates(world) == [Fate.DOUBTFUL]
    assert world.purge() == 0


def test_what_is_in_doubt_keeps_no_place_in_a_quiet_run(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.store.purge.SO_MANY", 1)
    doubtful = world.visit(signed=True)
    world.after(1)
    gone = world.visit(signed=True, delivered=True)
    with world.store().writing() as connection:
        connection.execute("INSERT INTO delivered VALUES (?, ?)", (doubtful, world.at.utc))
    for _ in range(31):
        world.after(24)
        world.tidy()
        store = world.store()
        store.enter(Act.LOCKED)
        assert store.close()
    assert world.opens(doubtful)
    assert not world.opens(gone)
