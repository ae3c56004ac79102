"""One finding for all that one rule finds in one text: each is named, the first is pointed at.

A text with three of the same kind was written in one go, and is mended in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from bedside.content.lint.lists import Better, folded
from bedside.content.lint.texts import Hit, sentence_around
from bedside.core.problems import Finding, Fix, Related

NAMED = 4
"""So many are named in a message; of more it is said how many."""

_WORD = re.compile(r"\w")
_WRITE = "Write "


class Rule(NamedTuple):
    """What is told of words that a list holds: of one, and of several in the same text.

    `{}` stands for the words. What is `only_asked` is harmless in a sentence that tells something.
    A rule `with_letters` is about letters of the trade as well.
    """

    code: str
    one: str
    several: str
    only_asked: bool = False
    with_letters: bool = False


class Found(NamedTuple):
    """Words in a text, and what is better than they are; what is `needless` is taken out."""

    hit: Hit
    better: Better
    needless: bool = False


def way_out(better: Better) -> str:
    """Return what to do about a phrase, in a few words."""
    return better.advice or f'write "{better.swap or better.instead}"'


def told(rule: Rule, found: Iterable[Found]) -> Finding:
    """Return the one finding about these, of one text: there is at least one."""
    apart = _apart(found)
    ways = {one.hit.words.casefold(): (one.hit.words, way_out(one.better)) for one in apart}
    if len({way for _, way in ways.values()}) == 1:
        help_ = way_out(apart[0].better)
    else:
        help_ = "; ".join(f'for "{words}" {way}' for words, way in ways.values())
    hits = [one.hit for one in apart]
    return about(rule.code, hits, _message(rule, hits), help_, _mend(apart))


def about(
    code: str, hits: Sequence[Hit], message: str, help_: str, fix: Fix | None = None
) -> Finding:
    """Return a finding that points at the first of these and knows the places of the others."""
    first, *others = hits
    made = first.finding(code, message, help_, fix)
    if not others:
        return made
    spots = [other.spot for other in others]
    related = [
        Related(f'"{other.words}" stands here', spot.file, spot.span)
        for other, spot in zip(others, spots, strict=True)
    ]
    return replace(made, related=tuple(related))


def listed(words: Iterable[str]) -> str:
    """Return some words as a list within a sentence, each in quotation marks and once."""
    named = [f'"{one}"' for one in {word.casefold(): word for word in words}.values()]
    if len(named) > NAMED:
        named = [*named[: NAMED - 1], f"{len(named) - NAMED + 1} more"]
    return " and ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)


def _message(rule: Rule, hits: Sequence[Hit]) -> str:
    words = [hit.words for hit in hits]
    several = len({folded(word) for word in words}) > 1
    return (rule.several if several else rule.one).format(listed(words))


def _apart(found: Iterable[Found]) -> list[Found]:
    """Return what was found in its order, without what lies within another."""
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.hit.start, -one.hit.end)):
        if not apart or one.hit.start >= apart[-1].hit.end:
            apart.append(one)
    return apart


def _mend(found: Sequence[Found]) -> Fix | None:
    """Return the ready mend of all that can be mended without going wrong."""
    fixes: list[Fix | None] = []
    for _, group in groupby(found, key=_sentence):
        these = list(group)
        fixes += [one.hit.swap(one.better.swap) for one in these if one.better.swap or one.needless]
        if all(one.better.instead for one in these):
            fixes.append(_said_instead(these))
    sure = [fix for fix in fixes if fix is not None]
    if not sure:
        return None
    titles = dict.fromkeys(fix.title for fix in sure)
    words = [title.removeprefix(_WRITE) for title in titles if title.startswith(_WRITE)]
    others = [title for title in titles if not title.startswith(_WRITE)]
    parts = [*([_WRITE + " and ".join(words)] if words else []), *others]
    title = " and ".join((parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])))
    return Fix(title, tuple(edit for fix in sure for edit in fix.edits))


def _sentence(one: Found) -> tuple[int, int]:
    return sentence_around(one.hit.of.text, one.hit.start, one.hit.end)


def _said_instead(these: Sequence[Found]) -> Fix | None:
    """Return the mend that puts better sentences for one that says nothing but these."""
    of, (start, end) = these[0].hit.of, _sentence(these[0])
    at = start
    for one in these:
        if _WORD.search(of.text, at, one.hit.start):
            return None
        at = one.hit.end
    if _WORD.search(of.text, at, end):
        return None
    return Hit(of, start, end).swap(" ".join(dict.fromkeys(one.better.instead for one in these)))
