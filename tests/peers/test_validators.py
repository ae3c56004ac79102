"""Two validators of FHIR R4 over every form and response that leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest

from bedside.content.questionnaire.beside import Beside, tongue_of
from bedside.content.questionnaire.out import Form
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.form.names import BASE
from bedside.core.walk import replay
from bedside.deliver.fhir.absent import without_own
from bedside.deliver.fhir.response import response
from bedside.deliver.fhir.shapes import Json
from tests.content.questionnaire.made import BANK_FILES
from tests.house.source import ROOT
from tests.peers.asking import ask
from tests.tangles import tangle
from tests.worlds import SHIPPED, do, opened, random_events, shipped_checklist

pytestmark = pytest.mark.peer


def complaints(resources: Mapping[str, object]) -> dict[str, list[str]]:
    """Return what the validators say of each resource that is not as it should be."""
    given = [{"name": name, "resource": each} for name, each in resources.items()]
    said = cast("dict[str, list[str]]", ask("fhir_check.mjs", given=given))
    assert said.keys() == resources.keys()
    return {name: each for name, each in said.items() if each}


def test_every_form_is_a_questionnaire_without_a_complaint() -> None:
    from bedside.content.load import open_checklist

    forms: dict[str, object] = {name: shipped_checklist(name) for name in SHIPPED}
    questions = shipped_checklist("inviting-questions")
    forms |= {f"tangle {seed}": tangle(seed) for seed in range(40)}
    for path in BANK_FILES:
        forms[path.stem] = open_checklist(path.read_bytes(), f"banks/{path.name}", {}).checklist
    written = {name: Form(made, BASE).written() for name, made in forms.items()}  # type: ignore[arg-type]
    spanish = tongue_of(
        (ROOT / "checklists" / "inviting-questions.es.toml").read_bytes(), questions
    )
    assert spanish
    written["translated"] = Form(questions, BASE, "", Beside({}, {"es": spanish})).written()
    assert complaints(written) == {}


def test_every_visit_is_a_response_without_a_complaint() -> None:
    found: dict[str, Json] = {}
    for name in SHIPPED:
        for seed in range(5):
            made = shipped_checklist(name)
            visit = replay(made, random_events(made, seed, 110))
            found[f"{name} {seed}"] = response(visit, BASE, "The note <b>&\nas it was.")
    for seed in range(25):
        visit = replay(tangle(seed), random_events(tangle(seed), seed, 90))
        found[f"tangle {seed}"] = response(visit, BASE)
    named = do(opened(shipped_checklist(SHIPPED[0])), m.Identify(Patient(label="Bed-side label R")))
    found["nothing but a name"] = response(named, BASE)
    found |= {f"{name}, core": without_own(one) for name, one in found.items()}
    assert complaints(found) == {}
