"""A store that takes nothing for a while: kept beside it meanwhile, and put in afterwards, once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.session import Draft, Session
from bedside.store import moments
from bedside.store.database import connect
from bedside.store.paths import Places
from bedside.store.safety.ballast import Ballast
from bedside.store.saving import Standing
from bedside.store.store import Store
from tests.people import ROWAN, WORDS


class Disk:
    """A disk that can be told to fail; only the writer's own connections are on it."""

    def __init__(self) -> None:
        """Begin well."""
        self.failure: sqlite3.Error | None = None

    def connect(self, path: Path) -> sqlite3.Connection:
        """Open the database, unless the disk fails."""
        if self.failure is not None:
            raise self.failure
        return connect(path)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """The disk of every writer of the test; quick, so that nobody waits."""
    made = Disk()
    monkeypatch.setattr("bedside.store.writer.connect", made.connect)
    monkeypatch.setattr("bedside.store.writer.RETRY_SECONDS", 0.02)
    monkeypatch.setattr("bedside.store.writer.BESIDE_AFTER", 0.0)
    yield made
    made.failure = None


def until(what: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def begin(store: Store, checklist: Checklist) -> Session:
    """A visit with a patient and one answer, all saved."""
    session = Session.begin(store, checklist)
    session.do(m.Identify(ROWAN))
    session.do(m.Pick("one-story", "done"))
    assert session.settle(10)
    return session


def fail(store: Store, disk: Disk, why: str = "disk I/O error") -> None:
    """Let the disk fail from the next commit on."""
    disk.failure = sqlite3.OperationalError(why)
    store._writer._reopen()


def is_beside(session: Session) -> bool:
    """Whether all that waits is kept in the second place."""
    return session.saving.standing is Standing.BESIDE and not session.saving.loose


@pytest.fixture
def beside(store: Store, uncertainty: Checklist, disk: Disk) -> Session:
    """A visit whose latest words are kept in the second place, as the store takes nothing."""
    session = begin(store, uncertainty)
    fail(store, disk)
    session.do(m.Jot(WORDS))
    until(lambda: is_beside(session))
    return session


def spilled(places: Places) -> list[Path]:
    """Return what lies in the second places."""
    return [path for folder in places.second if folder.is_dir() for path in folder.iterdir()]


def test_what_the_store_does_not_take_is_kept_beside_and_goes_in_later(
    store: Store, places: Places, beside: Session, disk: Disk
) -> None:
    assert beside.saving.waiting == 1
    assert spilled(places)
    beside.draft(Draft(step="their-view", field="words", words="half", cursor=4))
    until(lambda: is_beside(beside))
    disk.failure = None
    assert beside.settle(20)
    assert beside.saving.standing is Standing.SAVED
    until(lambda: not spilled(places))
    kept = store.read(beside.visit.id)
    assert kept.draft is not None
    assert kept.draft.words == "half"
    beside.close()


def test_nothing_is_signed_while_it_is_only_kept_beside(beside: Session, disk: Disk) -> None:
    refusal = beside.do(m.Sign("J. Doe"))
    assert getattr(refusal, "why", "") == "not-saved"
    disk.failure = None
    assert beside.settle(20)
    beside.close()


def test_nothing_of_the_patient_can_be_read_in_the_second_place(
    store: Store, places: Places, beside: Session, disk: Disk
) -> None:
    raw = b"".join(path.read_bytes() for path in spilled(places))
    assert raw
    assert WORDS.encode() not in raw
    assert ROWAN.label.encode() not in raw
    if os.name != "nt":
        assert {path.stat().st_mode & 0o077 for path in spilled(places)} == {0}
    disk.failure = None
    assert beside.settle(20)
    beside.close()


ENDED = """
import os, sqlite3, sys, time
from pathlib import Path
from bedside.store import writer
from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.session import Draft
real, failing = writer.connect, []
def connect(path):
    if failing:
        raise sqlite3.OperationalError("disk I/O error")
    return real(path)
writer.connect, writer.RETRY_SECONDS, writer.BESIDE_AFTER = connect, 0.02, 0.0
desk = Desk()
session = desk.begin("acknowledging-uncertainty")
session.do(m.Write("one-story", "first"))
assert session.settle(20)
failing.append(1)
desk.store._writer._reopen()
session.do(m.Jot("second"))
session.draft(Draft(step="one-story", field="words", words="third", cursor=3))
end = time.monotonic() + 20
while session.saving.standing != "beside" or session.saving.loose:
    assert time.monotonic() < end
    time.sleep(0.01)
print(session.visit.id, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def killed(home: Path) -> str:
    """A visit whose process was killed while its store took nothing; its words are beside."""
    done = subprocess.run(
        [sys.executable, "-c", ENDED], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip(), done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(os.name == "nt", reason="a process kills itself by a POSIX signal")
def test_what_a_killed_process_kept_beside_is_in_the_store_after_the_next_start(
    places: Places, killed: str
) -> None:
    assert spilled(places)
    store = Store(places)
    assert store.found_beside.changes
    assert not spilled(places)
    kept = store.read(killed)
    assert not kept.unreadable
    assert kept.draft is not None
    assert kept.draft.words == "third"
    assert [getattr(event, "words", "") for event in kept.events][-1] == "second"
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="a process kills itself by a POSIX signal")
def test_putting_it_in_twice_changes_nothing(places: Places, killed: str) -> None:
    """A cut may come after the store has it and before the file is taken away."""
    copies = {path: path.read_bytes() for path in spilled(places) if path.suffix == ".spill"}
    first = Store(places)
    session = Session.resume(first, killed)
    assert isinstance(session, Session)
    session.do(m.Write("one-story", "after"))
    session.close()
    first.close()
    before = first.read(killed)
    for path, raw in copies.items():
        path.write_bytes(raw)
    second = Store(places)
    assert not spilled(places)
    after = second.read(killed)
    assert after.events == before.events
    assert after.draft == before.draft
    assert after.conflicts == {}
    second.close()


@pytest.mark.skipif(os.name == "nt", reason="a process kills itself by a POSIX signal")
def test_a_store_that_is_gone_for_good_is_made_again_of_what_was_kept_beside(
    places: Places, killed: str
) -> None:
    """All but the account's key, which is kept nowhere else."""
    for path in (places.visits, places.keys, places.keys.with_suffix(".copy")):
        path.unlink()
    store = Store(places)
    kept = store.read(killed)
    assert not kept.unreadable
    assert "'first'" in repr(kept.events)
    assert [visit.id for visit in store.listings()] == [killed]
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="a process kills itself by a POSIX signal")
def test_a_torn_end_costs_nothing_that_was_called_kept_and_a_changed_file_is_set_aside(
    places: Places, killed: str
) -> None:
    (path,) = [path for path in spilled(places) if path.suffix == ".spill"]
    path.write_bytes(path.read_bytes() + b"\0\0\1")
    again = path.with_name("0" + path.name)
    again.write_bytes(path.read_bytes()[:-40] + b"\xff" * 40 + b"more")
    store = Store(places)
    assert [Path(one).name for one in store.found_beside.damaged] == [again.stem + ".damaged"]
    kept = store.read(killed)
    assert kept.draft is not None
    assert kept.draft.words == "third"
    store.close()


