"""Items that were steps once: what they carry is put together with what they say.

What people can read is read from the item: title, answers, points, limits. The rest comes from the
extension. Where both say the rule, they must agree, or neither can be trusted (convert.py looks).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple, cast

from bedside.content.questionnaire.authored import step_table
from bedside.content.questionnaire.element import Element, Json
from bedside.content.questionnaire.marks import marks_of
from bedside.content.questionnaire.named import option_name
from bedside.content.questionnaire.out import EXCLUSIVE, ITEM_CONTROL, MAX_VALUE, MIN_VALUE
from bedside.content.questionnaire.rules import Target
from bedside.content.questionnaire.told import Told
from bedside.content.shape import Table
from bedside.core.answers import possible
from bedside.core.checklist import Scale, Step
from bedside.core.codec import from_plain
from bedside.core.form import names
from bedside.core.form.labels import ANSWERS

_EXPECTED = (names.STEP, ITEM_CONTROL, MIN_VALUE, MAX_VALUE)
_PARTS = ("or", "say", "words")
DAMAGED = (
    "what bedside keeps of it is damaged",
    "convert the checklist again, or take it from there",
)


class Taken(NamedTuple):
    """A step of ours as its author would write it, what rules may ask, and the items within."""

    table: Table
    target: Target
    inside: Iterator[Element]


def carried(element: Element, url: str) -> Json | None:
    """Return what an extension of ours carries; None where there is none or it is damaged."""
    found = element.raw("extension") if element.has("extension") else []
    for one in found if isinstance(found, list) else []:
        if isinstance(one, dict) and one.get("url") == url:
            try:
                values = json.loads(str(one.get("valueString")))
            except (ValueError, RecursionError):
                return None
            return values if isinstance(values, dict) else None
    return None


def is_ours(item: Element) -> bool:
    """Whether an item was a step once."""
    return _has(item, names.STEP)


def is_bank(item: Element, link: str) -> bool:
    """Whether an item holds the steps of a bank, which every visit brings along."""
    if not link.startswith("/") or item.raw("type") != "group":
        return False
    inner = list(Element({"item": item.raw("item")}).parts("item"))
    own = [_has(one, names.STEP) for one in inner]
    if not any(own) or not all(
        mine or "." in str(one.peek("linkId")) for mine, one in zip(own, inner, strict=True)
    ):
        return False
    item.pass_over("text", "item", "type")
    return True


def is_beside(item: Element, link: str, steps: Collection[str]) -> bool:
    """Whether an item is the second question of a step of ours: what stands in, or the words."""
    step, dot, part = link.rpartition(".")
    return bool(dot) and part in _PARTS and step in steps and not item.has("item")


def is_frame(item: Element, link: str) -> bool:
    """Whether an item is a group that stands only for a part of the rule of a step within it."""
    step, dot, part = link.rpartition(".if")
    if not (dot and step and part.isdigit()) or item.has("text"):
        return False
    return _holds(item.peek("item"), step)


def _holds(items: object, step: str) -> bool:
    """Whether this step of ours stands among items, or within another such frame."""
    for one in items if isinstance(items, list) else []:
        inner = Element(one) if isinstance(one, dict) else Element({})
        link = str(inner.peek("linkId"))
        if link == step and _has(inner, names.STEP):
            return True
        if link.startswith(f"{step}.if") and _holds(inner.peek("item"), step):
            return True
    return False


def step_of(item: Element, link: str, told: Told) -> Taken | None:
    """Take an item that was a step; None where it cannot be made one again, which is told."""
    values = carried(item, names.STEP)
    item.pass_over("type", "enableWhen", "enableBehavior", "repeats")
    _marked(item, link, told)
    plain: Json = {**(values or {}), "id": link, "title": item.text("text")}
    if item.truth("required"):
        plain["required"] = True
    inside = _own(item, link, plain, told)
    if not str(plain["title"]).strip():
        told.refuse(link, "T167", "it has no text", "write its title into `text`")
        return None
    try:
        plain |= _seen(item, link, str(plain["kind"]), told)
        step = from_plain(Step, plain)
        table = step_table(step)
    except (KeyError, TypeError, ValueError, AttributeError):
        told.refuse(link, "T168", *DAMAGED)
        return None
    order = possible(step)
    free = "answered" in order
    is_many = step.kind == "choose-many"
    target = Target(link, dict(_named(item, link)), order, is_free=free, is_many=is_many)
    if isinstance(step, Scale):
        target = target._replace(is_free=False, low=step.min, high=step.max)
    return Taken(table, target, iter(inside))


def _has(item: Element, url: str) -> bool:
    found = item.peek("extension")
    rows = found if isinstance(found, list) else []
    return any(isinstance(one, dict) and one.get("url") == url for one in rows)


def _own(item: Element, link: str, plain: Json, told: Told) -> list[Element]:
    """Return the items within that are no parts of the step itself; those are taken in."""
    others: list[Element] = []
    points: list[str] = []
    for inner in item.parts("item"):
        name = inner.peek("linkId")
        step, dot, part = str(name).rpartition(".")
        if not (dot and step == link):
            others.append(inner)
        elif part == "say":
            _said(str(inner.peek("text")), link, plain, told)
        elif part.isdigit():
            points.append(inner.text("text"))
        elif part not in _PARTS:
            others.append(inner)
    if points:
        plain["points"] = points
    return others


def _said(text: str, link: str, plain: Json, told: Told) -> None:
    """Take the words to say as they stand now, where somebody changed them."""
    phrases = cast("list[Json]", plain.get("say") or [])
    kept = [str(one.get("text", "")) for one in phrases if isinstance(one, dict)]
    found = text.split("\n")
    labels = plain.get("labels")
    if isinstance(labels, dict) and labels and len(found) > len(kept):
        found = found[:-1]
    if "\n".join(kept) == "\n".join(found) or "\n".join(kept) == text:
        return
    told.change("phrases that were changed, now without their tones", link)
    plain["say"] = [{"text": line} for line in found if line.strip()]


def _seen(item: Element, link: str, kind: str, told: Told) -> Json:
    """Return what people can read of a step's answers."""
    seen: Json = {}
    if kind in ("choose", "choose-many"):
        seen["options"] = list(_options(item, link, told))
    if kind == "scale":
        rows = cast("list[Json]", item.raw("extension"))
        limits = {row.get("url"): row.get("valueInteger") for row in rows}
        seen |= {"min": limits[MIN_VALUE], "max": limits[MAX_VALUE]}
    for option in item.parts("answerOption"):
        _built_in(option, link, told)
    return seen


