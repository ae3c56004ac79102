"""The store: what is acknowledged lasts, one process holds a visit, nothing is pretended."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.session import Draft, Session
from bedside.store.database import Mode, connect, mode_for
from bedside.store.locks import Holder, StoreError, VisitLock
from bedside.store.moments import new_id, now
from bedside.store.paths import Places, find_places
from bedside.store.store import Store
from tests.people import ROWAN, WORDS


def test_what_was_recorded_is_there_again_in_order(store: Store, uncertainty: Checklist) -> None:
    """Events, the frozen wording and the listing."""
    session = Session.begin(store, uncertainty)
    session.do(m.Identify(ROWAN))
    session.do(m.Pick("one-story", "done"))
    assert session.close()
    kept = store.read(session.visit.id)
    assert [event.seq for event in kept.events] == [1, 2, 3, 4]
    assert kept.checklist == uncertainty
    (listing,) = store.listings()
    assert (listing.id, listing.patient, listing.state) == (session.visit.id, ROWAN.label, "open")


def test_a_visit_keeps_the_wording_it_was_begun_with(store: Store, uncertainty: Checklist) -> None:
    """The checklist on disk may change; the visit's copy does not."""
    from dataclasses import replace

    first = Session.begin(store, uncertainty)
    second = Session.begin(store, replace(uncertainty, title="Changed"))
    assert first.close()
    assert second.close()
    assert store.read(first.visit.id).checklist.title == uncertainty.title
    assert store.read(second.visit.id).checklist.title == "Changed"


def test_a_draft_is_replaced_while_typing_and_gone_once_the_answer_is_recorded(
    store: Store, uncertainty: Checklist
) -> None:
    """A pause does not end it; leaving does not either."""
    session = Session.begin(store, uncertainty)
    for cursor in range(1, 5):
        session.draft(Draft(step="their-view", field="words", words=WORDS[:cursor], cursor=cursor))
    session.do(m.Pause(curtain=True))
    assert session.settle(5)
    draft = store.read(session.visit.id).draft
    assert draft == Draft(step="their-view", field="words", words=WORDS[:4], cursor=4)
    session.do(m.Unpause())
    session.do(m.Write("one-story", "done"))
    assert session.settle(5)
    assert store.read(session.visit.id).draft is None


