"""The headline: what matters most of a talk, in at most two lines, for whoever reads no further.

It only repeats sentences that stand below it, whole; one that does not fit is left to its place. A
short note has none: it is its own headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bedside.core.note import Passage, Sentence
from bedside.core.text import hang
from bedside.core.visit import Visit
from bedside.note import wording as w
from bedside.note.parts import passage, said
from bedside.note.render.text import WIDTH
from bedside.note.told import Told

PLACE = "headline"
LINES = 2
FROM = 5
"""So many sentences of the core a note has before it needs a headline."""

_FIRST = ("matters", "decided", "worries")
"""The places it is taken from, what matters most first."""


def headline(visit: Visit, told: Sequence[Told]) -> list[Passage]:
    """Return every sentence that could stand in the headline, what matters most first."""
    stop = visit.stopped
    chosen = [said(w.CUT_SHORT, stop.seq)] if stop else []
    if stop or sum(len(one.sentences) for one in told if one.place) >= FROM:
        chosen += [found for place in _FIRST if (found := _weightiest(told, place))]
    return passage("head", PLACE, chosen, w.LABELS[PLACE])


def fitted(passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages with only so much in the headline as fits, in the order of the note."""
    every = list(passages)
    below = [s.text for one in every if one.place != PLACE for s in one.sentences]
    return [short for one in every for short in (_short(one, below) if _is(one) else [one])]


def _short(whole: Passage, below: Sequence[str]) -> list[Passage]:
    """Return the headline with each sentence that still fits, those that matter most first."""
    kept: list[Sentence] = []
    for sentence in whole.sentences:
        more = sorted((*kept, sentence), key=lambda one: _standing(one.text, below))
        text = " ".join(one.text for one in more)
        if len(hang(f"{whole.label}:", text, WIDTH)) <= LINES:
            kept = more
    return [replace(whole, sentences=tuple(kept))] if kept else []


def _standing(text: str, below: Sequence[str]) -> int:
    return below.index(text) if text in below else -1


def _weightiest(told: Sequence[Told], place: str) -> Sentence | None:
    """Return what a place says first: the patient's own words before anything else."""
    here = _saying_most([one for one in told if one.place == place and one.is_answered])
    own = [one for one in here if one.step.kind == "words"]
    return next((one.sentences[0] for one in (*own, *here)), None)


def _saying_most(told: Sequence[Told]) -> list[Told]:
    """Return what says something, without an answer that a text after it says in full.

    "The second way was chosen" tells nothing to whoever did not hear of two; the words that were
    asked for because of that answer do.
    """
    here = [one for one in told if one.sentences]
    texts = [one.step for one in here if one.step.kind == "text"]
    in_full = {line.step for step in texts for line in step.when}
    return [one for one in here if one.step.id not in in_full]


def _is(one: Passage) -> bool:
    return one.place == PLACE
