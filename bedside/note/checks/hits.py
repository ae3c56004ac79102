"""What a check points at in a sentence, and the sentence as it would be with better words.

One concern for all that one check finds in one sentence and can mend by itself, one for the rest:
the first is taken with one key, the other asks for other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bedside.core.concerns import Check, Concern
from bedside.note import wording as w
from bedside.note.checks.lines import Line, is_kept

_GAP = re.compile(r"\s+")
_BEFORE_SIGN = re.compile(r"\s+(?=[,.;:!?)])")
_ARTICLE = re.compile(r"(?<!\w)([Aa])n?\s+\Z")
_VOWEL = re.compile(r"(?!eu|one\b|uni|uri|us[aeiu])(?:[aeiou]|hour|honest|heir)", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…][”\"’')]*\s+\Z")
_OPENING = " (“\"‘'"
_NEAR = 12
"""So many letters before a stretch say whether a sentence begins there, and with which article."""


class Hit(NamedTuple):
    """A stretch of a sentence, and what stands better there; nothing where no words are ready."""

    start: int
    end: int
    swap: str | None = None
    advice: str = ""
    is_exact: bool = False
    """Whether the better words stand there letter by letter, as those of a person do."""


def pointed_at(check: Check, line: Line, hits: Iterable[Hit]) -> Iterator[Concern]:
    """Yield the concerns about what was found; within the patient's own words only marks are."""
    apart = _apart(h for h in hits if h.is_exact or not is_kept(line.kept, h.start, h.end))
    ready = [hit for hit in apart if hit.swap is not None]
    rest = [hit for hit in apart if hit.swap is None]
    for group in (ready, rest):
        if group:
            found = [line.text[hit.start : hit.end].strip(" ()") for hit in group]
            yield Concern(
                check=check,
                reader=line.reader,
                text=line.text,
                start=group[0].start,
                end=group[0].end,
                about=", ".join(dict.fromkeys(found)),
                advice="; ".join(dict.fromkeys(hit.advice for hit in group if hit.advice)),
                rewrite=mended(line.text, group) if group is ready else "",
                target=line.steps[0] if line.steps else "",
            )


def mended(text: str, hits: Iterable[Hit]) -> str:
    """Return a sentence with better words in the place of each of these, which lie apart.

    A capital stays where there was one, and an article fits what comes after it. Nothing else of
    the sentence changes but for spaces.
    """
    for hit in sorted(hits, reverse=True):
        before, after, swap = text[: hit.start], text[hit.end :], hit.swap or ""
        if not hit.is_exact:
            swap = _fitting(swap, before, text[hit.start : hit.end])
            before = _with_article(before, swap or after.lstrip())
        text = f"{before}{swap}{after}" if swap else _closed(before, after)
    return w.ended(_GAP.sub(" ", text).strip())


def _fitting(swap: str, before: str, found: str) -> str:
    """Return better words with a capital where there was one, or where a number began."""
    had_one = found[:1].isupper() and found[1:].islower()
    first = not found[:1].islower() and _begins(before)
    return swap[:1].upper() + swap[1:] if had_one or first else swap


def _begins(before: str) -> bool:
    """Whether a sentence begins after this text."""
    bare = before[-_NEAR:].rstrip(_OPENING)
    return not (bare or before.strip(_OPENING)) or bool(
        _ENDS.search(before[-_NEAR:].rstrip(_OPENING.strip()))
    )


def _with_article(before: str, what: str) -> str:
    article = _ARTICLE.search(before[-_NEAR:])
    if article is None or not what[:1].isalpha():
        return before
    kept = before[: len(before) - len(article[0])]
    return f"{kept}{article[1]}{'n' if _VOWEL.match(what) else ''} "


def _closed(before: str, after: str) -> str:
    """Return what is left around words that were taken out, as one sentence again."""
    if _begins(before):
        after = after.lstrip(" ,;:")
        after = after[:1].upper() + after[1:]
    return _BEFORE_SIGN.sub("", f"{before.rstrip()} {after.lstrip()}", count=1)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits in order, without what begins within another."""
    apart: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if not apart or hit.start >= apart[-1].end:
            apart.append(hit)
    return apart


Rule = Callable[[Line], Iterator[Hit]]
"""Finds what is to be pointed at in a sentence."""
