"""Texts that say nothing, and characters that a text must not hold even when written as escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bedside.content.fixes import holding
from bedside.content.layout import Layout, Row
from bedside.content.lost_letters import lost_at
from bedside.content.misplaced import short
from bedside.content.places import Origin
from bedside.content.shape import Place
from bedside.core.problems import Finding
from bedside.core.text import unfit

ESCAPE = re.compile(r"\\[bferuUx]")
"""A character written as an escape that may stand for an invisible one."""
_EMPTY = (re.compile(r'"\s*"'), re.compile(r"'\s*'"))
"""One for each kind of mark: a pattern that begins with a letter of its own is searched quickly."""


def may_be_empty(origin: Origin) -> bool:
    """Whether a file may hold a text that says nothing; most that say something pass."""
    return any(pattern.search(origin.spans.text) for pattern in _EMPTY)


def odd_texts(layout: Layout) -> Iterator[Finding]:
    """Return the texts of a file that say nothing or hold an invisible character."""
    for row in (layout.head, *layout.steps, *layout.tasks):
        for place, text in _texts(row.raw, ()):
            if not text.strip():
                yield _blank(row, place)
            elif found := unfit(text):
                yield _lost(row, place) or _invisible(row, place, text[found[0]])


def _lost(row: Row, place: Place) -> Finding | None:
    """Return the finding for a backslash that made a letter invisible; nothing where none did."""
    origin = holding(row.here, place)
    path = (*origin.path, *place)
    told = lost_at(row.here, origin, path) if path in origin.spans.marks else None
    return told if told and told.code == "T105" else None


def _invisible(row: Row, place: Place, letter: str) -> Finding:
    message = f"This text holds an invisible character (U+{ord(letter):04X})."
    help_ = "delete it, or write the letter itself"
    return row.here.finding("T105", message, help_, row.here.value(*place))


def _blank(row: Row, place: Place) -> Finding:
    what = ".".join(str(part) for part in place if isinstance(part, str))
    if isinstance(place[-1], int):
        what += f", item {place[-1] + 1},"
    named = short(what[:1].upper() + what[1:]) or "A text"  # a key may be the empty one
    message = f"{named} has to say something; here it is empty."
    help_ = "write words between the quotation marks, or take the line out"
    return row.here.finding("C219", message, help_, row.here.value(*place))


def _texts(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*place, index))
