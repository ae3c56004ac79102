"""A checklist that leaves as a Questionnaire and returns is the same checklist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bedside.content.check import check
from bedside.content.edit.text import Refused
from bedside.content.load import open_checklist, read
from bedside.content.overlays import Original
from bedside.content.questionnaire.authored import head_table, step_table
from bedside.content.questionnaire.convert import checklist_of, questionnaire_of
from bedside.content.questionnaire.element import Json
from bedside.content.sheet.toml import written
from bedside.core.checklist import Checklist
from bedside.core.form.names import BASE, STEP
from tests.content.overlays.made import ID, ORIGINAL
from tests.content.questionnaire.made import BANK_FILES, form, out, shipped_banks, steps, taken
from tests.content.sheet.made import words
from tests.content.texts import WHOLE
from tests.tangles import tangle, too_tangled
from tests.worlds import SHIPPED, TODAY, shipped_checklist

USING = """format = 1
id = "using"
title = "Using"

[[steps]]
id = "names"
use = "feelings/{0}"

[[steps]]
id = "again"
use = "feelings/{0}"
title = "In our own words"
tips = []
"""


def file_of(text: str, name: str) -> Checklist:
    """Return the checklist in a text."""
    found = read(text.encode(), name, shipped_banks())
    assert isinstance(found, Checklist), found
    return found


def there_and_back(made: Checklist) -> str:
    """Return the text of the file that a checklist comes back as."""
    raw = questionnaire_of(made, BASE)
    assert isinstance(raw, bytes), raw
    back = checklist_of(raw, "a.json", f"{made.id}.toml", shipped_banks())
    assert back.findings == (), back.findings
    return back.text


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_checklist_comes_back_equal_and_without_a_finding(name: str) -> None:
    text = there_and_back(shipped_checklist(name))
    assert file_of(text, f"{name}.toml") == shipped_checklist(name)
    before = check(_shipped(name), f"{name}.toml", shipped_banks(), TODAY)
    after = check(text.encode(), f"{name}.toml", shipped_banks(), TODAY)
    assert [one.code for one in after.findings] == [one.code for one in before.findings]


def _shipped(name: str) -> bytes:
    return (Path(__file__).parents[3] / "checklists" / f"{name}.toml").read_bytes()


@pytest.mark.parametrize("path", BANK_FILES, ids=lambda path: path.stem)
def test_every_bank_comes_back_equal(path: Path) -> None:
    name = f"banks/{path.name}"
    made = open_checklist(path.read_bytes(), name, {}).checklist
    assert made is not None
    text = there_and_back(made)
    assert open_checklist(text.encode(), name, {}).checklist == made


@pytest.mark.parametrize("part", sorted(shipped_banks()["feelings"].rows))
def test_a_step_of_a_bank_comes_back_as_one_that_uses_it(part: str) -> None:
    made = file_of(USING.format(part), "using.toml")
    text = there_and_back(made)
    assert file_of(text, "using.toml") == made
    assert text.count(f'use   = "feelings/{part}"') == 2
    assert "kind" not in text


def test_where_the_bank_is_not_here_the_step_is_written_whole_and_that_is_said() -> None:
    part = next(iter(shipped_banks()["feelings"].rows))
    made = file_of(USING.format(part), "using.toml")
    raw = questionnaire_of(made, BASE)
    assert isinstance(raw, bytes)
    back = checklist_of(raw, "a.json", "using.toml", {})
    assert "use " not in back.text
    assert f"from feelings/{part}, which is not here" in back.told
    assert isinstance(read(back.text.encode(), "using.toml", {}), Checklist)


OVERLAY = f"""format = 1
id = "{ID}"
extends = "{ID} 1.0"
version = "1.1"
remove = ["stir"]
# a note to ourselves

