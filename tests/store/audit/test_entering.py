"""What rides with no visit: who came in, who was kept out, what was passed on; and who verifies."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.core import moves as m
from bedside.core.acts import Act
from bedside.core.checklist import Checklist
from bedside.core.people import Bar, Barred
from bedside.session import Session
from bedside.store.audit.check import verify
from bedside.store.audit.roots import root_of
from bedside.store.keys.door import Door
from bedside.store.keys.keyring import Keyring, SoloKeyring
from bedside.store.keys.people import Person
from bedside.store.keys.roster import Admitted
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, THIRD, SharedSite
from tests.people import WORDS
from tests.store.audit.logs import kept, seen


@pytest.fixture
def site(places: Places, tmp_path: Path) -> SharedSite:
    """A workstation that has been set up."""
    return SharedSite(places, tmp_path / "records")


def told(site: SharedSite) -> list[tuple[Act, str]]:
    """Return what the log tells, and of whom by name, since the clinic was set up."""
    names = {id_: name for name, id_ in site.ids.items()}
    entries = [one.entry for one in seen(Store(site.places, site.ring(KEEPER)))]
    return [(one.act, names.get(one.actor, "")) for one in entries]


def since(site: SharedSite, count: int) -> list[tuple[Act, str]]:
    """Return what was told after so many entries, but for the keeper's coming to look."""
    return told(site)[count:-1]


def test_who_comes_in_and_who_is_kept_out_is_entered(site: SharedSite) -> None:
    before = len(told(site))
    door = Door(site.places)
    assert isinstance(door.sign_in(COLLEAGUE, "not at all the right one"), Barred)
    assert isinstance(door.sign_in("Nobody at all", PHRASE), Barred)
    assert not isinstance(door.sign_in(COLLEAGUE, PHRASE), Barred)
    blob = door.quick("483920")
    assert not isinstance(blob, Barred)
    assert isinstance(door.quick_open(blob, "483921", lambda _: None), Barred)
    assert not isinstance(door.quick_open(blob, "483920", lambda _: None), Barred)
    assert door.set_passphrase(PHRASE, "quiet otter paints a gate") is None
    door.sign_out()
    assert since(site, before) == [
        (Act.SIGN_IN_REFUSED, COLLEAGUE),
        (Act.SIGN_IN_REFUSED, ""),
        (Act.SIGNED_IN, COLLEAGUE),
        (Act.SIGN_IN_REFUSED, ""),
        (Act.QUICK_UNLOCK, COLLEAGUE),
        (Act.PASSPHRASE_CHANGED, COLLEAGUE),
        (Act.SIGNED_OUT, COLLEAGUE),
    ]


def test_who_vouches_beside_who_is_signed_in_is_entered_as_that(site: SharedSite) -> None:
    """Nobody came in by it, so that nobody has to go out again."""
    door = site.door(KEEPER)
    before = len(told(site))
    assert isinstance(door.vouch(COLLEAGUE, "not at all the right one", "V"), Barred)
    assert not isinstance(door.vouch(COLLEAGUE, PHRASE, "V"), Barred)
    assert door.me is not None
    assert door.me.name == KEEPER
    told_since = since(site, before)
    assert told_since == [(Act.SIGN_IN_REFUSED, COLLEAGUE), (Act.VOUCHED, COLLEAGUE)]


def test_nobody_vouches_with_a_passphrase_that_somebody_else_gave(site: SharedSite) -> None:
    """Whoever gave it knows it too, and would sign in another one's name."""
    added = site.roster.add(Person("", "R.T.", "nurse", b""), site.ring(KEEPER))
    assert isinstance(added, Admitted)
    door = site.door(KEEPER)
    assert door.vouch("R.T.", added.phrase) == Barred(Bar.GIVEN, "R.T.")
    own = Door(site.places)
    own.sign_in("R.T.", added.phrase)
    assert own.choose("quiet otter paints a gate") is None
    assert not isinstance(door.vouch("R.T.", "quiet otter paints a gate"), Barred)


def test_what_is_passed_on_or_begun_in_an_emergency_is_entered(
    site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(COLLEAGUE), uncertainty)
    giver, receiver = site.door(COLLEAGUE), site.door(THIRD)
    emergency = site.begun(Door(site.places).emergency(), uncertainty)
    before = len(told(site))
    for _ in range(2):
        assert giver.offer(visit, site.ids[THIRD]) is None
        receiver.decline(visit)
    receiver.decline(visit)
    assert giver.offer(visit, site.ids[THIRD]) is None
    assert receiver.accept(visit) is None
    assert receiver.claim(emergency) is None
    assert isinstance(giver.claim(emergency), Barred)
    assert since(site, before) == [
        *[(Act.OFFERED, COLLEAGUE), (Act.DECLINED, THIRD)] * 2,
        (Act.OFFERED, COLLEAGUE),
        (Act.ACCEPTED, THIRD),
        (Act.CLAIMED, THIRD),
    ]
    assert (Act.EMERGENCY_BEGUN, "") in told(site)
    assert (Act.BEGUN, COLLEAGUE) in told(site)


