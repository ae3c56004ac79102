"""The log of a store: entries ride with what they tell of, and keep nothing from being saved."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bedside.core import moves as m
from bedside.core.acts import Act
from bedside.core.checklist import Checklist
from bedside.core.events import Moment, Signed
from bedside.session import Session
from bedside.store.audit.chain import short
from bedside.store.audit.check import Fault, verify
from bedside.store.audit.log import Log
from bedside.store.audit.roots import root_of
from bedside.store.database import connect
from bedside.store.moments import now
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.people import AVERY, CLINICIAN, WORDS
from tests.store.audit.logs import acts, kept, seen


def begun(store: Store, checklist: Checklist) -> Session:
    """A visit in which something is recorded, all of it durable."""
    session = Session.begin(store, checklist)
    session.do(m.Identify(AVERY))
    session.do(m.Jot(WORDS))
    assert session.settle(5)
    return session


def sign(session: Session) -> None:
    """Sign a visit."""
    session.do(m.SkipRest("no-time"))
    for found in session.concerns():
        session.do(m.Overrule(found.name, "needed"))
    session.do(m.Sign(*CLINICIAN, minutes=9, again=AVERY))
    assert session.visit.signed is not None


def changed(places: Places, *statements: str) -> None:
    """Change the database as no part of bedside would."""
    with closing(connect(places.visits)) as connection:
        for statement in statements:
            connection.executescript(statement)


def assert_sound(store: Store) -> None:
    """The log verifies with its first key."""
    log = kept(store)
    root = root_of(store.book, store.keyring, log.which)
    assert root is not None
    assert verify(log.links, root, (), log.end).fault is None


def test_what_is_done_with_a_visit_is_entered_in_order(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    first = begun(store, uncertainty)
    visit = first.visit.id
    assert first.close()
    assert store.close()
    store = Store(places)
    session = Session.resume(store, visit)
    assert isinstance(session, Session)
    sign(session)
    session.do(m.Deliver("file", "somewhere", 12))
    session.do(m.Append("addendum", *CLINICIAN, "one more thing", "forgotten"))
    session.close()
    store.read(visit)
    assert store.close()
    told = [Act.BEGUN, Act.OPENED, Act.SIGNED, Act.DELIVERED, Act.ADDED, Act.READ]
    assert acts(store) == told
    assert_sound(store)
    names = {one.entry.visit for one in seen(store)[1:]}
    assert names == {kept(store).name_of(visit)}
    assert visit not in names


def test_a_visit_taken_over_or_removed_says_so(store: Store, uncertainty: Checklist) -> None:
    session = begun(store, uncertainty)
    assert store.hold(session.visit.id, take_over=True)
    assert acts(store)[-1] is Act.TAKEN_OVER
    other = begun(store, uncertainty)
    other.close()
    assert store.remove(other.visit.id) is None
    assert acts(store)[-2:] == [Act.KEY_DESTROYED, Act.REMOVED]
    assert_sound(store)


def test_nothing_of_a_patient_stands_in_the_log(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """Neither a name, nor words, nor who signed, nor the id of the visit."""
    session = begun(store, uncertainty)
    sign(session)
    session.close()
    assert store.close()
    with closing(sqlite3.connect(places.visits)) as connection:
        rows = connection.execute("SELECT body FROM audit").fetchall()
    text = b"\n".join(body for (body,) in rows).decode("ascii")
    for word in (AVERY.name, AVERY.second, WORDS, CLINICIAN[0], session.visit.id, "uncertainty"):
        assert word not in text


def test_two_windows_write_one_chain(places: Places, uncertainty: Checklist) -> None:
    stores = [Store(places), Store(places)]
    for _ in range(3):
        for store in stores:
            begun(store, uncertainty).close()
    assert all(store.close() for store in stores)
    assert acts(stores[0]) == [Act.BEGUN] * 6
    assert_sound(stores[0])


def test_what_is_not_committed_is_not_entered(store: Store, uncertainty: Checklist) -> None:
    """The entry goes with its event: where one is lost so is the other."""
    session = begun(store, uncertainty)
    before = kept(store).links
    with closing(connect(store.path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        store.log.write(connection, store.log.entry(Act.SIGNED, session.visit.id))
        connection.execute("ROLLBACK")
    assert kept(store).links == before
    session.close()
    assert store.close()
    assert_sound(store)


def test_the_head_at_signing_stands_in_the_note_and_is_covered_by_its_digest(
    store: Store, uncertainty: Checklist
) -> None:
    from bedside.note.frozen import NoteChanged
    from bedside.note.frozen import verify as verify_note

    session = begun(store, uncertainty)
    head = short(*[(one.n, one.head) for one in kept(store).links][-1])
    sign(session)
    assert session.visit.signed is not None
    assert session.visit.signed.anchor == head
    assert head in " ".join(session.text().split())
    assert head not in session.text("text", "patient")
    assert session.close()
    found = store.read(session.visit.id)
    other = [replace(e, anchor="1 AAAA-AAAA-AAAA-AAAA") if isinstance(e, Signed) else e
             for e in found.events]  # fmt: skip
    verify_note(found.checklist, found.events)
    with pytest.raises(NoteChanged):
        verify_note(found.checklist, other)


def test_the_head_is_known_from_the_moment_the_store_is_opened(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    begun(store, uncertainty).close()
    assert store.close()
    assert Store(places).log.anchor == store.log.anchor != ""


def test_a_log_whose_tables_are_emptied_is_begun_anew_and_says_which_it_is(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """Notes that were signed before do not agree with it any more."""
    session = begun(store, uncertainty)
    sign(session)
    session.close()
    assert store.close()
    changed(places, "DELETE FROM audit", "DELETE FROM audit_state")
    other = Store(places)
    begun(other, uncertainty).close()
    assert other.close()
    assert kept(other).which == 2
    assert_sound(other)


class Clocks:
    """Two clocks that a test sets: the wall clock (s) and the boot clock (s), and the boot."""

    def __init__(self) -> None:
        """Begin at this moment."""
        self.at = now()

    def __call__(self) -> Moment:
        """Return the moment."""
        return self.at

    def move(self, wall: int, boot: int, booted: str = "") -> None:
        """Move the clocks by so many seconds; into another boot, where one is named."""
        self.at = Moment(
            utc=self.at.utc + wall * 1000,
            boot=booted or self.at.boot,
            ns=self.at.ns + boot * 10**9,
        )


@pytest.mark.parametrize(
    ("wall", "boot", "booted", "lost"),
    [
        (60, 60, "", 0),
        (61, 60, "", 0),
        (-3600, 60, "", 3660),
        (-1, 1, "", 0),
        (31_536_000, 60, "", 0),
        (-31_536_000, 0, "boot-b", 31_536_000),
        (60, -500, "boot-b", 0),
    ],
)
def test_a_wall_clock_that_was_set_back_is_noted(
    places: Places, wall: int, boot: int, booted: str, lost: int
) -> None:
    """Inside one boot against the clock that counts sleep; across boots none goes backwards."""
    clocks = Clocks()
    store = Store(places, clock=clocks)
    store.enter(Act.LOCKED)
    assert store.close()
    clocks.move(wall, boot, booted)
    store = Store(places, clock=clocks)
    store.enter(Act.QUICK_UNLOCK)
    assert store.close()
    noted = [one.entry for one in seen(store) if one.entry.act is Act.CLOCK_BACK]
    assert [one.number for one in noted] == ([lost] if lost else [])
    assert_sound(store)


def test_a_store_of_the_version_before_gets_its_log(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    session = begun(store, uncertainty)
    session.close()
    assert store.close()
    tables = ("audit", "audit_state", "delivered", "notes", "upkeep")
    changed(places, *(f"DROP TABLE {name}" for name in tables), "PRAGMA user_version=2")
    again = Store(places)
    resumed = Session.resume(again, session.visit.id)
    assert isinstance(resumed, Session)
    assert resumed.visit.record == session.visit.record
    resumed.close()
    assert again.close()
    assert acts(again) == [Act.OPENED]


def test_the_key_of_the_entry_before_is_in_no_file_any_more(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    """Best effort on one disk: it is written over where SQLite keeps it."""
    keys = []
    for _ in range(4):
        begun(store, uncertainty).close()
        with store.reading() as connection:
            keys.append(connection.execute("SELECT key FROM audit_state").fetchone()[0])
    assert store.close()
    written = places.visits.read_bytes()
    assert [key in written for key in keys] == [False, False, False, True]


def test_a_log_says_at_once_what_it_would_enter() -> None:
    """Time, actor and act are those of when it was done, however late it is written."""
    clocks = Clocks()
    log = Log(lambda _: 1, lambda: "K7M2PQRS", clocks)
    entry = log.entry(Act.LOCKED, number=3)
    clocks.move(500, 500)
    assert (entry.at.utc, entry.actor, entry.number) == (clocks.at.utc - 500_000, "K7M2PQRS", 3)
    assert os.name  # no clock of the machine was asked


def test_a_changed_entry_of_a_store_is_found_where_it_stands(
    store: Store, places: Places, uncertainty: Checklist
) -> None:
    begun(store, uncertainty).close()
    begun(store, uncertainty).close()
    assert store.close()
    changed(places, "UPDATE audit SET body = replace(body, 'begun', 'read') WHERE n = 2")
    log = kept(store)
    found = verify(log.links, None, (), log.end)
    assert (found.fault, found.n) == (Fault.CHANGED, 2)
