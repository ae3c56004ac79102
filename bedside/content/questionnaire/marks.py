"""The extensions of one item: those that say something to a checklist, and those that refuse it."""

from __future__ import annotations

from typing import NamedTuple

from bedside.content.questionnaire.element import Element
from bedside.content.questionnaire.extensions import CONSTRAINT, MODIFIER, refusal_of, short
from bedside.content.questionnaire.told import Told
from bedside.core.form import names


class Marks(NamedTuple):
    """What extensions say of an item: its unit, limits, a short form of its text, its code's."""

    unit: str = ""
    low: int | None = None
    high: int | None = None
    short: str = ""
    text: str = ""


def marks_of(item: Element, link: str, told: Told) -> Marks | None:
    """Take the extensions of an item; None where one of them refuses it, which is told."""
    is_refused = _modified(item, link, told)
    marks = Marks()
    for one in item.parts("extension"):
        url = one.text("url")
        if url in (names.STEP, names.CHECKLIST):
            continue
        kind, value = one.value("value")
        name = short(url)
        refused = CONSTRAINT if _constrains(name, one) else refusal_of(url, _plain(value))
        if refused is not None:
            is_refused = True
            told.refuse(link, refused.code, f"{refused.what} ({name})", refused.way_out)
        elif name == "unit" and isinstance(value, dict):
            marks = marks._replace(unit=str(value.get("display") or value.get("code") or ""))
        elif name in ("minValue", "maxValue") and kind == "Integer" and type(value) is int:
            is_low = name == "minValue"
            marks = marks._replace(low=value) if is_low else marks._replace(high=value)
        elif name == "shortText" and isinstance(value, str):
            marks = marks._replace(short=value)
        else:
            told.leave(name, link)
    return None if is_refused else _coded(item, marks, link, told)


def _modified(item: Element, link: str, told: Told) -> bool:
    """Whether an item says that it means something else than it seems to; that is told."""
    names = [short(one.text("url")) for one in item.parts("modifierExtension")]
    for name in names:
        told.refuse(link, MODIFIER.code, f"{MODIFIER.what} ({name})", MODIFIER.way_out)
    return bool(names)


def _constrains(name: str, one: Element) -> bool:
    """Whether this is a rule on answers that may not be broken."""
    if name not in ("constraint", "targetConstraint"):
        return False
    parts = [(part.text("url"), part.value("value")[1]) for part in one.parts("extension")]
    return ("severity", "error") in parts


def _plain(value: object) -> object:
    """Return what an extension says, as one plain value: of a concept, its first code."""
    if isinstance(value, dict) and isinstance(codings := value.get("coding"), list) and codings:
        value = codings[0]
    return value.get("code") if isinstance(value, dict) else value


def _coded(item: Element, marks: Marks, link: str, told: Told) -> Marks:
    if not item.has("code"):
        return marks
    told.leave("code", link)
    codes = item.raw("code")
    first = codes[0] if isinstance(codes, list) and codes else None
    text = first.get("display") if isinstance(first, dict) else None
    return marks._replace(text=text) if isinstance(text, str) else marks
