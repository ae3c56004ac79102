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
    """Return the exact text, what is too wide wrapped once more.

    With the note that the text was made of, each sentence is a target, and wrapped as a whole.
    """
    raw = [literal(row) for row in text.splitlines()]
    rows = [part for own in _whole(raw, note, width) for part in _fitted(own, width)]
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


def _whole(rows: list[str], note: Note | None, width: int) -> list[list[str]]:
    """Return the rows, those of one passage together where some are too wide."""
    if note is None or all(cells(row) <= width for row in rows):
        return [[row] for row in rows]
    going_on = _going_on(rows, note)
    whole: list[list[str]] = []
    for number, row in enumerate(rows):
        if number in going_on:
            whole[-1].append(row)
        else:
            whole.append([row])
    return whole


def _going_on(rows: list[str], note: Note) -> set[int]:
    """Return which rows go on with the passage that began above them."""
    places = _letters(rows)
    flat = "".join(rows[row][at] for row, at in places)
    found, here = set(), 0
    for passage in note.passages:
        wanted = [_bare(f"{passage.label}:")] if passage.label else []
        wanted += [_bare(sentence.text) for sentence in passage.sentences]
        spans = []
        for text in wanted:
            start, here = _next(flat, text, here)
            spans.append((start, here))
        own = [row for row, _ in places[spans[0][0] : here]] if spans else []
        found |= {row for row in own if row != own[0]}
    return found


def _fitted(own: list[str], width: int) -> list[str]:
    """Return the rows of one passage in as many as the width asks for, set in as they were."""
    if all(cells(row) <= width for row in own):
        return own
    first, rest = (min(len(row) - len(row.lstrip()), width // 4) for row in (own[0], own[-1]))
    text = " ".join(" ".join(own).split())
    head, *_ = wrap(text, max(1, width - first))
    more = text[len(head) :]
    below = wrap(more, max(1, width - rest)) if more.strip() else []
    return [" " * first + head, *(" " * rest + part for part in below)]


def _found(rows: list[str], note: Note) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield every sentence by its number with the places of its letters: row and column.

    Blanks do not count, for lines break at them; a heading stands in capitals.
    """
    places = _letters(rows)
    flat = "".join(rows[row][at] for row, at in places)
    here, number = 0, 0
    for passage in note.passages:
        label = _bare(f"{passage.label}:") if passage.label else ""
        _, here = _next(flat, label, here)
        for sentence in passage.sentences:
            start, here = _next(flat, _bare(sentence.text), here)
            yield number, places[start:here]
            number += 1


def _letters(rows: list[str]) -> list[tuple[int, int]]:
    """Return the row and column of everything that is not blank."""
    return [
        (row, at) for row, text in enumerate(rows) for at, c in enumerate(text) if not c.isspace()
    ]


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
