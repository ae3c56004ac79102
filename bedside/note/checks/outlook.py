"""The unheard prognosis: what a patient asked not to hear stands where they read it tonight.

Chart and patient page reach the portal; the handover does not. A wish to hear nothing, or somebody
else instead, is met by any outlook; a wish for the outline by times and figures alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache
from itertools import pairwise

from bedside.core.answers import is_left, labels
from bedside.core.concerns import Check, Concern
from bedside.core.grade import SENTENCES
from bedside.core.visit import Visit
from bedside.note import wording as w
from bedside.note.checks.hits import Hit
from bedside.note.checks.lines import Line, Stretch, is_kept
from bedside.note.checks.lists import spelled, table, whole

_WISHED_AT = frozenset(("agreed", "understanding", "shared", "matters", "worries"))
_SHARED_AT = frozenset(("understanding", "shared"))
_READ_AT_HOME = ("chart", "patient")
_TELLING = ("life", "living", "counted", "measured", "chance")
"""The lists that say what a figure in a sentence is of."""

_NEAR = 40
"""So many letters before a time say whether it is a plan."""

_CHANCES = re.compile(
    r"\b\d{1,3}(?:[.,]\d+)?\s?(?:%|percent\b|per\s+cent\b)|\b(?:50[/-]50|fifty[\s-]fifty)\b"
    r"|\b(?:one|two|three|four|five|\d{1,3})\s+(?:in|out\s+of)\s+"
    r"(?:a\s+hundred|two|three|four|five|six|seven|eight|nine|ten|\d{1,4})\b",
    re.IGNORECASE,
)


def unheard(visit: Visit, lines: Iterable[Line]) -> Iterator[Concern]:
    """Yield each sentence with an outlook that the patient asked not to hear, and reads at home."""
    every = [line for line in lines if line.reader in _READ_AT_HOME]
    wish = _wish(visit, every)
    if not wish:
        return
    for line in every:
        if _is_left(visit, line):
            continue
        found = [hit for hit in _outlooks(line, wish) if not is_kept(line.own, hit.start, hit.end)]
        if found:
            first = min(found)
            yield Concern(
                check=Check.UNHEARD,
                reader=line.reader,
                text=line.text,
                start=first.start,
                end=first.end,
                about=line.text[first.start : first.end],
                rewrite=_left_out(line, found),
                target=line.steps[0] if line.steps else "",
            )


def _is_left(visit: Visit, line: Line) -> bool:
    """Whether a sentence says of steps only that they were left: no outlook stands in why."""
    answers = [visit.answer(step) for step in line.steps]
    return bool(answers) and all(answer and is_left(answer) for answer in answers)


def _wish(visit: Visit, lines: Iterable[Line]) -> str:
    """Return what the patient asked for: "unheard", "outline", or "" for neither."""
    said = [line.text for line in lines if line.place in _WISHED_AT]
    for step, entry in visit.record.entries.items():
        if visit.plan.place(step) in _WISHED_AT and step not in visit.hidden:
            said += [entry.answer.words, *labels(visit.plan.steps[step], entry.answer.picks, {})]
    told = "\n".join(said)
    return next((wish for wish in ("unheard", "outline") if _any("wishes", wish).search(told)), "")


def _outlooks(line: Line, wish: str) -> Iterator[Hit]:
    """Yield what in a sentence is an outlook; figures alone, where that is all that is unwanted."""
    is_shared = line.place in _SHARED_AT
    is_wish = any(_any("wishes", each).search(line.text) for each in ("unheard", "outline"))
    for start, end in _pieces(line.text):
        piece = line.text[start:end]
        found = list(_figures(piece, is_shared))
        if wish == "unheard" and not is_wish:
            found += [each.span() for each in _any("outlook", "told").finditer(piece)]
        yield from (Hit(start + first, start + last) for first, last in found)


def _figures(piece: str, is_shared: bool) -> Iterator[Stretch]:
    """Yield the times and chances of one sentence that tell of what is to come."""
    yield from (found.span() for found in _spans().finditer(piece))
    tells = {name for name in _TELLING if _any("outlook", name).search(piece)}
    yield from (
        found.span()
        for found in _time().finditer(piece)
        if _tells(piece, found, tells | ({"shared"} if is_shared else set()))
    )
    for found in _any("outlook", "units").finditer(piece):
        if "counted" in tells or _after("left").match(piece, found.end()):
            yield found.span()
    if "measured" not in tells and (is_shared or "chance" in tells):
        yield from (found.span() for found in _CHANCES.finditer(piece))


def _tells(piece: str, found: re.Match[str], tells: Set[str]) -> bool:
    """Whether a time is one that is left, and not a plan, an age, or what has been."""
    if _after("left").match(piece, found.end()):
        return True
    if _after("been").match(piece, found.end()):
        return False
    before = piece[max(0, found.start() - _NEAR) : found.start()]
    if "life" in tells or ("living" in tells and _before("within").search(before)):
        return True
    is_several = found[0].lower().endswith("s")
    return "shared" in tells and is_several and not _before("planned").search(before)


def _left_out(line: Line, found: Iterable[Hit]) -> str:
    """Return the sentence that says the outlook is left out; "" where own words would go too."""
    pieces = list(_pieces(line.text))
    gone = [(a, b) for a, b in pieces if any(a <= hit.start < b for hit in found)]
    if any(is_kept(line.own, a, b) for a, b in gone) or any(
        _any("wishes", wish).search(line.text[a:b])
        for a, b in gone
        for wish in ("unheard", "outline")
    ):
        return ""
    instead = table("outlook", "instead")[line.reader]
    rest = [line.text[a:b].strip() for a, b in pieces if (a, b) not in gone]
    at = sum(1 for a, _ in pieces if a < gone[0][0])
    return w.ended(" ".join([*rest[:at], instead, *rest[at:]]))


def _pieces(text: str) -> Iterator[Stretch]:
    """Yield the sentences within what stands in the note as one."""
    ends = [found.end() for found in SENTENCES.finditer(text)]
    yield from ((a, b) for a, b in pairwise([0, *ends, len(text)]) if text[a:b].strip(" ”’)"))


@cache
def _any(*path: str) -> re.Pattern[str]:
    """Return what finds any text of a list."""
    return whole(spelled(*path))


@cache
def _spans() -> re.Pattern[str]:
    """Return what finds a stretch of time between two units: weeks to months."""
    units = r"(?:hours|days|weeks|months|years)"
    joint = r"(?:\s+(?:to|rather\s+than|not)\s+|\s*[-–]\s*|,\s*not\s+)"
    return re.compile(rf"\b{units}{joint}{units}\b", re.IGNORECASE)


@cache
def _time() -> re.Pattern[str]:
    """Return what finds a time of days or more: a number, or two, and its unit."""
    number = rf"(?:\d{{1,3}}(?:[.,]\d)?|{spelled('outlook', 'numbers')})"
    units = spelled("outlook", "units")
    return re.compile(
        rf"\b{number}(?:\s*(?:-|–|to|or)\s*{number})?[\s-]+(?:more\s+|good\s+)?{units}\b",
        re.IGNORECASE,
    )


@cache
def _after(name: str) -> re.Pattern[str]:
    return re.compile(rf"[\s-]+{spelled('outlook', name)}\b", re.IGNORECASE)


@cache
def _before(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{spelled('outlook', name)}\s+(?:the\s+)?(?:[\w-]+\s+)?\Z", re.IGNORECASE)
