"""Follow-ups as a calendar file (RFC 5545): one VTODO each, the same bytes for the same follow-ups.

It will lie in somebody's calendar, so who the patient is stands in it only where that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from bedside import __version__
from bedside.core.listing import Due, VisitListing
from bedside.core.text import safe

_OCTETS = 75
"""The most octets of a line before its line break (RFC 5545, 3.1)."""

_ESCAPED = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))
"""What has a meaning of its own inside a TEXT value (RFC 5545, 3.3.11), the backslash first."""

_THEMSELVES = "the patient"
"""Who does a follow-up, where that is the patient and nobody may be named."""

_INITIALS = 2
"""Letters of a word that is too short to tell anybody by."""


class Entry(NamedTuple):
    """A follow-up and the visit it comes from."""

    visit: VisitListing
    task: Due


def calendar(entries: Iterable[Entry], with_patient: bool = False) -> str:
    """Return a calendar of follow-ups, lines ending in CR and LF.

    A calendar has to hold something (RFC 5545, 3.6), so there has to be at least one.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//bedside//bedside {__version__}//EN"]
    for entry in entries:
        lines += _todo(entry, with_patient)
    return "".join(f"{folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def escaped(text: str) -> str:
    """Return a text as it stands in a value: one line, nothing in it that means something else."""
    kept = "\n".join(safe(line) for line in text.replace("\r\n", "\n").split("\n"))
    for letter, instead in _ESCAPED:
        kept = kept.replace(letter, instead)
    return kept


def folded(line: str) -> str:
    """Return a line folded so that no part has more octets than allowed, no letter cut in two."""
    parts, part, used = [], "", 0
    for letter in line:
        size = len(letter.encode("utf-8", "surrogatepass"))
        if used + size > _OCTETS:
            parts.append(part)
            part, used = " ", 1
        part, used = part + letter, used + size
    return "\r\n".join((*parts, part))


def _todo(entry: Entry, with_patient: bool) -> Iterator[str]:
    visit, task = entry
    yield "BEGIN:VTODO"
    yield f"UID:{escaped(f'{visit.id}-{task.task}')}@bedside"
    yield f"DTSTAMP:{datetime.fromtimestamp(visit.touched.utc / 1000, UTC):%Y%m%dT%H%M%SZ}"
    if task.day:
        yield f"DUE;VALUE=DATE:{task.day.isoformat().replace('-', '')}"
    named = f"{visit.patient}: " if with_patient and visit.patient else ""
    yield f"SUMMARY:{escaped(named + task.text)}"
    yield f"DESCRIPTION:{escaped(_about(entry, with_patient))}"
    yield "CLASS:PRIVATE"
    yield f"STATUS:{'COMPLETED' if task.done else 'NEEDS-ACTION'}"
    yield "END:VTODO"


def _about(entry: Entry, with_patient: bool) -> str:
    """Return from which visit a follow-up comes, whose it is, and who has done it."""
    visit, task = entry
    people = [("For", task.who), ("Done by", task.done)]
    told = [
        f"{word}: {who if with_patient else _guarded(who, visit.patient)}."
        for word, who in people
        if who
    ]
    return " ".join((f"Visit {visit.id}.", *told))


def _guarded(who: str, patient: str) -> str:
    """Return somebody's name, unless it shares a word with what the patient is called."""
    return _THEMSELVES if _words(who) & _words(patient) else who


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > _INITIALS}
