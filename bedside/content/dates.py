"""Days as people write them, read where only one day can be meant."""

from __future__ import annotations

import re
from datetime import date, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_SPOKEN = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3})[a-z]*\.?,? (\d{4})\Z")
_AMERICAN = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\Z")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4})\Z")


def day_meant(given: object) -> str:
    """Return the day as a checklist writes it; "" where more than one could be meant."""
    if isinstance(given, datetime):
        return given.date().isoformat()
    text = str(given).strip().lower()
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SPOKEN.match(text):
        return _named(int(found[3]), found[2], int(found[1]))
    if found := _AMERICAN.match(text):
        return _named(int(found[3]), found[1], int(found[2]))
    if found := _NUMBERS.match(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or first > 12 or first == second:
            return _day(year, second, first)
        return _day(year, first, second) if second > 12 else ""
    return ""


def _named(year: int, month: str, day: int) -> str:
    return _day(year, _MONTHS.index(month) + 1, day) if month in _MONTHS else ""


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
