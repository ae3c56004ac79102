"""Two validators of FHIR R4 over every note that leaves: each turn, each way to say whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import cast

import pytest

from bedside.core.answers import Patient
from bedside.core.destinations import Fhir
from bedside.core.later import LATER_KINDS
from bedside.core.parcels import Made
from bedside.core.visit import State
from bedside.deliver.fhir.asks import as_a_test, asks_in, made_of
from bedside.deliver.fhir.invented import invented
from bedside.note.frozen import thawed
from tests.deliver.going import added, going, known, talk, to
from tests.note.signing import Signing, random_signed
from tests.peers.asking import ask
from tests.worlds import SHIPPED, shipped_checklist

pytestmark = pytest.mark.peer

OUTSIDE = re.compile(
    r'fhir: warning: Code "[^"]+" \((?:http://hl7\.org/fhir/us/core/CodeSystem/[\w-]+'
    r"|http://loinc\.org|urn:ietf:rfc:3986)\) not found in value set at "
)
"""Codes of US Core and LOINC and names of ours, where R4 only gives examples of what may stand."""


def _complaints(resources: dict[str, object]) -> dict[str, list[str]]:
    given = [{"name": name, "resource": each} for name, each in resources.items()]
    said = cast("dict[str, list[str]]", ask("fhir_check.mjs", given=given))
    assert said.keys() == resources.keys()
    kept = {name: [one for one in each if not OUTSIDE.match(one)] for name, each in said.items()}
    return {name: each for name, each in kept.items() if each}


def _all_that_leaves(name: str, made: Signing, destination: Fhir) -> Iterator[tuple[str, object]]:
    for number in range(1 + len(made.visit.later)):
        outgoing = going(made, destination, number)
        bytes_ = made_of(outgoing)
        assert isinstance(bytes_, Made), bytes_
        sent = as_a_test(bytes_) if number % 2 else bytes_
        for at, one in enumerate(asks_in(sent.body)):
            yield f"{name} {number} {outgoing.turn} {at} {one.kind}", one.resource


def _ways() -> Iterator[Fhir]:
    who = product(("reference", "identifier", "contained"), ("display", "contained"))
    for (subject, author), media in zip(
        who, ("text", "ascii", "rtf", "xhtml", "pdf") * 2, strict=False
    ):
        more = {"subject": subject, "author": author, "media": media}
        yield to(provenance=True, preferences=True, response=True, organisation="Northwing", **more)


def test_every_turn_in_every_way_is_fhir_without_a_complaint() -> None:
    made = talk()
    for kind in LATER_KINDS:
        added(made, kind)
    leaves: dict[str, object] = {}
    for number, way in enumerate(_ways()):
        leaves[f"way {number}, invented"] = invented(way)
        leaves.update(_all_that_leaves(f"way {number}", made, way))
    assert len(leaves) > 80
    assert _complaints(leaves) == {}


def _is_named(made: Signing, patient: Patient) -> bool:
    """Whether the note still names the patient; the line can be put in other words."""
    note = thawed(made.visit, "chart")
    said = [one.text for part in note.passages for one in part.sentences]
    return any(patient.is_called(text) for text in said if text)


def test_random_visits_of_every_shipped_checklist_are_fhir_without_a_complaint() -> None:
    leaves: dict[str, object] = {}
    for seed, name in enumerate(SHIPPED * 3):
        made = random_signed(shipped_checklist(name), seed, 120)
        patient = made.visit.record.patient
        is_known = patient is not None and patient.is_called(known().text())
        way = to(
            subject="contained" if not is_known else "identifier",
            identity="label",
            provenance=True,
            preferences=True,
            response=True,
        )
        if made.visit.state is State.SIGNED and patient is not None and _is_named(made, patient):
            leaves.update(_all_that_leaves(f"{name} {seed}", made, way))
    assert len(leaves) > 30
    assert _complaints(leaves) == {}


def test_the_validators_do_see_what_would_be_wrong_with_a_note() -> None:
    whole = made_of(going(talk(), to()))
    assert isinstance(whole, Made)
    right = asks_in(whole.body)[0].resource
    wrong = {
        "no content": {key: one for key, one in right.items() if key != "content"},
        "no such status": right | {"status": "ready"},
        "no such element": right | {"written": True},
        "no such relation": right | {"relatesTo": [{"code": "mends", "target": {"display": "x"}}]},
    }
    assert _complaints(dict(wrong)).keys() == wrong.keys()
