"""Retention: what is not signed and handed on stays; what is past its time opens no more."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.acts import Act
from bedside.core.checklist import Checklist
from bedside.core.events import Moment
from bedside.core.visit import State
from bedside.session import Session
from bedside.store.keys.seal import EVENT, Seal, Tampered
from bedside.store.paths import Places
from bedside.store.retention import DAY, Fate, Known, Rules, plan
from bedside.store.rows import rows_of
from bedside.store.upkeep import Upkeep
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.people import CLINICIAN, WORDS
from tests.store.audit.logs import acts, kept
from tests.store.keeping import BEGUN, RULES, World, clocks
from tests.worlds import UNCERTAINTY, shipped_checklist

STATES = [State.NEW, State.OPEN, State.PAUSED, State.STOPPED, State.SIGNED]


@pytest.fixture(autouse=True)
def world(places: Places, monkeypatch: pytest.MonkeyPatch) -> World:
    """One's own workstation; sessions take their time from its clock."""
    made = World(places)
    clocks(made, monkeypatch)
    return made


@given(
    st.lists(
        st.builds(
            Known,
            st.sampled_from("ABCDEF"),
            st.integers(0, 100 * DAY),
            st.integers(0, 100 * DAY),
            st.sampled_from(STATES),
            st.integers(0, 100 * DAY),
            st.sampled_from(((), ("solo",), ("K7M2PQRS", "recovery"), ("recovery",))),
        )
    ),
    st.integers(-100 * DAY, 1000 * DAY),
    st.builds(Rules, st.integers(0, 90), st.integers(0, 72)),
)
def test_only_what_is_signed_and_handed_on_is_ever_due_but_what_is_blank(
    known: list[Known], now: int, rules: Rules
) -> None:
    for one in plan(known, rules, now):
        if one.is_due(now):
            is_done = one.known.is_signed and one.known.delivered > 0
            assert is_done or (one.fate is Fate.GOES_BLANK and one.known.state == State.NEW)
            assert one.when <= now
        if one.fate is Fate.GOES:
            assert one.when >= one.known.delivered + rules.keep_days * DAY


def test_what_is_open_for_three_days_is_pointed_out_and_stays(world: World) -> None:
    visit = world.visit()
    (listing,) = world.store().listings()
    begun = listing.opened.local()
    assert listing.days_open(begun + timedelta(hours=71)) == 0
    assert listing.days_open(begun + timedelta(hours=72)) == 3
    assert listing.days_open(begun - timedelta(days=400)) == 0
    world.after(10_000)
    assert world.purge() == 0
    world.tidy()
    assert world.opens(visit)


def test_on_ones_own_a_visit_goes_so_many_days_after_it_was_handed_on(world: World) -> None:
    """Not before; and nothing that is not signed, not handed on, or added to since."""
    gone = world.visit(signed=True, delivered=True)
    stay = [world.visit(signed=True), world.visit(signed=True, delivered=True, added=True)]
    stay.append(world.visit())
    world.after(30 * 24 - 1)
    assert world.purge() == 0
    assert world.opens(gone)
    world.after(1)
    assert world.purge() == 1
    assert not world.opens(gone)
    assert all(map(world.opens, stay))
    assert acts(world.store())[-2:] == [Act.KEY_DESTROYED, Act.REMOVED]


def test_what_was_added_after_somebody_planned_to_remove_a_visit_is_not_removed(
    world: World,
) -> None:
    """Whoever asks may take an hour to agree, and a colleague adds to the note meanwhile."""
    visit = world.visit(signed=True, delivered=True)
    world.after(40 * 24)
    upkeep = Upkeep(world.store(), RULES, world.clock)
    due = [one for one in upkeep.planned() if one.is_due(world.at.utc)]
    world.after(1)
    store = world.store()
    session = Session.resume(store, visit)
    assert isinstance(session, Session)
    session.do(m.Append("addendum", *CLINICIAN, "more", "forgotten"))
    assert session.close()
    assert [one.visit for one in due] == [visit]
    assert upkeep.carry_out(due) == 0
    assert world.opens(visit)


