"""Side files: what lies beside a checklist and is named after it, `<id>.<what>.toml`.

`<what>` is a language, or one of a few parts. Each is looked at together with its checklist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from bedside.content.codes_beside import miscoded
from bedside.content.explain import quoted
from bedside.content.lost_letters import lost_letters
from bedside.content.opening import about_file, open_table
from bedside.content.places import START, Here, Origin, Places, Spot
from bedside.content.practice import practised
from bedside.content.sided import Whole
from bedside.content.translation_checks import mistranslated
from bedside.core.languages import is_tag, tag_near
from bedside.core.problems import Finding, nearest
from bedside.core.visit import Visit

Compose = Callable[[Visit], str]
"""What makes the text of a note; it lives in another room and is handed in."""

PARTS = ("practice", "codes", "history", "published")
"""What a side file can hold besides another language; publishing looks at the last two itself."""
_RECORDS = PARTS[2:]


class Side(NamedTuple):
    """What a side file's name says: whose it is, and a part or a language."""

    id: str
    part: str


def side_of(name: str) -> Side | None:
    """Return what a file's name says of a side file; nothing where it names none."""
    stem, end = PurePath(name).name.removesuffix(".toml"), PurePath(name).suffix
    id_, dot, part = stem.partition(".")
    return Side(id_, part) if id_ and dot and end == ".toml" else None


def look_beside(
    raw: bytes, name: str, side: Side, whole: Whole, compose: Compose | None = None
) -> Iterator[Finding]:
    """Return everything wrong with a side file of this checklist; `name` is what to call it."""
    if side.part not in PARTS and not is_tag(side.part):
        yield misnamed(name, side)
        return
    if side.part in _RECORDS:
        return
    opened = open_table(raw)
    if isinstance(opened, Finding):
        yield about_file(opened, name)
        return
    origin = Origin(name, opened.spans)
    if side.part == "practice":
        yield from practised(opened.table, origin, whole.checklist, compose)
    elif side.part == "codes":
        yield from miscoded(opened.table, origin, whole.checklist)
    elif side.part not in PARTS:
        yield from mistranslated(opened.table, origin, whole, side.part)
        yield from lost_letters(Places(Here((origin,)), (), ()), ())


def misnamed(name: str, side: Side) -> Finding:
    """Return the finding for a side file whose name says nothing known."""
    near = nearest(side.part, PARTS) or tag_near(side.part)
    message = f"Nothing is known by the name {quoted(side.part)}."
    listed = f"name it after a language, like {side.id}.es.toml, or {', '.join(PARTS)}"
    help_ = f"did you mean {side.id}.{near}.toml?" if near else listed
    return _whole_file(name).finding("X933", message, help_, Spot(name, START))


def orphaned(name: str, side: Side, near: str = "") -> Finding:
    """Return the finding for a side file without a checklist; `near` is an id spelled like it."""
    message = f"There is no checklist {quoted(side.id)} that this file could belong to."
    help_ = f"did you mean {near}.{side.part}.toml?" if near else "name it after its checklist"
    return _whole_file(name).finding("X935", message, help_, Spot(name, START))


def _whole_file(name: str) -> Here:
    from bedside.core.spans import SpanMap

    return Here((Origin(name, SpanMap("")),))
