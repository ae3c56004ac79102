"""Somebody spoken of by how they relate alone, so that a colleague cannot tell who is meant.

A name or initials with the relation is enough. Who took part is recorded at steps of their own,
which are not looked at here; nor is the patient page, whose reader knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from bedside.core.phrases import folded, words_of
from bedside.core.visit import Visit
from bedside.note.checks.hits import Hit
from bedside.note.checks.lines import Line
from bedside.note.checks.lists import spelled, words

People = Mapping[str, tuple[str, ...]]
"""The names of those who are named, by their relation in one word."""

_NAMED_AFTER = re.compile(
    r"(?:,|\s*\()?\s*(?:[A-Z]\.|(?:Dr|Mr|Mrs|Ms|Miss)\b|[A-Z][a-z][\w’'-]*\b)"
)
_NAMED_BEFORE = re.compile(
    r"(?:(?:[A-Z]\.\s?){1,3}(?:[A-Z][\w’'-]+)?|\b(?:Dr|Mr|Mrs|Ms|Miss)\.?\s+[A-Z][\w’'-]+)\s*[,(]\s*\Z"
)
_REACH = 40
"""So many letters before a relation hold the name of whose it is."""


def named_people(visit: Visit) -> People:
    """Return those whom the visit names with how they relate."""
    found: dict[str, tuple[str, ...]] = {}
    for step, entry in visit.record.entries.items():
        for person in entry.answer.people if step not in visit.hidden else ():
            for relation in set(words_of(folded(person.relation))) & _relations():
                known = found.get(relation, ())
                found[relation] = (*known, *([person.who] if person.who not in known else []))
    return found


def unnamed(line: Line, visit: Visit, people: People) -> Iterator[Hit]:
    """Yield each person of a sentence who is not named, with the name where only one can be meant.

    Nothing in what was recorded of those who took part.
    """
    spoken_of = _relations().intersection(word.removesuffix("'s") for word in line.words)
    if line.reader == "patient" or not spoken_of or _tells_of_people(line, visit):
        return
    for found in _pattern().finditer(line.text):
        start, end = found.span()
        if found["bare"]:
            start = found.start("bare")
        if not _is_named(line.text, start, end, people):
            yield Hit(start, end, _name(found, people, line.text[end:]))


def _tells_of_people(line: Line, visit: Visit) -> bool:
    return any(visit.plan.steps[step].kind == "people" for step in line.steps)


def _is_named(text: str, start: int, end: int, people: People) -> bool:
    """Whether a name stands right before or after a relation."""
    before = text[max(0, start - _REACH) : start]
    if _NAMED_AFTER.match(text, end) or _NAMED_BEFORE.search(before):
        return True
    bare = before.rstrip(" ,(")
    return bare != before.rstrip() and any(
        bare.endswith(who) for names in people.values() for who in names if who
    )


def _name(found: re.Match[str], people: People, after: str) -> str | None:
    """Return the name that can stand for a relation; nothing where it is not clear or not fit."""
    relation = folded(found["whose"] or found["bare"])
    names = people.get(relation, ())
    if len(names) != 1 or not names[0] or found["kind"] or after[:1] in ("'", "’"):
        return None
    return f"{names[0]} ({relation})"


@cache
def _relations() -> frozenset[str]:
    return frozenset(words("relations", "words"))


@cache
def _pattern() -> re.Pattern[str]:
    """Return what finds a relation with somebody's word before it, or where one begins a sentence.

    A relation with nothing before it is found too after words that make it somebody in particular.
    """
    who, kinds = spelled("relations", "words"), spelled("relations", "kinds")
    owner = rf"(?<![\w-]){spelled('relations', 'owners')}\s+"
    kind = rf"(?P<kind>(?:{kinds}[\s-]+){{1,2}})?"
    leads = rf"(?:\A|[.:;!?]\s+|(?<![\w-]){spelled('relations', 'leads')}\s+)"
    follows = spelled("relations", "unless_followed")
    return re.compile(
        rf"(?:{owner}{kind}(?P<whose>{who})|{leads}(?P<bare>{who}))(?![\w-])"
        rf"(?!\s+{follows}\b)",
        re.IGNORECASE,
    )
