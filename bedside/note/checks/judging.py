"""Words that judge a person or doubt what they say, in whatever was not said by them.

After Vanka A et al. 2025: the patient reads the note, and a label or a doubt in it is believed by
whoever reads it next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bedside.core.phrases import folded
from bedside.note.checks.hits import Hit
from bedside.note.checks.lines import Line
from bedside.note.checks.lists import Lists, table, words

_LAST = re.compile(r"([^\W\d_](?:[\w'’-]*))\s+\Z")
_NEXT = re.compile(r"(\s+any)?\s+([^\W\d_][\w'’-]*)", re.IGNORECASE)
_WINDOW = 60
"""So many letters before a word hold the words that make it harmless."""


def judging(line: Line, known: Lists) -> Iterator[Hit]:
    """Yield every judging word of a sentence, with what is better where there are ready words."""
    pattern = known.judging.pattern(line.words, line.folded)
    if pattern is None:
        return
    for found in pattern.finditer(line.text):
        phrase = " ".join(folded(found[0]).split())
        if _is_harmless(phrase, line.text, *found.span()):
            continue
        better = known.judging.better(found[0])
        yield _denial(phrase, line.text, found) or Hit(
            *found.span(), better.swap or None, better.advice
        )


def _is_harmless(phrase: str, text: str, start: int, end: int) -> bool:
    """Whether what stands around a word makes it one that says nothing of the person."""
    after, before = _harmless("after"), _harmless("before")
    if phrase in after:
        last, rest = _last_word(text[max(0, start - _WINDOW) : start])
        if last in words("harmless", "between"):
            last, _ = _last_word(rest)
        return last in after[phrase]
    following = _NEXT.match(text, end)
    return bool(phrase in before and following and folded(following[2]) in before[phrase])


def _last_word(text: str) -> tuple[str, str]:
    """Return the last word of a text that a space follows, and the text before it."""
    found = _LAST.search(text)
    return (folded(found[1]), text[: found.start()]) if found else ("", "")


def _denial(phrase: str, text: str, found: re.Match[str]) -> Hit | None:
    """Return a denial as something told, where it is of a thing that is not there."""
    told = table("denial", "told").get(phrase)
    following = _NEXT.match(text, found.end())
    if told is None or following is None:
        return None
    word = folded(following[2])
    if word in words("denial", "unless", "next") or word.endswith("ing"):
        return None
    return Hit(found.start(), max(found.end(), following.end(1)), told)


@cache
def _harmless(way: str) -> dict[str, frozenset[str]]:
    return {phrase: frozenset(words("harmless", way, phrase)) for phrase in table("harmless", way)}
