"""How hard English words are to follow: syllables, sentences, and the grade of both.

The grade is that of Kincaid JP et al., Naval Technical Training Command, Research Branch Report
8-75 (1975), for English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from bedside.core.phrases import folded, words_of

CEILING = 8
"""The highest grade where nothing else is set: above it, half of all adults lose the thread."""

SENTENCES = re.compile(r"[.!?…]+(?=[\s”\"’')]|$)|\n")
"""Where one sentence ends and the next begins."""

_VOWELS = re.compile(r"[aeiouy]+")
_APART = re.compile(
    r"(?<![ctlg])ia(?!ge)|[ct]ia(?=t)|(?<=[rvdbpmh])io|iet|(?<![ct])ie(?=n[tc])|i(?=er$|est$)"
    r"|(?<![gp])eo|(?<![qg])ua(?=[lt])|(?<!q)uou|uel$|creat(?!u)|ying|[sd]n't$|(?:th|s)m$"
)
"""Vowels side by side that are heard apart, and endings that are heard without one."""

_SILENT = re.compile(
    r"(?:[^aeiouyl]e|[aeiouyr]le|[^aeioutdl]ed|[aeiouyr]led|[^aeiousxzgchl]es|[aeiouyr]les"
    r"|[gq]ue[sd]?)$"
    r"|(?<=[^aeiou])e(?=(?:ly|less|ful|fully|ment|ments|ness|some|lier|liest)$)"
)
"""An e that is written and not heard."""


def counted(word: str, exceptions: Mapping[str, int]) -> int:
    """Return how many syllables an English word in small letters has; some words are exceptions."""
    total = 0
    for part in word.split("-"):
        bare = part.removesuffix("'s")
        total += exceptions.get(bare) or _by_rule(bare)
    return max(1, total)


def graded(texts: Iterable[str], syllables: Callable[[str], int]) -> float:
    """Return the school grade at which these texts are followed; 0 or less is the easiest."""
    whole = folded("\n".join(texts))
    words = words_of(whole)
    if not words:
        return 0.0
    count = sum(1 for sentence in SENTENCES.split(whole) if sentence and not sentence.isspace())
    sounds = sum(map(syllables, words))
    return 0.39 * len(words) / max(1, count) + 11.8 * sounds / len(words) - 15.59


def _by_rule(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent = len(_SILENT.findall(word)) if groups > 1 else 0
    return max(1, groups + len(_APART.findall(word)) - silent)
