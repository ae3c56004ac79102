"""Who has a number, as a FHIR server knows them, and what it says that it can do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bedside.core.answers import Known
from bedside.core.destinations import Fhir
from bedside.deliver.fhir.lookup import NotKnown, _escaped, look_up
from bedside.deliver.fhir.sender import FhirSender
from tests.deliver.fhir_peer import Fault, Peer, outcome
from tests.deliver.going import NUMBERS, to

NUMBER = "000-TEST"


def _to(peer: Peer, **more: object) -> Fhir:
    return to(peer.base, **{"lookup": True, **more})


def _patient(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "identifier": [{"system": NUMBERS, "value": NUMBER}],
        "name": [{"use": "old", "family": "Before"}, {"family": "Test", "given": ["Avery", "T."]}],
        "gender": "female",
        "birthDate": "1950-02-03",
        **more,
    }


def test_a_patient_is_known_by_number_with_what_a_person_confirms_them_by(peer: Peer) -> None:
    peer.put(_patient())
    assert look_up(_to(peer), f" {NUMBER} ") == Known(
        number=NUMBER,
        family="Test",
        given="Avery T.",
        born=date(1950, 2, 3),
        sex="female",
        authority=NUMBERS,
        reference=f"{peer.base}/Patient/1",
    )


def test_the_number_stands_in_no_address(peer: Peer) -> None:
    peer.put(_patient())
    look_up(_to(peer), NUMBER)
    seen = peer.seen
    assert [one.path for one in seen] == ["/fhir/Patient/_search", "/fhir/Encounter/_search"]
    assert NUMBER in seen[0].body.decode()
    assert "Patient%2F1" in seen[1].body.decode()


def test_several_of_one_number_are_all_shown(peer: Peer) -> None:
    for family in ("Test", "Other"):
        peer.put(_patient(name=[{"family": family}]))
    found = look_up(_to(peer), NUMBER)
    assert isinstance(found, tuple)
    assert [one.family for one in found] == ["Test", "Other"]


def test_a_record_that_is_merged_out_of_use_or_of_another_number_is_nobodys(peer: Peer) -> None:
    peer.put(_patient(active=False))
    peer.put(_patient(link=[{"type": "replaced-by", "other": {"reference": "Patient/9"}}]))
    peer.put(_patient(name=[]))
    peer.is_deaf = True
    peer.put(_patient(identifier=[{"system": NUMBERS, "value": "another"}]))
    peer.put(_patient(identifier=[{"system": "urn:other", "value": NUMBER}]))
    found = look_up(_to(peer), NUMBER)
    assert isinstance(found, NotKnown)
    assert "knows nobody" in found.why


def _visit(number: str = "", **more: Any) -> dict[str, Any]:
    other = {"system": "urn:x", "value": "other"}
    called = {"type": {"coding": [{"code": "VN"}]}, "value": number}
    return {
        "resourceType": "Encounter",
        "identifier": [other, called] if number else [],
        "status": "in-progress",
        "subject": {"reference": "Patient/1"},
        **more,
    }


def _stays(peer: Peer) -> list[tuple[str, str]]:
    """Return the visits that the one patient of a server is found in: number and place."""
    peer.takes += ("Encounter",)
    found = look_up(_to(peer), NUMBER)
    assert not isinstance(found, NotKnown)
    every = found if isinstance(found, tuple) else (found,)
    assert {one.family for one in every} == {"Test"}
    return [(one.encounter, one.stay.removeprefix(peer.base)) for one in every]


def test_the_one_visit_that_is_going_on_comes_with_the_patient(peer: Peer) -> None:
    peer.put(_patient())
    peer.put(_visit("V-7"))
    peer.put(_visit("V-8", status="finished"))
    peer.put(_visit("V-9", subject={"reference": "Patient/99"}))
    assert _stays(peer) == [("V-7", "/Encounter/2")]


def test_one_without_a_number_is_known_by_its_place(peer: Peer) -> None:
    peer.put(_patient())
    peer.put(_visit())
    assert _stays(peer) == [("", "/Encounter/2")]


def test_several_visits_are_chosen_from_and_none_is_one_of_them(peer: Peer) -> None:
    peer.put(_patient())
    for number in ("V-7", "", "V-8"):
        peer.put(_visit(number))
    assert _stays(peer) == [("V-7", "/Encounter/2"), ("V-8", "/Encounter/4"), ("", "")]


def test_a_server_that_tells_of_no_visits_still_tells_of_the_patient(peer: Peer) -> None:
    peer.put(_patient())
    assert _stays(peer) == [("", "")]
    peer.takes = ("Patient",)
    assert isinstance(look_up(_to(peer), NUMBER), Known)


def test_why_nobody_is_found_is_said(peer: Peer) -> None:
    whys = []
    for destination, number in (
        (to(peer.base), NUMBER),
        (_to(peer, number_system=""), NUMBER),
        (_to(peer), "  "),
        (to("http://127.0.0.1:1/fhir", lookup=True), NUMBER),
    ):
        found = look_up(destination, number)
        assert isinstance(found, NotKnown)
        assert NUMBER not in found.why
        whys.append(found.why)
    assert len({why.split(":")[0] for why in whys}) == 4
    peer.faults = [Fault("POST", 403, {}, json.dumps(outcome("x", "Not for you")).encode())]
    assert look_up(_to(peer), NUMBER) == NotKnown("the record could not be asked: Not for you")
    peer.faults = [Fault("POST", 200, {}, b"<html>")]
    assert isinstance(look_up(_to(peer), NUMBER), NotKnown)


def test_odd_birth_dates_and_sexes_are_left_out_and_names_are_made_safe(peer: Peer) -> None:
    peer.put(_patient(birthDate="1950", gender="F", name=[{"text": "Test\x1b[2J \u202eAvery"}]))
    found = look_up(_to(peer), NUMBER)
    assert isinstance(found, Known)
    assert (found.born, found.sex) == (None, "")
    assert found.family == "Test[2J Avery"


@given(st.text(alphabet="\\|,$ab", max_size=12))
def test_a_number_may_hold_what_searches_are_made_of(number: str) -> None:
    plain, escaped, rest = "", _escaped(number), iter(_escaped(number))
    for letter in rest:
        plain += next(rest) if letter == "\\" else letter
    assert plain == number
    assert len(escaped) == len(number) + sum(number.count(one) for one in "\\|,$")


def test_a_trial_says_what_was_understood_and_keeps_nothing(peer: Peer, sender: FhirSender) -> None:
    assert sender.test().lines == [
        f"{peer.base} answers as Peer, FHIR 4.0.1.",
        "It takes documents.",
        "It makes none twice (If-None-Exist).",
        "It finds them by identifier.",
        "It lets them be taken back (update).",
        "It has nothing against an invented note ($validate).",
    ]
    assert peer.kept == {}


def test_a_trial_says_what_a_server_lacks(peer: Peer, sender: FhirSender) -> None:
    told = {"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"}
    rest = [{"resource": [{"type": "DocumentReference"}]}]
    peer.faults = [Fault("GET", 200, {}, json.dumps({**told, "rest": rest}).encode())]
    lines = sender.test().lines
    assert lines[1].startswith("It is not FHIR R4")
    assert len([one for one in lines if one.startswith("It does not say that")]) == 4
    peer.faults = [Fault("GET", 200, {}, json.dumps(told).encode())]
    assert "takes documents (DocumentReference)" in sender.test().lines[-1]
    peer.faults = [
        Fault("GET", 404),
        Fault("POST", 422, {}, json.dumps(outcome("x", "No")).encode()),
    ]
    assert "does not say what it can do: HTTP 404" in sender.test().lines[0]
    assert sender.test().lines[-1] == "It objects to an invented note ($validate): No."


def test_a_trial_of_nobody_says_why(made_sender: Callable[..., FhirSender]) -> None:
    (line,) = made_sender("http://127.0.0.1:1/fhir").test().lines
    assert "could not be asked" in line
