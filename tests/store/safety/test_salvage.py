"""Salvage: every row that still opens comes back, nothing that does not is believed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.core.codec import to_plain
from bedside.session import Draft, Session
from bedside.store.keys.keyring import SoloKeyring
from bedside.store.locks import StoreError
from bedside.store.paths import Places
from bedside.store.rows import Kept
from bedside.store.safety.backup import back_up
from bedside.store.safety.salvage import Outcome, salvage
from bedside.store.safety.vetting import Doubt
from bedside.store.store import Store
from tests.people import AVERY, ROWAN, WORDS
from tests.worlds import shipped_checklist

NOON = 1_930_000_000_000
PAGE = 4096


@pytest.fixture
def visits(store: Store, uncertainty: Checklist) -> dict[str, Kept]:
    """Six visits, each with thirty things in it and words half typed; all closed."""
    kept: dict[str, Kept] = {}
    for number in range(6):
        session = Session.begin(store, uncertainty)
        session.do(m.Identify(AVERY if number else ROWAN))
        for note in range(30):
            session.do(m.Jot(f"{WORDS} {note} " + "x" * 30 * number))
        session.draft(Draft(step="their-view", field="words", words=f"half {number}", cursor=4))
        session.close()
        kept[session.visit.id] = store.read(session.visit.id)
    store.close()
    return kept


def saved(places: Places) -> Outcome:
    """Salvage the store of the test."""
    spare = to_plain(shipped_checklist("acknowledging-uncertainty"))
    return salvage(places, SoloKeyring(places.key_file), NOON, [spare])


def reads(places: Places) -> dict[str, Kept]:
    """Return what is kept now of every visit that is listed."""
    store = Store(places)
    found = {one.id: store.read(one.id) for one in store.listings()}
    assert store.health() == "ok"
    store.close()
    return found


def spoil_head(path: Path) -> None:
    """Leave a file that is no database to SQLite."""
    raw = bytearray(path.read_bytes())
    raw[:PAGE] = b"\xa5" * PAGE
    path.write_bytes(raw)


def spoil_every_inner_page(path: Path) -> None:
    """Break the pages that only lead to others in tables with row ids."""
    raw = bytearray(path.read_bytes())
    for at in range(PAGE, len(raw), PAGE):
        if raw[at] == 0x05:
            raw[at : at + PAGE] = b"\xa5" * PAGE
    path.write_bytes(raw)


@pytest.mark.parametrize("spoil", [spoil_head, spoil_every_inner_page])
def test_what_no_row_stands_in_costs_nothing(
    places: Places, visits: dict[str, Kept], spoil: Callable[[Path], None]
) -> None:
    spoil(places.visits)
    outcome = saved(places)
    assert {one.visit for one in outcome.visits} == set(visits)
    assert not any(one.missing for one in outcome.visits)
    found = reads(places)
    assert found == visits
    assert outcome.damaged.exists()


@pytest.mark.parametrize("seed", range(8))
def test_broken_pages_cost_what_stands_in_them_and_a_backup_gives_it_back(
    places: Places, visits: dict[str, Kept], seed: int
) -> None:
    chance = Random(seed)
    assert back_up(places.visits, places.backups, NOON)
    raw = bytearray(places.visits.read_bytes())
    for at in chance.sample(range(0, len(raw), PAGE), len(raw) // PAGE // 2):
        raw[at : at + PAGE] = chance.randbytes(PAGE)
    places.visits.write_bytes(raw)
    assert not any(one.missing for one in saved(places).visits)
    assert reads(places) == visits


@pytest.mark.parametrize("seed", range(8))
def test_without_a_backup_nothing_is_believed_that_was_not_so_and_what_is_missing_is_said(
    places: Places, visits: dict[str, Kept], seed: int
) -> None:
    chance = Random(seed)
    raw = bytearray(places.visits.read_bytes())
    for _ in range(60):
        raw[chance.randrange(PAGE, len(raw))] ^= 1 << chance.randrange(8)
    places.visits.write_bytes(raw)
    outcome = saved(places)
    found = reads(places)
    for one in outcome.visits:
        if one.visit not in found:
            continue
        before, after = visits[one.visit], found[one.visit]
        true = {event.seq: event for event in before.events}
        assert all(event == true[event.seq] for event in after.events if event.seq > 1)
        assert set(one.missing) <= set(after.unreadable)
        assert after.draft in (None, before.draft)


def test_what_was_removed_for_good_is_not_brought_back(
    places: Places, visits: dict[str, Kept]
) -> None:
    assert back_up(places.visits, places.backups, NOON)
    first, *others = visits
    store = Store(places)
    assert store.remove(first) is None
    store.close()
    spoil_head(places.visits)
    saved(places)
    assert set(reads(places)) == set(others)


def test_what_only_others_can_open_is_taken_over_as_it_stands(
    places: Places, visits: dict[str, Kept]
) -> None:
    with closing(sqlite3.connect(places.visits)) as connection:
        before = connection.execute("SELECT * FROM events ORDER BY visit, seq").fetchall()
    spoil_head(places.visits)
    own = places.key_file.read_bytes()
    places.key_file.unlink()
    outcome = saved(places)
    assert not any(one.opens for one in outcome.visits)
    with closing(sqlite3.connect(places.visits)) as connection:
        after = connection.execute("SELECT * FROM events ORDER BY visit, seq").fetchall()
    assert after == before
    places.key_file.write_bytes(own)
    assert {id_: kept.events for id_, kept in reads(places).items()} == {
        id_: kept.events for id_, kept in visits.items()
    }


def test_while_a_visit_is_open_nothing_is_touched(places: Places, visits: dict[str, Kept]) -> None:
    store = Store(places)
    session = Session.resume(store, next(iter(visits)))
    assert isinstance(session, Session)
    before = places.visits.stat().st_ino
    with pytest.raises(StoreError, match=f"process {os.getpid()} has a visit open"):
        saved(places)
    assert places.visits.stat().st_ino == before
    assert [path.name for path in places.state.iterdir() if "damaged" in path.name] == []
    session.close()
    store.close()


def test_what_was_removed_for_good_stays_so_though_an_old_copy_of_the_keys_was_put_back(
    places: Places, visits: dict[str, Kept]
) -> None:
    assert back_up(places.visits, places.backups, NOON)
    old = places.keys.read_bytes()
    first, *others = visits
    store = Store(places)
    assert store.remove(first) is None
    store.close()
    places.keys.write_bytes(old)
    outcome = saved(places)
    assert outcome.removed == (first,)
    assert first not in outcome.lost
    assert set(reads(places)) == set(others)


def test_the_log_remembers_a_removal_that_the_list_of_the_removed_has_lost(
    places: Places, visits: dict[str, Kept]
) -> None:
    assert back_up(places.visits, places.backups, NOON)
    old = places.keys.read_bytes()
    first, *_ = visits
    store = Store(places)
    assert store.remove(first) is None
    store.close()
    places.keys.write_bytes(old)
    with closing(sqlite3.connect(places.visits)) as connection, connection:
        connection.execute("DELETE FROM gone")
    assert saved(places).removed == (first,)


def sealed_copy(row: tuple[object, ...], **changed: object) -> tuple[object, ...]:
    """Return an event's row with some of it changed; it is sealed, and its words stay so."""
    names = ("visit", "epoch", "seq", "utc", "boot_ns", "body")
    return tuple(changed.get(name, value) for name, value in zip(names, row, strict=True))


def test_what_nobody_here_can_open_is_checked_by_its_form_and_by_the_log(
    places: Places, visits: dict[str, Kept]
) -> None:
    first, second, third, *_ = visits
    places.key_file.unlink()
    with closing(sqlite3.connect(places.visits)) as connection, connection:
        query = "SELECT * FROM events WHERE visit = ? AND seq = 5"
        row = connection.execute(query, (second,)).fetchone()
        connection.execute("DELETE FROM events WHERE visit = ? AND seq = 3", (first,))
        late = sealed_copy(row, epoch=9)
        connection.execute("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?)", late)
        own = connection.execute("SELECT * FROM visits WHERE id = ?", (third,)).fetchone()
        forged = "Z" * 20
        connection.execute("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", (forged, *own[1:]))
    outcome = {one.visit: one for one in saved(places).visits}
    assert outcome[first].missing == (3,)
    assert outcome[second].doubts == (Doubt.ORDER,)
    assert outcome[third].doubts == ()
    assert outcome[forged].doubts == (Doubt.UNKNOWN,)
