"""Answers for a receiver that knows FHIR's own extensions alone."""

from __future__ import annotations

import json
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.answers import REASONS
from bedside.core.form.names import BASE
from bedside.core.walk import replay
from bedside.deliver.fhir.absent import without_own
from bedside.deliver.fhir.response import response
from bedside.deliver.fhir.shapes import Json
from tests.deliver.test_response import begun, items
from tests.worlds import SHIPPED, checklist, do, random_events, shipped_checklist, step

visits = st.builds(
    lambda name, seed: replay(
        shipped_checklist(name), random_events(shipped_checklist(name), seed, 90)
    ),
    st.sampled_from(SHIPPED),
    st.integers(0, 10_000),
)


@given(st.sampled_from(REASONS))
def test_why_a_step_was_left_is_told_in_fhirs_own_words(reason: str) -> None:
    visit = do(begun(checklist(step("a", "words"))), m.Skip("a", reason, "because"))
    made = without_own(response(visit, BASE))
    (extension,) = cast("list[Json]", items(made)["a"]["extension"])
    assert extension["url"] == "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    code = extension["valueCode"]
    assert (code == "asked-declined") == (reason in ("prefers-not", "too-much"))
    assert code in ("asked-declined", "not-applicable", "not-asked")


@given(visits)
def test_every_answer_stays_and_nothing_of_ours_is_beside_it(visit: object) -> None:
    whole = response(visit, BASE)  # type: ignore[arg-type]
    made = without_own(whole)
    kept = {link: one["answer"] for link, one in items(whole).items() if "answer" in one}
    assert {link: one["answer"] for link, one in items(made).items() if "answer" in one} == kept
    assert f'"url": "{BASE}' not in json.dumps(made)
    assert made["questionnaire"] == whole["questionnaire"]
