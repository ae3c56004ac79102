"""Bare words where something else than words belongs: true or false, a number, a day."""

from __future__ import annotations

import re

from bedside.content.advice.entries import COUNTED, SWITCHES
from bedside.content.advice.slip import Slip, Stuck, mended, parts, shown, slip
from bedside.content.truths import truth_meant

_WORD = re.compile(r"[^\W\d_][^\"\\=\[\]{}]*\Z")
_DAYS = frozenset(("reviewed", "next_review", "until"))
"""The names that say a day."""


def bare(stuck: Stuck) -> Slip | None:
    """A word stands, without marks, where marks would not make it right either."""
    found = parts(stuck.line)
    if found is None or not _WORD.match(found.said) or not stuck.said.startswith("invalid value"):
        return None
    key, said = found.name.removeprefix("review."), shown(found.said)
    if key in SWITCHES:
        meant = truth_meant(found.said)
        help_ = f"write {meant or 'true or false'}: {key} = {meant or 'true'}"
        told = ("T115", f"{key} is true or false, and {said!r} is neither.", help_)
    elif key in COUNTED:
        meant = ""
        told = (
            "T129",
            f"{key} is a whole number, and {said!r} is none.",
            f"write digits: {key} = 12",
        )
    elif key in _DAYS:
        meant = ""
        told = (
            "T122",
            f"{said!r} is not how a day is written.",
            "write year-month-day: 2031-03-12",
        )
    else:
        return None
    one = slip(stuck, told[0], told[1:], (found.value, found.stop))
    if meant:
        return mended(one, f"write {meant}", found.saying(meant))
    return one._replace(rows=("",), is_sure=False)