def _options(item: Element, link: str, told: Told) -> Iterator[Json]:
    """Yield the answers of a step's own, those among them that somebody added."""
    taken: set[str] = set()
    for option in item.parts("answerOption"):
        coding = option.part("valueCoding")
        if coding is None or coding.text("system") == names.ANSWERS:
            continue
        code, label = coding.text("code"), coding.text("display")
        own = code.removeprefix(f"{link}.")
        if own == code:
            own = option_name(label, code, taken)
            told.change("an answer that was added, now with a code of its own", link)
        taken.add(own)
        yield {"id": own, "label": label}


def _built_in(option: Element, link: str, told: Told) -> None:
    coding = option.part("valueCoding")
    extensions = [one.text("url") for one in option.parts("extension")]
    if any(url != EXCLUSIVE for url in extensions):
        told.leave("extensions of answers", link)
    if coding is None:
        told.leave("an answer without a code", link)
        return
    is_built_in = coding.text("system") == names.ANSWERS
    if is_built_in and coding.text("display") != ANSWERS.get(coding.text("code")):
        told.leave("another wording of an answer that every checklist has", link)


def _named(item: Element, link: str) -> Iterator[tuple[str, str]]:
    """Yield how a rule may name each answer, and the answer."""
    rows = item.peek("answerOption")
    for row in rows if isinstance(rows, list) else []:
        coding = row.get("valueCoding") if isinstance(row, dict) else None
        if isinstance(coding, dict):
            system, code = str(coding.get("system", "")), str(coding.get("code", ""))
            yield f"{system}|{code}", code.removeprefix(f"{link}.")


def _marked(item: Element, link: str, told: Told) -> None:
    """Tell of what others added to an item; what refuses it is told as for any other."""
    rows = item.peek("extension")
    others = [
        one
        for one in (rows if isinstance(rows, list) else [])
        if isinstance(one, dict) and one.get("url") not in _EXPECTED
    ]
    parts: Json = {"extension": others}
    if item.has("modifierExtension"):
        parts["modifierExtension"] = item.raw("modifierExtension")
    marks_of(Element(parts), link, told)
