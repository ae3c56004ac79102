"""The gate for checklist text: bytes in, clean text out, or what is wrong with it.

What passes holds no character that could act on a terminal and nothing that could keep the TOML
reader busy: its time grows faster than the square of a dotted key's length.
"""

from __future__ import annotations

import re
import unicodedata

from bedside.content.files import MAX_BYTES
from bedside.core.problems import Finding, Point, Span
from bedside.core.spans import point_at
from bedside.core.text import harmful

MAX_LINE = 5000
MAX_KEY_PARTS = 64

_LONG_KEY = re.compile(
    rf"""[\[{{,\s]*(?:(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)[ \t]*\.[ \t]*){{{MAX_KEY_PARTS}}}"""
)


def open_text(raw: bytes) -> str | Finding:
    """Return the text of a checklist file, a byte-order mark removed, or why it cannot be read."""
    if len(raw) > MAX_BYTES:
        return Finding(
            code="T101",
            message="This file is larger than 1,024 KiB, the most that a checklist holds.",
            help="split it into several checklists",
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Finding(
            code="T102",
            message="This file is saved as UTF-16, which bedside cannot read.",
            help='save it again and choose "UTF-8" as the encoding',
        )
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Finding(
            code="T103",
            message="This is a word processor's document, not a checklist.",
            help='save it as plain text ("Text only", UTF-8) under a name ending in .toml',
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Finding(
            code="T104",
            message=f"Line {line} holds letters that are not saved as UTF-8.",
            help='save the file again and choose "UTF-8" as the encoding',
            span=_line_span(line),
        )
    return _refused(text) or text


def _refused(text: str) -> Finding | None:
    """Return why this text may not be handed to the TOML reader."""
    if "\r" in text:
        text = text.replace("\r\n", " \n")
    if found := harmful(text):
        letter = found[0]
        name = unicodedata.name(letter, f"U+{ord(letter):04X}").lower()
        start = point_at(text, found.start())
        return Finding(
            code="T105",
            message=f"An invisible character stands here ({name}).",
            help="delete it; retype the word if it cannot be seen",
            span=Span(start, Point(start.line, start.column + 1)),
        )
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) < 2 * MAX_KEY_PARTS:
            continue
        if len(line) > MAX_LINE:
            return Finding(
                code="T106",
                message=f"Line {number} is longer than {MAX_LINE} characters.",
                help="break it into shorter phrases",
                span=_line_span(number),
            )
        if _LONG_KEY.match(line):
            return Finding(
                code="T107",
                message=f"The name on line {number} has more than {MAX_KEY_PARTS} parts.",
                help="a name is one word, a dot and one word",
                span=_line_span(number),
            )
    return None


def _line_span(line: int) -> Span:
    return Span(Point(line, 1), Point(line, 2))
