"""What was changed by hand or swapped: refused with the place and the way out, and care goes on."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.core.checklist import Checklist
from bedside.core.people import Bar, Barred
from bedside.store.keys import pairs
from bedside.store.keys.clinic import ClinicChanged, clinic_in, read_clinic
from bedside.store.keys.door import Door
from bedside.store.keys.keyring import NotYours
from bedside.store.keys.rings import CLAIM, EmergencyKeyring
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, THIRD, SharedSite

SAME_SITE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused(places: Places) -> str:
    """Return why nobody signs in; nobody must."""
    door = Door(places)
    barred = door.sign_in(KEEPER, PHRASE)
    assert isinstance(barred, Barred)
    assert barred.why is Bar.CHANGED
    assert door.keyring is None
    assert door.trouble() == barred
    return barred.about


def recovery_reads(site: SharedSite, visit: str) -> bool:
    """Whether both sheets open a visit."""
    store = Store(site.places, site.recovered())
    try:
        return bool(store.read(visit).events)
    finally:
        store.close()


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("lock_after = 120", "lock_after = 3600"),
        ("grace_hours = 24", "grace_hours = 99999"),
        ('name = "Northwing"', 'name = "Southwing"'),
        ("keep_days = 30\n", ""),
        ("format = 1", "format = 2"),
        ("lock_after = 120", "lock_after = = 120"),
    ],
)
def test_a_line_changed_by_hand_keeps_everybody_out_and_names_file_and_way_out(
    site: SharedSite, line: str, other: str
) -> None:
    text = site.places.clinic.read_text("utf-8")
    assert line in text
    site.places.clinic.write_text(text.replace(line, other), "utf-8")
    told = refused(site.places)
    assert str(site.places.clinic) in told
    assert "bedside site restore" in told


@SAME_SITE
@given(place=st.integers(0), change=st.integers(1, 255))
def test_no_byte_of_the_clinics_file_can_be_changed_to_another_meaning(
    site: SharedSite, place: int, change: int
) -> None:
    content = bytearray(site.places.clinic.read_bytes())
    content[place % len(content)] ^= change
    try:
        found = clinic_in(bytes(content), site.places.clinic, site.clinic.fingerprint)
    except ClinicChanged:
        return
    assert found == site.clinic, "only a comment or a blank may differ"


@SAME_SITE
@given(content=st.binary(max_size=300))
def test_whatever_the_clinics_file_holds_it_is_read_or_refused(
    site: SharedSite, content: bytes
) -> None:
    with pytest.raises(ClinicChanged):
        clinic_in(content, Path("clinic.toml"))


def test_the_file_of_another_clinic_is_refused_though_its_own_key_signed_it(
    site: SharedSite, tmp_path: Path
) -> None:
    other = Places(tmp_path / "c", tmp_path / "d", tmp_path / "other", tmp_path / "s")
    theirs = SharedSite(other, tmp_path / "stick2")
    assert read_clinic(other.clinic) == theirs.clinic
    shutil.copy(other.clinic, site.places.clinic)
    told = refused(site.places)
    assert theirs.clinic.fingerprint in told
    assert site.clinic.fingerprint in told


def test_a_clinic_swapped_whole_with_its_people_opens_for_nobody_who_was_here(
    site: SharedSite, tmp_path: Path, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(KEEPER), uncertainty)
    other = Places(tmp_path / "c", tmp_path / "d", tmp_path / "other", tmp_path / "s")
    theirs = SharedSite(other, tmp_path / "stick2")
    shutil.copy(other.clinic, site.places.clinic)
    with closing(sqlite3.connect(site.places.keys)) as book:
        book.execute("ATTACH ? AS theirs", (str(other.keys),))
        for table in ("clinic", "signing"):
            book.execute(f"DELETE FROM {table}")
            book.execute(f"INSERT INTO {table} SELECT * FROM theirs.{table}")
        book.commit()
    assert "list of clinicians" in refused(site.places)
    assert theirs.clinic.fingerprint != site.clinic.fingerprint
    assert recovery_reads(site, visit)


@pytest.mark.parametrize("name", [KEEPER, COLLEAGUE])
def test_a_changed_row_of_a_person_keeps_everybody_out(site: SharedSite, name: str) -> None:
    with site.book.changing() as connection:
        (body,) = connection.execute(
            "SELECT body FROM people WHERE id = ?", (site.ids[name],)
        ).fetchone()
        changed = body.replace(b'"keeper":false', b'"keeper":true ').replace(b"nurse", b"nurze")
        assert changed != body
        connection.execute("UPDATE people SET body = ? WHERE id = ?", (changed, site.ids[name]))
    assert site.ids[name] in refused(site.places)


def test_a_row_copied_under_another_id_is_refused(site: SharedSite) -> None:
    with site.book.changing() as connection:
        connection.execute(
            "INSERT INTO people SELECT 'XXXXXXXX', body, signature, sealed, given FROM people"
            " WHERE id = ?",
            (site.ids[KEEPER],),
        )
    assert "XXXXXXXX" in refused(site.places)


def test_private_halves_swapped_between_people_open_for_nobody(site: SharedSite) -> None:
    with site.book.changing() as connection:
        rows = connection.execute("SELECT id, sealed FROM people ORDER BY id").fetchall()
        for (id_, _), (_, sealed) in zip(rows, rows[1:] + rows[:1], strict=True):
            connection.execute("UPDATE people SET sealed = ? WHERE id = ?", (sealed, id_))
    for name in site.ids:
        assert Door(site.places).sign_in(name, PHRASE) == Barred(Bar.WRONG, "2")


@pytest.mark.parametrize("swap", ["visits", "people"])
def test_wraps_moved_to_another_visit_or_person_open_nothing(
    site: SharedSite, uncertainty: Checklist, swap: str
) -> None:
    mine = site.begun(site.ring(KEEPER), uncertainty)
    theirs = site.begun(site.ring(COLLEAGUE), uncertainty)
    keeper, colleague = site.ids[KEEPER], site.ids[COLLEAGUE]
    if swap == "visits":
        site.book.put(mine, {keeper: site.book.wraps(mine)["recovery"]})
        site.book.put(theirs, {colleague: site.book.wraps(mine)[keeper]})
    else:
        site.book.put(mine, {colleague: site.book.wraps(mine)[keeper]})
        site.book.put(theirs, {keeper: site.book.wraps(theirs)[colleague]})
    store = Store(site.places, site.ring(KEEPER if swap == "people" else COLLEAGUE))
    with pytest.raises(NotYours):
        store.read(theirs)
    assert theirs not in {one.id for one in store.listings()}
    store.close()


@given(change=st.integers(1, 255), place=st.integers(0))
def test_no_byte_of_a_wrap_can_be_changed(change: int, place: int) -> None:
    pair = pairs.new_pair()
    locked = bytearray(pairs.lock(pair.public, bytes(32), "here"))
    locked[place % len(locked)] ^= change
    assert pairs.unlock(pair.private, bytes(locked), "here") is None


@given(st.binary(max_size=120))
def test_nothing_but_what_was_locked_opens(locked: bytes) -> None:
    assert pairs.unlock(pairs.new_pair().private, locked, "here") is None


@pytest.mark.parametrize("what", ["changed", "gone"])
def test_an_emergency_visit_begins_though_the_clinics_file_is_not_whole(
    site: SharedSite, uncertainty: Checklist, what: str
) -> None:
    if what == "gone":
        site.places.clinic.unlink()
    else:
        text = site.places.clinic.read_text("utf-8")
        site.places.clinic.write_text(text.replace("Northwing", "Southwing"), "utf-8")
    door = Door(site.places)
    ring = door.emergency()
    assert isinstance(ring, EmergencyKeyring)
    visit = site.begun(ring, uncertainty)
    assert recovery_reads(site, visit)
    assert door.restore()
    assert Door(site.places).trouble() is None
    assert read_clinic(site.places.clinic, site.clinic.fingerprint) == site.clinic


def test_an_emergency_visit_begins_though_the_list_of_people_was_changed(
    site: SharedSite, uncertainty: Checklist
) -> None:
    with site.book.changing() as connection:
        connection.execute("UPDATE people SET signature = x'00' WHERE id = ?", (site.ids[THIRD],))
    visit = site.begun(Door(site.places).emergency(), uncertainty)
    assert set(site.book.wraps(visit)) == {"recovery"}
    assert recovery_reads(site, visit)


def test_the_claims_of_an_emergency_visit_are_for_active_clinicians_alone(
    site: SharedSite, uncertainty: Checklist
) -> None:
    third = site.roster.people.find(THIRD)
    assert not isinstance(third, str)
    site.roster.retire(third, site.ring(KEEPER))
    visit = site.begun(Door(site.places).emergency(), uncertainty)
    active = {site.ids[KEEPER], site.ids[COLLEAGUE]}
    assert set(site.book.wraps(visit)) == {"recovery", *(CLAIM + id_ for id_ in active)}


def test_only_a_keeper_changes_the_list(site: SharedSite) -> None:
    person = site.roster.people.find(THIRD)
    assert not isinstance(person, str)
    assert site.roster.add(person, site.ring(COLLEAGUE)) == Barred(Bar.NOT_YOURS, "keeper")
    assert site.roster.retire(person, site.ring(COLLEAGUE)) == Barred(Bar.NOT_YOURS, "keeper")
    keeper = site.roster.people.find(KEEPER)
    assert not isinstance(keeper, str)
    assert site.roster.retire(keeper, site.ring(KEEPER)) == Barred(Bar.NOT_YOURS, "yourself")
    assert site.roster.add(person, site.ring(KEEPER)) == Barred(Bar.TAKEN, THIRD)


def test_nothing_on_the_disk_is_a_private_half(site: SharedSite) -> None:
    kept = b"".join(path.read_bytes() for path in site.places.state.rglob("*") if path.is_file())
    for half in site.halves:
        assert half.encode() not in kept
        assert re.sub(r"\s", "", half).encode() not in kept
    assert site.ring(KEEPER).private_half() not in kept
    records = site.records_key.read_text("ascii").split("\n")[2]
    assert records.encode() not in kept
