"""How much a checklist may hold: what lies beyond is a finding, and nothing of it is read on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from bedside.content.gate import too_deep
from bedside.content.shape import Table
from bedside.core.problems import Finding, Point, Span, is_deeper
from bedside.core.spans import Path, SpanMap

MAX_DEPTH = 8
"""Tables and lists in each other, the file itself among them; no checklist needs more than six."""
MAX_TEXT = 4096
"""The characters of one text."""
MAX_OPTIONS = 200

_SIGNS = re.compile(r'"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\'|#[^\n]*|[\[\]{}]')
_DIGITS = re.compile(r"\d[\d_]{4299}")


def too_deep_to_read(text: str) -> Finding:
    """Return the finding for brackets within brackets that tomllib cannot follow."""
    spans = SpanMap(text)
    return too_deep((_bracket_too_many(spans) or spans.stretch(0, 1)).start)


def too_long_a_number(text: str) -> Finding:
    """Return the finding for a number with more digits than can be counted with."""
    found = _DIGITS.search(text)
    span = SpanMap(text).stretch(found.start(), found.start() + 1) if found else None
    return Finding(
        code="T109",
        message="A number in this file is too long to be read.",
        help="write it with fewer digits",
        span=span,
    )


def beyond(table: Table, spans: SpanMap) -> list[Finding]:
    """Return what of a file that was read lies beyond what a checklist may hold."""
    if is_deeper(table, MAX_DEPTH):
        return [too_deep(_deepest(spans))]
    return [*_long_texts(table, spans), *_many_options(table, spans)]


def _bracket_too_many(spans: SpanMap) -> Span | None:
    """Return the first bracket that stands too deep in others; where none does, None."""
    depth = 0
    for sign in _SIGNS.finditer(spans.text):
        depth += (sign[0] in "[{") - (sign[0] in "]}")
        if depth >= MAX_DEPTH:
            return spans.stretch(sign.start(), sign.end())
    return None


def _deepest(spans: SpanMap) -> Point | None:
    """Return the first thing that stands too deep, be it for brackets or for dots."""
    if found := _bracket_too_many(spans):
        return found.start
    for path, mark in spans.marks.items():
        is_table = len(path) > MAX_DEPTH or spans.text[mark.value[0]] in "[{"
        if len(path) >= MAX_DEPTH and is_table:
            return spans.stretch(*mark.value).start
    return None


def _long_texts(table: Table, spans: SpanMap) -> Iterator[Finding]:
    text = spans.text
    if len(text) <= MAX_TEXT or not ('"""' in text or "'''" in text or _has_long_line(text)):
        return
    for path, words in _texts(table, ()):
        if len(words) > MAX_TEXT:
            yield Finding(
                code="T130",
                message=f"This text has {len(words):,} characters; one text holds {MAX_TEXT:,}.",
                help=_shorter(path),
                span=spans.nearest(path),
            )


def _shorter(path: Path) -> str:
    """Return the way out for a text that is too long: what is said aloud can be parted."""
    if not {"say", "instead"}.isdisjoint(path):
        return "say it in several steps, or in several phrases"
    return "shorten it; what is longer belongs in a document that source names"


def _has_long_line(text: str) -> bool:
    return max(map(len, text.split("\n"))) > MAX_TEXT


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number))


def _many_options(table: Table, spans: SpanMap) -> Iterator[Finding]:
    steps = table.get("steps")
    for number, step in enumerate(cast("list[object]", steps) if isinstance(steps, list) else ()):
        options = step.get("options") if isinstance(step, dict) else None
        if not isinstance(options, dict) or len(options) <= MAX_OPTIONS:
            continue
        beyond_last = list(options)[MAX_OPTIONS]
        yield Finding(
            code="T131",
            message=f"This step has {len(options):,} options; a step holds {MAX_OPTIONS}.",
            help="nobody reads so many: ask in two steps, or let people say it in words",
            span=spans.nearest(("steps", number, "options", beyond_last)),
            step=str(cast("Table", step).get("id", "")),
        )
