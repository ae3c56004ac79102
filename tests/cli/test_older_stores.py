"""An older store put back, or one that a visit was taken out of, is noticed: the key book knows."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core import moves as m
from bedside.session import Session
from bedside.store.keys.marks import behind, marks
from bedside.store.paths import Places, find_places
from bedside.store.safety.lost import Loss, Lost, lost
from bedside.store.store import Store
from tests.cli.conftest import Run
from tests.cli.visits import handed_on, left_open, signed
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.people import WORDS
from tests.worlds import UNCERTAINTY, shipped_checklist


@pytest.fixture
def places() -> Places:
    """The test's own folders."""
    return find_places(os.environ)


def went_on(visit: str, times: int = 6) -> None:
    """Go on with a visit, and leave it and the store."""
    desk = Desk()
    session = Session.resume(desk.store, visit)
    assert isinstance(session, Session)
    for _ in range(times):
        session.do(m.Jot(WORDS))
    assert session.close()
    assert desk.store.close()


def taken_out(places: Places, visit: str) -> None:
    """Delete every row of a visit, as no part of bedside would."""
    with closing(sqlite3.connect(places.visits)) as connection:
        for table, name in (("events", "visit"), ("drafts", "visit"), ("visits", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {name} = ?", (visit,))
        connection.commit()


def test_all_is_well_where_nobody_was_at_it(run: Run) -> None:
    left_open()
    signed()
    assert lost(Desk().store) == []
    assert run("audit", "verify").code == Exit.FINE
    assert "ok   words: every visit was read" in run("doctor").out


@pytest.mark.parametrize("in_between", ["entries of the log", "answers alone"])
def test_an_older_store_that_was_put_back_is_found_out(
    run: Run, places: Places, tmp_path: Path, in_between: str
) -> None:
    """Also where nothing but answers came in between, of which the log says nothing."""
    desk = Desk()
    session = Session.begin(desk.store, shipped_checklist(UNCERTAINTY))
    visit = session.visit.id
    session.do(m.Jot(WORDS))
    assert session.settle(5)
    older = tmp_path / "older"
    with closing(sqlite3.connect(places.visits)) as was, closing(sqlite3.connect(older)) as copy:
        was.backup(copy)
    for _ in range(6):
        session.do(m.Jot(WORDS))
    assert session.close()
    assert desk.store.close()
    if in_between == "entries of the log":
        went_on(visit)
    for side in ("", "-wal", "-shm"):
        places.visits.with_name(places.visits.name + side).unlink(missing_ok=True)
    shutil.copy(older, places.visits)
    had = marks(Desk().store.book)[visit].number
    assert lost(Desk().store) == [Lost(visit, Loss.OLDER, tuple(range(3, had + 1)))]
    told = run("doctor")
    assert told.code == Exit.FINDINGS
    assert f"visit {visit} is an older copy of itself" in told.out
    verified = run("audit", "verify")
    assert verified.code == Exit.FINDINGS
    assert "One visit is gone, or with fewer entries" in verified.out
    cut = "The log was cut after entry 2: the key book, which stands apart from it, says that"
    assert (cut in verified.out) is (in_between == "entries of the log")


def test_a_visit_that_was_taken_out_is_found_out_though_its_key_is_there(
    run: Run, places: Places
) -> None:
    visit, other = left_open(), left_open()
    taken_out(places, visit)
    assert lost(Desk().store) == [Lost(visit, Loss.GONE, tuple(range(1, 1 + _had(visit))))]
    told = run("doctor")
    assert told.code == Exit.FINDINGS
    assert f"visit {visit} is gone" in told.out
    assert other not in told.out
    assert run("audit", "verify").code == Exit.FINDINGS


def _had(visit: str) -> int:
    return marks(Desk().store.book)[visit].number


def test_what_the_log_tells_of_is_missed_though_nothing_had_been_marked(places: Places) -> None:
    """A process that was killed made no mark."""
    desk = Desk()
    session = Session.begin(desk.store, shipped_checklist(UNCERTAINTY))
    session.do(m.Jot(WORDS))
    assert session.close()
    taken_out(places, session.visit.id)
    store = Store(places)
    assert [(one.visit, one.how) for one in lost(store)] == [(session.visit.id, Loss.GONE)]


def test_a_key_whose_visit_never_came_to_be_is_no_loss(places: Places) -> None:
    """The key is kept first; a cut may come before the first row."""
    left_open()
    Desk().store.book.put("0" * 20, {"solo": b"a key"})
    assert lost(Desk().store) == []


def test_what_was_removed_is_not_missed(run: Run) -> None:
    visit = left_open()
    assert run("purge", "--visit", visit, "--yes").code == Exit.FINE
    assert lost(Desk().store) == []
    assert visit not in marks(Desk().store.book)


@pytest.mark.parametrize("harm", ["body = x'01'", "utc = utc + 1"])
def test_words_that_no_longer_open_in_an_open_visit_are_told(
    run: Run, places: Places, harm: str
) -> None:
    visit = left_open()
    with closing(sqlite3.connect(places.visits)) as connection:
        connection.execute(f"UPDATE events SET {harm} WHERE seq = 2")
        connection.commit()
    assert lost(Desk().store) == [Lost(visit, Loss.UNREADABLE, (2,))]
    told = run("doctor")
    assert told.code == Exit.FINDINGS
    assert f"visit {visit} has lost entry 2" in told.out
    assert "bedside salvage --anyway" in told.out


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE visits SET state = 'signed'",
        "UPDATE visits SET touched = touched - 1",
        "UPDATE delivered SET utc = utc - 4096",
        "INSERT OR REPLACE INTO delivered SELECT id, 4096 FROM visits",
    ],
)
def test_a_row_that_says_another_thing_than_what_is_sealed_is_told(
    run: Run, places: Places, harm: str
) -> None:
    begun = handed_on if harm.startswith("UPDATE delivered") else left_open
    begun()
    assert lost(Desk().store) == []
    with closing(sqlite3.connect(places.visits)) as connection:
        assert connection.execute(harm).rowcount == 1
        connection.commit()
    assert [one.how for one in lost(Desk().store)] == [Loss.CHANGED]
    told = run("doctor")
    assert told.code == Exit.FINDINGS
    assert "is not what was saved" in told.out


