"""Days as people type them: 2026-11-24, 24.11. or 24.11.2026; never month first."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?\s?(\d{4})?\Z")


def parse_day(text: str, today: date) -> date | None:
    """Return the day that was typed; without a year the next such day from today on."""
    text = text.strip()
    try:
        if iso := _ISO.match(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if dotted := _DOTTED.match(text):
            day, month = int(dotted[1]), int(dotted[2])
            if dotted[3]:
                return date(int(dotted[3]), month, day)
            this_year = date(today.year, month, day)
            return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None
    return None


def parse_past_day(text: str, today: date) -> date | None:
    """Return the day that was typed; without a year the last such day up to today."""
    return parse_day(text, today - timedelta(days=364))


def parse_person(text: str) -> tuple[str, str]:
    """Return name and relation from "R.T., daughter"; all of it is the name without a comma."""
    who, _, relation = text.partition(",")
    return who.strip(), relation.strip()
