"""A checklist in other languages leaves with its form, text by text, as far as it is translated."""

from __future__ import annotations

import json
from typing import cast

from bedside.content.digests import digest_of
from bedside.content.questionnaire.beside import TRANSLATION, Beside, tongue_of
from bedside.content.questionnaire.convert import checklist_of, questionnaire_of
from bedside.content.questionnaire.element import Json
from bedside.core.checklist import Checklist, Phrase
from bedside.core.form.names import BASE
from tests.content.questionnaire.made import shipped_banks
from tests.house.source import ROOT
from tests.worlds import checklist, choose, section, shipped_checklist, step

ASKED = choose("tea", "black", "green")
TOLD = step("told", say=(Phrase(text="One."), Phrase(text="Two.", tone="warm")))
TEA = checklist(section(), ASKED, TOLD)
FILE = f"""
title = "Té"
of.title = "{digest_of(TEA.title)}"
[steps.tea]
title = "¿Té?"
options.black = "Negro"
options.green = "Verde"
of.title = "{digest_of(ASKED.title)}"
of.options.black = "{digest_of(ASKED.options[0].label)}"
of.options.green = "00000000"
[steps.told]
say = ["Uno."]
of.say = ["{digest_of("One.")}"]
"""


def _written(made: Checklist, beside: Beside) -> Json:
    raw = questionnaire_of(made, BASE, "", beside)
    assert isinstance(raw, bytes), raw
    return cast("Json", json.loads(raw))


def _said(element: object) -> dict[str, str]:
    """Return a text of a form by language."""
    found = {}
    for one in cast("Json", element)["extension"]:  # type: ignore[attr-defined]
        assert one["url"] == TRANSLATION
        language, content = one["extension"]
        found[language["valueCode"]] = content["valueString"]
    return found


def _items(form: Json) -> dict[str, Json]:
    """Return every item of a form by its link."""
    found: dict[str, Json] = {}
    for item in cast("list[Json]", form.get("item", [])):
        found[str(item["linkId"])] = item
        found |= _items(item)
    return found


def test_each_text_that_is_translated_as_it_stands_now_says_so_in_every_language() -> None:
    spanish = tongue_of(FILE.encode(), TEA)
    assert spanish is not None
    french = {key: text.upper() for key, text in spanish.items()}
    form = _written(TEA, Beside({}, {"es": spanish, "fr": french}))
    items = _items(form)
    assert _said(form["_title"]) == {"es": "Té", "fr": "TÉ"}
    assert _said(items["tea"]["_text"]) == {"es": "¿Té?", "fr": "¿TÉ?"}
    black, green, *built_in = [
        one["valueCoding"] for one in cast("list[Json]", items["tea"]["answerOption"])
    ]
    assert _said(cast("Json", black)["_display"])["es"] == "Negro"
    assert all("_display" not in cast("Json", one) for one in (green, *built_in))
    assert "_text" not in items["told"]
    assert "_text" not in items["told.say"]


def test_what_is_not_read_has_no_texts() -> None:
    assert tongue_of(b"title = ", TEA) is None
    assert tongue_of(b'title = "x"\n', TEA) == {}


def test_a_shipped_checklist_leaves_in_both_its_languages_and_returns_as_it_was() -> None:
    name = "inviting-questions"
    made = shipped_checklist(name)
    spanish = tongue_of((ROOT / "checklists" / f"{name}.es.toml").read_bytes(), made)
    assert spanish
    both = _written(made, Beside({}, {"es": spanish}))
    helps = [item for link, item in _items(both).items() if link.endswith(".say")]
    assert any("_text" in item for item in helps)
    back = [
        checklist_of(json.dumps(one).encode(), "a.json", f"{name}.toml", shipped_banks())
        for one in (_written(made, Beside()), both)
    ]
    assert back[0].text == back[1].text
    assert "translations" in back[1].told
    assert "a change of" not in back[1].told
