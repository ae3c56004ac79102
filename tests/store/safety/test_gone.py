"""A visit that was removed stays removed, whatever of it turns up in the second place later."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.people import WORDS
from tests.store import test_beside as beside

disk = beside.disk


@pytest.fixture
def away(
    store: Store, places: Places, uncertainty: Checklist, disk: beside.Disk
) -> tuple[str, dict[Path, bytes]]:
    """A removed visit, and what lay in the second place of it before."""
    session = beside.begin(store, uncertainty)
    beside.fail(store, disk)
    session.do(m.Jot(WORDS))
    beside.until(lambda: beside.is_beside(session))
    lay = {one: one.read_bytes() for one in beside.spilled(places) if one.suffix == ".spill"}
    disk.failure = None
    assert session.settle(20)
    session.close()
    beside.until(lambda: not beside.spilled(places))
    assert store.remove(session.visit.id) is None
    assert store.close()
    return session.visit.id, lay


def test_neither_its_rows_nor_its_keys_come_back(
    places: Places, away: tuple[str, dict[Path, bytes]]
) -> None:
    """The second place may have been on a volume that was not there, or could not be read."""
    visit, lay = away
    for path, raw in lay.items():
        path.write_bytes(raw)
    store = Store(places)
    assert store.listings() == []
    assert store.book.wraps(visit) == {}
    assert not beside.spilled(places)
    with sqlite3.connect(places.visits) as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (0,)
    store.close()


def damaged(lay: dict[Path, bytes], at: int) -> bytes:
    """Return what lay in the second place, with a byte of it changed."""
    (raw,) = lay.values()
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def aside(places: Places) -> list[Path]:
    """Return what was set aside."""
    return [one for one in beside.spilled(places) if one.suffix == ".damaged"]


@pytest.fixture
def two(
    store: Store, places: Places, uncertainty: Checklist, disk: beside.Disk
) -> tuple[list[str], dict[Path, bytes]]:
    """Two visits that are in the store, and what lay in the second place of both."""
    sessions = [beside.begin(store, uncertainty) for _ in range(2)]
    beside.fail(store, disk)
    for session in sessions:
        session.do(m.Jot(WORDS))
        beside.until(lambda one=session: beside.is_beside(one))  # type: ignore[misc]
    lay = {one: one.read_bytes() for one in beside.spilled(places) if one.suffix == ".spill"}
    disk.failure = None
    for session in sessions:
        assert session.settle(20)
        session.close()
    assert store.close()
    return [one.visit.id for one in sessions], lay


def test_of_a_damaged_file_only_what_stands_behind_the_damage_is_set_aside(
    places: Places, two: tuple[list[str], dict[Path, bytes]]
) -> None:
    visits, lay = two
    (path,) = lay
    path.write_bytes(damaged(lay, next(iter(lay.values())).rindex(visits[1].encode()) - 3))
    Store(places).close()
    (kept,) = aside(places)
    assert not path.exists()
    assert visits[0].encode() not in kept.read_bytes()


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("at", [20, 700, -40])
def test_what_was_set_aside_of_a_visit_goes_with_it_and_no_whole_record_of_another(
    places: Places, two: tuple[list[str], dict[Path, bytes]], first: int, at: int
) -> None:
    """Its wrapped key is in there, and would open what lies beside it."""
    visits, lay = two
    (path,) = lay
    path.write_bytes(damaged(lay, at % len(next(iter(lay.values())))))
    store = Store(places)
    before = b"".join(one.read_bytes() for one in aside(places))
    assert store.remove(visits[first]) is None
    after = b"".join(one.read_bytes() for one in aside(places))
    assert visits[first].encode() not in after
    if at == 20:  # the first visit's first record is damaged, and no other
        assert (visits[1 - first].encode() in after) == (visits[1 - first].encode() in before)
    assert store.remove(visits[1 - first]) is None
    assert aside(places) == []
    store.close()


def test_what_was_set_aside_on_a_volume_that_was_not_there_goes_when_it_is_back(
    places: Places, two: tuple[list[str], dict[Path, bytes]]
) -> None:
    visits, lay = two
    (path,) = lay
    store = Store(places)
    assert store.remove(visits[1]) is None
    store.close()
    away = path.with_suffix(".damaged")
    away.write_bytes(next(iter(lay.values())))
    Store(places).close()
    assert visits[1].encode() not in away.read_bytes()
    assert visits[0].encode() in away.read_bytes()
