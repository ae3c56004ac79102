"""What one cell says: a number, yes or no, a date, words, or several things.

Spreadsheet programs rewrite what looks like a number or a date to them; what can be told apart is
read as it was meant, and the rest is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from bedside.content.sheet.columns import Sort
from bedside.content.sheet.lines import (
    Unclear,
    read_list,
    read_named,
    read_phrases,
    read_tests,
    read_wording,
    told,
)

_WHOLE = re.compile(r"-?\d{1,9}(?:[.,]0+)?\Z")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\Z")
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{2}|\d{4})\Z")
_BROKEN = re.compile(r"#(?:REF!|NAME\?|VALUE!|N/A|DIV/0!|NUM!|NULL!)\Z|#{3,}\Z")

_YES = frozenset(
    ("yes", "true", "x", "1", "✓", "☑", "ja", "wahr", "oui", "vrai", "sí", "si", "verdadero")
) | {"sì", "vero", "sim", "verdadeiro", "waar"}
_NO = frozenset(("no", "false", "0", "☐", "nein", "falsch", "non", "faux", "falso", "nee")) | {
    "não",
    "onwaar",
}
"""What spreadsheet programs of several languages make of true and false, and people of yes."""

_DAY_WAY_OUT = "write year-month-day, with an apostrophe in front: '2027-03-02"


class Cell(NamedTuple):
    """The text of a cell and where it stands, counted from nought."""

    text: str
    row: int
    column: int


def value_of(text: str, sort: Sort, name: str) -> object:
    """Return what a cell says, as a checklist file would have it. Unclear where it says nothing.

    `name` is what the author calls the part: the heading, or the name of an `about` row.
    """
    if _BROKEN.match(text.strip()):
        message = f"the spreadsheet shows {text.strip()} here instead of words"
        raise Unclear(message, "type the words again, with an apostrophe in front", True)
    if name == "version" and text.strip().isdigit():
        message = f"the spreadsheet has made {text.strip()} of {text.strip()}.0"
        raise Unclear(message, f"type '{text.strip()}.0 with an apostrophe in front", True)
    read = _READERS.get(sort)
    found = read(text) if read else text
    is_one_source = name == "source" and isinstance(found, list) and len(found) == 1
    return found[0] if is_one_source and isinstance(found, list) else found


def _number(text: str) -> int:
    found = text.strip()
    if not _WHOLE.match(found):
        raise Unclear(f"{told(text)} is no whole number", "write digits only: 10")
    return int(re.split(r"[.,]", found)[0])


def _truth(text: str) -> bool:
    word = text.strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unclear(f"{told(text)} is neither yes nor no", "write yes or no")


def _day(text: str) -> date:
    """Return a date: year first, or day first with dots; with strokes nobody can be sure."""
    word = text.strip()
    if slashed := _SLASHED.match(word):
        message = f"the spreadsheet has rewritten this date as {told(slashed[0])}"
        raise Unclear(message, _DAY_WAY_OUT, True)
    iso, dotted = _ISO.match(word), _DOTTED.match(word)
    parts = iso.groups() if iso else dotted.groups()[::-1] if dotted else ()
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        raise Unclear(f"{told(text)} is no date", _DAY_WAY_OUT) from None


_READERS: Mapping[Sort, Callable[[str], object]] = {
    Sort.NAME: str.strip,
    Sort.NUMBER: _number,
    Sort.TRUTH: _truth,
    Sort.DAY: _day,
    Sort.LIST: read_list,
    Sort.PHRASES: read_phrases,
    Sort.NAMED: read_named,
    Sort.WORDING: read_wording,
    Sort.TESTS: read_tests,
}
