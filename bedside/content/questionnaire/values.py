"""The answers that an item offers: listed on it, or in a value set that the form itself holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from bedside.content.questionnaire.element import Element, Json
from bedside.content.questionnaire.extensions import MODIFIER, refusal_of, short
from bedside.content.questionnaire.told import TRANSLATIONS, left_as

Answer = tuple[str, str, tuple[str, ...]]
"""What people read, its code, and the ways in which a rule may name it."""
Unoffered = tuple[str, str, str]
"""Why the answers cannot be offered: the code, what is wrong, and the way out."""


class Offered(NamedTuple):
    """The answers of an item, and what of them is left out."""

    answers: list[Answer]
    left: list[str]


_KNOWN = ("system", "code", "display", "version", "userSelected")
_ELSEWHERE = "list its answers as answerOption, or put the value set into the form (contained)"


def offered(item: Element, contained: Mapping[str, Json]) -> Offered | Unoffered:
    """Return the answers that an item offers, or why they cannot be offered here."""
    url = item.text("answerValueSet")
    if url:
        return _of_set(url, contained)
    found: list[Answer] = []
    left: list[str] = []
    for option in item.parts("answerOption"):
        made = _option(option, left)
        if not made[0]:
            return ("T162", made[1], "list answers that can be read: valueCoding or valueString")
        found.append((made[0], made[1], made[2]))
    if not found:
        return ("T163", "it offers no answers to choose from", _ELSEWHERE)
    return Offered(found, left)


def _option(option: Element, left: list[str]) -> Answer:
    """Return one answer; one without a label says as its code why it cannot be offered."""
    for one in option.parts("extension"):
        url, (_, value) = one.text("url"), one.value("value")
        refused = refusal_of(url, value)
        if refused is not None:
            return "", f"one of its answers cannot be offered: {refused.what}", ()
        left.append(f"{short(url)} of answers")
    if option.has("modifierExtension"):
        return "", f"one of its answers cannot be offered: {MODIFIER.what}", ()
    if option.truth("initialSelected"):
        left.append("an answer chosen in advance")
    kind, value = option.value("value")
    left += [f"{name} of answers" for name in option.left()]
    if kind == "Coding" and isinstance(value, dict):
        return _coding(cast("Json", value), left)
    if kind in ("String", "Integer", "Date", "Time"):
        text = str(value)
        return text, text, (text,)
    return "", f"one of its answers is a {kind or 'blank'}", ()


def _coding(value: Json, left: list[str]) -> Answer:
    left += [
        TRANSLATIONS if left_as(name, value[name]) == TRANSLATIONS else f"{name} of answers"
        for name in value
        if name not in _KNOWN
    ]
    code, label = str(value.get("code", "")), str(value.get("display", ""))
    system = str(value.get("system", ""))
    return label or code, code, (f"{system}|{code}",)


def _of_set(url: str, contained: Mapping[str, Json]) -> Offered | Unoffered:
    held = contained.get(url.removeprefix("#")) if url.startswith("#") else None
    if held is None:
        return ("T163", f"its answers are in a list elsewhere ({url})", _ELSEWHERE)
    left: list[str] = []
    found = list(_concepts(held, left))
    if not found:
        return ("T163", f"the list of its answers ({url}) names no answers itself", _ELSEWHERE)
    return Offered(found, left)


def _concepts(held: Json, left: list[str]) -> Iterator[Answer]:
    """Yield the concepts of a value set: as expanded, or else as listed. None where one is open."""
    expansion = held.get("expansion")
    if isinstance(expansion, dict) and expansion.get("contains"):
        yield from (_coding(one, left) for one in _objects(expansion.get("contains")))
        return
    compose = held.get("compose")
    includes = _objects(compose.get("include")) if isinstance(compose, dict) else []
    if any("concept" not in one for one in includes) or (
        isinstance(compose, dict) and compose.get("exclude")
    ):
        return
    for include in includes:
        for one in _objects(include.get("concept")):
            yield _coding({"system": include.get("system", ""), **one}, left)


def _objects(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
