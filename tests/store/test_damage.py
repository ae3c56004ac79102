"""What becomes of visits when their file is damaged or removed: said plainly, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.session import Draft, Session
from bedside.store.locks import StoreDamaged, StoreError
from bedside.store.paths import Places, find_places
from bedside.store.store import Store
from bedside.store.writer import Fenced, Job, Writer
from tests.people import ROWAN, WORDS

PAGE = 4096


@pytest.fixture
def session(store: Store, uncertainty: Checklist) -> Session:
    """A visit with some answers in it, all of them saved."""
    begun = Session.begin(store, uncertainty)
    begun.do(m.Identify(ROWAN))
    begun.do(m.Pick("one-story", "done"))
    assert begun.settle(5)
    return begun


def spoil_pages(path: Path) -> None:
    """Write nonsense over every page but the first, as a failing disk does."""
    raw = bytearray(path.read_bytes())
    assert len(raw) > PAGE
    raw[PAGE:] = b"\xa5" * (len(raw) - PAGE)
    path.write_bytes(raw)


def spoil_head(path: Path) -> None:
    """Leave a file that is no database."""
    path.write_bytes(b"no database at all" * 500)


SPOILED = [spoil_pages, spoil_head]


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_damaged_store_is_called_damaged_with_its_path_whatever_is_asked_of_it(
    store: Store, places: Places, session: Session, spoil: Callable[[Path], None]
) -> None:
    visit = session.visit.id
    assert session.close()
    assert store.close()
    spoil(places.visits)
    for ask in (store.listings, lambda: store.read(visit)):
        with pytest.raises(StoreDamaged, match=r"visits\.sqlite3"):
            ask()


def test_a_visit_whose_checklist_is_not_whole_is_called_damaged(
    store: Store, places: Places, session: Session
) -> None:
    assert session.close()
    with closing(sqlite3.connect(places.visits, isolation_level=None)) as connection:
        connection.execute("UPDATE checklists SET body = x'007b'")
    with pytest.raises(StoreDamaged, match=r"visits\.sqlite3"):
        store.read(session.visit.id)


@pytest.mark.parametrize("spoil", SPOILED)
def test_the_check_of_a_damaged_store_finds_the_damage(
    store: Store, places: Places, session: Session, spoil: Callable[[Path], None]
) -> None:
    assert store.health() == "ok"
    assert session.close()
    assert store.close()
    spoil(places.visits)
    assert store.health() not in ("", "ok")


def test_a_store_that_only_cannot_be_reached_is_not_called_damaged(home: Path) -> None:
    (home / "state" / "visits.sqlite3").mkdir(parents=True)
    with pytest.raises(StoreError) as failed:
        Store(find_places(os.environ))
    assert not isinstance(failed.value, StoreDamaged)


def gone_file(places: Places) -> None:
    """Remove the database alone."""
    places.visits.unlink()


def gone_folder(places: Places) -> None:
    """Remove everything bedside keeps, as a tidy-up job does."""
    shutil.rmtree(places.state)


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be removed there")
@pytest.mark.parametrize("remove", [gone_file, gone_folder])
def test_a_visit_whose_store_is_removed_meanwhile_is_written_again_whole(
    store: Store, places: Places, session: Session, remove: Callable[[Places], None]
) -> None:
    remove(places)
    session.do(m.Jot(WORDS))
    assert session.settle(10), session.saving
    session.draft(Draft(step="their-view", field="words", words="half", cursor=4))
    assert session.close()
    kept = store.read(session.visit.id)
    assert [event.seq for event in kept.events] == list(range(1, len(kept.events) + 1))
    assert kept.checklist == session.visit.checklist
    assert kept.draft is not None
    (listing,) = store.listings()
    assert (listing.id, listing.patient) == (session.visit.id, ROWAN.label)
    again = Session.resume(store, session.visit.id)
    assert isinstance(again, Session)
    assert again.visit.record.entries == session.visit.record.entries
    assert again.visit.record.jottings[0].words == WORDS
    assert again.close()
    assert store.close()


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be removed there")
def test_a_resumed_visit_whose_store_is_removed_is_written_again_even_by_a_draft(
    store: Store, places: Places, session: Session
) -> None:
    assert session.close()
    resumed = Session.resume(store, session.visit.id)
    assert isinstance(resumed, Session)
    assert resumed.settle(5)
    gone_folder(places)
    resumed.draft(Draft(step="their-view", field="words", words=WORDS, cursor=4))
    assert resumed.settle(10), resumed.saving
    kept = store.read(resumed.visit.id)
    assert kept.draft is not None
    assert kept.draft.words == WORDS
    assert [listing.patient for listing in store.listings()] == [ROWAN.label]
    assert resumed.close()
    assert store.close()


@pytest.mark.skipif(os.name == "nt", reason="a folder there refuses in other ways")
def test_a_store_that_stays_away_is_never_called_saved_and_says_what_is_missing(
    store: Store, places: Places, session: Session
) -> None:
    gone_folder(places)
    places.state.write_text("in the way")
    session.do(m.Jot(WORDS))
    assert not session.close()
    assert not store.close()
    ((visit, saving),) = store.unsaved()
    assert visit == session.visit.id
    assert saving.waiting
    assert saving.failure


def test_a_store_that_saved_everything_has_nothing_unsaved(store: Store, session: Session) -> None:
    assert session.close()
    assert store.close()
    assert store.unsaved() == []


def test_a_writer_that_gives_up_says_so(tmp_path: Path) -> None:
    def fail(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    writer, reasons = Writer(tmp_path / "visits.sqlite3"), list[str]()
    writer.submit(Job(fail, lambda: None, lambda: None, reasons.append))
    assert not writer.close()
    assert "disk I/O error" in reasons


def test_what_a_fenced_job_hands_in_while_the_writer_closes_is_saved(tmp_path: Path) -> None:
    """The words of a visit that was taken over are kept, even if this window closes at once."""
    writer, saved, closing_ = Writer(tmp_path / "visits.sqlite3"), list[str](), threading.Event()

    def fence(_: sqlite3.Connection) -> None:
        closing_.wait(5)
        raise Fenced

    def hand_in() -> None:
        writer.submit(Job(lambda _: None, lambda: saved.append("words"), lambda: None, print))

    writer.submit(Job(fence, lambda: None, hand_in, print))
    threading.Timer(0.1, closing_.set).start()
    assert writer.close()
    assert saved == ["words"]


def test_an_event_that_lasted_though_its_commit_failed_is_not_in_its_own_way(
    store: Store, places: Places, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that was reported as failed may be on the disk; the second try finds it there."""
    real, failed = Writer._commit, list[int]()

    def commit(self: Writer, jobs: list[Job]) -> list[Job]:
        kept = real(self, jobs)
        if not failed:
            failed.append(1)
            raise sqlite3.OperationalError("disk I/O error")
        return kept

    monkeypatch.setattr(Writer, "_commit", commit)
    session.do(m.Jot(WORDS))
    assert session.settle(5), session.saving
    assert failed
    assert session.close()
    assert store.close()