def test_two_processes_cannot_hold_one_visit_and_the_second_is_told_who_does(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """The kernel's lock goes with the process, however it ends."""
    session = Session.begin(store, uncertainty)
    session.settle(5)
    other = Store(places)
    held = Session.resume(other, session.visit.id)
    assert isinstance(held, Holder)
    assert held.process == os.getpid()
    session.close()
    again = Session.resume(other, session.visit.id)
    assert isinstance(again, Session)
    again.close()
    other.close()


def test_after_a_take_over_the_old_holder_writes_nothing_and_its_words_are_kept(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """They come back as private notes, marked, and are mixed into no answer."""
    old = Session.begin(store, uncertainty)
    old.settle(5)
    other = Store(places)
    new = Session.resume(other, old.visit.id, take_over=True)
    assert isinstance(new, Session)
    old.do(m.Write("one-story", "too late"))
    deadline = time.monotonic() + 5
    while not old.saving.fenced and time.monotonic() < deadline:
        time.sleep(0.01)
    assert old.saving.fenced
    refusal = old.do(m.Pick("one-story", "done"))
    assert getattr(refusal, "why", "") == "taken-over"
    old.settle(5)
    store.close()
    new.do(m.Pick("one-story", "partly"))
    new.close()
    last = Session.resume(other, old.visit.id)
    assert isinstance(last, Session)
    answer = last.visit.answer("one-story")
    assert answer is not None
    assert answer.picks == ("partly",)
    assert not answer.words
    assert ["too late" in jotting.words for jotting in last.visit.record.jottings] == [True]
    last.close()
    other.close()


def test_a_store_that_cannot_be_written_is_said_at_once(home: Path) -> None:
    """A folder in the place of the file stands in for a disk that refuses."""
    (home / "state" / "visits.sqlite3").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"visits\.sqlite3"):
        Store(find_places(os.environ))


def test_a_store_of_a_later_version_is_left_alone(store: Store, places: Places) -> None:
    """Nothing is written into what is not understood."""
    store.close()
    with closing(sqlite3.connect(places.visits)) as connection:
        connection.execute("PRAGMA user_version=99")
    with pytest.raises(StoreError, match="later version"):
        Store(places)


def test_saved_is_said_only_after_the_commit(store: Store, uncertainty: Checklist) -> None:
    """While another connection holds the file, everything waits and nothing is called saved."""
    session = Session.begin(store, uncertainty)
    assert session.settle(5)
    with closing(sqlite3.connect(store._places.visits, isolation_level=None)) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        session.do(m.Pick("one-story", "done"))
        time.sleep(0.2)
        assert session.saving.waiting == 1
        blocker.execute("ROLLBACK")
    assert session.settle(10)
    assert session.saving.waiting == 0
    session.close()


def test_a_failing_disk_is_told_and_everything_is_saved_once_it_works_again(
    store: Store, uncertainty: Checklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing handed in is dropped; signing waits."""
    session = Session.begin(store, uncertainty)
    assert session.settle(5)
    broken = {"now": True}

    def failing(path: Path) -> sqlite3.Connection:
        if broken["now"]:
            raise sqlite3.OperationalError("disk I/O error")
        return connect(path)

    monkeypatch.setattr("bedside.store.writer.connect", failing)
    store._writer._reopen()  # the next commit has to open anew
    session.do(m.Pick("one-story", "done"))
    deadline = time.monotonic() + 5
    while not session.saving.failure and time.monotonic() < deadline:
        time.sleep(0.01)
    assert session.saving.failure == "disk I/O error"
    assert getattr(session.do(m.Sign("J. Doe")), "why", "") == "not-saved"
    broken["now"] = False
    assert session.settle(10)
    assert session.saving.failure == ""
    session.close()
    assert [event.seq for event in store.read(session.visit.id).events][:2] == [1, 2]


KILLED = """
import os, sys
from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.session import Draft
session = Desk().begin("acknowledging-uncertainty")
number = 0
while True:
    number += 1
    session.do(m.Write("one-story", f"words {number}") if number % 2 else m.Jot(f"note {number}"))
    session.draft(Draft(step="one-story", field="words", words=f"draft {number}", cursor=3))
    if not session.settle(5):
        os._exit(3)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


@pytest.mark.parametrize("after", [0.05, 0.12, 0.2])
def test_a_kill_at_any_moment_loses_nothing_that_was_called_saved(
    desk: object, after: float, places: Places
) -> None:
    """What the process had printed as saved is there, draft included; the visit can be resumed."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(after)
        process.kill()
        rest = process.stdout.read().split()
    saved = int(rest[-1]) if rest else int(first)
    store = Store(places)
    (listing,) = store.listings()
    kept = store.read(listing.id)
    assert kept.draft is not None
    assert int(kept.draft.words.split()[1]) >= saved
    session = Session.resume(store, listing.id)
    assert isinstance(session, Session)
    changes = len(session.visit.past)
    assert changes >= saved
    answer = session.visit.answer("one-story")
    assert answer is not None
    assert answer.words == kept.draft.words
    session.close()
    store.close()


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 40, 1), "truncate"),
        ((3, 44, 5), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 45, 0), "truncate"),
        ((3, 50, 6), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 54, 0), "wal"),
    ],
)
def test_a_write_ahead_log_is_used_only_where_it_is_safe(
    version: tuple[int, ...], journal: str
) -> None:
    """And whatever is used, synchronous is never NORMAL."""
    mode = mode_for(version)
    assert mode == Mode(journal, "FULL" if journal == "wal" else "EXTRA", mode.why)


def test_the_connection_is_in_the_mode_it_promises(places: Places) -> None:
    """Asked of SQLite itself."""
    mode = mode_for(sqlite3.sqlite_version_info)
    with closing(connect(places.visits)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == (mode.journal,)
        synchronous = {"FULL": 2, "EXTRA": 3}[mode.synchronous]
        assert connection.execute("PRAGMA synchronous").fetchone() == (synchronous,)
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)


def test_files_are_for_their_owner_only(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """Whatever the umask was."""
    Session.begin(store, uncertainty).close()
    if os.name != "nt":
        for path in (places.state, places.locks, places.visits, *places.locks.iterdir()):
            assert path.stat().st_mode & 0o077 == 0, path
    store.close()


def test_a_removed_visit_leaves_nothing_behind(store: Store, uncertainty: Checklist) -> None:
    """Its wording goes with the last visit that used it."""
    session = Session.begin(store, uncertainty)
    session.do(m.Write("one-story", WORDS))
    session.close()
    store.close()
    store.remove(session.visit.id)
    assert store.listings() == []
    assert WORDS.encode() not in store._places.visits.read_bytes()
    with pytest.raises(KeyError):
        store.read(session.visit.id)
    with pytest.raises(KeyError):
        store.hold(session.visit.id)


def test_a_lock_is_free_again_once_it_is_released(places: Places) -> None:
    """And says who held it last."""
    first, second = VisitLock(places.locks, "v"), VisitLock(places.locks, "v")
    assert first.acquire() is None
    holder = second.acquire()
    assert holder is not None
    assert holder.process == os.getpid()
    first.release()
    assert second.acquire() is None
    second.release()


def test_ids_sort_by_time_and_fit_the_narrowest_field() -> None:
    """Twenty letters of base 32, no two alike."""
    ids = [new_id(utc) for utc in range(1_900_000_000_000, 1_900_000_000_200)]
    assert ids == sorted(ids)
    assert len({*ids, *(new_id(1_900_000_000_000) for _ in range(200))}) == 400
    assert {len(id_) for id_ in ids} == {20}
    moment = now()
    assert moment.boot
    assert abs(moment.utc - time.time() * 1000) < 5000


def test_words_that_came_too_late_outlast_a_window_that_gives_them_up_without_the_visit(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """The number of a removed row is used again: who lost the visit removes nothing by it."""
    old = Session.begin(store, uncertainty)
    old.settle(5)
    other, third = Store(places), Store(places)
    middle = Session.resume(other, old.visit.id, take_over=True)
    assert isinstance(middle, Session)
    assert middle.settle(5)
    taken = third.hold(old.visit.id, take_over=True)
    assert not isinstance(taken, Holder)
    with closing(sqlite3.connect(places.visits, isolation_level=None)) as connection:
        row = (old.visit.id, 1, 1, b"words of the first window")
        connection.execute("INSERT INTO conflicts VALUES (?, ?, ?, ?)", row)
        middle._hold.forget_conflicts([1])
        deadline = time.monotonic() + 5
        while middle.saving.waiting and time.monotonic() < deadline:
            time.sleep(0.01)
        assert middle.saving.fenced
        assert connection.execute("SELECT count(*) FROM conflicts").fetchone() == (1,)
        taken.forget_conflicts([1])
        assert taken.settle(5)
        assert connection.execute("SELECT count(*) FROM conflicts").fetchone() == (0,)
    for one in (other, third, store):
        one.close()
