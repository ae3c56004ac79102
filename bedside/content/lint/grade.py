"""How hard words are to follow when they are heard: their grade, and sentences too long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import cast

from bedside.content.lint.lists import folded, tables, words_of
from bedside.content.lint.texts import Group, Hit, Text, spoken
from bedside.content.lint.told import about
from bedside.content.places import Places
from bedside.core.checklist import Checklist
from bedside.core.grade import CEILING, SENTENCES, counted, graded
from bedside.core.problems import Finding

LONGEST = 20
"""The most words of a sentence that is followed when it is heard once."""

ENOUGH = 40
"""So many spoken words say something about how a checklist reads; fewer range too widely."""

_JOINTS = re.compile(r"[,;:]? (?:and|but|so|or|because|while|although|then|which)\b|[,;:–—](?= )")
"""Where one thing that is said ends and the next begins."""

_SHOWN = 4
"""So many words show where to cut."""

HARDEST = 3
"""So many of the hardest phrases are named."""


@lru_cache(maxsize=16_384)
def syllables(word: str) -> int:
    """Return how many syllables an English word in small letters has; exceptions are data."""
    return counted(word, cast("dict[str, int]", tables()["syllables"]["words"]))


def grade(texts: Iterable[str]) -> float:
    """Return the school grade at which these texts are followed; 0 or less is the easiest."""
    return graded(texts, syllables)


def too_hard(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return that all spoken words together are above the grade the checklist sets."""
    texts = [text for step in checklist.steps for _, text in spoken(step)]
    if sum(text.count(" ") + 1 for text in texts) < ENOUGH:
        return
    most = checklist.reading_grade or CEILING
    reached = grade(texts)
    if round(reached, 1) <= most:
        return
    head = places.head
    spot = head.value("reading_grade") if checklist.reading_grade else head.value("title")
    named = " and ".join(f"“{_short(text)}”" for text in _hardest(texts))
    message = (
        f"The words to say are at reading grade {reached:.1f}; "
        f"this checklist sets {most} as the highest."
        if checklist.reading_grade
        else f"The words to say are at reading grade {reached:.1f}, above {most}."
    )
    help_ = f"shorter sentences and shorter words bring it down; the hardest are {named}"
    yield head.finding("P501", message, help_, spot)


def _hardest(texts: Sequence[str]) -> list[str]:
    return sorted(texts, key=lambda text: -grade([text]))[:HARDEST]


def _short(text: str) -> str:
    first = " ".join(text.split()[:5])
    return text if text == first else f"{first} …"


def too_long(group: Group) -> Iterator[Finding]:
    """Return the sentences of each spoken text that are too long to be followed."""
    for text in group.those(lambda one: one.count(" ") >= LONGEST):
        if found := list(_long(text)):
            hits = [hit for hit, _ in found]
            message = (
                f"“{_short(hits[0].words)}” is too long a sentence to be followed by ear: "
                f"{found[0][1]} words, and {LONGEST} are enough."
            )
            yield about("P502", hits, message, _cut(hits[0].words))


def _long(text: Text) -> Iterator[tuple[Hit, int]]:
    """Return each sentence that is too long, and how many words it has."""
    start = 0
    for found in (*SENTENCES.finditer(text.text), None):
        end = found.end() if found else len(text.text)
        count = len(words_of(folded(text.text[start:end])))
        if count > LONGEST:
            blanks = len(text.text[start:end]) - len(text.text[start:end].lstrip())
            yield Hit(text, start + blanks, end), count
        start = end


def _cut(sentence: str) -> str:
    """Return where a sentence can be made two: at the joint nearest to its middle."""
    joints = [found.start() for found in _JOINTS.finditer(sentence)]
    inner = [at for at in joints if len(sentence) // 5 < at < len(sentence) * 4 // 5]
    if not inner:
        return "make two sentences of it, each with one thing to say"
    at = min(inner, key=lambda one: abs(one - len(sentence) // 2))
    last = " ".join(sentence[:at].split()[-_SHOWN:])
    return f'make two sentences of it: end the first after "{last}"'
