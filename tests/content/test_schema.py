"""The schema for outside editors: the model's own; it takes good files and no broken ones."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content import schema
from bedside.content.load import read
from bedside.content.replies import TABLE_KEYS
from bedside.content.schema_shapes import explained
from bedside.core.checklist import KINDS, Checklist
from tests.content.texts import STEP, WHOLE

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

CHECKLISTS = Path(__file__).parents[2] / "checklists"
SHIPPED = sorted(p for p in CHECKLISTS.glob("**/*.toml") if p.name.count(".") == 1)
Table = dict[str, Any]


def faults(table: Table, kind: str = "checklist") -> list[str]:
    """Return what the packaged schema says against a table, as it would be written in JSON."""
    rules = json.loads(schema.packaged(kind) or "")
    checker = jsonschema.Draft202012Validator(rules)
    plain = json.loads(json.dumps(table, default=date.isoformat))
    return [found.message for found in checker.iter_errors(plain)]


def parsed(text: str) -> Table:
    return tomllib.loads(text)


def step(lines: str) -> Table:
    """Return a small checklist whose last step has these further lines."""
    return parsed(WHOLE.partition("[[steps]]")[0] + STEP + lines)


@pytest.mark.parametrize("kind", schema.SCHEMAS)
def test_the_packaged_schema_is_the_one_the_model_gives(kind: str) -> None:
    assert schema.packaged(kind) == schema.made(kind), "run: python -m tests.content.test_schema"
    jsonschema.Draft202012Validator.check_schema(json.loads(schema.packaged(kind) or ""))


def test_there_is_no_schema_of_an_unknown_kind() -> None:
    assert schema.packaged("../checklist") is None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_checklist_and_bank_fits(path: Path) -> None:
    assert faults(parsed(path.read_text(encoding="utf-8"))) == []


def test_a_checklist_with_every_kind_and_key_fits() -> None:
    whole = parsed(WHOLE)
    assert {one["kind"] for one in whole["steps"]} == set(KINDS)
    assert faults(whole) == []


@pytest.mark.parametrize(
    "lines",
    [
        'say = "one"',
        'say = ["one", "two"]',
        'say.gentle = "one"',
        'source = ["a", "b"]',
        'note = "Said."',
        'when.b = "done"',
        'when.b = ["done", "partly"]',
        'when.b.not = ["done"]',
        "when.b.at_least = 3\nwhen.b.at_most = 4",
        'or.b = "done"',
    ],
)
def test_every_way_of_writing_a_key_fits(lines: str) -> None:
    assert faults(step(lines)) == []


def test_a_step_from_a_bank_needs_neither_kind_nor_title() -> None:
    head = WHOLE.partition("[[steps]]")[0]
    assert faults(parsed(head + '[[steps]]\nid = "a"\nuse = "feelings/name-it"\n')) == []
    assert faults(parsed(head + '[[steps]]\nid = "a"\n'))


def test_an_adapted_checklist_fits() -> None:
    text = (
        'format = 1\nid = "made-up"\nextends = "made-up 1.0"\nremove = ["say"]\n'
        '[change.yes]\ntitle = "Yes?"\nwas = "9c41"\n'
        '[[add]]\nafter = "text"\nid = "water"\nkind = "do"\ntitle = "Offer water"\n'
    )
    assert faults(parsed(text)) == []
    assert faults(parsed(text + '[[steps]]\nid = "a"\nkind = "do"\ntitle = "A"\n'))
    assert faults(parsed(text.replace('extends = "made-up 1.0"', 'title = "Not adapted"')))


@pytest.mark.parametrize(
    "lines",
    [
        'kindd = "say"',
        'required = "true"',
        "required = 1",
        'place = "elsewhere"',
        'options.yes = "Yes"',
        "min = 1",
        'points = ["one"]',
        "say = 3",
        "say = [1]",
        'when.b.atleast = "3"',
        'when.b.at_least = "3"',
        'when = "b is done"',
        "note.done = 1",
        'use = "name-it"',
    ],
)
def test_a_key_that_does_not_fit_is_seen(lines: str) -> None:
    assert faults(step(lines))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format = 1", "format = 2"),
        ('id = "made-up"', 'id = "Made up"'),
        ('title = "Made up"', ""),
        ('status = "review"', 'status = "done"'),
        ("minutes = 12", 'minutes = "12"'),
        ('owner = "o"', 'owned = "o"'),
        ('kind = "choose-many"', 'kind = "choosemany"'),
        ("max = 10", ""),
        ('text = "Do it"', ""),
        ('because = "b"', ""),
    ],
)
def test_a_broken_head_or_block_is_seen(old: str, new: str) -> None:
    assert old in WHOLE
    assert faults(parsed(WHOLE.replace(old, new, 1)))


@pytest.mark.parametrize("path", sorted(CHECKLISTS.glob("*.practice.toml")), ids=lambda p: p.stem)
def test_every_shipped_practice_patient_fits(path: Path) -> None:
    table = parsed(path.read_text(encoding="utf-8"))
    assert faults(table, "practice") == []
    table["patients"][0]["reply"] = table["patients"][0].pop("replies")
    assert faults(table, "practice")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("practice", '[[patients]]\nid = "a"\nname = "A"\nreplies.b = ["x", "y"]\nreplies.c = 3\n'),
        ("practice", '[[patients]]\nid = "a"\nname = "A"\nreplies.b = {left = "no-time"}\n'),
        ("practice", '[[patients]]\nid = "a"\nname = "A"\nreplies.d = 2031-03-04\n'),
        (
            "translation",
            'title = "T"\nof.title = "9c41"\n[steps.a]\nsay = ["x"]\nof.say = ["9c"]\n',
        ),
        ("translation", '[steps.a]\nsay.plain = "x"\noptions.b = "B"\nof.say.plain = "9c"\n'),
        ("codes", '[steps.a]\nloinc = "1234-5"\noptions.b.snomed = "123456"\n'),
    ],
)
def test_what_lies_beside_a_checklist_fits(kind: str, text: str) -> None:
    assert faults(parsed(text), kind) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("practice", '[[patients]]\nid = "a"\n'),
        ("practice", '[[patients]]\nid = "a"\nname = "A"\nreplies.b = {left = "tired"}\n'),
        ("practice", "[patients]\n"),
        ("translation", '[steps.a]\nsays = "x"\n'),
        ("translation", "[steps.a]\nwhy = 3\n"),
        ("codes", '[steps.a]\nloinc = "12345"\n'),
        ("codes", '[steps.a]\nicd = "X"\n'),
    ],
)
def test_what_does_not_fit_beside_a_checklist_is_seen(kind: str, text: str) -> None:
    assert faults(parsed(text), kind)


@given(st.data())
def test_whatever_shape_the_reader_takes_the_schema_takes(data: st.DataObject) -> None:
    text = SHIPPED[0].read_text(encoding="utf-8")
    rows = text.split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        del rows[data.draw(st.integers(0, len(rows) - 1))]
    left = "\n".join(rows)
    found = read(left.encode(), SHIPPED[0].name, {})
    if isinstance(found, Checklist):
        assert faults(parsed(left)) == []


def test_every_key_is_explained_and_nothing_is_explained_that_is_no_key() -> None:
    pages = explained()
    rules = {kind: json.loads(schema.packaged(kind) or "") for kind in schema.SCHEMAS}
    head = rules["checklist"]["properties"]
    steps = {**head["steps"]["items"]["properties"], **head["add"]["items"]["properties"]}
    patient = rules["practice"]["properties"]["patients"]["items"]["properties"]
    code = rules["codes"]["properties"]["steps"]["additionalProperties"]["properties"]
    described = {
        "checklist": set(head),
        "step": {*steps, *head["change"]["additionalProperties"]["properties"]},
        "task": set(head["tasks"]["items"]["properties"]),
        "review": set(head["review"]["properties"]),
        "frame": set(head["note"]["properties"]),
        "accepted": set(head["accepted"]["items"]["properties"]),
        "condition": {"is", "not", "at_least", "at_most"},
        "kinds": set(KINDS),
        "translation": set(rules["translation"]["properties"]),
        "practice": set(patient),
        "reply": set(TABLE_KEYS),
        "codes": {*code, *rules["codes"]["properties"]},
    }
    assert described == {page: set(words) for page, words in pages.items()}


if __name__ == "__main__":
    for each in schema.SCHEMAS:
        target = Path(schema.__file__).with_name(schema.file_name(each))
        target.write_text(schema.made(each), encoding="utf-8", newline="\n")
