"""Questionnaires of others: what each part becomes, and what is refused by name."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.questionnaire.convert import checklist_of
from bedside.content.questionnaire.element import Json
from tests.content.questionnaire.made import (
    CUPS,
    MILK,
    NAME,
    TEA,
    form,
    refused,
    rule,
    steps,
    taken,
)

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CORE = "http://hl7.org/fhir/StructureDefinition/"
B = {"system": "https://example.org/teas", "code": "b"}
G = {"system": "https://example.org/teas", "code": "g"}


def ruled(tests: list[Json], behavior: str) -> Json:
    """Return the last item, which appears by a rule."""
    more: Json = {"enableBehavior": behavior} if behavior else {}
    return item("last", enableWhen=tests) | more


def item(link: str, kind: str = "string", **more: object) -> Json:
    """Return an item with a text of its own."""
    return {"linkId": link, "text": f"About {link}", "type": kind, **more}


def added(name: str, base: str = SDC, **value: object) -> list[Json]:
    """Return one extension."""
    return [{"url": f"{base}{name}", **value}]


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        *(("boolean", "yes-no"), ("string", "text"), ("text", "text"), ("date", "text")),
        *(("decimal", "text"), ("dateTime", "text"), ("time", "text"), ("url", "text")),
        *(("integer", "text"), ("display", "say")),
    ],
)
def test_every_kind_of_item_that_can_be_asked_becomes_a_step(kind: str, step: str) -> None:
    assert steps(form(item("one", kind)))["one"]["kind"] == step


def test_an_integer_with_limits_is_a_scale() -> None:
    made = steps(form(CUPS))["cups"]
    assert (made["kind"], made["min"], made["max"]) == ("scale", 0, 9)


def test_a_choice_keeps_its_answers_in_order_and_a_free_one_is_offered_where_it_is_open() -> None:
    open_ = {**TEA, "linkId": "open", "type": "open-choice", "repeats": True}
    made = steps(form(TEA, open_))
    assert made["tea"]["options"] == {"black": "Black", "green": "Green", "mint": "Mint"}
    assert (made["tea"]["kind"], "other" in made["tea"]) == ("choose", False)
    assert (made["open"]["kind"], made["open"]["other"]) == ("choose-many", True)


def test_answers_in_a_value_set_that_the_form_holds_are_offered() -> None:
    concepts = [{"code": "b", "display": "Black"}, {"code": "g", "display": "Green"}]
    held = {
        "resourceType": "ValueSet",
        "id": "teas",
        "compose": {"include": [{"system": B["system"], "concept": concepts}]},
    }
    asked = item("tea", "choice", answerValueSet="#teas")
    shown = item("how", enableWhen=[rule("tea", "=", answerCoding=B)])
    made = steps(form(asked, shown, contained=[held]))
    assert made["tea"]["options"] == {"black": "Black", "green": "Green"}
    assert made["how"]["when"] == {"tea": "black"}


def test_groups_become_sections_and_a_group_is_taken_up_again_after_one_within_it() -> None:
    inner = item("in", "group", item=[item("b")])
    outer = item("out", "group", item=[item("a"), inner, item("c")])
    made = steps(form(outer, item("d")))
    titles = {name: step["title"] for name, step in made.items()}
    assert list(titles.values()) == [
        *("About out", "About a", "About out: About in", "About b"),
        *("About out, continued", "About c", "Tea", "About d"),
    ]


def test_a_long_question_is_said_whole_and_told_in_short() -> None:
    text = "Over the last two weeks, how often did somebody bring you a cup of tea to your bed?"
    made = steps(form({**NAME, "text": text}))["name"]
    assert made["say"] == text
    assert str(made["title"]).endswith("…")
    assert len(str(made["title"])) <= 60


def test_what_stands_under_a_question_as_a_text_is_a_tip_and_a_question_follows_it() -> None:
    under = [item("hint", "display"), item("more")]
    made = steps(form({**MILK, "item": under, "required": True}))
    assert made["milk"]["tips"] == ["About hint"]
    assert made["milk"]["required"] is True
    assert list(made) == ["milk", "more"]


@pytest.mark.parametrize(
    ("tests", "behavior", "expected"),
    [
        ([rule("milk", "=", answerBoolean=True)], "", {"when": {"milk": "yes"}}),
        ([rule("tea", "=", answerCoding=B)], "", {"when": {"tea": "black"}}),
        (
            [rule("tea", "!=", answerCoding=B)],
            "",
            {"when": {"tea": ["green", "mint", "declined", "unsure", "not-asked"]}},
        ),
        (
            [rule("tea", "=", answerCoding=B), rule("tea", "=", answerCoding=G)],
            "any",
            {"when": {"tea": ["black", "green"]}},
        ),
        (
            [rule("tea", "=", answerCoding=B), rule("milk", "=", answerBoolean=False)],
            "any",
            {"or": {"tea": "black", "milk": "no"}},
        ),
        (
            [rule("tea", "=", answerCoding=B), rule("milk", "=", answerBoolean=False)],
            "all",
            {"when": {"tea": "black", "milk": "no"}},
        ),
        (
            [rule("cups", ">", answerInteger=2), rule("cups", "<=", answerInteger=5)],
            "all",
            {"when": {"cups": {"at_least": 3, "at_most": 5}}},
        ),
        ([rule("cups", "<", answerDecimal=2.5)], "", {"when": {"cups": {"at_most": 2}}}),
        ([rule("cups", ">=", answerDecimal=2.5)], "", {"when": {"cups": {"at_least": 3}}}),
        ([rule("name", "exists", answerBoolean=True)], "", {"when": {"name": "answered"}}),
        (
            [rule("name", "exists", answerBoolean=False)],
            "",
            {"when": {"name": ["declined", "unsure", "not-asked"]}},
        ),
    ],
)
def test_a_rule_is_said_as_lines(tests: list[Json], behavior: str, expected: Json) -> None:
    made = steps(form(MILK, TEA, CUPS, NAME, ruled(tests, behavior)))["last"]
    assert {key: made[key] for key in ("when", "or") if key in made} == expected


def test_the_rule_of_a_group_holds_for_all_that_stands_in_it() -> None:
    inner = item("in", "group", item=[item("a")], enableWhen=[rule("tea", "=", answerCoding=B)])
    outer = item("out", "group", item=[inner], enableWhen=[rule("milk", "=", answerBoolean=True)])
    made = steps(form(MILK, TEA, outer))
    assert made["in"]["when"] == {"milk": "yes", "tea": "black"}


@pytest.mark.parametrize(
    ("tests", "behavior"),
    [
        ([rule("later", "=", answerBoolean=True)], ""),
        ([rule("name", "=", answerString="Mine")], ""),
        ([rule("cups", "!=", answerInteger=3)], ""),
        ([rule("cups", "=", answerDecimal=2.5)], ""),
        ([rule("tea", "=", answerCoding={"system": "x", "code": "y"})], ""),
        ([rule("tea", ">", answerInteger=1)], ""),
        ([rule("tea", "=", answerCoding=B), rule("tea", "=", answerCoding=G)], "all"),
        ([rule("milk", "=", answerBoolean=True), rule("tea", "=", answerCoding=B)], ""),
    ],
)
def test_a_rule_that_no_line_can_say_is_refused(tests: list[Json], behavior: str) -> None:
    last = ruled(tests, behavior)
    ((code, message),) = refused(form(MILK, TEA, CUPS, NAME, last, item("later", "boolean")))
    assert code == "T165"
    assert message.startswith("Item last (“About last”) cannot be taken in: its rule")


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("T162", item("one", "reference")),
        ("T162", item("one", "attachment")),
        ("T162", item("one", "quantity")),
        ("T162", item("one", "coding")),
        ("T162", item("one", readOnly=True)),
        ("T162", item("one", "boolean", repeats=True)),
        ("T162", {**CUPS, "linkId": "one", "repeats": True}),
        ("T162", item("one", "group", repeats=True, item=[item("two")])),
        ("T162", item("one", extension=added("questionnaire-hidden", CORE, valueBoolean=True))),
        ("T162", item("one", "choice", answerOption=[{"valueReference": {"reference": "a/1"}}])),
        ("T163", item("one", "choice", answerValueSet="https://example.org/teas")),
        ("T163", item("one", "choice", answerValueSet="#not-there")),
        ("T163", item("one", "choice")),
        ("T164", item("one", extension=added("calculatedExpression", valueExpression={}))),
        ("T164", item("one", extension=added("enableWhenExpression", valueExpression={}))),
        ("T164", item("one", extension=added("answerExpression", valueExpression={}))),
        ("T164", item("one", "display", extension=added("subQuestionnaire", valueCanonical="x"))),
        ("T166", item("one", modifierExtension=added("anything", valueBoolean=True))),
        (
            "T166",
            item("one", extension=added("rendering-styleSensitive", CORE, valueBoolean=True)),
        ),
        ("T166", item("one", extension=added("itemMedia", valueAttachment={}))),
        ("T167", {"linkId": "one", "type": "string"}),
    ],
)
def test_what_cannot_be_honoured_is_refused_by_name(code: str, asked: Json) -> None:
    found = taken(form(MILK, asked))
    assert [one.code for one in found.findings] == [code]
    only = found.findings[0]
    assert "Item one" in only.message
    assert only.help
    assert only.span is not None
    assert not found.text


def test_everything_that_is_wrong_is_told_in_one_run() -> None:
    many = [item(f"x{number}", "attachment") for number in range(5)]
    more = [item("rule", enableWhen=[rule("x0", "exists", answerBoolean=True)])]
    codes = [code for code, _ in refused(form(*many, *more, implicitRules="https://a.example"))]
    assert sorted(codes) == ["T162"] * 5 + ["T166"]


def test_an_item_with_the_link_of_another_is_refused() -> None:
    assert [code for code, _ in refused(form(MILK, MILK))] == ["T167"]


def test_nothing_is_left_out_or_taken_otherwise_without_being_said() -> None:
    odd = {
        **item("odd", "decimal", maxLength=9, code=[{"code": "1"}], prefix="1."),
        "extension": added("width", valueQuantity={"value": 1}),
    }
    told = taken(form(odd, copyright="ours", jurisdiction=[{}])).told
    for what in ("maxLength", "code", "prefix", "width"):
        assert f"  {what} (at odd)\n" in f"{told}\n"
    assert "  jurisdiction" in told
    assert "  a number, asked in words (at odd)" in told


def test_a_unit_that_is_fixed_stands_in_the_question() -> None:
    unit = added("questionnaire-unit", CORE, valueCoding={"code": "kg", "display": "kg"})
    made = steps(form(item("weight", "quantity", extension=unit)))["weight"]
    assert (made["kind"], made["title"]) == ("text", "About weight (kg)")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        *((b"", "T160"), (b"{", "T160"), (b"<Questionnaire/>", "T160"), (b"[]", "T160")),
        *((b"\xff\xfe{}", "T160"), (b"[" * 100_000, "T160"), (b" " * 1_100_000, "T160")),
        *((b"{}", "T161"), (b'{"resourceType": "Patient"}', "T161")),
        (b'{"resourceType": "Questionnaire"}', "T161"),
    ],
)
def test_what_is_no_questionnaire_is_told_and_never_a_crash(raw: bytes, code: str) -> None:
    made = checklist_of(raw, "tea.json", "", {})
    assert [one.code for one in made.findings] == [code]


values: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=5,
)
keys = st.sampled_from(
    (
        *("linkId", "text", "type", "enableWhen", "enableBehavior", "answerOption", "extension"),
        *("required", "repeats", "item", "answerValueSet", "code", "modifierExtension"),
    )
)


@given(st.lists(st.dictionaries(keys, values, max_size=5), max_size=3), keys, values)
def test_no_form_however_odd_is_a_crash(items: list[Json], key: str, odd: object) -> None:
    for each in ({**MILK, key: odd}, {**TEA, key: odd}):
        made = checklist_of(json.dumps(form(each, *items)).encode(), "tea.json", "", {})
        assert bool(made.text) is not bool(made.findings)


def test_what_a_publisher_could_no_longer_read_is_said() -> None:
    url = "https://example.org/Questionnaire/tea"
    made = taken(form({**MILK, "linkId": "1.2"}, item("born", "date"), url=url))
    assert f"answers name the form that this checklist is, not its publisher's ({url})" in made.told
    assert "linkIds, which became names of steps of our own" in made.told
    assert "true or false, now a choice of yes and no (at 1.2)" in made.told
    assert "a day, asked in words (at born)" in made.told
    told = taken(form(TEA)).told
    assert "linkIds" not in told
    assert "publisher" not in told


@pytest.mark.parametrize(
    ("more", "says"),
    [({"status": "retired"}, "wants it used no more"), ({"experimental": True}, "for trying only")],
)
def test_that_a_form_is_retired_or_only_for_trying_is_said(more: Json, says: str) -> None:
    assert says in taken(form(MILK, **more)).told
    assert says not in taken(form(MILK)).told


def test_texts_in_other_languages_are_left_out_by_what_they_are() -> None:
    said = {"extension": added("translation", CORE)}
    option = {"valueCoding": {"code": "b", "display": "Black", "_display": said}}
    asked = {"linkId": "tea", "text": "Tea?", "_text": said, "type": "choice"}
    told = taken(form(asked | {"answerOption": [option]}, _title=said)).told
    assert "translations, which a checklist has in files of their own (at tea)" in told
    assert "_" not in told.replace("_text", "")
    assert "_text" not in told
