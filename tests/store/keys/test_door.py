"""The door: who comes in and who does not, wrong tries, passphrases, offers, and the PIN."""

from __future__ import annotations

import pickle
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bedside.core.checklist import Checklist
from bedside.core.events import Moment
from bedside.core.people import Bar, Barred
from bedside.store.keys import pin, tries
from bedside.store.keys.book import KeyBook
from bedside.store.keys.door import Door
from bedside.store.keys.keyring import SoloKeyring
from bedside.store.keys.people import Person
from bedside.store.keys.rings import EmergencyKeyring, PersonKeyring
from bedside.store.locks import StoreError
from bedside.store.store import Store
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, THIRD, SharedSite
from tests.worlds import NOON


class Standing:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> Moment:
        return self.moment

    def forward(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        more = round(seconds * 1000)
        at = self.moment
        self.moment = replace(at, utc=at.utc + more, ns=at.ns + more * 10**6)


def test_somebody_signs_in_by_name_by_id_and_by_badge(site: SharedSite) -> None:
    site.roster.retire(found(site, THIRD), site.ring(KEEPER))
    added = site.add("Dr Poe", badge="B 0042")
    for who in ("dr poe", " DR  POE ", added.person.id.lower(), "b0042"):
        door = Door(site.places)
        assert isinstance(door.sign_in(who, PHRASE), PersonKeyring), who
        assert door.me == added.person.colleague()


def test_a_part_of_a_name_is_enough_where_one_alone_has_it(site: SharedSite) -> None:
    for part in ("roe", " Roe ", "roe dr", "ROE,"):
        door = Door(site.places)
        assert isinstance(door.sign_in(part, PHRASE), PersonKeyring), part
        assert door.me == found(site, COLLEAGUE).colleague()
    for part in ("dr", "ro", ".", "dr roe poe", ""):
        assert isinstance(Door(site.places).sign_in(part, PHRASE), Barred), part
    site.roster.retire(found(site, THIRD), site.ring(KEEPER))
    assert isinstance(Door(site.places).sign_in("poe", PHRASE), Barred)


def found(site: SharedSite, name: str) -> Person:
    """Return somebody as they are signed."""
    person = site.roster.people.find(name)
    assert not isinstance(person, str)
    return person


def test_the_badge_is_kept_as_a_digest_alone(site: SharedSite) -> None:
    badge = site.roster.people.badge("B-00429137")
    assert "00429137" not in badge
    assert badge != site.roster.people.badge("B-00429138")
    assert site.roster.people.badge("  ") == ""


def test_a_wrong_passphrase_or_an_unknown_name_opens_nothing(site: SharedSite) -> None:
    door = Door(site.places)
    assert door.sign_in(KEEPER, PHRASE + "s") == Barred(Bar.WRONG, "2")
    assert door.sign_in(COLLEAGUE[:-1], PHRASE) == Barred(Bar.UNKNOWN, COLLEAGUE)
    assert door.sign_in("", PHRASE) == Barred(Bar.UNKNOWN)
    assert door.keyring is None
    assert door.me is None


def test_a_retired_clinician_does_not_come_in_and_no_key_of_theirs_is_left(
    site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(THIRD), uncertainty)
    third = site.ids[THIRD]
    site.roster.retire(found(site, THIRD), site.ring(KEEPER))
    assert Door(site.places).sign_in(THIRD, PHRASE) == Barred(Bar.RETIRED, THIRD)
    assert set(site.book.wraps(visit)) == {"recovery"}
    with site.book.reading() as connection:
        (sealed,) = connection.execute(
            "SELECT sealed FROM people WHERE id = ?", (third,)
        ).fetchone()
    assert sealed == b""
    assert third not in {one.id for one in Door(site.places).people()}
    gone = Door(site.places).person(third)
    assert gone is not None
    assert gone.name == THIRD


def test_wrong_tries_slow_down_across_restarts_and_the_right_one_ends_it(site: SharedSite) -> None:
    clock = Standing()
    for _ in range(tries.FREE):
        assert isinstance(Door(site.places, clock).sign_in(KEEPER, "wrong"), Barred)
    again = Door(site.places, clock)
    assert again.wait(KEEPER) == tries.FIRST_WAIT
    assert again.sign_in(KEEPER, PHRASE) == Barred(Bar.WAIT, str(tries.FIRST_WAIT))
    assert isinstance(Door(site.places, clock).sign_in(COLLEAGUE, PHRASE), PersonKeyring)
    clock.forward(tries.FIRST_WAIT)
    assert isinstance(again.sign_in(KEEPER, PHRASE), PersonKeyring)
    assert again.wait(KEEPER) == 0


def test_who_is_signed_in_proves_it_on_a_disk_that_keeps_no_count_and_guessing_is_as_slow(
    site: SharedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise StoreError("the disk is full")

    clock = Standing()
    door = Door(site.places, clock)
    door.sign_in(KEEPER, PHRASE)
    monkeypatch.setattr(KeyBook, "changing", refuses)
    tried = [door.is_me("wrong") for _ in range(tries.FREE)]
    assert [one.about for one in tried if one] == ["2", "1", ""]
    assert door.is_me(PHRASE) == Barred(Bar.WAIT, str(tries.FIRST_WAIT))
    clock.forward(tries.FIRST_WAIT)
    assert door.is_me(PHRASE) is None
    assert door.is_me("wrong") == Barred(Bar.WRONG, "2")
    with pytest.raises(StoreError):
        door.sign_in(COLLEAGUE, PHRASE)


def test_the_pause_grows_to_a_minute_and_no_further(site: SharedSite) -> None:
    clock = Standing()
    door = Door(site.places, clock)
    pauses = []
    for _ in range(12):
        door.sign_in(KEEPER, "wrong")
        pauses.append(door.wait(KEEPER))
        clock.forward(pauses[-1])
    assert pauses == [0, 0, 5, 10, 20, 40, 60, 60, 60, 60, 60, 60]


def test_a_clock_set_back_costs_one_pause_and_one_set_ahead_wins_none_in_this_boot(
    site: SharedSite,
) -> None:
    clock = Standing()
    door = Door(site.places, clock)
    for _ in range(4):
        door.sign_in(KEEPER, "wrong")
        clock.forward(door.wait(KEEPER))
    door.sign_in(KEEPER, "wrong")
    clock.moment = replace(clock.moment, utc=clock.moment.utc + 10**9)
    assert door.wait(KEEPER) == 20
    clock.moment = replace(clock.moment, boot="boot-b", utc=NOON.utc - 10**10)
    assert door.wait(KEEPER) == 20


def test_no_number_of_wrong_tries_keeps_a_visit_from_beginning(
    site: SharedSite, uncertainty: Checklist
) -> None:
    door = Door(site.places)
    for name in (*site.ids, COLLEAGUE[:-1]):
        for _ in range(6):
            door.sign_in(name, "wrong")
    ring = door.emergency()
    assert isinstance(ring, EmergencyKeyring)
    assert site.begun(ring, uncertainty)


def test_a_visit_another_window_began_for_the_account_goes_over_to_the_keeper(
    site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(SoloKeyring(site.places.key_file), uncertainty)
    assert site.door(COLLEAGUE).keyring
    assert set(site.book.wraps(visit)) == {"solo"}
    ring = site.ring(KEEPER)
    assert set(site.book.wraps(visit)) == {site.ids[KEEPER], "recovery"}
    assert ring.unwrap(visit, site.book.wraps(visit))
    assert not site.places.key_file.exists()


def test_a_passphrase_is_changed_by_who_knows_the_old_one(site: SharedSite) -> None:
    door = site.door(KEEPER)
    new = "the geese left early that year"
    assert door.set_passphrase("not it at all", new) == Barred(Bar.WRONG, "2")
    assert door.set_passphrase(PHRASE, PHRASE.upper()) == Barred(Bar.SAME)
    assert door.set_passphrase(PHRASE, "short one") == Barred(Bar.SHORT, "16")
    assert door.set_passphrase(PHRASE, "northwing northwing 12") == Barred(Bar.COMMON)
    assert door.set_passphrase(PHRASE, new) is None
    assert isinstance(Door(site.places).sign_in(KEEPER, PHRASE), Barred)
    assert isinstance(Door(site.places).sign_in(KEEPER, new), PersonKeyring)


def test_only_a_passphrase_that_was_given_is_replaced_without_the_old_one(site: SharedSite) -> None:
    door = site.door(COLLEAGUE)
    assert not door.must_choose
    assert door.choose("the geese left early that year") == Barred(Bar.SIGNED_OUT)
    assert isinstance(Door(site.places).sign_in(COLLEAGUE, PHRASE), PersonKeyring)


def test_signing_asks_again_who_somebody_is(site: SharedSite) -> None:
    door = site.door(KEEPER)
    assert door.is_me(PHRASE) is None
    assert door.is_me("wrong") == Barred(Bar.WRONG, "2")
    door.sign_out()
    assert door.is_me(PHRASE) == Barred(Bar.SIGNED_OUT)


def test_an_offer_names_both_and_nothing_of_the_patient(
    site: SharedSite, uncertainty: Checklist
) -> None:
    giver, receiver = site.door(KEEPER), site.door(COLLEAGUE)
    visit = site.begun(giver.keyring, uncertainty)  # type: ignore[arg-type]
    assert giver.offer(visit, site.ids[COLLEAGUE]) is None
    (made,), (got,) = giver.given(), receiver.offers()
    assert (made.visit, made.by.name, got.by.name) == (visit, COLLEAGUE, KEEPER)
    assert got.opened
    assert site.door(THIRD).offers() == ()
    assert site.door(THIRD).accept(visit) == Barred(Bar.GONE)
    assert receiver.accept(visit) is None
    assert [one.name for one in receiver.holders(visit)] == [KEEPER, COLLEAGUE]
    assert giver.given() == ()
    assert receiver.accept(visit) == Barred(Bar.GONE)


def test_only_who_can_open_a_visit_can_offer_it(site: SharedSite, uncertainty: Checklist) -> None:
    visit = site.begun(site.ring(KEEPER), uncertainty)
    assert site.door(THIRD).offer(visit, site.ids[COLLEAGUE]) == Barred(Bar.NOT_YOURS)
    assert site.door(KEEPER).offer(visit, site.ids[KEEPER]) == Barred(Bar.NOT_YOURS)
    assert site.door(KEEPER).offer(visit, "nobody") == Barred(Bar.UNKNOWN)
    assert Door(site.places).offer(visit, site.ids[COLLEAGUE]) == Barred(Bar.SIGNED_OUT)
    site.roster.retire(found(site, THIRD), site.ring(KEEPER))
    assert site.door(KEEPER).offer(visit, site.ids[THIRD]) == Barred(Bar.RETIRED, THIRD)


def test_a_visit_offered_anew_is_offered_to_one_alone(
    site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(KEEPER), uncertainty)
    door = site.door(KEEPER)
    door.offer(visit, site.ids[COLLEAGUE])
    door.offer(visit, site.ids[THIRD])
    assert site.door(COLLEAGUE).accept(visit) == Barred(Bar.GONE)
    assert site.door(THIRD).accept(visit) is None


def test_a_pin_opens_the_running_session_and_is_nowhere_in_the_store(
    site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(KEEPER), uncertainty)
    door = site.door(KEEPER)
    before = written(site)
    blob = door.quick("493817")
    assert not isinstance(blob, Barred)
    fresh = Door(site.places)
    kept: list[pin.Blob | None] = []
    ring = fresh.quick_open(fresh.quick_again(blob), "493817", kept.append)
    assert isinstance(ring, PersonKeyring)
    assert fresh.me == door.me
    assert written(site) == before
    store = Store(site.places, ring)
    assert store.read(visit).events
    store.close()
    for secret in ("salt", "pepper", "sealed"):
        assert str(blob[secret]).encode() not in written(site)


def written(site: SharedSite) -> bytes:
    """Return every byte of the key book and of the clinic's folder."""
    files = [site.places.keys, site.places.keys.with_suffix(".copy"), site.places.clinic]
    return b"".join(path.read_bytes() for path in files)


def test_no_table_of_the_store_has_room_for_anything_a_pin_opens(site: SharedSite) -> None:
    site.door(KEEPER).quick("493817")
    for path in (site.places.keys, site.places.visits):
        if path.exists():
            with sqlite3.connect(path) as connection:
                tables = connection.execute("SELECT sql FROM sqlite_master").fetchall()
            assert "pin" not in str(tables).casefold().replace("opening", "")


def test_a_pin_that_anybody_would_try_and_a_pin_of_a_retired_one_open_nothing(
    site: SharedSite,
) -> None:
    assert site.door(THIRD).quick("123456") == Barred(Bar.PIN)
    assert Door(site.places).quick("493817") == Barred(Bar.SIGNED_OUT)
    blob = site.door(THIRD).quick("493817")
    assert not isinstance(blob, Barred)
    site.roster.retire(found(site, THIRD), site.ring(KEEPER))
    opened = Door(site.places).quick_open(blob, "493817", lambda _: None)
    assert opened == Barred(Bar.PIN_GONE)


def test_keyrings_show_and_give_away_no_key(site: SharedSite) -> None:
    ring, recovery = site.ring(KEEPER), site.recovered()
    key = ring.private_half()
    for shown in (repr(ring), str(ring), repr(recovery), repr(site.door().emergency()), f"{ring}"):
        assert key.hex() not in shown
        assert repr(key)[2:-1] not in shown
    for kept in (ring, recovery):
        with pytest.raises(TypeError):
            pickle.dumps(kept)


def test_a_door_needs_no_key_to_say_who_signs_in_here(site: SharedSite) -> None:
    assert [one.name for one in Door(site.places).people()] == [THIRD, COLLEAGUE, KEEPER]
    assert Door(site.places).clinic_name() == "Northwing"
    assert Door(site.places).lock_after() == 120


def test_windows_that_guess_at_one_time_win_no_try(site: SharedSite) -> None:
    clock = Standing()
    for _ in range(tries.FREE):
        tries.count(site.book, site.ids[KEEPER], clock())
    with ThreadPoolExecutor(8) as windows:
        made = [windows.submit(tries.count, site.book, site.ids[KEEPER], clock()) for _ in range(8)]
    assert [one.result()[0] for one in made] == [tries.FIRST_WAIT] * 8
    clock.forward(tries.FIRST_WAIT)
    with ThreadPoolExecutor(8) as windows:
        made = [windows.submit(tries.count, site.book, site.ids[KEEPER], clock()) for _ in range(8)]
    assert sorted(one.result()[0] for one in made)[:2] == [0, 2 * tries.FIRST_WAIT]
