"""Texts put in at places of another, and values as an author writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, cast

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f\u2028\u2029]')
_LONG_ESCAPED = re.compile(r'\\|"""|"\Z|[\x00-\x08\x0b-\x1f\x7f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


class Splice(NamedTuple):
    """What is to stand in place of the characters from `start` to `end` of a text."""

    start: int
    end: int
    text: str


class Refused(NamedTuple):
    """A change that is not made, and why, in an educator's words. The text stays as it was."""

    reason: str


class Refusing(ValueError):
    """Raised deep inside a change that cannot be made; `edited` turns it into a Refused."""


def applied(text: str, splices: Iterable[Splice]) -> str:
    """Return the text with every splice made; two at one place keep their order.

    Refusing where two of them take the same characters.
    """
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        if start < at:
            raise Refusing("two changes meet in the same words")
        parts += text[at:start], new
        at = end
    return "".join((*parts, text[at:]))


def newline(text: str) -> str:
    """Return the line end that a file uses: that of its first line."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def written_key(name: str) -> str:
    """Return a name as it stands left of an equals sign, in quotation marks where it must."""
    return name if _BARE.match(name) else written(name)


def written(value: object) -> str:
    """Return a value as an author writes it, on one line; typographic quotes stay themselves.

    Refusing for what a checklist cannot hold.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{_ESCAPED.sub(_escape, value)}"'
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, Mapping):
        table = cast("Mapping[str, object]", value)
        inside = ", ".join(f"{written_key(key)} = {written(each)}" for key, each in table.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(written, cast('Sequence[object]', value)))}]"
    raise Refusing("this cannot stand in a checklist")


def written_long(value: str, line_end: str) -> str:
    """Return a text of several lines between three quotation marks, its lines kept apart."""
    inside = _LONG_ESCAPED.sub(lambda found: "".join(map(_escaped, found[0])), value)
    return f'"""{line_end}{inside.replace(chr(10), line_end)}"""'


def _escape(found: re.Match[str]) -> str:
    return _escaped(found[0])


def _escaped(letter: str) -> str:
    return _SHORT.get(letter) or f"\\u{ord(letter):04X}"
