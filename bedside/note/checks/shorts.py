"""Short forms that nobody spelled out, and words of the trade on the patient page.

Letters that are explained once in a text, "intensive care unit (ICU)" or the other way round, are
known from then on; so are the initials of people and whatever the clinic allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from bedside.core.phrases import Better, folded
from bedside.core.visit import Visit
from bedside.note.checks.hits import Hit
from bedside.note.checks.lines import Line, is_kept
from bedside.note.checks.lists import Lists, table, words

_TOKEN = re.compile(
    r"(?<![\w@./'’-])(?:(?:[^\W\d_]\.){2,}|[^\W\d_]\w*(?:[/&][^\W_]\w*)*/?)(?![\w@])"
)
_PART = re.compile(r"[^/&]+")
_CAPITALS = re.compile(r"[A-Z]{3,}\Z")
_ROMAN = re.compile(r"[IVXLC]{2,}\Z")
_LAST = re.compile(r"([^\W\d_]+)\s+\Z")
_DOT = re.compile(r"\.(?=\s+[a-z(])")
_BRACKETS = re.compile(r"\(([A-Za-z&/]{2,8})\)|\b([A-Z][A-Za-z&/]{1,7})\s+\(([^()]{5,80})\)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NAME = re.compile(r"[^\W\d_][\w.]*")
_SHOUTED = 4
"""So many words in capital letters are a sentence in capital letters, and no letters of a trade."""

_LONGEST = 80
"""So many letters before letters in brackets hold what these stand for."""


class Known(NamedTuple):
    """What of a text needs no spelling out: names of people, letters that are explained in it."""

    names: frozenset[str]
    explained: frozenset[str]


def known_in(visit: Visit, lines: Iterable[Line]) -> Known:
    """Return what is known in the sentences of one text."""
    return Known(_names(visit), frozenset(e for line in lines for e in _explained(line.text)))


def shorts(line: Line, lists: Lists, known: Known) -> Iterator[Hit]:
    """Yield each short form of a sentence that is not spelled out, with what it stands for."""
    is_shouted = _is_shouted(line.text)
    for found in _TOKEN.finditer(line.text):
        for start, end in _parts(found, lists):
            word = line.text[start:end]
            if _is_known(word, known) or _is_numeral(word, line.text[:start]):
                continue
            better = _better(word, lists, is_shouted)
            if better is not None:
                yield _hit(line.text, start, end, better)


def jargon(line: Line, lists: Lists, letters: Iterable[Hit]) -> Iterator[Hit]:
    """Yield each word of the trade in a sentence, but for what is told as a short form."""
    pattern = lists.jargon.pattern(line.words, line.folded)
    if pattern is None:
        return
    taken = [(hit.start, hit.end) for hit in letters]
    for found in pattern.finditer(line.text):
        if not is_kept(taken, *found.span()):
            better = lists.jargon.better(found[0])
            yield Hit(*found.span(), better.swap or None, better.advice)


def _parts(found: re.Match[str], lists: Lists) -> list[tuple[int, int]]:
    """Return a word, or what is joined in it by strokes where it means nothing as a whole."""
    if found[0] in lists.shorts or found[0].lower() in lists.shorts or "." in found[0]:
        return [found.span()]
    at = found.start()
    return [(at + part.start(), at + part.end()) for part in _PART.finditer(found[0])]


def _is_known(word: str, known: Known) -> bool:
    return word in known.names or word in known.explained or word in _by_all()


def _is_numeral(word: str, before: str) -> bool:
    """Whether letters are a number: after a word that is counted, or where no trade has them."""
    if not _ROMAN.match(word):
        return False
    last = _LAST.search(before[-20:])
    return word not in table("abbreviations", "swap") or bool(
        last and last[1].lower() in words("abbreviations", "counted")
    )


def _better(word: str, lists: Lists, is_shouted: bool) -> Better | None:
    """Return what is better than a word as it is written; nothing for one that is no short form."""
    letters = word.replace(".", "")
    if "." in word and len(letters) < 3:
        return None
    is_small = letters[1:].islower() or "/" in letters
    for form in (letters, letters.lower() if is_small else letters):
        if form in lists.shorts:
            return None if is_shouted and len(form) < 3 else lists.shorts[form]
    if letters[-1] == "s" and letters[:-1] in lists.shorts and letters[:-1].isupper():
        return Better(advice=lists.shorts[letters[:-1]].advice)
    if is_shouted or not _CAPITALS.match(letters.removesuffix("s")):
        return None
    return Better()


def _hit(text: str, start: int, end: int, better: Better) -> Hit:
    """Return the stretch of a short form, its own full stop with it, and what stands better."""
    dot = _DOT.match(text, end)
    if dot and text[start:end].islower():
        end = dot.end()
    after, word = table("abbreviations", "after", "swap"), text[start:end]
    last = _LAST.search(text[max(0, start - 20) : start])
    is_state = last and last[1].lower() in words("abbreviations", "after", "verbs")
    swap = after.get(word, better.swap) if is_state else better.swap
    *most, final = swap.split() or [""]
    if most and _follows(final).match(text, end):
        swap = " ".join(most)
    return Hit(start, end, swap or None, better.advice)


def _follows(word: str) -> re.Pattern[str]:
    """Return what finds a word right after another: a scan after CT is not said twice."""
    return re.compile(rf"\s+{re.escape(word)}\b", re.IGNORECASE)


def _is_shouted(text: str) -> bool:
    spoken = _LETTERS.findall(text)
    loud = sum(map(str.isupper, spoken))
    return loud >= _SHOUTED and loud * 2 > len(spoken)


def _names(visit: Visit) -> frozenset[str]:
    """Return every word of the names of people that the visit knows."""
    record = visit.record
    told = [one.text() for one in (record.patient,) if one]
    told += [person.who for entry in record.entries.values() for person in entry.answer.people]
    told += [given.who for given in record.assignments.values()]
    told += [task.who for task in visit.checklist.tasks]
    return frozenset(name for text in (*told, visit.role) for name in _NAME.findall(text))


def _explained(text: str) -> Iterator[str]:
    """Yield the letters that a sentence explains: in brackets after the words, or before them."""
    for found in _BRACKETS.finditer(text) if "(" in text else ():
        if found[2] and " " in found[3]:
            yield found[2]
        elif found[1]:
            before = text[max(0, found.start() - _LONGEST) : found.start()]
            if _initials(before).endswith(found[1].lower().removesuffix("s")):
                yield found[1]


def _initials(text: str) -> str:
    return "".join(word[0] for word in folded(text).replace("-", " ").split())


@cache
def _by_all() -> frozenset[str]:
    own = words("abbreviations", "spelled")
    return frozenset((*words("letters", "spelled"), *words("letters", "shouted"), *own))
