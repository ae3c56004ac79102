"""Who wrote a document and who answers for it, at a FHIR server; and in which visit it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from bedside.core import moves as m
from bedside.core.destinations import Fhir, Practitioner
from bedside.core.parcels import Made, Unmade
from bedside.deliver.fhir.asks import asks_in, made_of
from tests.deliver.going import BASE, KNOWN, going, known, talk, to
from tests.people import CLINICIAN, COLLEAGUE

Json = dict[str, Any]
NPI = "http://hl7.org/fhir/sid/us-npi"
DOE = Practitioner(number="17", family="Doe", given="J.")


def document(destination: Fhir, *later: m.Move, **more: Any) -> Json:
    """Return the document of the last signed thing of a visit."""
    whole = talk(**more)
    for move in later:
        whole.do(move)
    made = made_of(going(whole, destination))
    assert isinstance(made, Made), made
    return cast("Json", asks_in(made.body)[0].resource)


def by_colleague(kind: str) -> m.Append:
    """Return a later entry of a colleague's."""
    words = "" if kind == "co-signature" else "It was Tuesday"
    return m.Append(kind, *COLLEAGUE, words, "" if kind == "co-signature" else "wrong day")


def named(made: Json, reference: Json) -> str:
    """Return how somebody is called who is contained, or is only called so."""
    inside = {f"#{one['id']}": one for one in made.get("contained", ())}
    within = inside.get(reference.get("reference", ""))
    return str(within["name"][0]["text"] if within else reference["display"].partition(",")[0])


@pytest.mark.parametrize("author", ["contained", "display"])
def test_a_correction_stays_its_authors_and_whoever_corrects_answers_for_it(author: str) -> None:
    made = document(to(author=author), by_colleague("correction"))
    assert [named(made, one) for one in made["author"]] == [CLINICIAN[0]]
    assert named(made, made["authenticator"]) == COLLEAGUE[0]
    both = document(to(author=author, authenticator=False), by_colleague("correction"))
    assert [named(both, one) for one in both["author"]] == [CLINICIAN[0], COLLEAGUE[0]]
    assert "authenticator" not in both


@pytest.mark.parametrize("kind", ["addendum", "co-signature"])
def test_what_is_added_is_of_whoever_adds_it(kind: str) -> None:
    made = document(to(), by_colleague(kind))
    assert [named(made, one) for one in made["author"]] == [COLLEAGUE[0]]
    assert made["authenticator"] == made["author"][0]
    assert len(made["contained"]) == 1


def test_a_clinician_stands_by_number_and_by_both_names_where_the_settings_know_them() -> None:
    given: Json = {"clinicians": {CLINICIAN[0]: DOE}, "clinician_system": NPI}
    (inside,) = document(to(**given))["contained"]
    assert inside["identifier"] == [{"system": NPI, "value": "17"}]
    assert inside["name"] == [{"text": CLINICIAN[0], "family": "Doe", "given": ["J."]}]
    (only,) = document(to(author="display", **given))["author"]
    assert only["identifier"] == {"system": NPI, "value": "17"}


def test_a_place_on_the_server_says_who_it_is_and_nothing_is_contained() -> None:
    made = document(to(clinicians={CLINICIAN[0]: Practitioner(reference="Practitioner/17")}))
    assert made["author"][0]["reference"] == made["authenticator"]["reference"] == "Practitioner/17"
    assert "contained" not in made


def test_a_clinician_without_a_number_is_refused_only_where_one_is_wanted() -> None:
    strict = to(numbered=True, clinicians={CLINICIAN[0]: DOE})
    assert document(strict)
    made = made_of(going(talk().do(by_colleague("correction")), strict))
    assert isinstance(made, Unmade)
    assert COLLEAGUE[0] in made.why
    placed = replace(strict, clinicians={CLINICIAN[0]: Practitioner(reference="Practitioner/17")})
    assert document(placed)


def encounter(**more: str) -> list[Json] | None:
    """Return the visit that a document belongs to, of a patient who is known so."""
    made = document(to(), patient=known(replace(KNOWN, **more)))  # type: ignore[arg-type]
    return cast("list[Json] | None", made["context"].get("encounter"))


def test_a_visit_stands_by_its_place_on_the_server_it_was_looked_up_on_and_by_its_number() -> None:
    number: Json = {"type": "Encounter", "identifier": {"value": "V-1"}}
    assert encounter() == [number]
    assert encounter(stay=f"{BASE}/Encounter/7") == [{"reference": "Encounter/7", **number}]
    assert encounter(stay="https://elsewhere.example/Encounter/7") == [number]
    assert encounter(stay="https://elsewhere.example/Encounter/7", encounter="") is None
    placed = encounter(stay=f"{BASE}/Encounter/7", encounter="")
    assert placed == [{"reference": "Encounter/7", "type": "Encounter"}]
