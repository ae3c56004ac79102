"""What is kept is sealed: nothing of it can be read, changed, moved or put back unnoticed."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.core.codec import to_plain
from bedside.session import Draft, Session
from bedside.store.bodies import UNLISTED, event_row, to_body
from bedside.store.keys.seal import Seal, Tampered, new_key
from bedside.store.locks import StoreError
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.people import AVERY, WORDS


def recorded(store: Store, checklist: Checklist) -> Session:
    """A visit in which a patient, an answer and words stand, all saved, still open."""
    session = Session.begin(store, checklist)
    session.do(m.Identify(AVERY))
    session.do(m.Jot(WORDS))
    session.do(m.Pick("one-story", "done"))
    assert session.settle(5)
    return session


def changed(places: Places, *statements: str) -> None:
    """Change the store by hand."""
    with closing(sqlite3.connect(places.visits, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_nothing_of_the_patient_stands_in_any_file_but_the_sealed_ones(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    session = recorded(store, uncertainty)
    session.draft(Draft(step="their-view", field="words", words=f"half {WORDS}", cursor=3))
    assert session.settle(5)
    secrets = [text.encode() for text in (WORDS, AVERY.name, AVERY.second)]
    kept = [path.read_bytes() for path in places.state.rglob("*") if path.is_file()]
    assert kept
    assert not [secret for secret in secrets for content in kept if secret in content]
    session.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET body = substr(body, 1, 20) || x'00' || substr(body, 22) WHERE seq = 3",
        "UPDATE events SET utc = utc + 1 WHERE seq = 3",
        "UPDATE events SET boot_ns = boot_ns + 1 WHERE seq = 3",
        "UPDATE events SET epoch = epoch + 1 WHERE seq = 3",
        "UPDATE events SET body = (SELECT body FROM events WHERE seq = 2) WHERE seq = 3",
        "DELETE FROM events WHERE seq = 3",
    ],
)
def test_an_event_that_was_changed_moved_or_removed_is_named_and_the_rest_opens(
    store: Store, places: Places, uncertainty: Checklist, change: str
) -> None:
    session = recorded(store, uncertainty)
    session.close()
    changed(places, change)
    kept = store.read(session.visit.id)
    assert kept.unreadable == (3,)
    assert [event.seq for event in kept.events] == [1, 2, 4, 5]


def test_a_last_event_that_was_removed_is_missed(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    session = recorded(store, uncertainty)
    session.close()
    changed(places, "DELETE FROM events WHERE seq = 5")
    assert store.read(session.visit.id).unreadable == (5,)


def test_an_older_draft_put_back_is_not_taken_for_the_latest(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    session = recorded(store, uncertainty)
    session.draft(Draft(step="their-view", field="words", words="an older one", cursor=1))
    assert session.settle(5)
    with closing(sqlite3.connect(places.visits)) as connection:
        older = connection.execute("SELECT * FROM drafts").fetchall()
    session.do(m.Jot("the newer one"))
    session.close()
    with closing(sqlite3.connect(places.visits, isolation_level=None)) as connection:
        connection.executemany("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", older)
    kept = store.read(session.visit.id)
    assert kept.draft is None
    assert kept.unreadable == (0,)


def test_rows_of_one_visit_do_not_open_in_another(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    first, second = recorded(store, uncertainty), recorded(store, uncertainty)
    for session in (first, second):
        session.close()
    theirs = f"(SELECT body FROM events o WHERE o.visit = '{second.visit.id}' AND o.seq = 3)"
    changed(
        places, f"UPDATE events SET body = {theirs} WHERE visit = '{first.visit.id}' AND seq = 3"
    )
    assert store.read(first.visit.id).unreadable == (3,)
    assert store.read(second.visit.id).unreadable == ()


def test_a_visit_goes_on_after_rows_that_do_not_open_and_says_how_many_there_were(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """The next thing recorded never falls on the place of a row that cannot be read."""
    session = recorded(store, uncertainty)
    session.close()
    changed(places, "UPDATE events SET body = zeroblob(80) WHERE seq >= 4")
    again = Session.resume(store, session.visit.id)
    assert isinstance(again, Session)
    assert again.unreadable == 2
    again.do(m.Jot(WORDS))
    again.close()
    kept = store.read(session.visit.id)
    assert [jotting.words for jotting in again.visit.record.jottings][-1] == WORDS
    assert kept.unreadable == (4, 5)
    last = Session.resume(store, session.visit.id)
    assert isinstance(last, Session)
    assert [jotting.words for jotting in last.visit.record.jottings][-1] == WORDS
    last.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says who may read in other ways")
def test_the_key_file_is_for_its_owner_alone(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    recorded(store, uncertainty).close()
    for path in (places.key_file, places.keys, places.visits):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_missing_key_file_is_named_with_the_way_out_and_no_new_one_takes_its_place(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    session = recorded(store, uncertainty)
    session.close()
    away = places.key_file.rename(places.state / "key.away")
    with pytest.raises(StoreError, match=r"key.* is missing; have it put back from a backup"):
        store.read(session.visit.id)
    assert not places.key_file.exists()
    places.key_file.write_bytes(new_key())
    with pytest.raises(StoreError, match="is not the one this visit was sealed with"):
        store.read(session.visit.id)
    away.replace(places.key_file)
    assert len(store.read(session.visit.id).events) > 3


def test_a_damaged_key_book_is_restored_from_its_copy(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    session = recorded(store, uncertainty)
    session.close()
    places.keys.write_bytes(b"no database at all" * 500)
    assert len(store.read(session.visit.id).events) > 3
    places.keys.unlink()
    assert len(store.read(session.visit.id).events) > 3


def test_a_removed_visit_has_no_key_left_in_the_book_or_its_copy(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    session = recorded(store, uncertainty)
    session.close()
    (wrap,) = store.book.wraps(session.visit.id).values()
    assert store.remove(session.visit.id) is None
    assert store.book.wraps(session.visit.id) == {}
    for path in (places.keys, places.keys.with_suffix(".copy")):
        assert wrap not in path.read_bytes()


def test_a_store_that_was_kept_clear_is_sealed_when_it_is_opened(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """Version 1 kept its bodies clear; every word of it opens afterwards, and none stands there."""
    session = recorded(store, uncertainty)
    session.draft(Draft(step="their-view", field="words", words="half a word", cursor=4))
    session.close()
    before = store.read(session.visit.id)
    (listing,) = store.listings()
    store.close()
    visit = session.visit.id
    with closing(sqlite3.connect(places.visits, isolation_level=None)) as connection:
        for event in before.events:
            body = event_row(event)[3]
            connection.execute("UPDATE events SET body = ? WHERE seq = ?", (body, event.seq))
        connection.execute("UPDATE drafts SET body = ?", (to_body(to_plain(before.draft)),))
        connection.execute("UPDATE visits SET summary = ?", (to_body(to_plain(listing)),))
        connection.execute("DROP TABLE unreadable")
        connection.execute("PRAGMA user_version=1")
    store.book.destroy(visit)
    later = Store(places)
    assert later.read(visit) == before
    assert later.listings() == [listing]
    assert WORDS.encode() not in places.visits.read_bytes()
    later.close()


def test_nothing_of_a_key_shows_in_what_is_printed(store: Store) -> None:
    key = new_key()
    shown = repr(Seal(key, "V", "D")) + repr(store.keyring)
    assert key.hex() not in shown
    assert repr(key) not in shown


@pytest.mark.parametrize("length", [0, 1, 62, 63, 64, 65, 127, 4096])
def test_a_seal_opens_only_at_its_place_and_tells_lengths_only_in_steps(length: int) -> None:
    seal = Seal(new_key(), "VISIT", "digest")
    body = bytes(range(256)) * 16
    closed = seal.close(body[:length], "event", 1, 2)
    assert seal.open(closed, "event", 1, 2) == body[:length]
    assert (len(closed) - 1 - 12 - 16) % 64 == 0
    others = [Seal(seal.key, "OTHER", "digest"), Seal(seal.key, "VISIT", "else")]
    for other, kind, place in [
        *((one, "event", (1, 2)) for one in (*others, Seal(new_key(), "VISIT", "digest"))),
        *((seal, "event", place) for place in [(1, 3), (2, 2), (12,), (1, 2, 0)]),
        (seal, "draft", (1, 2)),
    ]:
        with pytest.raises(Tampered):
            other.open(closed, kind, *place)
    assert closed != seal.close(body[:length], "event", 1, 2)
    assert closed[:1] != UNLISTED
