"""What each text may take: short enough to be read. Nothing is cut; the longest parts are named.

Every line counts, and every word that is said once: not the headline, which only repeats what
stands below it and has two lines of its own, and neither labels nor the line of the note's id.
Nor what is said of all that was left at once: nobody wrote it, and nobody can shorten it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import replace
from typing import NamedTuple

from bedside.core.answers import is_left
from bedside.core.note import Note, Passage, Reader
from bedside.core.visit import Visit
from bedside.note.headline import PLACE
from bedside.note.render.text import lines_of

NAMED = 3
COLUMNS = 80
"""The width in which lines are counted; as text that can be pasted it is a little narrower."""


class Budget(NamedTuple):
    """The most lines of 80 columns and words that a text should have."""

    lines: int
    words: int


BUDGETS: Mapping[Reader, Budget] = {
    "chart": Budget(25, 220),
    "patient": Budget(25, 220),
    "handover": Budget(14, 120),
}


class Excess(NamedTuple):
    """How long the note is, where that is too long, and its longest parts with their words."""

    lines: int
    words: int
    longest: tuple[tuple[str, int], ...]


def excess(note: Note, uncounted: Set[int] = frozenset()) -> Excess | None:
    """Return how long the note is where that is over its budget; nothing where it is not.

    Sentences that rest on `uncounted` events alone do not count.
    """
    note = _counted(note, uncounted) if uncounted else note
    most, said = BUDGETS[note.reader], [one for one in note.passages if one.place != PLACE]
    lines, words = len(lines_of(note, COLUMNS)), sum(map(_words, said))
    if lines <= most.lines and words <= most.words:
        return None
    parts = sorted(((p.label or p.place, _words(p)) for p in said), key=lambda part: -part[1])
    return Excess(lines, words, tuple(parts[:NAMED]))


def left_at_once(visit: Visit) -> frozenset[int]:
    """Return the events that left several steps at once, as leaving all the rest does."""
    left = [one.seq for one in visit.record.entries.values() if is_left(one.answer)]
    return frozenset(seq for seq, count in Counter(left).items() if count > 1)


def _counted(note: Note, uncounted: Set[int]) -> Note:
    """Return a note without the sentences that do not count, and the places they alone stand in."""
    passages = []
    for one in note.passages:
        told = tuple(own for own in one.sentences if not own.events or set(own.events) - uncounted)
        if told or not one.sentences:
            passages.append(replace(one, sentences=told))
    return replace(note, passages=tuple(passages))


def _words(passage: Passage) -> int:
    return sum(len(sentence.text.split()) for sentence in passage.sentences)
