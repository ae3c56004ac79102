"""Days that somebody writes on a command line, as bounds of what is listed or written."""

from __future__ import annotations

from datetime import date

from bedside.cli.exits import Ended, Exit
from bedside.core.days import parse_day


def day_of(text: str) -> date:
    """Return a day of the command line; Ended where it is none."""
    day = parse_day(text, date.min)
    if day is None or day.year < 1900:
        raise Ended(Exit.USAGE, f"{text} is no day. Write it as year-month-day: 2026-11-24.")
    return day
