"""What was decided of single sentences before signing: put another way, put right by the patient.

A correction of the patient's stands beside the line that it corrects, so that both can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from bedside.core.note import Passage, Sentence
from bedside.core.visit import Visit
from bedside.note import patient_wording as p
from bedside.note import wording as w
from bedside.note.parts import said, titled


class PutRight(NamedTuple):
    """How a text says what the patient put right: beside the line, or where that is not in it."""

    beside: str
    alone: str


class Righted(NamedTuple):
    """A line of the chart note, what the patient put in its place, and the event that says so."""

    line: str
    words: str
    seq: int

    def blanks(self) -> Mapping[str, str]:
        """Return what fills the blanks of a wording about it."""
        return {"words": self.words.rstrip("."), "line": self.line.rstrip(".")}


def decided(
    make: Callable[[Iterable[Sentence]], list[Passage]],
    visit: Visit,
    told: PutRight,
    lines: Mapping[str, int],
) -> list[Passage]:
    """Return passages with every sentence as it was decided before signing.

    `make` returns them, given what the patient put right of lines that do not stand in them, not
    even in other words; `lines` are those of the chart note with the events behind them.
    """
    passages = reworded(make(()), visit)
    known = {_now(line, visit): seq for line, seq in lines.items()}
    beside: dict[str, list[Righted]] = {}
    lost: list[Sentence] = []
    for one in _corrections(visit):
        spot = _spot(one.line, known.get(one.line, 0), passages)
        if spot:
            beside.setdefault(spot, []).append(one)
        else:
            lost.append(said(w.fill(told.alone, one.blanks()), one.seq))
    if lost:
        passages = reworded(make(lost), visit)
    return _each(passages, lambda one: _put_right(one, beside.get(one.text, ()), told, visit))


COLLEAGUES = PutRight(w.PUT_RIGHT, w.PUT_RIGHT_ALONE)
PATIENT = PutRight(p.PUT_RIGHT_BESIDE, p.PUT_RIGHT)


def reworded(passages: Iterable[Passage], visit: Visit) -> list[Passage]:
    """Return the passages with each sentence that was put another way as it was put last."""
    if not visit.record.rewordings:
        return list(passages)
    return _each(passages, lambda sentence: _reworded(sentence, visit))


def _reworded(sentence: Sentence, visit: Visit) -> Sentence:
    """Return a sentence as it was put: each wording was offered for the one before it."""
    given = visit.record.rewordings.get(sentence.text)
    last = 0
    while given is not None and given.seq > last:
        last = given.seq
        sentence = said(given.text, *sentence.events, given.seq)
        given = visit.record.rewordings.get(sentence.text)
    return sentence


def _now(line: str, visit: Visit) -> str:
    """Return a line of the chart note as it is put now."""
    return _reworded(titled(line), visit).text


def _spot(line: str, seq: int, passages: Iterable[Passage]) -> str:
    """Return the sentence that is this line, or says the same answer in other words; else ""."""
    every = [sentence for one in passages for sentence in one.sentences]
    same = [one.text for one in every if one.text == line]
    return next(iter((*same, *(one.text for one in every if seq and seq in one.events))), "")


def _put_right(
    sentence: Sentence, corrections: Iterable[Righted], told: PutRight, visit: Visit
) -> Sentence:
    """Return a sentence with what the patient put in its place, and as that was put another way."""
    every = list(corrections)
    for one in every:
        text = w.with_aside(sentence.text, w.fill(told.beside, one.blanks()))
        sentence = said(text, *sentence.events, one.seq)
    return _reworded(sentence, visit) if every else sentence


def _corrections(visit: Visit) -> list[Righted]:
    """Return every line the patient put right, as it is put now."""
    steps = visit.plan.steps
    return [
        Righted(_now(one.line, visit), one.words, entry.seq)
        for id_, entry in visit.record.entries.items()
        if steps[id_].kind == "read-back" and id_ not in visit.hidden
        for one in entry.answer.corrections
    ]


def _each(passages: Iterable[Passage], change: Callable[[Sentence], Sentence]) -> list[Passage]:
    return [replace(one, sentences=tuple(map(change, one.sentences))) for one in passages]
