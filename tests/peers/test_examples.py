"""HL7's own example Questionnaires: each comes in and can be walked, or is refused by name.

Of them only names and outcomes stand here; the files are read where they are installed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bedside.content.check import check
from bedside.content.codes.catalogue import pages
from bedside.content.load import read
from bedside.content.questionnaire.convert import checklist_of
from bedside.core.checklist import Checklist
from bedside.core.problems import Level
from bedside.core.view import view_of
from bedside.core.walk import replay
from bedside.note.texts import composed
from tests.content.questionnaire.made import shipped_banks
from tests.peers.asking import PACKS, lacking_pack
from tests.worlds import TODAY, random_events

OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "hl7.fhir.r4.examples": {
        "3141": "T163 T167",
        "bb": "in",
        "f201": "in",
        "gcs": "T167",
        "phq-9-questionnaire": "T163",
        "qs1": "T162 T163 T167",
        "zika-virus-exposure-assessment": "T162",
    },
    "hl7.fhir.uv.sdc": {
        "extract-complex-defn3": "T162 T163",
        "extract-complex-smap": "T162 T163",
        "extract-complex-template": "T162 T163",
        "extract-complex-template2": "T162 T163",
        "SDOHCC-QuestionnaireHungerVitalSign": "T164",
        "anc-quick-check": "T166",
        "demographics": "T162 T163",
        "questionnaire-sdc-profile-example-PHQ9-search": "T164",
        "questionnaire-sdc-profile-example-PHQ9": "T164 T166",
        "questionnaire-sdc-profile-example-cap": "in",
        "questionnaire-sdc-profile-example-context-expression": "T163",
        "questionnaire-sdc-profile-example-cqf-PHQ9": "T163",
        "questionnaire-sdc-profile-example-form-behavior": "T162 T163 T164 T166 T167",
        "questionnaire-sdc-profile-example-framingham-hchd-lhc": "T162 T164 T165",
        "questionnaire-sdc-profile-example-hunger-vital-signs": "T164",
        "questionnaire-sdc-profile-example-image-options": "in",
        "questionnaire-sdc-profile-example-item-weight": "T164",
        "questionnaire-sdc-profile-example-loinc": "T162 T165 T167",
        "questionnaire-sdc-profile-example-multi-subject": "T162",
        "questionnaire-sdc-profile-example-render": "T162 T163 T166",
        "questionnaire-sdc-profile-example-ussg-fht": "T162 T163",
        "questionnaire-sdc-profile-example-weight-height-tracking-panel": "T164",
        "questionnaire-sdc-test-all-data-types": "T162 T163",
        "questionnaire-sdc-test-enableWhen": "T163 T165",
        "questionnaire-sdc-test-fhirpath-prepop-candexpr": "T162",
        "questionnaire-sdc-test-fhirpath-prepop-initialexpression": "T162",
        "questionnaire-sdc-test-fhirpath-prepop-source-query": "T162 T163",
        "questionnaire-sdc-test-initialvalue-multiple": "T163",
        "questionnaire-sdc-test-initialvalue": "T163",
        "questionnaire-sdc-test-nested-groups": "T162 T163",
        "questionnaire-sdc-test-required-radios": "T163",
        "sdc-derivation-child": "in",
        "sdc-derivation-parent": "in",
        "sdc-modular-contact": "T164",
        "sdc-modular-name": "T164 T167",
        "sdc-modular-root": "T162 T164 T167",
    },
}
"""Of every example whether it comes in, or the codes it is refused with (`bedside explain`)."""

IN = [(pack, name) for pack, rows in OUTCOMES.items() for name in rows if rows[name] == "in"]
A_PERSONS = frozenset(("S605", "S606", "S607", "S608", "S611", "M703", "P510", "C224", "F804"))
"""What is left to say to a person who takes a form in: what no form has, and its own wording."""


def examples(pack: str) -> Iterator[tuple[str, Path]]:
    """Yield the name and the file of every example Questionnaire of a package."""
    if why := lacking_pack(pack):
        pytest.skip(why)
    for path in sorted((PACKS / pack / "package").rglob("Questionnaire-*.json")):
        if json.loads(path.read_bytes()).get("resourceType") == "Questionnaire":
            yield path.stem.removeprefix("Questionnaire-"), path


@pytest.mark.peer
@pytest.mark.parametrize("pack", OUTCOMES)
def test_every_example_comes_in_or_is_refused_by_name(pack: str) -> None:
    found = {}
    for name, path in examples(pack):
        made = checklist_of(path.read_bytes(), path.name, "", shipped_banks())
        codes = " ".join(sorted({one.code for one in made.findings}))
        found[name] = codes or "in"
        assert bool(made.text) is not bool(made.findings)
        assert all(one.help and one.code in pages() for one in made.findings)
        named = [one for one in made.findings if one.step]
        assert all(f"Item {one.step}" in one.message and one.span for one in named)
    assert found == OUTCOMES[pack]


@pytest.mark.peer
@pytest.mark.parametrize(("pack", "name"), IN)
def test_what_comes_in_passes_check_and_can_be_walked_to_a_note(pack: str, name: str) -> None:
    path = dict(examples(pack))[name]
    made = checklist_of(path.read_bytes(), path.name, "", shipped_banks())
    file = f"{made.table['id']}.toml"
    checked = check(made.text.encode(), file, shipped_banks(), TODAY)
    assert not [one for one in checked.findings if one.level is Level.ERROR]
    assert {one.code for one in checked.findings} <= A_PERSONS
    loaded = read(made.text.encode(), file, shipped_banks())
    assert isinstance(loaded, Checklist)
    for seed in range(3):
        visit = replay(loaded, random_events(loaded, seed, 60))
        views = [view_of(visit, stop, TODAY) for stop in visit.visible()]
        assert all(view.step.title for view in views)
        assert composed(visit, "chart").passages
