"""Care goes on while the log cannot be written: what it should say waits, and is written late."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bedside.core import moves as m
from bedside.core.acts import Act
from bedside.core.checklist import Checklist
from bedside.store.database import connect
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.people import WORDS
from tests.store.audit.logs import acts, kept, seen
from tests.store.audit.test_log import assert_sound, begun, changed, sign

SPOILED = {
    "dropped": ("ALTER TABLE audit RENAME TO gone", "ALTER TABLE gone RENAME TO audit"),
    "barred": (
        "CREATE TRIGGER bar BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'barred'); END",
        "DROP TRIGGER bar",
    ),
    "without its key": (
        "CREATE TABLE aside AS SELECT * FROM audit_state; DELETE FROM audit_state",
        "INSERT INTO audit_state SELECT * FROM aside; DROP TABLE aside",
    ),
}
"""Ways in which a log cannot be written, and how each is mended."""


@pytest.mark.parametrize("how", SPOILED)
def test_care_goes_on_while_the_log_cannot_be_written(
    store: Store, places: Places, uncertainty: Checklist, how: str
) -> None:
    """Everything is saved and can be signed; what was held is written late, and marked so."""
    spoil, mend = SPOILED[how]
    first = begun(store, uncertainty)
    changed(places, spoil)
    sign(first)
    assert first.settle(5)
    assert first.saving.unlogged == 1
    assert not first.saving.failure
    second = begun(store, uncertainty)
    assert second.saving.unlogged == 2
    assert store.log.trouble
    changed(places, mend)
    sign(second)
    assert second.settle(5)
    assert second.saving.unlogged == 0
    assert not store.log.trouble
    assert first.close()
    assert second.close()
    assert store.close()
    told = [Act.BEGUN, Act.SIGNED, Act.BEGUN, Act.SIGNED, Act.WRITTEN_LATE]
    assert acts(store) == told
    entries = [one.entry for one in seen(store)[1:]]
    assert [one.late for one in entries] == [False, True, True, False, False]
    assert entries[-1].number == 2
    assert_sound(store)
    assert len(store.read(first.visit.id, None).events) == first.visit.seq


def test_what_waits_is_written_once_though_several_hand_it_in_at_once(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """In one transaction each that is written finds the same ones waiting."""
    session = begun(store, uncertainty)
    spoil, mend = SPOILED["barred"]
    changed(places, spoil)
    store.enter(Act.READ, session.visit.id)
    session.do(m.Jot(WORDS))
    assert session.settle(5)
    changed(places, mend)
    with store.writing() as connection:
        entries = [store.log.entry(Act.LOCKED), store.log.entry(Act.QUICK_UNLOCK)]
        for entry in entries:
            store.log.write(connection, entry)
    store.log.settled(*entries)
    assert store.log.held == 0
    told = [Act.BEGUN, Act.READ, Act.LOCKED, Act.WRITTEN_LATE, Act.QUICK_UNLOCK]
    assert acts(store) == told
    assert_sound(store)
    session.close()


def test_a_key_file_that_cannot_be_made_keeps_only_the_log_waiting(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first key of a log has to be kept before its first entry."""

    def refused(_: bytes) -> int:
        raise PermissionError("no")

    store = Store(places)
    monkeypatch.setattr(store.log, "_seal_root", refused)
    store.enter(Act.LOCKED)
    assert store.close()
    assert store.log.held == 1
    assert store.log.trouble == "no"
    assert kept(store).links == ()


def many(store: Store, connection: sqlite3.Connection) -> None:
    """Write more entries than a page of the database takes."""
    for _ in range(1000):
        store.log.write(connection, store.log.entry(Act.READ))


def test_a_full_disk_is_no_fault_of_the_log(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """The whole transaction fails, and is tried again whole: nothing is entered that is not so."""
    session = begun(store, uncertainty)
    with closing(connect(places.visits)) as connection:
        connection.execute("PRAGMA max_page_count=1")
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            many(store, connection)
    assert store.log.held == 0
    session.close()
