"""What is signed lies in the outbox in the same moment: D1, D2, D11, and what holds it there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bedside.core.answers import Patient
from bedside.core.deliveries import Cause
from bedside.core.parcels import Standing
from bedside.store.locks import StoreError
from tests.deliver.posting import AVERY, CORRECT, ENGINE, POE, RETRACT, Office, addendum

pytestmark = pytest.mark.usefixtures("over_both")


@pytest.fixture
def post(tmp_path: Path) -> Office:
    """A workstation whose notes go to one engine."""
    return Office(tmp_path)


def test_d1_a_signed_note_has_its_row_for_every_destination(tmp_path: Path) -> None:
    post = Office(tmp_path, ENGINE, replace(ENGINE, name="other"))
    visit = post.signed()
    assert sorted((row.destination, row.visit, row.turn) for row in post.rows()) == [
        ("engine", visit, "original"),
        ("other", visit, "original"),
    ]


def test_d1_a_note_that_cannot_be_made_lies_there_held_with_why(post: Office) -> None:
    post.receiver.unmade = "“Ż” is not among its letters"
    post.signed()
    (held,) = post.shelf.every()
    assert (held.standing, held.why, held.said) == (
        Standing.HELD,
        Cause.UNMADE,
        "“Ż” is not among its letters",
    )


def test_d1_a_fault_in_a_builder_keeps_nobody_from_signing(post: Office) -> None:
    post.receiver.make = lambda _: 1 / 0  # type: ignore[assignment, method-assign, return-value]
    post.signed()
    assert [row.why for row in post.rows()] == [Cause.UNMADE]


@pytest.mark.parametrize("patient", [None, Patient(label="Bed-side label R")])
def test_d1_a_patient_whom_the_record_does_not_know_is_held(
    post: Office, patient: Patient | None
) -> None:
    post.signed(patient)
    assert [row.why for row in post.rows()] == [Cause.NOBODY]


def test_d1_what_a_receiver_lacks_is_held_or_goes_as_an_addendum(tmp_path: Path) -> None:
    lacking = replace(ENGINE, name="held", takes=("original", "addendum"))
    instead = replace(lacking, name="instead", instead={"correction": "addendum"})
    post = Office(tmp_path, lacking, instead)
    post.signed(AVERY, CORRECT)
    last = {row.destination: row for row in post.rows() if row.seq != post.rows()[0].seq}
    assert last["held"].why is Cause.LACKS
    assert (last["instead"].turn, last["instead"].state) == ("addendum", Standing.QUEUED)


def test_d2_bytes_control_and_digest_are_fixed_once_for_each_note_and_destination(
    post: Office,
) -> None:
    visit = post.signed()
    (before,) = post.rows()
    post.add(visit)
    post.add(visit)
    assert post.rows() == [before]
    assert len(before.control) == 20


def test_a_later_entry_follows_the_note_it_adds_to(post: Office) -> None:
    visit = post.signed(AVERY, addendum(), CORRECT, addendum("yet more"))
    assert [(row.turn, row.document, row.parent) for row in post.rows()] == [
        ("original", visit, ""),
        ("addendum", f"{visit}.1", visit),
        ("correction", f"{visit}.2", visit),
        ("addendum", f"{visit}.3", f"{visit}.2"),
    ]


def test_d11_a_note_that_never_left_is_not_sent_in_order_to_be_taken_back(post: Office) -> None:
    post.signed(AVERY, RETRACT)
    assert post.states() == ["cancelled", "cancelled"]
    assert post.round() == []
    assert post.receiver.got == []


@pytest.mark.parametrize("has_gone", [False, True])
def test_d11_a_retraction_names_the_note_that_the_receiver_has(
    post: Office, has_gone: bool
) -> None:
    """A correction that never left is taken off its way; what was there is what is cancelled."""
    visit = post.signed(AVERY)
    post.round()
    post.add(visit, CORRECT)
    if has_gone:
        post.round()
    post.add(visit, addendum(), RETRACT)
    (retraction,) = post.rows("turn = 'retraction'")
    assert retraction.parent == (f"{visit}.1" if has_gone else visit)
    post.round()
    assert post.receiver.got[-1].parent == retraction.parent
    there = ["original", *(["correction"] if has_gone else []), "retraction"]
    assert [parcel.turn for parcel in post.receiver.got] == there


def test_what_was_signed_before_a_destination_was_set_up_goes_there_only_when_asked(
    tmp_path: Path,
) -> None:
    post = Office(tmp_path)
    visit = post.signed()
    post.destinations["late"] = replace(ENGINE, name="late")
    post.receivers["late"] = post.receiver
    with post.store.writing() as connection:
        connection.execute("INSERT INTO outbox_doors VALUES ('late', ?, '', 0)", (2**50,))
    post.add(visit, addendum())
    assert {row.destination for row in post.rows()} == {"engine"}
    kept = post.store.read(visit)
    with post.store.writing() as connection:
        seal = post.store.seal_of(visit)
        count = post.queueing.queue(connection, seal, (kept.checklist, kept.events), ("late",))
    assert count == 2


def test_what_came_in_from_the_second_place_is_owed_and_queued_when_it_is_opened(
    post: Office,
) -> None:
    visit = post.signed()
    with post.store.writing() as connection:
        connection.execute("DELETE FROM outbox")
        connection.execute("UPDATE outbox_doors SET since = ?", (2**50,))
        connection.execute("INSERT INTO outbox_owed VALUES (?)", (visit,))
    post.add(visit)
    assert post.states() == ["queued"]


def test_patients_share_no_lane_but_by_chance_and_no_row_names_one(post: Office) -> None:
    post.signed(AVERY)
    post.signed(AVERY)
    post.signed(POE)
    one, two, other = post.rows()
    assert one.lane == two.lane != other.lane
    whole = post.places.visits.read_bytes()
    assert b"Avery" not in whole
    assert b"000-TEST" not in whole


def test_d1_a_key_book_that_fails_and_a_relay_key_that_is_none_keep_nobody_from_signing(
    tmp_path: Path,
) -> None:
    post = Office(tmp_path, relay=bytes(32))

    def fail() -> bytes:
        raise StoreError("the key book cannot be read")

    post.queueing._post = post.queueing._post._replace(lanes=fail)
    post.signed()
    assert [(row.state, row.relay) for row in post.rows()] == [(Standing.QUEUED, b"")]
