"""Days as people write them, read where only one day can be meant."""

from __future__ import annotations

import re
from datetime import date, datetime

_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_MONTHS = tuple(name[:3].lower() for name in _NAMES)
_FEBRUARY = 2
_LONGEST = 31
"""No month has more days."""
_WAY = "write year-month-day, like 2031-03-12"
_DASH = re.compile(r"(?<=\d)\s?[‐‑‒–—−]\s?(?=\d)")
"""What a word processor makes of the hyphens between numbers."""
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_SPOKEN = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3})[a-z]*\.?,? (\d{4})\Z")
_AMERICAN = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\Z")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4})\Z")


def day_meant(given: object) -> str:
    """Return the day as a checklist writes it; "" where more than one could be meant."""
    if isinstance(given, datetime):
        return given.date().isoformat()
    found = _read(given)
    return _day(*found) if found else ""


def no_such_day(given: object) -> tuple[str, str]:
    """Return the way out of a day that is none, in words, and the day it leads to.

    Both are "" where nothing can be said, and the day where it cannot be known.
    """
    year, month, day = _read(given) or (0, 0, 0)
    if not 0 < year < 10_000 or _day(year, month, day):
        return "", ""
    if month > 12 and (swapped := _day(year, day, month)):
        return f"did you mean {swapped}? the month comes before the day", swapped
    if not 1 <= month <= 12:
        return f"a year has 12 months: {_WAY}", ""
    last = next(one for one in (31, 30, 29, 28) if _day(year, month, one))
    of_year = f" {year}" if month == _FEBRUARY else ""
    says = f"{_NAMES[month - 1]}{of_year} has {last} days"
    meant = _day(year, month, last) if last < day <= _LONGEST else ""
    return f"{says}: write {meant}" if meant else f"{says}: {_WAY}", meant


def _read(given: object) -> tuple[int, int, int] | None:
    """Return the year, month and day that a text names, where it can name them in one way only."""
    text = _DASH.sub("-", str(given).strip().lower())
    if found := _ISO.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SPOKEN.match(text):
        return _named(int(found[3]), found[2], int(found[1]))
    if found := _AMERICAN.match(text):
        return _named(int(found[3]), found[1], int(found[2]))
    if found := _NUMBERS.match(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or first > 12 or first == second:
            return year, second, first
        return (year, first, second) if second > 12 else None
    return None


def _named(year: int, month: str, day: int) -> tuple[int, int, int] | None:
    return (year, _MONTHS.index(month) + 1, day) if month in _MONTHS else None


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
