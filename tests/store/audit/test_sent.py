"""What the log tells of deliveries: where to, which bytes, under which id, what was answered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.acts import Act
from bedside.core.destinations import Fhir
from bedside.core.parcels import Fate, Reply
from bedside.store.audit.check import Fault, verify
from bedside.store.audit.entries import NOTHING, About, Entry, about_of, entry_of
from bedside.store.audit.roots import root_of
from bedside.words import audit as said
from tests.deliver.posting import ENGINE, Office
from tests.store.audit.logs import kept, seen

RECORD = Fhir(name="record")
SAID = "Avery Test has no bed"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A workstation with two destinations, of which one refuses with a patient's name in it."""
    made = Office(tmp_path, ENGINE, RECORD)
    made.receivers["engine"].answers = [Reply(fate=Fate.HELD, said=SAID, code="AE")]
    made.receivers["record"].answers = [Reply(fate=Fate.DELIVERED, receipt="x/1", code="201")]
    made.signed()
    made.round()
    return made


def told(office: Office) -> list[Entry]:
    """Return what the log tells of deliveries."""
    every = (one.entry for one in seen(office.store))
    return [one for one in every if one.act.value.startswith("parcel-")]


def test_each_try_names_its_destination_its_id_and_its_bytes(office: Office) -> None:
    rows = {one.destination: one for one in office.rows()}
    for entry in told(office):
        row = rows[entry.about.to]
        assert entry.about == About(row.destination, row.control, row.digest)
    assert {(one.about.to, one.act) for one in told(office)} == {
        ("engine", Act.PARCEL_TRIED),
        ("engine", Act.PARCEL_HELD),
        ("record", Act.PARCEL_TRIED),
        ("record", Act.PARCEL_DELIVERED),
    }


def test_what_people_do_to_a_delivery_names_it_too(office: Office) -> None:
    (held,) = (one for one in office.rows() if one.destination == "engine")
    assert office.shelf.filed(held.control, "J. Doe", "paper file")
    assert told(office)[-1].act is Act.PARCEL_FILED
    assert told(office)[-1].about.control == held.control


def test_the_receivers_words_stay_out_of_the_log(office: Office) -> None:
    bodies = b"".join(link.body for link in kept(office.store).links)
    assert SAID.encode() not in bodies
    assert b"Avery" not in bodies


def test_what_is_told_of_a_delivery_stands_in_no_clear_part_and_a_change_of_it_is_found(
    office: Office,
) -> None:
    rows = {one.control.encode() for one in office.rows()}
    told_in_clear = [link.body for link in kept(office.store).links]
    assert not any(control in body for control in rows for body in told_in_clear)
    with closing(sqlite3.connect(office.places.visits)) as connection, connection:
        query = "UPDATE audit SET body = body || x'41' WHERE n = ?"
        numbers = [one.n for one in seen(office.store) if one.entry.about.to == "engine"]
        assert connection.execute(query, numbers[:1]).rowcount
    log = kept(office.store)
    root = root_of(office.store.book, office.store.keyring, log.which)
    found = verify(log.links, root, (), log.end)
    assert found.fault is Fault.CHANGED


def test_an_answer_is_told_by_the_receivers_own_code(office: Office) -> None:
    answers = {one.about.to: said.act(one.act, one.number) for one in told(office)}
    assert answers["engine"].endswith("answer AE")
    assert answers["record"].endswith("answer 201")
    assert said.act(Act.PARCEL_UNKNOWN, 0).endswith("answer none")
    assert said.act(Act.PARCEL_TRIED, 1).endswith("try 1")


@given(st.text(), st.text(), st.text())
def test_no_words_get_into_an_entry(to: str, control: str, digest: str) -> None:
    """What is not of the form that ids have is left out whole."""
    made = Entry(1, "b", 1, "", Act.PARCEL_TRIED, about=about_of(to, control, digest))
    assert made.clear().with_secret(made.secret()) == made
    assert made.about == NOTHING


@given(
    st.from_regex(r"[a-z][a-z0-9-]{0,30}", fullmatch=True),
    st.from_regex(r"[0-9A-Z]{20}", fullmatch=True),
    st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
)
def test_an_entry_of_a_delivery_reads_back_as_it_was(to: str, control: str, digest: str) -> None:
    made = Entry(1, "b", 1, "", Act.PARCEL_HELD, "V", 2, about=about_of(to, control, digest))
    assert made.about == About(to, control, digest)
    assert entry_of(made.clear().body()).with_secret(made.secret()) == made
