"""The gate for checklist text: bytes in, clean text out, or what is wrong with it.

What passes holds no character that could act on a terminal and nothing that could keep the TOML
reader busy: its time grows with the square of a dotted key's parts, once for every line below a
header of many parts.
"""

from __future__ import annotations

import re
import unicodedata

from bedside.content.files import MAX_BYTES
from bedside.core.problems import Finding, Point, Span
from bedside.core.spans import point_at
from bedside.core.text import unfit

MAX_LINE = 5000
MAX_KEY_PARTS = 64
LARGE = 100_000
"""From so many characters on, names have no more parts than a checklist can be deep."""
MAX_KEY_PARTS_OF_LARGE = 8

_PART = r"""(?:"[^"\n]*+"|'[^'\n]*+'|[\w-]++)[ \t]*+\.[ \t]*+"""
_LONG_KEY = re.compile(rf"(?<![\w.-])(?:{_PART}){{{MAX_KEY_PARTS}}}")
_LONG_KEY_OF_LARGE = re.compile(
    rf"(?m:^|[{{,])[ \t]*+\[*+[ \t]*+((?:{_PART}){{{MAX_KEY_PARTS_OF_LARGE}}})"
)
_DEEP = re.compile(r"=[ \t]*+((?:[\[{]\s*+){9})")
_DOCUMENTS = {
    b"PK\x03\x04": "a word processor's document",
    b"\xd0\xcf\x11\xe0": "a word processor's document",
    b"%PDF-": "a PDF document",
}


def open_text(raw: bytes) -> str | Finding:
    """Return the text of a checklist file, a byte-order mark removed, or why it cannot be read.

    Invisible characters (T105) are looked for last, so that a text with them is otherwise safe.
    """
    if len(raw) > MAX_BYTES:
        return Finding(
            code="T101",
            message="This file is larger than 1,024 KiB, the most that a checklist holds.",
            help="split it into several checklists",
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:400].count(0) * 3 > len(raw[:400]):
        return Finding(
            code="T102",
            message="This file is saved as UTF-16, which bedside cannot read.",
            help='save it again and choose "UTF-8" as the encoding',
        )
    what = next((what for begin, what in _DOCUMENTS.items() if raw.startswith(begin)), None)
    if what:
        return Finding(
            code="T103",
            message=f"This is {what}, not a checklist.",
            help='save it as plain text ("Text only", UTF-8) under a name ending in .toml',
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _of_encoding(raw, error.start)
    return _refused(text) or _of_invisible(text) or text


def _of_encoding(raw: bytes, offset: int) -> Finding:
    before = raw[:offset].decode("utf-8-sig", "replace")
    at = point_at(before, len(before))
    return Finding(
        code="T104",
        message=f"Line {at.line} holds letters that are not saved as UTF-8.",
        help='save the file again and choose "UTF-8" as the encoding',
        span=Span(at, at._replace(column=at.column + 1)),
    )


def _refused(text: str) -> Finding | None:
    """Return why this text may not be handed to the TOML reader: it would take too long."""
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
        if line.count(".") >= MAX_KEY_PARTS and (found := _LONG_KEY.search(line)):
            return _of_parts(Point(number, found.start() + 1), MAX_KEY_PARTS)
    return _refused_of_large(text) if len(text) > LARGE else None


def _refused_of_large(text: str) -> Finding | None:
    """Return what nobody waits for where there is very much of it."""
    if found := _LONG_KEY_OF_LARGE.search(text):
        return _of_parts(point_at(text, found.start(1)), MAX_KEY_PARTS_OF_LARGE)
    if found := _DEEP.search(text):
        return too_deep(point_at(text, found.start(1)))
    return None


def too_deep(at: Point | None) -> Finding:
    """Return the finding for brackets that stand in others too deep, the first of them here."""
    return Finding(
        code="T108",
        message="Brackets are nested too deeply here to be read.",
        help="a list holds texts, never lists",
        span=Span(at, at._replace(column=at.column + 1)) if at else None,
    )


def _of_parts(at: Point, most: int) -> Finding:
    return Finding(
        code="T107",
        message=f"The name on line {at.line} has more than {most} parts.",
        help="a name is one word, a dot and one word",
        span=Span(at, at._replace(column=at.column + 1)),
    )


def _of_invisible(text: str) -> Finding | None:
    if "\r" in text:
        text = text.replace("\r\n", " \n")
    found = unfit(text)
    if not found:
        return None
    start = point_at(text, found[0])
    return Finding(
        code="T105",
        message=said_of(text[found[0]]),
        help="delete it; retype the word if it cannot be seen",
        span=Span(start, Point(start.line, start.column + 1)),
    )


def said_of(letter: str) -> str:
    """Return what is said of a character that no text may hold, which stands here."""
    if unicodedata.category(letter) in ("Co", "Cn"):
        return f"Each machine shows the character that stands here differently ({name_of(letter)})."
    return f"An invisible character stands here ({name_of(letter)})."


def name_of(letter: str) -> str:
    """Return what Unicode calls a letter, or its number."""
    return unicodedata.name(letter, f"U+{ord(letter):04X}").lower()


def _line_span(line: int) -> Span:
    return Span(Point(line, 1), Point(line, 2))
