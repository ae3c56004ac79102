"""Times that nobody measured or confirmed: how long a talk is said to have taken.

The minutes in the note are those of its own clock, confirmed when it is signed; any other time in
it is an assertion that nobody can check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bedside.note.checks.hits import Hit
from bedside.note.checks.lines import Line
from bedside.note.checks.lists import spelled, whole

_ARTICLE = re.compile(r"an?\b", re.IGNORECASE)
_INSTEAD = {"out": "", "long": "", "spent": "time", "were": "time was"}
"""What stands in the place of a time, by how it is told."""

_UNIT = re.compile(r"min|hour|\bhrs?\b", re.IGNORECASE)


def minutes(line: Line) -> Iterator[Hit]:
    """Yield each unmeasured time of a talk, with the sentence without it where that is clean."""
    if not _UNIT.search(line.text):
        return
    for pattern in _patterns():
        for found in pattern.finditer(line.text):
            if _is_to_come(line.text, *found.span()):
                continue
            name = next(iter(found.groupdict()))
            swap = _INSTEAD.get(name)
            if name == "long" and _ARTICLE.match(found[name]):
                swap = "a "
            yield Hit(*found.span(name), swap)


def _is_to_come(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a time tells of a talk that is still to come."""
    first = max(text.rfind(mark, 0, start) for mark in ".;!?")
    last = min((at for mark in ".;!?" if (at := text.find(mark, end)) >= 0), default=len(text))
    return _coming().search(text, first + 1, last) is not None


@cache
def _coming() -> re.Pattern[str]:
    return whole(spelled("minutes", "coming"))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return what finds a time; its group is `out` where it can be taken out and nothing is lost.

    `long` stands before what it is the length of, with the article; `spent` and `were` stand for
    time that was spent; with `kept` nothing clean is left.
    """
    number = (
        rf"(?:\d{{1,3}}(?:[.,]\d)?(?:\s*(?:-|–|to)\s*\d{{1,3}})?|{spelled('minutes', 'numbers')})"
    )
    unit = r"(?:min(?:ute)?s?|h(?:ou)?rs?)\b(?:\s+and\s+[\w-]+\s+min(?:ute)?s?\b)?"
    time = rf"(?:{spelled('minutes', 'about')}\s+)?{number}[\s-]*{unit}"
    rule = rf"(?!\s+{spelled('minutes', 'ruled')}\b)"
    lasted = spelled("minutes", "lasted")
    talks, spoke = spelled("minutes", "talks"), spelled("minutes", "spoke")
    name = r"(?:(?:[A-Z]\.)+|[^\s;:!?]*[^\s.,;:!?])"
    whom = rf"(?:\s+(?:with|to)(?:\s+(?!about\b|for\b|of\b|on\b){name}){{1,8}}?)?"
    about = r"(?:\s+about\s+(?:it|this|that|everything|all\s+of\s+it))?"
    how = r"(?:\s+(?:together|at\s+length|privately|openly|alone))?"
    talking, kinds = spelled("minutes", "talking"), spelled("minutes", "kinds")
    given = (
        rf"\b(?:{spoke}|{talks}){how}{whom}{about}(?P<out>\s+(?:for|of)\s+{time}){rule}",
        rf"\b{talks}{whom}\s*(?P<out>\((?:for\s+)?{time}\))",
        rf"\b(?P<long>{time}(?:[\s-]+long)?\s+)(?:[\w-]+\s+){{0,2}}?{talks}\b",
        rf"\b(?P<out>{time}\s+of\s+)(?:[\w-]+\s+)?(?:{talks}|talking)\b",
        rf"\bspen[dt](?:ing)?\s+(?P<spent>{time})\s+{talking}\b",
        rf"\b(?P<were>{time}\s+(?:was|were))\s+spent\s+{talking}\b",
        rf"\b(?P<spent>{time})\s+spent\s+{talking}\b",
        rf"\b{talks}{whom}\s+(?P<kept>{lasted}\s+(?:for\s+)?{time})",
        rf"(?:\A|[.;:]\s+|\b{kinds}\s+)(?P<kept>time\s*(?:spent\s*)?(?:[:=]|\bwas|\bis)\s*{time})",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in given)
