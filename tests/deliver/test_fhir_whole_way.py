"""The whole way: signed on a workstation, queued, sent to a FHIR server that fails, there once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.core import moves as m
from bedside.core.answers import Known
from bedside.deliver.fhir.document import words_of
from bedside.deliver.fhir.lookup import look_up
from bedside.deliver.fhir.sender import FhirSender
from tests.deliver.fhir_peer import Fault, Peer
from tests.deliver.going import NUMBERS, known, to
from tests.deliver.posting import CORRECT, RETRACT, Office, addendum


@pytest.fixture
def office(tmp_path: Path, peer: Peer, made_sender: Callable[..., FhirSender]) -> Iterator[Office]:
    """A workstation whose notes go to the server."""
    more = {"provenance": True, "preferences": True, "response": True}
    made = Office(tmp_path, to(peer.base, **more))
    made.receivers["chart"] = made_sender(peer.base, **more)  # type: ignore[assignment]
    yield made
    made.store.close()


def _until_done(office: Office) -> int:
    """Deliver, waiting as long as it says, until nothing waits; return how many rounds it took."""
    for rounds in range(1, 40):
        office.round()
        if not {"queued", "unknown", "sending"} & set(office.states()):
            return rounds
        office.wait(1000)
    raise AssertionError(office.rows())


def test_a_note_and_all_that_comes_later_goes_there_in_order(office: Office, peer: Peer) -> None:
    visit = office.signed(known(), addendum("and more"), CORRECT)
    assert _until_done(office) == 1
    assert office.states() == ["delivered"] * 3
    notes = peer.now("DocumentReference")
    assert [one["identifier"][1]["value"] for one in notes] == [visit, f"{visit}.1", f"{visit}.2"]
    assert [one.get("relatesTo", [{}])[0].get("code") for one in notes] == [
        None,
        "appends",
        "replaces",
    ]
    office.add(visit, RETRACT)
    _until_done(office)
    assert {one["status"] for one in peer.now("DocumentReference")} == {"entered-in-error"}
    assert words_of(peer.now("DocumentReference")[0]).decode().startswith("RETRACTED")


@pytest.mark.parametrize(
    "fault",
    [
        Fault("POST", is_done=True),
        Fault("POST"),
        Fault("POST", 503, {"Retry-After": "30"}),
        Fault("POST", 500, is_done=True),
        Fault("POST", 504, is_done=True),
        Fault("POST", 200, {}, b"<html>Sign in</html>"),
        Fault("POST", 429),
    ],
)
def test_d4_whatever_fails_it_is_there_once_and_read_back(
    office: Office, peer: Peer, fault: Fault
) -> None:
    visit = office.signed(known(), addendum())
    peer.faults = [fault, Fault("GET", 503), fault]
    _until_done(office)
    assert office.states() == ["delivered"] * 2
    assert len(peer.now("DocumentReference")) == 2
    assert len({one.body for one in peer.of("POST") if _is_about(one.body, visit)}) == 1


def _is_about(body: bytes, visit: str) -> bool:
    resource = json.loads(body)
    listed = resource.get("identifier", [])
    return isinstance(listed, list) and {"use": "secondary", "value": visit} in listed


def test_d6_what_the_server_refuses_waits_for_a_person_and_so_does_what_follows(
    office: Office, peer: Peer
) -> None:
    office.signed(known(), addendum())
    peer.faults = [Fault("POST", 422)]
    for _ in range(3):
        office.round()
        office.wait(10_000)
    assert office.states() == ["held", "queued"]
    assert peer.kept == {}


def test_d6_a_server_that_does_not_let_us_in_is_not_asked_again(office: Office, peer: Peer) -> None:
    office.signed(known())
    peer.tokens = set()
    office.round()
    asked = len(peer.seen)
    for _ in range(3):
        office.wait(10_000)
        office.round()
    assert (len(peer.seen), office.states()) == (asked, ["queued"])


def test_d10_a_note_of_somebody_else_never_leaves(office: Office, peer: Peer) -> None:
    other = replace(known(), known=Known(number="999", family="Roe", reference="Patient/2"))
    office.signed(other)
    office.round()
    assert office.states() == ["held"]
    assert peer.seen == []


def test_a_patient_who_was_looked_up_there_gets_the_note(office: Office, peer: Peer) -> None:
    peer.put(
        {
            "resourceType": "Patient",
            "identifier": [{"system": NUMBERS, "value": "000-TEST"}],
            "name": [{"family": "Test", "given": ["Avery"]}],
        }
    )
    found = look_up(to(peer.base, lookup=True), "000-TEST")
    assert isinstance(found, Known)
    office.signed(known(found))
    _until_done(office)
    (note,) = peer.now("DocumentReference")
    assert note["subject"]["reference"] == "Patient/1"


def test_what_was_never_there_and_is_retracted_never_goes(office: Office, peer: Peer) -> None:
    visit = office.signed(known())
    office.add(visit, m.Append(RETRACT.kind, RETRACT.author, RETRACT.role, "", RETRACT.because))
    office.round()
    assert peer.now("DocumentReference") == []
