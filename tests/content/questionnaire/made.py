"""Questionnaires that tests write, and what is made of them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from bedside.content.banks import Banks
from bedside.content.library import Library, shipped
from bedside.content.load import read
from bedside.content.questionnaire.convert import checklist_of, questionnaire_of
from bedside.content.questionnaire.element import Json
from bedside.content.sheet.convert import Made
from bedside.core.checklist import Checklist
from bedside.core.form.names import BASE
from tests.worlds import Forgetful

MILK: Json = {"linkId": "milk", "text": "Milk?", "type": "boolean"}
TEA: Json = {
    "linkId": "tea",
    "text": "Which tea?",
    "type": "choice",
    "answerOption": [
        {"valueCoding": {"system": "https://example.org/teas", "code": code, "display": label}}
        for code, label in (("b", "Black"), ("g", "Green"), ("m", "Mint"))
    ],
}
CUPS: Json = {
    "linkId": "cups",
    "text": "How many cups?",
    "type": "integer",
    "extension": [
        {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
        {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 9},
    ],
}
NAME: Json = {"linkId": "name", "text": "Whose cup is it?", "type": "string"}


def rule(question: str, operator: str, **answer: object) -> Json:
    """Return one test of a rule."""
    return {"question": question, "operator": operator, **answer}


def form(*items: Json, **more: object) -> Json:
    """Return a Questionnaire with these items."""
    return {"resourceType": "Questionnaire", "title": "Tea", "status": "active", **more} | {
        "item": list(items)
    }


def taken(made: Json, target: str = "tea.toml", banks: Banks | None = None) -> Made:
    """Return what is made of a Questionnaire."""
    raw = json.dumps(made, ensure_ascii=False, indent=1).encode()
    return checklist_of(raw, "tea.json", target, banks or {})


def steps(made: Json) -> dict[str, Json]:
    """Return the steps that a Questionnaire becomes, by their ids; nothing may be wrong with it."""
    found = taken(made)
    assert found.findings == (), [(one.code, one.message) for one in found.findings]
    read_back = read(found.text.encode(), "tea.toml", {})
    assert isinstance(read_back, Checklist), read_back
    rows = found.table["steps"]
    assert isinstance(rows, list)
    return {str(row["id"]): row for row in rows}


def refused(made: Json) -> list[tuple[str, str]]:
    """Return why a Questionnaire is refused: each code and its message."""
    found = taken(made)
    assert not found.text
    return [(one.code, one.message) for one in found.findings]


def out(checklist: Checklist, base: str = BASE) -> Json:
    """Return a checklist as a Questionnaire."""
    raw = questionnaire_of(checklist, base)
    assert isinstance(raw, bytes), raw
    made = json.loads(raw)
    assert isinstance(made, dict)
    return made


@cache
def shipped_banks() -> Banks:
    """Return the banks that come with bedside."""
    return Library([shipped()], Forgetful()).banks()[0]


BANK_FILES = sorted((Path(__file__).parents[3] / "checklists" / "banks").glob("*.toml"))
