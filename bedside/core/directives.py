"""Directives: codes under which others act on a document as on a patient's own orders for later.

A talk is none of these, whoever it was with and whatever was said in it: no note is filed so.
"""

from __future__ import annotations

import re

CODES: dict[str, str] = {
    "42348-3": "Advance healthcare directives",
    "64298-3": "Power of attorney",
    "75320-2": "Advance directive",
    "81334-5": "Personal advance care plan",
    "81351-9": "Do not resuscitate order is in place",
    "81352-7": "Order for life-sustaining treatment is in place",
    "86533-7": "Living will",
    "92664-2": "Power of attorney and living will",
    "93037-0": "Portable medical order",
    "104144-1": "Mental health directive",
}
"""LOINC codes of such documents, and what they are (HL7 PACIO ADI 1.0.0 and 2.0.0, value sets of
document types and categories). 34109-9 is none: it is the plain "Note" of HL7's C80 types."""

_NUMBERS = {code.partition("-")[0]: code for code in CODES}
_CODE = re.compile(r"(?<![0-9A-Za-z.-])([0-9]{5,6})(?:-[0-9])?(?![0-9A-Za-z-])")


def directive_in(text: str) -> str:
    """Return the first code of a directive that stands in a text; "" where none does.

    Its check digit may be wrong or missing: a receiver that does not look at it files it all the
    same.
    """
    found = (_NUMBERS.get(one[1], "") for one in _CODE.finditer(text))
    return next(filter(None, found), "")
