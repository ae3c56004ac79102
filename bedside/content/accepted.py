"""Warnings taken on purpose: with a reason, a name and an end date, never by a bare switch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bedside.content.places import Places
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding, Level


def without_accepted(
    found: Sequence[Finding], checklist: Checklist, places: Places, today: date
) -> Iterator[Finding]:
    """Return what has not been accepted, and what is wrong with how the rest was.

    An error cannot be accepted.
    """
    taken = {(one.code, one.step) for one in checklist.accepted if one.until >= today}
    for finding in found:
        named = {(finding.code, finding.step), (finding.code, "")}
        if finding.level is Level.ERROR or not named & taken:
            yield finding
