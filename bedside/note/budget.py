"""The note's budget: short enough to be read. Nothing is cut; the longest parts are named."""

from __future__ import annotations

from typing import NamedTuple

from bedside.core.note import Note, Passage
from bedside.note.render.text import render_text

LINES = 25
WORDS = 220
NAMED = 3


class Excess(NamedTuple):
    """How long the note is, where that is too long, and its longest parts with their words."""

    lines: int
    words: int
    longest: tuple[tuple[str, int], ...]


def excess(note: Note) -> Excess | None:
    """Return by how much the note is over its budget; nothing where it is not.

    The budget is 25 lines of 80 columns and 220 words; the text itself is 72 columns wide.
    """
    text = render_text(note)
    lines, words = text.count("\n"), len(text.split())
    if lines <= LINES and words <= WORDS:
        return None
    parts = sorted(((p.label or p.place, _words(p)) for p in note.passages), key=lambda p: -p[1])
    return Excess(lines, words, tuple(parts[:NAMED]))


def _words(passage: Passage) -> int:
    return sum(len(sentence.text.split()) for sentence in passage.sentences)
