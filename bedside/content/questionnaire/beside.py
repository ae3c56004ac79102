"""What lies beside a checklist and leaves with its form: verified codes, and other languages.

A text is translated in FHIR by an extension on itself (R4, Translation). Only what was translated
as it stands now leaves; the wording of the note is in no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bedside.content.opening import Opening, open_table
from bedside.content.questionnaire.codes import Codes
from bedside.content.questionnaire.element import Json
from bedside.content.shape import Place
from bedside.content.translations import Translation, holds, originals, translation
from bedside.core.checklist import Checklist, Scale, Step

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"

HEAD = ""
"""In place of an item's link: the form as a whole."""

Key = tuple[str, str]
"""The link of an item with "", or with an option's code; `HEAD` with the name of an element."""
Tongue = Mapping[Key, str]
"""Every text of a form in one language."""

_NO_CODES: Codes = MappingProxyType({})
_NO_TONGUES: Mapping[str, Tongue] = MappingProxyType({})


class Beside(NamedTuple):
    """The codes of items by their links, and the form's texts by language."""

    codes: Codes = _NO_CODES
    tongues: Mapping[str, Tongue] = _NO_TONGUES

    def said(self, link: str, part: str = "") -> Json:
        """Return a text in every other language, as FHIR has it; nothing where there is none."""
        found = [
            {
                "url": TRANSLATION,
                "extension": [
                    {"url": "lang", "valueCode": language},
                    {"url": "content", "valueString": texts[link, part]},
                ],
            }
            for language, texts in sorted(self.tongues.items())
            if (link, part) in texts
        ]
        return {"extension": found} if found else {}


def tongue_of(raw: bytes, checklist: Checklist) -> Tongue | None:
    """Return the texts of a form in the language of a file beside it; None where none is read."""
    opened = open_table(raw)
    if not isinstance(opened, Opening):
        return None
    found: dict[Key, str] = {}
    head = translation(opened.table)
    for name, element in (("title", "title"), ("summary", "description")):
        if holds(head, (name,), getattr(checklist, name)):
            found[HEAD, element] = head.texts[(name,)]
    blocks = opened.table.get("steps")
    for step in (*checklist.steps, *checklist.extras):
        block = blocks.get(step.id) if isinstance(blocks, dict) else None
        if isinstance(block, dict):
            found.update(_of_step(step, translation(block)))
    return found


def _of_step(step: Step, given: Translation) -> Iterator[tuple[Key, str]]:
    """Yield the texts of one step's items that are translated as they stand now."""
    texts = originals(step)
    held = {place: given.texts[place] for place, text in texts.items() if holds(given, place, text)}
    if ("title",) in held:
        yield (step.id, ""), held[("title",)]
    for place, text in held.items():
        if place[0] == "options":
            yield (step.id, f"{step.id}.{place[1]}"), text
        elif place[0] == "points" and isinstance(place[1], int):
            yield (f"{step.id}.{place[1] + 1}", ""), text
    said: list[Place] = [("say", one.tone or at) for at, one in enumerate(step.say)]
    has_labels = isinstance(step, Scale) and bool(step.labels)
    if said and not has_labels and all(place in held for place in said):
        yield (f"{step.id}.say", ""), "\n".join(held[place] for place in said)
