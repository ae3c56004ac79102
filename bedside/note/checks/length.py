"""Length: whether each text is short enough to be read, and what in it is longest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bedside.core.concerns import Check, Concern
from bedside.core.note import Note
from bedside.core.visit import Visit
from bedside.note.budget import BUDGETS, excess, left_at_once


def too_long(visit: Visit, notes: Iterable[Note]) -> Iterator[Concern]:
    """Yield each text that is over its budget; `about` is by how much, `advice` where.

    The step of the longest answer is where most can be shortened.
    """
    uncounted = left_at_once(visit)
    for note in notes:
        over = excess(note, uncounted)
        if over is not None:
            most = BUDGETS[note.reader]
            yield Concern(
                check=Check.BUDGET,
                reader=note.reader,
                about=f"{over.lines} of {most.lines}, {over.words} of {most.words}",
                advice=", ".join(f"{label} ({words})" for label, words in over.longest),
                target=_longest(visit, note),
            )


def _longest(visit: Visit, note: Note) -> str:
    """Return the step of the longest answer in a text; "" where nothing was answered."""
    behind = {entry.seq: step for step, entry in visit.record.entries.items()}
    words: dict[str, int] = {}
    for passage in note.passages:
        for sentence in passage.sentences:
            step = next((behind[seq] for seq in sentence.events if seq in behind), "")
            words[step] = words.get(step, 0) + len(sentence.text.split())
    words.pop("", None)
    return max(words, key=words.__getitem__, default="")
