"""Warnings taken on purpose: with a reason, a name and an end date, never by a bare switch.

An accepted warning is not told. One whose day has passed is told again, once, with what it was
about; one that nothing is told of any more is told as left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from bedside.content.codes.levels import level_of
from bedside.content.places import Here, Places
from bedside.core.checklist import Accepted, Checklist
from bedside.core.problems import Edit, Finding, Fix, Level, Related

LONGEST = timedelta(days=366)
"""So long a warning may be accepted: then somebody looks again."""

_FAMILIES = frozenset("TCLNPSMFXK")
_ELSEWHERE = frozenset("XK")
"""Families that are found by looking at other files, so that their absence says nothing."""


class _Taken(NamedTuple):
    """One accepted warning, where it stands in the list, and what it was taken for."""

    at: int
    what: Accepted
    found: Sequence[Finding]


def without_accepted(
    found: Sequence[Finding],
    checklist: Checklist,
    places: Places,
    today: date,
    *,
    is_whole: bool = True,
) -> Iterator[Finding]:
    """Return what has not been accepted, and what is wrong with how the rest was.

    An error cannot be accepted. `is_whole` says that everything was looked for, so that what
    was not found is not there.
    """
    if not checklist.accepted:
        yield from found
        return
    taken = [
        _Taken(at, one, [f for f in found if _covers(one, f)])
        for at, one in enumerate(checklist.accepted)
    ]
    valid = [id(f) for one in taken if one.what.until >= today for f in one.found]
    over = [id(f) for one in taken if one.what.until < today for f in one.found]
    yield from (f for f in found if id(f) not in valid and id(f) not in over)
    for one in taken:
        if one.what.until < today and any(id(f) not in valid for f in one.found):
            yield _ran_out(one, places.head)
        elif is_whole:
            yield from _oddly_taken(one, places.head, today)


def _covers(one: Accepted, finding: Finding) -> bool:
    same = one.code == finding.code and one.step in ("", finding.step)
    return same and finding.level is not Level.ERROR


def _ran_out(one: _Taken, head: Here) -> Finding:
    first = one.found[0]
    message = f"This was accepted until {one.what.until.isoformat()}, and is still so: "
    help_ = "mend it, or look at the reason again and write a later day"
    spot = head.value("accepted", one.at, "until")
    made = head.finding("M710", message + first.message, help_, spot)
    return replace(made, related=tuple(Related(f.message, f.file, f.span) for f in one.found))


def _oddly_taken(one: _Taken, head: Here, today: date) -> Iterator[Finding]:
    """Return what is wrong with an accepted warning itself."""
    code, until = one.what.code, one.what.until
    is_error = code[:1] in _FAMILIES and level_of(code) is Level.ERROR
    if is_error or not (one.found or code[:1] in _ELSEWHERE):
        spot, fix = head.value("accepted", one.at, "code"), _taken_out(head, one.at)
        if is_error:
            message = f"{code} is an error, and errors cannot be accepted."
            yield head.finding("M714", message, "mend it, and take this block out", spot, fix)
        else:
            message = f"{code} is accepted here, and there is no such warning to accept."
            yield head.finding("M711", message, "take this block out", spot, fix)
    elif until > today + LONGEST:
        message = f"A warning is accepted until {until.isoformat()}, more than a year from now."
        help_ = "write a day within a year; it can be accepted again then"
        spot = head.value("accepted", one.at, "until")
        yield head.finding("M712", message, help_, spot)


def _taken_out(head: Here, at: int) -> Fix | None:
    """Return the mend that takes a whole [[accepted]] block out."""
    origin = next((o for o in head.origins if ("accepted", at) in o.spans.marks), None)
    header = origin.spans.marks["accepted", at] if origin else None
    if origin is None or header is None or not header.keys:
        return None
    marks, text = origin.spans.marks, origin.spans.text
    last = max(m.value[1] for path, m in marks.items() if path[:2] == ("accepted", at))
    end = text.find("\n", last) + 1 or len(text)
    start = text.rfind("\n", 0, header.value[0]) + 1
    return Fix("Take the block out", (Edit(origin.spans.stretch(start, end), ""),))
