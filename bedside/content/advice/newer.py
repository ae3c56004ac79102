"""What only TOML 1.1 allows, where tomllib reads that too: the next workstation's may not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bedside.content.advice.slip import NEWER
from bedside.core.problems import Finding
from bedside.core.spans import SpanMap

_TOKENS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'|#[^\n]*|[\[\]{},=\n]|(?<![\d:+-])\d\d:\d\d(?![:\d])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:(e|x)|.)", re.DOTALL)


def newer(text: str) -> Iterator[Finding]:
    """Yield what tomllib before Python 3.15 would not read in a text that is read here."""
    spans = SpanMap(text)
    for what, begin, end in _newer(text):
        yield Finding(
            code="T139",
            message=f"{what} {NEWER}",
            help="write a line for each name, letters as themselves, and times with their seconds",
            span=spans.stretch(begin, end),
        )


def _newer(text: str) -> Iterator[tuple[str, int, int]]:
    opened: list[int] = []
    told: set[int] = set()
    comma = -1
    for token in _TOKENS.finditer(text):
        sign, at = token[0], token.start()
        in_braces = bool(opened) and text[opened[-1]] == "{"
        if sign in "[{":
            opened.append(at)
        elif sign in "]}":
            if sign == "}" and comma >= 0:
                yield "A comma before }", comma, comma + 1
            opened = opened[:-1]
        elif sign == "\n" and in_braces and opened[-1] not in told:
            told.add(opened[-1])
            yield "A group in braces over several lines", opened[-1], opened[-1] + 1
        elif sign[0] == '"':
            yield from _escapes(sign, at)
        elif sign[0].isdigit():
            yield "A time without seconds", at, token.end()
        comma = at if sign == "," else comma if sign == "\n" or sign[0] == "#" else -1


def _escapes(words: str, at: int) -> Iterator[tuple[str, int, int]]:
    for found in _ESCAPE.finditer(words):
        if found[1]:
            yield found[0], at + found.start(), at + found.end()
