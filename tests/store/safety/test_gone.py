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
