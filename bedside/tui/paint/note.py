"""Paints a text of the note word for word, every sentence of it a target."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bedside.core.note import Note
from bedside.core.text import cells, wrap
from bedside.tui.lines import Line, ink, line
from bedside.tui.literal import literal

SAID = "said:"
"""What the target of a sentence begins with; its number follows, from 0, in the text's order."""

_NOTHING = -1


def note_lines(text: str, width: int, note: Note | None = None) -> list[Line]:
    """Return the exact text, lines that are too wide wrapped once more.

    With the note that the text was made of, each sentence is a target.
    """
    rows = [part for row in text.splitlines() for part in _fitted(literal(row), width)]
    if note is None:
        return [line(ink(row, "say")) for row in rows]
    whose = [[_NOTHING] * len(row) for row in rows]
    for number, places in _found(rows, note):
        for row, at in places:
            whose[row][at] = number
    return [_line(row, _joined(row, owners)) for row, owners in zip(rows, whose, strict=True)]


def sentence_of(note: Note, target: str) -> tuple[str, int]:
    """Return the sentence that a target stands for, and how many before it read the same.

    It is "" where the target is none of the note's sentences.
    """
    number = target.removeprefix(SAID)
    told = [sentence.text for passage in note.passages for sentence in passage.sentences]
    if not (target.startswith(SAID) and number.isdecimal() and int(number) < len(told)):
        return "", 0
    text = told[int(number)]
    return text, told[: int(number)].count(text)


def _fitted(row: str, width: int) -> list[str]:
    """Return a line in as many as the width asks for, all set in as it was."""
    if cells(row) <= width:
        return [row]
    indent = min(len(row) - len(row.lstrip()), width // 4)
    return [" " * indent + part for part in wrap(row, max(1, width - indent))]


def _found(rows: list[str], note: Note) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield every sentence by its number with the places of its letters: row and column.

    Blanks do not count, for lines break at them; a heading stands in capitals.
    """
    places = [
        (row, at) for row, text in enumerate(rows) for at, c in enumerate(text) if not c.isspace()
    ]
    flat = "".join(rows[row][at] for row, at in places)
    here, number = 0, 0
    for passage in note.passages:
        label = _bare(f"{passage.label}:") if passage.label else ""
        _, here = _next(flat, label, here)
        for sentence in passage.sentences:
            start, here = _next(flat, _bare(sentence.text), here)
            yield number, places[start:here]
            number += 1


def _next(flat: str, wanted: str, here: int) -> tuple[int, int]:
    """Return where something stands from here on, as it is or in capitals; nowhere, if not."""
    found = ((flat.find(shape, here), shape) for shape in (wanted, wanted.upper()))
    start, shape = min(((at, s) for at, s in found if at >= 0), default=(here, ""))
    return start, start + len(shape)


def _bare(text: str) -> str:
    return "".join(literal(text).split())


def _joined(row: str, owners: list[int]) -> list[int]:
    """Return whose each letter of a line is, the blanks within a sentence with it."""
    joined, last = list(owners), _NOTHING
    for at, owner in enumerate(owners):
        if owner == _NOTHING and row[at].isspace():
            continue
        if owner == last:
            begin = at
            while begin and joined[begin - 1] == _NOTHING and row[begin - 1].isspace():
                begin -= 1
            joined[begin:at] = [owner] * (at - begin)
        last = owner
    return joined


def _line(row: str, owners: list[int]) -> Line:
    spans, at = [], 0
    for owner, letters in groupby(owners):
        end = at + len(list(letters))
        target = "" if owner == _NOTHING else f"{SAID}{owner}"
        spans.append(ink(row[at:end], "say", target))
        at = end
    return line(*spans)
