"""What was signed is filed for the clinic's records, whose key is on no workstation."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.core.events import Appended, Signed
from bedside.core.refusals import Refusal, Why
from bedside.core.walk import replay
from bedside.note.shown import shown
from bedside.session import Session
from bedside.store.keys import pairs
from bedside.store.keys.founding import read_records_key
from bedside.store.keys.rings import records_info
from bedside.store.locks import StoreDamaged
from bedside.store.rows import Kept
from bedside.store.store import Store
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.people import AVERY, WORDS
from tests.store import test_beside as beside

disk = beside.disk


def signed(site: SharedSite, talk: Checklist, name: str = KEEPER, *more: m.Move) -> str:
    """Return a visit that somebody signed, with more moves made after it."""
    store = Store(site.places, site.ring(name))
    session = Session.begin(store, talk)
    made = [m.Identify(AVERY), m.Jot(WORDS), m.SkipRest("no-time")]
    for move in made:
        assert not isinstance(session.do(move), Refusal)
    for found in session.concerns():
        session.do(m.Overrule(found.name, "needed"))
    for move in (m.Sign(name, "nurse", minutes=9, again=AVERY), *more):
        done = session.do(move)
        assert not isinstance(done, Refusal), done
    assert session.close()
    assert store.close()
    return session.visit.id


def filed(site: SharedSite, visit: str, private: bytes) -> Kept:
    """Return what is filed of a visit, opened with a private half and no keyring."""
    store = Store(site.places, site.door().emergency())
    try:
        return store.filed(
            visit,
            lambda seq, body: pairs.unlock(private, body, records_info(site.clinic, visit, seq)),
        )
    finally:
        store.close()


def records(site: SharedSite) -> bytes:
    """Return the private half that the records service has."""
    return read_records_key(site.records_key, site.clinic)


def test_the_records_key_opens_all_three_texts_as_they_were_signed(
    site: SharedSite, uncertainty: Checklist
) -> None:
    visit = signed(site, uncertainty)
    kept = filed(site, visit, records(site))
    store = Store(site.places, site.ring(KEEPER))
    own = store.read(visit)
    store.close()
    (event,) = [one for one in kept.events if isinstance(one, Signed)]
    assert event in own.events
    assert all(json.loads(text) for text in (event.note, event.patient, event.handover))
    ours, theirs = (replay(one.checklist, one.events) for one in (own, kept))
    for reader in ("chart", "patient", "handover"):
        assert shown(theirs, reader) == shown(ours, reader)


def test_later_entries_are_filed_too(site: SharedSite, uncertainty: Checklist) -> None:
    added = m.Append("addendum", KEEPER, "nurse", "She called back.", "after the round")
    visit = signed(site, uncertainty, KEEPER, added)
    kept = filed(site, visit, records(site))
    text = str(shown(replay(kept.checklist, kept.events)))
    assert "She called back." in text


def test_an_entry_that_was_kept_beside_the_store_is_filed_when_its_visit_is_opened_again(
    site: SharedSite, uncertainty: Checklist, disk: beside.Disk
) -> None:
    visit = signed(site, uncertainty)
    store = Store(site.places, site.ring(KEEPER))
    session = Session.resume(store, visit)
    assert isinstance(session, Session)
    beside.fail(store, disk)
    session.do(m.Append("addendum", KEEPER, "nurse", "more", "forgotten"))
    beside.until(lambda: beside.is_beside(session))
    assert not store.close()
    session._hold.release()
    disk.failure = None
    again = Store(site.places, site.ring(KEEPER))
    opened = Session.resume(again, visit)
    assert isinstance(opened, Session)
    assert opened.close()
    assert again.close()
    assert isinstance(filed(site, visit, records(site)).events[-1], Appended)


def test_the_workstation_alone_opens_no_filed_note(
    site: SharedSite, uncertainty: Checklist
) -> None:
    visit = signed(site, uncertainty)
    every = site.recovered(), site.ring(COLLEAGUE), site.ring(KEEPER)
    halves = [ring.private_half() for ring in every if hasattr(ring, "private_half")]
    for private in (*halves, pairs.new_pair().private):
        with pytest.raises(StoreDamaged):
            filed(site, visit, private)


def test_filed_notes_moved_between_visits_or_places_do_not_open(
    site: SharedSite, uncertainty: Checklist
) -> None:
    one, other = signed(site, uncertainty), signed(site, uncertainty, COLLEAGUE)
    with closing(sqlite3.connect(site.places.visits)) as connection:
        connection.execute("UPDATE notes SET visit = ? WHERE visit = ?", ("x", one))
        connection.execute("UPDATE notes SET visit = ? WHERE visit = ?", (one, other))
        connection.execute("UPDATE notes SET visit = ? WHERE visit = ?", (other, "x"))
        connection.commit()
    for visit in (one, other):
        with pytest.raises(StoreDamaged):
            filed(site, visit, records(site))


def test_nothing_is_filed_of_a_visit_that_is_not_signed_or_on_one_s_own_workstation(
    site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(KEEPER), uncertainty)
    with pytest.raises(KeyError):
        filed(site, visit, records(site))


def test_a_note_stands_under_the_name_of_who_signed_in_alone(
    site: SharedSite, uncertainty: Checklist
) -> None:
    store = Store(site.places, site.ring(KEEPER))
    session = Session.begin(store, uncertainty)
    session.do(m.SkipRest("no-time"))
    for found in session.concerns():
        session.do(m.Overrule(found.name, "needed"))
    session.signer = KEEPER
    assert session.do(m.Sign(COLLEAGUE)) == Refusal(Why.OTHER_NAME, KEEPER)
    assert not isinstance(session.do(m.Sign(KEEPER.upper())), Refusal)
    other = m.Append("addendum", COLLEAGUE, "", "She called back.", "later")
    assert session.do(other) == Refusal(Why.OTHER_NAME, KEEPER)
    session.close()
    store.close()
