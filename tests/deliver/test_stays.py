"""The stay a note belongs to: its number goes everywhere, its place to the one server it is on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bedside.core.destinations import Fhir, Hl7
from bedside.core.parcels import Made
from bedside.deliver.fhir.asks import made_of
from bedside.deliver.fhir.people import encounter_of
from bedside.deliver.hl7.message import message
from tests.deliver.going import BASE, KNOWN, going, known, talk, to
from tests.deliver.hl7.reading import at, parsed
from tests.deliver.outgoing import note_of, outgoing

PLACE = "Encounter/7"
HERE, THERE = f"{BASE}/Patient/1", "https://elsewhere.example.org/Patient/1"


@pytest.mark.parametrize(
    ("encounter", "reference", "more", "goes"),
    [
        (PLACE, HERE, {}, {"reference": PLACE}),
        (PLACE, THERE, {}, {"type": "Encounter", "display": PLACE}),
        (PLACE, "", {}, {"type": "Encounter", "display": PLACE}),
        (PLACE, "Patient/1", {}, {"type": "Encounter", "display": PLACE}),
        (PLACE, "", {"encounters": True}, {"reference": PLACE}),
        (f"{BASE}/{PLACE}", THERE, {}, {"reference": PLACE}),
        (
            f"https://elsewhere.example.org/{PLACE}",
            HERE,
            {"encounters": True},
            {"type": "Encounter", "display": f"https://elsewhere.example.org/{PLACE}"},
        ),
        ("V-1", THERE, {}, {"type": "Encounter", "identifier": {"value": "V-1"}}),
        ("V/1", THERE, {}, {"type": "Encounter", "identifier": {"value": "V/1"}}),
    ],
)
def test_a_place_goes_only_to_the_server_it_is_on(
    encounter: str, reference: str, more: dict[str, Any], goes: dict[str, Any]
) -> None:
    who = replace(KNOWN, encounter=encounter, reference=reference)
    assert encounter_of(who, to(**more)) == [goes]


def test_the_note_and_the_answers_beside_it_name_the_same_stay() -> None:
    who = known(replace(KNOWN, encounter=PLACE, reference=THERE))
    made = made_of(going(talk(patient=who), to(subject="identifier", response=True)))
    assert isinstance(made, Made)
    said = json.dumps(json.loads(made.body), sort_keys=True)
    assert said.count(f'"display": "{PLACE}"') == 2
    assert f'"reference": "{PLACE}"' not in said


def test_a_message_has_a_number_of_a_stay_or_none() -> None:
    engine = Hl7(name="engine", tls=False)
    patient = note_of().visit.record.patient
    assert patient is not None
    assert patient.known is not None
    there = replace(patient, known=replace(patient.known, encounter=PLACE))
    assert at(parsed(outgoing(note_of("x", there), engine)), "PV1", 19) == ""
    assert at(parsed(outgoing(note_of("x", patient), engine)), "PV1", 19) == "V-1"
    assert isinstance(message(outgoing(note_of("x", there), engine)), Made)


def test_the_setting_is_one_of_a_server_and_off_as_shipped() -> None:
    assert not Fhir(name="record").encounters