def test_it_goes_quietly_on_that_day_where_somebody_is_there_every_day(world: World) -> None:
    gone, stays = world.visit(signed=True, delivered=True), world.visit(signed=True)
    for day in range(1, 33):
        world.after(24)
        world.tidy()
        assert world.opens(gone) is (day < 30), day
        store = world.store()
        store.enter(Act.LOCKED)
        assert store.close()
    assert world.opens(stays)


def test_a_quiet_run_comes_at_most_once_a_day(world: World) -> None:
    gone = world.visit(signed=True, delivered=True)
    world.after(29.5 * 24)
    world.tidy()  # far ahead of the last entry: not believed today
    world.after(23)
    world.tidy()
    assert world.opens(gone)
    world.visit()
    world.after(2)
    world.tidy()
    assert not world.opens(gone)


def test_a_clock_that_jumped_ahead_removes_nothing_quietly_on_that_day(world: World) -> None:
    """Whoever asks for it by the command sees what would go, and is asked."""
    gone = world.visit(signed=True, delivered=True)
    world.after(365 * 24)
    world.tidy()
    assert world.opens(gone)


def test_a_clock_that_was_set_back_makes_nothing_due(world: World) -> None:
    visit = world.visit(signed=True, delivered=True)
    world.at = Moment(utc=BEGUN - 365 * DAY, boot="boot-a", ns=2)
    assert world.purge() == 0
    world.tidy()
    assert world.opens(visit)


def test_whoever_has_a_visit_open_keeps_it(world: World) -> None:
    visit = world.visit(signed=True, delivered=True)
    world.after(31 * 24)
    holding = world.store()
    session = Session.resume(holding, visit)
    assert isinstance(session, Session)
    assert world.purge() == 0
    world.tidy()
    assert world.opens(visit)
    session.close()
    holding.close()
    assert world.purge() == 1


def test_when_it_was_handed_on_is_learnt_from_what_an_earlier_version_kept(world: World) -> None:
    """That one did not say so in clear."""
    visit = world.visit(signed=True, delivered=True)
    with world.store().writing() as connection:
        connection.execute("DELETE FROM delivered")
    (planned,) = Upkeep(world.store(), RULES, world.clock).planned()
    assert (planned.visit, planned.fate, planned.known.delivered) == (visit, Fate.GOES, BEGUN)


def test_a_quiet_run_that_fails_keeps_nothing_from_being_saved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.visit(signed=True, delivered=True)
    world.after(31 * 24)
    world.visit()

    def broken(*_: object) -> None:
        raise sqlite3.DatabaseError("a row of an old visit is damaged")

    monkeypatch.setattr("bedside.store.purge.delete_rows", broken)
    store = world.store()
    Upkeep(store, RULES, world.clock).tidy()
    session = Session.begin(store, shipped_checklist(UNCERTAINTY))
    session.do(m.Jot(WORDS))
    assert session.settle(5)
    assert session.close()
    assert store.close()


def test_the_file_is_written_anew_at_most_once_a_month(world: World) -> None:
    world.visit()
    upkeep = Upkeep(world.store(), RULES, world.clock)
    done = []
    for _ in range(7):
        done.append(upkeep.compact())
        world.after(10 * 24)
    assert done == [True, False, False, True, False, False, True]


