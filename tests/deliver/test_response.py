"""A visit as a QuestionnaireResponse: what stands in it, what never does, and how it stands."""

from __future__ import annotations

import json
from typing import cast

import pytest

from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.checklist import Checklist
from bedside.core.form.names import ATTEMPTS, BASE, REASONS, SKIP_REASON, WORDS
from bedside.core.visit import Visit
from bedside.core.walk import apply, replay
from bedside.deliver.fhir.response import response
from bedside.deliver.fhir.shapes import Json, identifier
from tests.people import AVERY, CLINICIAN
from tests.worlds import (
    CONFIDED,
    NOON,
    SHIPPED,
    TODAY,
    UNCERTAINTY,
    checklist,
    choose,
    do,
    opened,
    random_events,
    shipped_checklist,
    step,
    when,
)


def items(made: Json) -> dict[str, Json]:
    """Return every item of a response by its link."""
    found: dict[str, Json] = {}
    for item in cast("list[Json]", made.get("item", [])):
        found[str(item["linkId"])] = item
        found |= items(item)
    return found


def begun(made: Checklist) -> Visit:
    """Return a visit with somebody who is willing."""
    return do(opened(made), m.Identify(AVERY))


def signed(visit: Visit) -> Visit:
    """Return a visit after it was signed."""
    event = e.Signed(seq=visit.seq + 1, at=NOON, author=CLINICIAN[0], role=CLINICIAN[1])
    return apply(visit, event)


def later(visit: Visit, kind: str) -> Visit:
    """Return a signed visit after a later entry of a kind."""
    event = e.Appended(seq=visit.seq + 1, at=NOON, kind=kind, author=CLINICIAN[0], words="more")
    return apply(visit, event)


def test_it_names_the_form_the_visit_the_patient_and_who_answered() -> None:
    made = response(signed(begun(shipped_checklist(UNCERTAINTY))), BASE)
    version = shipped_checklist(UNCERTAINTY).version
    assert made["questionnaire"] == f"{BASE}/Questionnaire/{UNCERTAINTY}|{version}"
    assert made["identifier"] == identifier("0" * 19 + "1")
    assert made["author"] == {"display": CLINICIAN[0]}
    assert made["authored"] == "2031-03-04T13:00:00+01:00"
    subject = cast("Json", made["subject"])
    assert subject["display"] == AVERY.name
    assert subject["identifier"] == {"value": AVERY.second}


def test_its_status_follows_the_visit() -> None:
    visit = begun(checklist(step("tea")))
    assert response(visit, BASE)["status"] == "in-progress"
    visit = signed(visit)
    assert response(visit, BASE)["status"] == "completed"
    assert response(later(visit, "co-signature"), BASE)["status"] == "completed"
    for kind in ("addendum", "late-entry", "correction", "disagreement"):
        assert response(later(visit, kind), BASE)["status"] == "amended"
    assert response(later(visit, "retraction"), BASE)["status"] == "entered-in-error"


def test_every_kind_of_answer_stands_as_its_own_type() -> None:
    made = checklist(
        choose("tea", "black", "green", kind="choose-many", other=True),
        step("name", "words"),
        step("here", "people"),
        step("day", "date"),
        step("told", "say"),
    )
    visit = do(
        begun(made),
        *(m.Pick("tea", "black"), m.Pick("tea", "other"), m.Write("tea", "rose")),
        *(m.Write("name", "in two words"), m.Pick("here", "friend")),
        m.Schedule("day", TODAY),
        m.Pick("told", "done"),
    )
    found = items(response(visit, BASE))
    own = f"{BASE}/Questionnaire/made-up/codes"
    codings = [
        cast("Json", row["valueCoding"]) for row in cast("list[Json]", found["tea"]["answer"])
    ]
    assert [one["code"] for one in codings] == ["tea.black", "other"]
    assert codings[0]["system"] == own
    assert found["tea.words"]["answer"] == [{"valueString": "rose"}]
    assert found["name"]["answer"] == [{"valueString": "in two words"}]
    assert found["here"]["answer"] == [{"valueString": "friend"}]
    assert found["day"]["answer"] == [{"valueDate": TODAY.isoformat()}]


def test_why_a_step_was_left_rides_in_an_extension_and_the_text_says_it_too() -> None:
    visit = do(begun(checklist(step("tea"))), m.Skip("tea", "other", "the kettle broke"))
    made = response(visit, BASE, "Not discussed: tea (the kettle broke) & more <b>")
    (extension,) = cast("list[Json]", items(made)["tea"]["extension"])
    coding = [{"system": REASONS, "code": "other"}]
    why = {"coding": coding, "text": "the kettle broke"}
    assert extension == {"url": SKIP_REASON, "valueCodeableConcept": why}
    div = str(cast("Json", made["text"])["div"])
    assert "(the kettle broke) &amp; more &lt;b&gt;</pre></div>" in div


def test_words_beside_an_answer_and_tries_of_a_point_ride_along() -> None:
    visit = do(begun(shipped_checklist(UNCERTAINTY)), m.Pick("good-time", "now"))
    visit = do(visit, m.Write("good-time", "if it is quick"))
    visit = do(
        visit, m.CheckPoint("said-back", 0, "not-yet"), m.CheckPoint("said-back", 0, "said-back")
    )
    found = items(response(visit, BASE))
    beside = {"url": WORDS, "valueString": "if it is quick"}
    assert found["good-time"]["extension"] == [beside]
    tries = {"url": ATTEMPTS, "valueInteger": 2}
    assert found["said-back.1"]["extension"] == [tries]


def test_what_no_longer_applies_and_what_nobody_answered_is_not_in_it() -> None:
    made = checklist(
        choose("tea", "black", "none"),
        step("milk", "yes-no", when=when("tea", "black")),
        step("cake", "yes-no"),
    )
    visit = do(begun(made), m.Pick("tea", "black"), m.Pick("milk", "yes"), m.Pick("tea", "none"))
    assert list(items(response(visit, BASE))) == ["tea"]


@pytest.mark.parametrize("name", SHIPPED)
def test_private_notes_and_what_may_not_be_written_are_nowhere_in_it(name: str) -> None:
    made = shipped_checklist(name)
    for seed in range(8):
        visit = replay(made, random_events(made, seed, 100))
        text = json.dumps(response(visit, BASE))
        assert "to self" not in text
        may = [
            answer
            for id_ in made.steps
            if id_.sensitive and (answer := visit.answer(id_.id)) and answer.may_write
        ]
        if not may:
            assert CONFIDED not in text


def test_a_visit_with_nobody_named_has_no_subject() -> None:
    visit = opened(checklist(step("tea")))
    assert "subject" not in response(visit, BASE)
    named = do(visit, m.Identify(Patient(label="Bed-side label R")))
    assert response(named, BASE)["subject"] == {"type": "Patient", "display": "Bed-side label R"}
