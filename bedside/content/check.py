"""Everything wrong with one checklist file, in one run: text, shape, logic, wording, upkeep.

What only makes sense of a whole checklist is looked at where nothing in it is broken, so that one
mistake gives one finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bedside.content.accepted import without_accepted
from bedside.content.banks import Banks
from bedside.content.lint.lint import linted_steps, linted_whole
from bedside.content.load import Opened, open_checklist
from bedside.content.logic.logic import illogical
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding, Level


class Checked(NamedTuple):
    """What came of looking at a file; without a checklist there was none to read."""

    checklist: Checklist | None
    findings: tuple[Finding, ...]

    @property
    def is_usable(self) -> bool:
        """Whether a visit can be begun with it."""
        return self.checklist is not None and not any(
            found.level is Level.ERROR for found in self.findings
        )


def check(raw: bytes, name: str, banks: Banks, today: date) -> Checked:
    """Return the checklist in these bytes and all its findings, in the order of the file."""
    opened = open_checklist(raw, name, banks)
    found = [*opened.findings, *_looked_into(opened, today)]
    found.sort(key=lambda one: (one.file != name, one.file, one.span or ()))
    return Checked(opened.checklist, tuple(found))


def _looked_into(opened: Opened, today: date) -> Iterator[Finding]:
    checklist, places, broken = opened
    if checklist is None or places is None:
        return
    found = list(linted_steps(checklist, places))
    if not broken:
        found += illogical(checklist, places)
        found += linted_whole(checklist, places, today)
    yield from without_accepted(found, checklist, places, today)