[[add]]
after = "sugar"
id = "honey"
kind = "yes-no"
title = "Honey"
"""


def test_an_overlay_comes_back_as_it_was_where_its_original_is_here() -> None:
    original = Original(f"site/{ID}.toml", ORIGINAL.encode())
    made = open_checklist(OVERLAY.encode(), f"{ID}.toml", {}, original).checklist
    assert made is not None
    raw = questionnaire_of(made, BASE, OVERLAY)
    assert isinstance(raw, bytes)
    back = checklist_of(raw, "a.json", f"{ID}.toml", {}, lambda _, __: original)
    assert back.text == OVERLAY
    alone = checklist_of(raw, "a.json", f"{ID}.toml", {}, lambda _, __: None)
    assert "extends" not in alone.text
    assert "not here as it was" in alone.told
    whole = read(alone.text.encode(), f"{ID}.toml", {})
    assert isinstance(whole, Checklist)
    assert whole.steps == made.steps


def test_a_checklist_with_every_key_comes_back_equal() -> None:
    made = file_of(WHOLE, "made-up.toml")
    assert file_of(there_and_back(made), "made-up.toml") == made


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.data())
def test_any_checklist_comes_back_equal_whatever_it_says(seed: int, data: st.DataObject) -> None:
    made = tangle(seed, 6)
    table = head_table(made) | {"steps": [step_table(step) for step in made.steps]}
    for step in cast("list[Json]", table["steps"]):
        step["title"] = data.draw(words)
        step["say"] = {"plain": data.draw(words)}
        step["note"] = {"declined": data.draw(words)} if step["kind"] == "words" else {}
        if not step["note"]:
            del step["note"]
    opened = open_checklist(written(table).encode(), "tangle.toml", shipped_banks())
    assume(opened.checklist is not None)
    assert opened.checklist is not None
    raw = questionnaire_of(opened.checklist, BASE)
    assert isinstance(raw, bytes), raw
    back = checklist_of(raw, "a.json", "tangle.toml", shipped_banks())
    if not back.findings:
        again = open_checklist(back.text.encode(), "tangle.toml", shipped_banks())
        assert again.checklist == opened.checklist
    else:
        codes = {one.code for one in opened.findings}
        assert {one.code for one in back.findings} <= codes


def test_what_people_can_read_may_be_changed_on_the_way() -> None:
    made = out(file_of(WHOLE, "made-up.toml"))
    item = _find(made, "say")
    item["text"] = "Say it so"
    help_ = cast("list[Json]", item["item"])[0]
    help_["text"] = "three\nfour"
    back = taken(made, "made-up.toml")
    assert back.findings == ()
    assert 'title = "Say it so"' in back.text
    assert 'say   = ["three", "four"]' in back.text
    assert "without their tones (at say)" in back.told


def test_a_rule_that_was_changed_on_the_way_is_refused_by_name() -> None:
    made = out(shipped_checklist("acknowledging-uncertainty"))
    rules = cast("list[Json]", _find(made, "listen")["enableWhen"])
    rules[0]["operator"] = "!="
    found = taken(made, "acknowledging-uncertainty.toml", shipped_banks())
    assert not found.text
    assert [one.code for one in found.findings] == ["T168"]
    assert "Item listen" in found.findings[0].message
    assert found.findings[0].span is not None


def test_what_is_carried_and_damaged_is_refused_by_name() -> None:
    made = out(shipped_checklist("first-trust"))
    item = _find(made, "hush")
    for one in cast("list[Json]", item["extension"]):
        if one["url"] == STEP:
            one["valueString"] = '{"kind": "no-such"}'
    found = taken(made, "first-trust.toml", shipped_banks())
    assert [one.code for one in found.findings] == ["T168"]


def test_what_was_changed_and_has_no_place_is_told() -> None:
    made = out(shipped_checklist("first-trust"))
    made["status"] = "active"
    section = cast("list[Json]", made["item"])[1]
    inner = cast("list[Json]", section["item"])
    beside = next(item for item in inner if str(item["linkId"]).endswith(".or"))
    inner.remove(beside)
    found = taken(made, "first-trust.toml", shipped_banks())
    assert found.text
    assert "  a change of status\n" in found.told
    assert f"  that an item was taken out (at {beside['linkId']})" in found.told


def test_a_step_that_was_moved_under_a_rule_of_others_is_refused_by_name() -> None:
    made = out(shipped_checklist("first-trust"))
    items = cast("list[Json]", made["item"])
    asked = {"linkId": "bus", "text": "By bus?", "type": "boolean"}
    test = {"question": "bus", "operator": "=", "answerBoolean": True}
    around = {"linkId": "around", "text": "Around", "type": "group", "enableWhen": [test]}
    made["item"] = [asked, {**around, "item": items[:1]}, *items[1:]]
    found = taken(made, "first-trust.toml", shipped_banks())
    assert {one.code for one in found.findings} == {"T168"}
    assert f"Item {items[0]['linkId']}" in found.findings[0].message


def test_a_group_of_others_that_is_named_like_a_frame_of_ours_keeps_its_rule() -> None:
    asked: Json = {"linkId": "bus", "text": "By bus?", "type": "boolean"}
    test = {"question": "bus", "operator": "=", "answerBoolean": True}
    inner = {"linkId": "tea", "text": "Tea?", "type": "boolean"}
    group: Json = {"linkId": "tea.if1", "type": "group", "enableWhen": [test], "item": [inner]}
    section = next(step for name, step in steps(form(asked, group)).items() if "if1" in name)
    assert section["when"] == {"bus": "yes"}


def test_a_question_that_was_added_on_the_way_comes_in_beside_ours() -> None:
    made = out(shipped_checklist("first-trust"))
    items = cast("list[Json]", made["item"])
    inner = cast("list[Json]", items[0]["item"])
    inner.append({"linkId": "bus", "text": "Did they come by bus?", "type": "boolean"})
    found = taken(made, "first-trust.toml", shipped_banks())
    assert found.findings == ()
    assert 'id    = "bus"\nkind  = "yes-no"' in found.text


def test_a_rule_with_too_many_ways_is_no_form() -> None:
    refused = questionnaire_of(too_tangled(), BASE)
    assert isinstance(refused, Refused)
    assert "more parts than a form can tell" in refused.reason


def test_the_address_follows_the_base_and_the_version_is_the_checklists() -> None:
    made = out(shipped_checklist("first-trust"), "https://forms.example.org/fhir/")
    assert made["url"] == "https://forms.example.org/fhir/Questionnaire/first-trust"
    assert made["version"] == shipped_checklist("first-trust").version
    assert "modifierExtension" not in json.dumps(made)
    assert '"required"' not in json.dumps(made)


def _find(element: Json, link: str) -> Json:
    for item in cast("list[Json]", element.get("item", [])):
        if item["linkId"] == link:
            return item
        found = _find(item, link)
        if found:
            return found
    return {}
