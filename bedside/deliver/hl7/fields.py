"""Segments and fields of a message (HL7 v2.5.1, chapter 2A), by number, nothing empty trailing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

END = "\r"
"""What ends every segment, the last one too."""


def segment(name: str, fields: Mapping[int, str]) -> str:
    """Return a segment of fields by their number; those that are not there are empty."""
    last = max((number for number, value in fields.items() if value), default=0)
    return "|".join((name, *(fields.get(number, "") for number in range(1, last + 1))))


def header(fields: Mapping[int, str]) -> str:
    """Return MSH: its first field is the separator itself, its second are the other four."""
    return segment("MSH", {1: "^~\\&", **{number - 1: value for number, value in fields.items()}})


def components(*parts: str) -> str:
    """Return components, escaped already, as one field; empty ones at the end vanish."""
    return "^".join(parts).rstrip("^")


def instant(at: datetime) -> str:
    """Return a time with its zone, to the second (TS)."""
    return f"{at:%Y%m%d%H%M%S%z}"


def day(on: date | None) -> str:
    """Return a day (TS to the day); empty for none."""
    return f"{on:%Y%m%d}" if on else ""
