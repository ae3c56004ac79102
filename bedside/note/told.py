"""What was told: every recorded step with its sentences, and whether it was really talked about.

One skip can stand behind many steps, so that what was heard is asked of the step, never of an
event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bedside.core.answers import Answer, is_left
from bedside.core.checklist import Checklist, Step
from bedside.core.earlier import said_before
from bedside.core.note import Sentence
from bedside.core.visit import Entry, Visit
from bedside.note import wording as w
from bedside.note.parts import recorded, said, talk_day
from bedside.note.sentences import sentences_of
from bedside.note.voices import Voice


class Told(NamedTuple):
    """A recorded step, its place in the note, and what its answer says there."""

    step: Step
    entry: Entry
    place: str
    sentences: tuple[Sentence, ...]

    @property
    def is_heard(self) -> bool:
        """Whether it was talked about: neither left out nor declined."""
        answer = self.entry.answer
        return not is_left(answer) and "declined" not in answer.picks

    @property
    def is_answered(self) -> bool:
        """Whether an answer was given, not only that there is none."""
        return self.is_heard and "unsure" not in self.entry.answer.picks


def told_by(visit: Visit, checklist: Checklist) -> Iterator[Told]:
    """Return what each recorded step says to colleagues, in the checklist's order."""
    voice = Voice(talk_day(visit))
    for step, entry in recorded(visit, checklist):
        place = visit.plan.place(step.id)
        texts = sentences_of(step, entry.answer, place, voice)
        sentences = _compared(visit, step, entry, [said(text, entry.seq) for text in texts])
        yield Told(step, entry, place, tuple(sentences))


def lines(told: Iterable[Told]) -> dict[str, int]:
    """Return the event behind each line of the chart note, where it is behind one step alone.

    By it a line is known again in a text that words the same answer in another way.
    """
    every = list(told)
    seqs = [one.entry.seq for one in every]
    alone = [one for one in every if seqs.count(one.entry.seq) == 1]
    return {sentence.text: one.entry.seq for one in alone for sentence in one.sentences}


def since(visit: Visit, answer: Answer) -> date | None:
    """Return the day of the earlier visit whose words were only confirmed, if they were."""
    earlier = visit.record.earlier
    return earlier.day if earlier and answer.since == earlier.day else None


def _compared(visit: Visit, step: Step, entry: Entry, sentences: list[Sentence]) -> list[Sentence]:
    """Return what a step says, with what the same patient had said to it earlier."""
    record, before = visit.record, said_before(visit, step.id)
    unsaid = "answered" not in entry.answer.picks or not sentences
    if before is None or record.earlier is None or unsaid:
        return sentences
    day, events = w.day_text(record.earlier.day), (entry.seq, record.recalled)
    alike = _folded(entry.answer.words) == _folded(before.words)
    if alike or since(visit, entry.answer):
        same = w.with_aside(sentences[0].text, w.fill(w.UNCHANGED, {"day": day}))
        return [said(same, *events), *sentences[1:]]
    then = w.fill(w.BEFORE, {"day": day, "answer": before.words})
    return [*sentences, said(then, *events)]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
