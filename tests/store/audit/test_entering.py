"""What rides with no visit: who came in, who was kept out, what was passed on; and who verifies."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.core import moves as m
from bedside.core.acts import Act
from bedside.core.checklist import Checklist
from bedside.core.people import Barred
from bedside.session import Session
from bedside.store.audit.check import verify
from bedside.store.audit.roots import root_of
from bedside.store.keys.door import Door
from bedside.store.keys.keyring import Keyring, SoloKeyring
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, THIRD, SharedSite
from tests.people import WORDS
from tests.store.audit.logs import kept


@pytest.fixture
def site(places: Places, tmp_path: Path) -> SharedSite:
    """A workstation that has been set up."""
    return SharedSite(places, tmp_path / "records")


def told(site: SharedSite) -> list[tuple[Act, str]]:
    """Return what the log tells, and of whom by name, since the clinic was set up."""
    names = {id_: name for name, id_ in site.ids.items()}
    entries = [one.entry for one in kept(Store(site.places, site.ring(KEEPER))).entries()]
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


def test_a_log_that_is_begun_by_nobody_is_kept_for_recovery_and_claimed_by_nobody(
    site: SharedSite, uncertainty: Checklist
) -> None:
    for name in ("audit-1", "audit-2"):
        site.book.destroy(name)
    with Store(site.places, site.ring(KEEPER)).writing() as connection:
        connection.execute("DELETE FROM audit")
        connection.execute("DELETE FROM audit_state")
    visit = site.begun(Door(site.places).emergency(), uncertainty)
    assert tuple(site.book.wraps("audit-1")) == ("recovery",)
    assert site.door(COLLEAGUE).unclaimed() == (visit,)