def test_after_salvage_what_there_is_is_gone_by(run: Run, places: Places) -> None:
    visit, other = left_open(), left_open()
    taken_out(places, visit)
    assert run("salvage", "--anyway").code == Exit.FINDINGS
    assert run("audit", "verify").code == Exit.FINE
    assert [one.visit for one in lost(Desk().store)] == []
    went_on(other)
    assert lost(Desk().store) == []


def test_of_visits_of_others_it_is_known_that_they_are_gone(
    site: SharedSite, places: Places
) -> None:
    visit = site.begun(site.ring(KEEPER), shipped_checklist(UNCERTAINTY))
    store = Store(places, site.ring(COLLEAGUE))
    assert lost(store) == []
    taken_out(places, visit)
    assert [(one.visit, one.how) for one in lost(store)] == [(visit, Loss.GONE)]
    with store.reading() as connection:
        assert [one.has for one in behind(store.book, connection)] == [0]


def test_both_put_back_together_cannot_be_known_from_inside(
    run: Run, places: Places, tmp_path: Path
) -> None:
    """The README says so: only a head on paper tells it."""
    visit = left_open()
    state = places.visits.parent
    shutil.copytree(state, tmp_path / "then")
    went_on(visit)
    on_paper = run("audit", "verify").out.partition("head now: ")[2].partition("\n")[0]
    shutil.rmtree(state)
    shutil.copytree(tmp_path / "then", state)
    assert run("audit", "verify").code == Exit.FINE
    assert lost(Desk().store) == []
    assert run("audit", "verify", "--anchor", on_paper).code == Exit.FINDINGS