def test_nobody_is_kept_out_where_the_log_cannot_be_written(site: SharedSite) -> None:
    """Neither by a table that is gone nor by a folder nobody can write in."""
    with Store(site.places, site.ring(KEEPER)).writing() as connection:
        connection.execute("DROP TABLE audit")
    door = Door(site.places)
    assert not isinstance(door.sign_in(COLLEAGUE, PHRASE), Barred)
    assert door.offers() == ()
    site.places.visits.unlink()
    site.places.visits.mkdir()
    assert not isinstance(Door(site.places).sign_in(COLLEAGUE, PHRASE), Barred)


def test_who_set_the_clinic_up_and_recovery_verify_all_of_it_and_nobody_else(
    places: Places, tmp_path: Path, uncertainty: Checklist
) -> None:
    """A log that was begun on one's own goes over with the visits."""
    solo = Store(places)
    session = Session.begin(solo, uncertainty)
    session.do(m.Jot(WORDS))
    assert session.close()
    assert solo.close()
    site = SharedSite(places, tmp_path / "records")
    assert site.taken == 1
    site.begun(site.ring(COLLEAGUE), uncertainty)
    log = kept(Store(places, site.ring(KEEPER)))

    def has_root(ring: Keyring) -> bool:
        root = root_of(site.book, ring, log.which)
        return root is not None and verify(log.links, root, (), log.end).fault is None

    assert has_root(site.ring(KEEPER))
    assert has_root(site.recovered())
    assert not has_root(site.ring(COLLEAGUE))
    assert not has_root(Door(places).emergency())
    assert not has_root(SoloKeyring(places.key_file))


def test_a_keeper_who_was_added_later_verifies_the_log_from_its_beginning(
    site: SharedSite,
) -> None:
    added = site.roster.add(Person("", "R.T.", "physician", b"", keeper=True), site.ring(KEEPER))
    assert isinstance(added, Admitted)
    ring = Door(site.places).sign_in("R.T.", added.phrase)
    assert not isinstance(ring, Barred)
    assert root_of(site.book, ring, 1) == root_of(site.book, site.ring(KEEPER), 1) is not None


def test_a_log_that_is_begun_by_nobody_is_kept_for_those_who_verify_and_claimed_by_nobody(
    site: SharedSite, uncertainty: Checklist
) -> None:
    for name in ("audit-1", "audit-2"):
        site.book.destroy(name)
    with Store(site.places, site.ring(KEEPER)).writing() as connection:
        connection.execute("DELETE FROM audit")
        connection.execute("DELETE FROM audit_state")
    visit = site.begun(Door(site.places).emergency(), uncertainty)
    assert site.book.wraps("audit-1").keys() == {"recovery", site.ids[KEEPER]}
    assert site.door(COLLEAGUE).unclaimed() == (visit,)


def test_what_the_log_did_not_take_outlasts_the_process_and_goes_in_once_and_late(
    site: SharedSite,
) -> None:
    away = site.places.visits.with_suffix(".away")
    before = len(told(site))
    site.places.visits.rename(away)
    site.places.visits.mkdir()
    first = Door(site.places)  # nothing of it is there any more, once its process has died
    assert isinstance(first.sign_in(COLLEAGUE, "not at all the right one"), Barred)
    assert not isinstance(first.sign_in(COLLEAGUE, PHRASE), Barred)
    site.places.visits.rmdir()
    away.rename(site.places.visits)
    for _ in range(2):
        assert not isinstance(Door(site.places).sign_in(THIRD, PHRASE), Barred)
    assert since(site, before) == [
        (Act.SIGN_IN_REFUSED, COLLEAGUE),
        (Act.SIGNED_IN, COLLEAGUE),
        (Act.SIGNED_IN, THIRD),
        (Act.WRITTEN_LATE, ""),
        (Act.SIGNED_IN, THIRD),
    ]


def test_what_waits_in_one_process_is_not_entered_twice_by_the_next(site: SharedSite) -> None:
    away = site.places.visits.with_suffix(".away")
    before = len(told(site))
    site.places.visits.rename(away)
    site.places.visits.mkdir()
    door = Door(site.places)
    assert not isinstance(door.sign_in(COLLEAGUE, PHRASE), Barred)
    site.places.visits.rmdir()
    away.rename(site.places.visits)
    assert not isinstance(Door(site.places).sign_in(THIRD, PHRASE), Barred)
    door.sign_out()
    signed_in = [one for one in since(site, before) if one == (Act.SIGNED_IN, COLLEAGUE)]
    assert len(signed_in) == 1
