"""The keeper: the file looked at, room held back, a backup made, and no face waits for it."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.core.events import Jotted
from bedside.session import Session
from bedside.store.keys.marks import Mark, marks
from bedside.store.paths import Places
from bedside.store.safety import ballast, keeper
from bedside.store.safety.backup import backups
from bedside.store.saving import Standing
from bedside.store.store import Store
from tests.people import WORDS


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ballast of a size that a test writes at once."""
    monkeypatch.setattr(ballast, "BYTES", 2**16)
    monkeypatch.setattr(ballast.Ballast.__init__, "__defaults__", (2**16,))


@pytest.fixture
def session(store: Store, uncertainty: Checklist) -> Session:
    """A visit with words in it, saved."""
    begun = Session.begin(store, uncertainty)
    begun.do(m.Jot(WORDS))
    assert begun.settle(10)
    return begun


@pytest.mark.usefixtures("small")
def test_one_look_holds_room_back_and_makes_a_backup_that_tells_nothing(
    store: Store, places: Places, session: Session
) -> None:
    store._keeper.look()
    assert session.saving.standing is Standing.SAVED
    assert places.ballast.stat().st_size == 2**16
    (made,) = backups(places.backups)
    assert WORDS.encode() not in made.read_bytes()
    assert session.close()
    assert store.close()


@pytest.mark.usefixtures("small")
def test_how_far_all_has_come_is_marked_now_and_then_and_nobody_waits_for_it_at_the_end(
    store: Store, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(keeper, "MARK_SECONDS", 0.01)
    visit = session.visit.id
    store.look_after()
    for words in ("looked", "in between"):
        session.do(m.Jot(words))
        assert session.settle(10)
        until = time.monotonic() + 20
        while marks(store.book).get(visit, Mark(0)).number < session.visit.seq:
            assert time.monotonic() < until
            time.sleep(0.01)
    monkeypatch.setattr(store, "mark", lambda: pytest.fail("somebody waits for it"))
    assert session.close()
    assert store.close()


@pytest.mark.usefixtures("small")
def test_gaps_that_removed_visits_left_are_taken_out_while_somebody_is_there(
    store: Store, places: Places, session: Session
) -> None:
    """At most once a month, and only where they are worth it; what is typed meanwhile is kept."""
    store._keeper.look()
    with closing(sqlite3.connect(places.visits)) as connection:
        assert connection.execute("SELECT * FROM upkeep WHERE what = 'compacted'").fetchall() == []
        connection.execute("CREATE TABLE gone_since (body BLOB)")
        connection.execute("INSERT INTO gone_since VALUES (zeroblob(4000000))")
        connection.execute("DROP TABLE gone_since")
        connection.commit()
    before = places.visits.stat().st_size
    session.do(m.Jot("meanwhile"))
    store._keeper.look()
    assert places.visits.stat().st_size < before // 2
    session.do(m.Jot("and after"))
    assert session.close()
    assert store.close()
    events = Store(places).read(session.visit.id).events
    assert [e.words for e in events if isinstance(e, Jotted)][-2:] == ["meanwhile", "and after"]


@pytest.mark.usefixtures("small")
def test_without_room_it_says_so_until_there_is_some(
    store: Store, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[Standing]()
    session.watch(lambda: told.append(session.saving.standing))
    monkeypatch.setattr(ballast, "free_bytes", lambda _: 100)
    store._keeper.look()
    assert told[-1:] == [Standing.LOW]
    monkeypatch.undo()
    store._rescue.ballast = ballast.Ballast(store._places.ballast, 2**16)
    store._keeper.look()
    assert told[-1:] == [Standing.SAVED]
    assert session.close()
    assert store.close()


@pytest.mark.usefixtures("small")
def test_a_damaged_file_is_told_and_makes_no_backup(
    store: Store, places: Places, session: Session
) -> None:
    assert session.close()
    raw = bytearray(places.visits.read_bytes())
    raw[4096:] = b"\xa5" * (len(raw) - 4096)
    places.visits.write_bytes(raw)
    store._keeper.look()
    assert session.saving.standing is Standing.DAMAGED
    assert session.saving.why
    assert backups(places.backups) == []
    store.close()


@pytest.mark.usefixtures("small")
def test_it_looks_on_a_thread_of_its_own_and_stops_with_the_store(
    store: Store, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "FIRST_SECONDS", 0.01)
    threads = set[str]()
    real = keeper.damage_of

    def looked(where: Places) -> str:
        threads.add(threading.current_thread().name)
        return real(where)

    monkeypatch.setattr(keeper, "damage_of", looked)
    store.look_after()
    store.look_after()
    end = time.monotonic() + 20
    while not backups(places.backups):
        assert time.monotonic() < end
        time.sleep(0.01)
    assert threads == {"bedside-keeper"}
    store.close()
    own = store._keeper._thread
    assert own is not None
    own.join(20)
    assert not own.is_alive()


def test_a_store_that_is_not_there_is_not_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "in the way").mkdir()
    places = Places(tmp_path, tmp_path, tmp_path / "state", tmp_path)
    assert keeper.damage_of(places) == ""