def taken_over(session: Session, store: Store, places: Places) -> Store:
    """Return the store of who took a visit over while its words were only kept beside."""
    assert not store.close()  # it gives up, and what it kept beside stays
    session._hold.release()
    with closing(connect(places.visits)) as connection:
        connection.execute("UPDATE visits SET epoch = epoch + 1")
    return Store(places)


def test_what_was_kept_beside_before_a_take_over_comes_back_as_words_of_another_window(
    store: Store,
    places: Places,
    beside: Session,
) -> None:
    other = taken_over(beside, store, places)
    kept = other.read(beside.visit.id)
    assert [draft.words for draft in kept.conflicts.values()] == [WORDS]
    assert [event.seq for event in kept.events] == [1, 2, 3]
    other.close()


def test_two_things_of_one_millisecond_both_come_back_after_a_take_over(
    store: Store,
    places: Places,
    uncertainty: Checklist,
    disk: Disk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = begin(store, uncertainty)
    fail(store, disk)
    at = moments.now()
    monkeypatch.setattr("bedside.session.now", lambda: at)
    session.do(m.Jot("first"))
    session.do(m.Jot("second"))
    until(lambda: is_beside(session))
    other = taken_over(session, store, places)
    kept = other.read(session.visit.id)
    assert [draft.words for draft in kept.conflicts.values()] == ["first", "second"]
    other.close()


def full() -> sqlite3.OperationalError:
    """Return what SQLite says of a full disk."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


def test_a_full_disk_gets_the_room_held_back_and_the_talk_goes_on(
    store: Store,
    places: Places,
    uncertainty: Checklist,
    disk: Disk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = begin(store, uncertainty)
    ballast = Ballast(places.ballast, 2**16)
    store._rescue.ballast = ballast
    assert ballast.make()
    real = disk.connect

    def while_ballast_is_there(path: Path) -> sqlite3.Connection:
        if ballast.is_there:
            raise full()
        return real(path)

    monkeypatch.setattr("bedside.store.writer.connect", while_ballast_is_there)
    store._writer._reopen()
    session.do(m.Jot(WORDS))
    assert session.settle(20)
    assert session.saving.standing is Standing.LOW
    assert session.saving.refusal is None
    assert session.saving.failure == ""
    assert not ballast.is_there
    store._rescue._since = -1e9  # a minute later there is room again
    store._rescue.hold_back()
    assert cast("Standing", session.saving.standing) is Standing.SAVED
    session.close()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "the disk is full"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "the disk can only be read"),
        (sqlite3.SQLITE_IOERR_FSYNC, "the disk does not answer as it should"),
    ],
)
def test_why_a_disk_fails_is_said_in_words_that_need_no_handbook(
    store: Store, uncertainty: Checklist, disk: Disk, code: int, words: str
) -> None:
    session = begin(store, uncertainty)
    fail(store, disk)
    assert disk.failure is not None
    disk.failure.sqlite_errorcode = code
    session.do(m.Jot(WORDS))
    until(lambda: session.saving.why == words)
    disk.failure = None
    assert session.settle(20)
    session.close()
