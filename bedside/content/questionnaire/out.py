"""A checklist as a FHIR R4 Questionnaire (4.0.1), as plain values in the order they are written.

What FHIR lacks rides in one extension on the item and one on the whole, as JSON; never in a
modifier extension, so every program may pass it over. Nothing is `required`: answer or say why
not, which is our rule, cannot be said there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from bedside.content.questionnaire.beside import HEAD, Beside
from bedside.content.questionnaire.element import Json
from bedside.core.checklist import Checklist, Step
from bedside.core.codec import to_plain
from bedside.core.form import names
from bedside.core.form.gates import Gate, Probe
from bedside.core.form.items import Coded, Item, flat, form_of

_CORE = "http://hl7.org/fhir/StructureDefinition"
ITEM_CONTROL = f"{_CORE}/questionnaire-itemControl"
CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
MIN_VALUE, MAX_VALUE = f"{_CORE}/minValue", f"{_CORE}/maxValue"
EXCLUSIVE = f"{_CORE}/questionnaire-optionExclusive"

SEEN_IN_ITEM = ("id", "title", "options", "min", "max", "points")
"""What of a step stands in its items and is read from there."""
SEEN_IN_HEAD = ("format", "title", "summary", "version", "language", "steps", "extras")
"""What of a checklist stands in the form itself, or comes with every visit."""

_STATUS = {"draft": "draft", "review": "draft", "published": "active", "retired": "retired"}
_LONGEST_ID = 64


class Form:
    """One checklist on its way out."""

    def __init__(
        self, checklist: Checklist, base: str, overlay: str = "", beside: Beside | None = None
    ) -> None:
        """Take this checklist and what lies beside it.

        `overlay` is the text of the file, where that changes another checklist.
        """
        self.checklist, self.overlay = checklist, overlay
        self._beside = beside or Beside()
        self.url = names.address(base, checklist.id)
        self._own = names.codes(base, checklist.id)
        self._items = form_of(checklist)
        self._steps = {step.id: step for step in (*checklist.steps, *checklist.extras)}
        self._kinds = {item.link: item for item in flat(self._items)}

    def written(self) -> Json:
        """Return the Questionnaire."""
        made, review = self.checklist, self.checklist.review
        head: Json = {
            "resourceType": "Questionnaire",
            "id": made.id if len(made.id) <= _LONGEST_ID else None,
            "language": made.language,
            "extension": [_carried(names.CHECKLIST, self._head())],
            "url": self.url,
            "version": made.version,
            "name": computer_name(made.id),
            "title": made.title,
            "_title": self._beside.said(HEAD, "title"),
            "status": _STATUS[made.status],
            "subjectType": ["Patient"],
            "publisher": review.owner,
            "description": made.summary,
            "_description": self._beside.said(HEAD, "description"),
            "lastReviewDate": review.reviewed.isoformat() if review.reviewed else None,
            "item": [self._item(item) for item in self._items],
        }
        return _full(head)

    def _head(self) -> Json:
        whole = cast("Json", to_plain(replace(self.checklist, steps=(), extras=())))
        head = {key: value for key, value in whole.items() if key not in SEEN_IN_HEAD}
        return head | {"overlay": self.overlay} if self.overlay else head

    def _item(self, item: Item) -> Json:
        step = self._steps.get(item.step)
        extensions = [*self._control(item), *_limits(item)]
        if step is not None and not item.part:
            extensions.append(_carried(names.STEP, carried(step)))
        return _full(
            {
                "extension": extensions,
                "linkId": item.link,
                "code": self._beside.codes.get(item.link, []),
                "text": item.text,
                "_text": self._beside.said(item.link),
                "type": item.kind,
                **self._gate(item.gate),
                "repeats": item.is_many or None,
                "answerOption": [self._option(item, one) for one in item.options],
                "item": [self._item(inner) for inner in item.items],
            }
        )

    def _control(self, item: Item) -> Iterable[Json]:
        if item.is_help:
            yield _coded(ITEM_CONTROL, "help")
        elif item.kind == "choice":
            yield _coded(ITEM_CONTROL, "check-box" if item.is_many else "radio-button")

    def _option(self, item: Item, one: Coded) -> Json:
        coding: Json = {"system": self._system(one), "code": one.code, "display": one.label}
        if said := self._beside.said(item.link, one.code):
            coding["_display"] = said
        is_alone = item.is_many and not one.is_own and one.code != "other"
        exclusive = [{"url": EXCLUSIVE, "valueBoolean": True}] if is_alone else []
        return _full({"extension": exclusive, "valueCoding": coding})

    def _system(self, one: Coded) -> str:
        return self._own if one.is_own else names.ANSWERS

    def _gate(self, gate: Gate | None) -> Json:
        if gate is None:
            return {}
        tests = [self._probe(probe) for probe in gate.probes]
        if len(tests) == 1:
            return {"enableWhen": tests}
        return {"enableWhen": tests, "enableBehavior": "all" if gate.is_all else "any"}

    def _probe(self, probe: Probe) -> Json:
        test: Json = {"question": probe.link, "operator": probe.operator}
        if isinstance(probe.wanted, bool):
            return test | {"answerBoolean": probe.wanted}
        if isinstance(probe.wanted, int):
            return test | {"answerInteger": probe.wanted}
        options = self._kinds[probe.link].options
        one = next(one for one in options if one.code == probe.wanted)
        return test | {"answerCoding": {"system": self._system(one), "code": one.code}}


def carried(step: Step) -> Json:
    """Return what of a step its items do not say, as plain values."""
    whole = cast("Json", to_plain(step))
    return {key: value for key, value in whole.items() if key not in SEEN_IN_ITEM}


def computer_name(id_: str) -> str:
    """Return an id as a name that programs can use (Questionnaire, que-0)."""
    joined = "".join(part.capitalize() for part in id_.split("-"))
    return (joined if joined[:1].isalpha() else f"Form{joined}")[:255]


def _carried(url: str, values: Mapping[str, object]) -> Json:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return {"url": url, "valueString": text}


def _coded(url: str, code: str) -> Json:
    return {"url": url, "valueCodeableConcept": {"coding": [{"system": CONTROLS, "code": code}]}}


def _limits(item: Item) -> Iterable[Json]:
    for url, limit in ((MIN_VALUE, item.low), (MAX_VALUE, item.high)):
        if limit is not None:
            yield {"url": url, "valueInteger": limit}


def _full(values: Json) -> Json:
    """Return values without what says nothing: FHIR has no empty lists and no empty texts."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
