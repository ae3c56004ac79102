"""The reading grade of the patient page: 6 is the aim, 8 the most (PMC3049622, PMC6334864).

What the patient said is theirs and is not counted; neither are names and days in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bedside.core.concerns import Check, Concern
from bedside.core.grade import CEILING, counted, graded
from bedside.core.phrases import folded, words_of
from bedside.note.checks.lines import Line
from bedside.note.checks.lists import numbers

ENOUGH = 12
"""So many words say something about how a page reads; the grade of fewer ranges too widely."""

_A_SENTENCE = 4
_ASIDE = re.compile(r"\([^()]*\)")


def too_hard(lines: Iterable[Line]) -> Iterator[Concern]:
    """Yield that the patient page is too hard to read, at the sentence that is hardest."""
    page = {line: _ASIDE.sub("", line.bare()) for line in lines if line.reader == "patient"}
    if sum(text.count(" ") + 1 for text in page.values()) < ENOUGH:
        return
    reached = graded(page.values(), _syllables)
    if round(reached, 1) <= CEILING:
        return
    hardest = max(page, key=lambda line: _grade(page[line]))
    yield Concern(
        check=Check.GRADE,
        reader="patient",
        text=hardest.text,
        end=len(hardest.text),
        about=f"{reached:.1f}",
        target=hardest.steps[0] if hardest.steps else "",
    )


def _grade(text: str) -> float:
    """Return the grade of a sentence; one of very few words is the easiest."""
    long = len(words_of(folded(text))) >= _A_SENTENCE
    return graded([text], _syllables) if long else float("-inf")


@lru_cache(maxsize=4_096)
def _syllables(word: str) -> int:
    return counted(word, numbers("syllables", "words"))