@pytest.fixture
def shared(places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A shared workstation, at which its keeper is signed in."""
    site = SharedSite(places, tmp_path / "records")
    made = World(places, site.ring(KEEPER))
    clocks(made, monkeypatch)
    return made


def test_on_a_shared_one_those_who_held_it_are_kept_out_after_the_grace(
    shared: World, places: Places, tmp_path: Path
) -> None:
    """Recovery keeps its key for the days after that; then nobody opens it, and it is gone."""
    visit = shared.visit(signed=True, delivered=True)
    assert shared.opens(visit)
    shared.after(23.9)
    assert shared.purge() == 0
    shared.after(0.2)
    assert shared.purge() == 1
    assert not shared.opens(visit)
    store = shared.store()
    assert tuple(store.book.wraps(visit)) == ("recovery",)
    assert [one.id for one in store.closed()] == [visit]
    shared.after(30 * 24 - 1)
    assert shared.purge() == 0
    shared.after(1)
    assert shared.purge() == 1
    assert store.book.wraps(visit) == {}
    assert store.closed() == []
    assert acts(store)[-3:] == [Act.CLOSED, Act.KEY_DESTROYED, Act.REMOVED]


def test_whoever_comes_next_carries_it_out_without_being_able_to_read_it(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = SharedSite(places, tmp_path / "records")
    world = World(places, site.ring(KEEPER))
    clocks(world, monkeypatch)
    visit, stays = world.visit(signed=True, delivered=True), world.visit()
    world.after(25)
    assert world.purge(site.ring(COLLEAGUE)) == 1
    assert not world.opens(visit)
    assert world.opens(stays)
    assert world.opens(visit, site.recovered())


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000))
def test_random_histories_lose_nothing_unsigned_and_keep_nothing_past_its_time(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """And of what is gone nothing opens: from the store, its copy, or a backup of before."""
    chance = Random(seed)
    base = tmp_path_factory.mktemp("history")
    world = World(Places(base / "c", base / "d", base / "s", base / "e"))
    with pytest.MonkeyPatch.context() as patch:
        clocks(world, patch)
        due: dict[str, int] = {}
        stays: list[str] = []
        for _ in range(chance.randint(2, 6)):
            signed, delivered, added = (chance.random() < 0.7 for _ in range(3))
            delivered, added = delivered and signed, added and delivered and chance.random() < 0.3
            visit = world.visit(signed=signed, delivered=delivered, added=added)
            if delivered and not added:
                due[visit] = world.at.utc + 30 * DAY
            else:
                stays.append(visit)
            world.after(chance.randint(0, 20 * 24))
        backup = base / "backup.sqlite3"
        with (
            closing(sqlite3.connect(world.places.visits)) as was,
            closing(sqlite3.connect(backup)) as copy,
        ):
            was.backup(copy)
        keys = {visit: _key(world, visit) for visit in (*due, *stays) if world.opens(visit)}
        world.after(chance.randint(0, 45 * 24))
        world.purge()
        over = [visit for visit, when in due.items() if when <= world.at.utc]
        assert all(map(world.opens, stays))
        assert not any(map(world.opens, over))
        assert all(world.opens(visit) for visit in due if visit not in over)
        whole = b"".join(file.read_bytes() for file in base.glob("s/*") if file.is_file())
        assert not any(keys[visit] in whole for visit in over if visit in keys)
        shutil.copy(backup, world.places.visits)
        assert not any(map(world.opens, over))
        assert all(map(world.opens, stays))


def _key(world: World, visit: str) -> bytes:
    """Return the wrapped key of a visit, as it lies in the key book."""
    return world.store().book.wraps(visit)["solo"]


def test_from_a_copy_taken_after_purge_no_body_opens(world: World, tmp_path: Path) -> None:
    """Whoever kept the visit's rows, and has every key that is left, reads nothing of them."""
    visit = world.visit(signed=True, delivered=True)
    store = world.store()
    with store.reading() as connection:
        rows = rows_of(connection, visit)
    world.after(31 * 24)
    assert world.purge() == 1
    left = [body for wraps in store.book.every().values() for body in wraps.values()]
    keys = [key for key in map(bytes, left) if len(key) >= 32]
    keys.append(world.places.key_file.read_bytes())
    for key in keys:
        seal = Seal(key[:32], visit, rows.visit.digest)
        for epoch, seq, utc, ns, body in rows.events:
            with pytest.raises(Tampered):
                seal.open(body, EVENT, epoch, seq, utc, ns)
    raw = world.places.visits.read_bytes()
    assert not any(body in raw for *_, body in rows.events)


def test_the_log_tells_what_went_after_it_is_gone(world: World, uncertainty: Checklist) -> None:
    visit = world.visit(signed=True, delivered=True)
    log = kept(world.store())
    name = log.name_of(visit)
    world.after(31 * 24)
    world.purge()
    told = [one.entry.act for one in kept(world.store()).entries() if one.entry.visit == name]
    assert told[-2:] == [Act.KEY_DESTROYED, Act.REMOVED]
