"""What in the second place is newer than the store is told by what was committed, by no clock."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.session import Draft
from bedside.store import moments
from bedside.store.paths import Places
from bedside.store.store import Store
from bedside.store.writer import Job, Writer
from tests.store import test_beside as beside

disk = beside.disk


def test_the_latest_words_come_back_though_the_clock_was_set_back_before_them(
    store: Store,
    places: Places,
    uncertainty: Checklist,
    disk: beside.Disk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = beside.begin(store, uncertainty)
    session.draft(Draft(step="their-view", field="words", words="early", cursor=4))
    assert session.settle(20)
    beside.fail(store, disk)
    at = moments.now()
    monkeypatch.setattr("bedside.session.now", lambda: replace(at, utc=at.utc - 3_600_000))
    session.draft(Draft(step="their-view", field="words", words="later", cursor=4))
    beside.until(lambda: beside.is_beside(session))
    assert not store.close()
    session._hold.release()
    again = Store(places)
    draft = again.read(session.visit.id).draft
    assert draft is not None
    assert draft.words == "later"
    again.close()


def test_what_comes_after_a_commit_that_lasted_though_it_failed_is_put_in(
    store: Store,
    places: Places,
    uncertainty: Checklist,
    disk: beside.Disk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = beside.begin(store, uncertainty)
    beside.fail(store, disk)
    session.do(m.Jot("first"))
    beside.until(lambda: beside.is_beside(session))
    real, lasted = Writer._commit, list[int]()

    def commit(self: Writer, jobs: list[Job]) -> list[Job]:
        if not lasted:
            lasted.append(len(real(self, jobs)))
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Writer, "_commit", commit)
    disk.failure = None
    beside.until(lambda: lasted)
    session.do(m.Jot("second"))
    beside.until(lambda: beside.is_beside(session))
    assert not store.close()
    session._hold.release()
    again = Store(places)
    assert "second" in repr(again.read(session.visit.id).events)
    again.close()


def test_a_file_that_could_not_be_taken_away_undoes_nothing_that_was_saved_since(
    store: Store,
    places: Places,
    uncertainty: Checklist,
    disk: beside.Disk,
) -> None:
    session = beside.begin(store, uncertainty)
    kept: dict[Path, bytes] = {}
    for words in ("early", "later"):  # the second time in a file of another name
        beside.fail(store, disk)
        session.draft(Draft(step="their-view", field="words", words=words, cursor=4))
        beside.until(lambda: beside.is_beside(session))
        lay = {one: one.read_bytes() for one in beside.spilled(places) if one.suffix == ".spill"}
        assert not lay.keys() & kept.keys()
        kept |= lay
        disk.failure = None
        assert session.settle(20)
        beside.until(lambda: not beside.spilled(places))
    session.draft(Draft(step="their-view", field="words", words="last", cursor=4))
    session.close()
    store.close()
    for path, raw in kept.items():
        path.write_bytes(raw)
    again = Store(places)
    draft = again.read(session.visit.id).draft
    assert draft is not None
    assert draft.words == "last"
    assert not beside.spilled(places)
    again.close()
