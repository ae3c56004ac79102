"""Quotation marks elsewhere than around the patient's own words, where they read as doubt.

In the note they stand only around what matters to the patient, worries and goals (Piscitello GM
et al., PMC12202787: quotes may serve accuracy or cast doubt); on the patient page around anything
the patient said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bedside.note.checks.hits import Hit
from bedside.note.checks.lines import Line
from bedside.note.wording import QUOTED_PLACES

_DOUBLE = re.compile(
    r"“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|»([^«»]*)«|(?<!\w)\"(?!\s)([^\"]*)(?<!\s)\"(?!\w)"
)
_SINGLE = re.compile(
    r"‘((?:[^‘’]|’(?=\w))*)’(?!\w)|(?<!\w)'(?=[^\W\d_]{2})([^'.;:!?]{2,60})'(?!\w)"
)
"""Marks that are apostrophes in many words, so that they are looked for in English alone."""

_SIGNS = "“„«»\"‘'"


def quotes(line: Line, is_english: bool) -> Iterator[Hit]:
    """Yield every stretch in quotation marks that may not stand in them, with what is within."""
    if not any(sign in line.text for sign in _SIGNS):
        return
    for pattern in (_DOUBLE, _SINGLE)[: 1 + is_english]:
        for found in pattern.finditer(line.text):
            within = next(part for part in found.groups() if part is not None)
            if within.strip() and not _may_stand(line, found, within):
                yield Hit(*found.span(), within.strip(), is_exact=True)


def _may_stand(line: Line, found: re.Match[str], within: str) -> bool:
    """Whether marks stand around the patient's own words where they may, or inside of them."""
    span = found.span()
    if any(f <= span[0] and span[1] <= e and (f, e) != span for f, e in line.kept):
        return True
    if line.reader != "patient" and line.place not in QUOTED_PLACES:
        return False
    said = within.strip().rstrip(".!?…")
    at = span[0] + found[0].index(said) if said else span[0]
    return any(first <= at and at + len(said) <= end for first, end in line.own)
