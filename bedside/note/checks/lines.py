"""The sentences of a draft that are checked: what is behind each, and what of it is the patient's.

The frame around a note is not looked at: its head with the patient's identifiers, its guide, who
signed. Nor are our own words that only name what was talked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bedside.core.note import Note, Passage, Reader, Sentence
from bedside.core.phrases import folded, split
from bedside.core.visit import Visit
from bedside.note.checks.lists import Lists
from bedside.note.sentences import CLINICIANS_WORDS
from bedside.note.wording import within

Stretch = tuple[int, int]

_FRAME = frozenset(("guide", "signed", "time", "wrong", "back", "talked"))
_GROUPS = frozenset(("present", "talked", "decided", "next", "foot"))


class Line(NamedTuple):
    """One sentence of a text, and what the checks have to know of it.

    `steps` are the steps behind it and `place` that of the first; `own` are the stretches that
    are the patient's own words, `kept` those, what is harmless or known to the clinic, and what is
    told as it had been read.
    """

    reader: Reader
    text: str
    steps: tuple[str, ...]
    place: str
    own: tuple[Stretch, ...]
    kept: tuple[Stretch, ...]
    folded: str
    words: frozenset[str]

    def bare(self) -> str:
        """Return the sentence without the patient's own words."""
        text = self.text
        for start, end in reversed(self.own):
            text = text[:start] + text[end:]
        return text


def lines(visit: Visit, notes: Iterable[Note], known: Lists) -> tuple[Line, ...]:
    """Return every sentence that is checked, text by text, in order."""
    behind = _behind(visit)
    return tuple(
        _line(visit, note.reader, sentence, _steps(visit, passage, sentence, behind), known)
        for note in notes
        for passage in note.passages
        if _is_checked(passage)
        for sentence in passage.sentences
    )


def is_kept(stretches: Iterable[Stretch], start: int, end: int) -> bool:
    """Whether a stretch touches one of these."""
    return any(first < end and start < last for first, last in stretches)


def _is_checked(passage: Passage) -> bool:
    return passage.group in _GROUPS and passage.place not in _FRAME


def _behind(visit: Visit) -> Mapping[int, tuple[str, ...]]:
    """Return the steps that each event answered."""
    found: dict[int, tuple[str, ...]] = {}
    for step, entry in visit.record.entries.items():
        found[entry.seq] = (*found.get(entry.seq, ()), step)
    return found


def _steps(
    visit: Visit, passage: Passage, sentence: Sentence, behind: Mapping[int, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the steps behind a sentence, that which it tells of first.

    One event may stand behind many steps: everything that was left at once.
    """

    def is_other(step: str) -> tuple[bool, bool]:
        said = visit.record.entries[step].answer.words
        is_told = bool(said) and any(_occurrences(sentence.text, said))
        return not is_told, visit.plan.place(step) != passage.place

    found = (step for event in sentence.events for step in behind.get(event, ()))
    return tuple(sorted(found, key=is_other))


def _line(
    visit: Visit, reader: Reader, sentence: Sentence, steps: tuple[str, ...], known: Lists
) -> Line:
    text = sentence.text
    theirs = {*_words_at(visit, steps), *_words_before(visit, sentence)}
    own = _merged(found for each in theirs for found in _occurrences(text, each))
    free = [found.span() for pattern in known.free for found in pattern.finditer(text)]
    read = (found for each in _lines_read(visit, steps) for found in _occurrences(text, each))
    free += [stretch for stretch in read if stretch[0]]  # not the line itself, which stands first
    plain = folded(text)
    return Line(
        reader=reader,
        text=text,
        steps=steps,
        place=visit.plan.place(steps[0]) if steps else "",
        own=own,
        kept=_merged((*own, *free)),
        folded=plain,
        words=frozenset(split(plain)),
    )


def _words_at(visit: Visit, steps: Iterable[str]) -> Iterator[str]:
    """Yield the patient's own words at some steps: said there, or put right when read back."""
    for step in steps:
        answer = visit.record.entries[step].answer
        if visit.plan.steps[step].kind not in CLINICIANS_WORDS:
            yield answer.words
        yield from (one.words for one in answer.corrections)


def _lines_read(visit: Visit, steps: Iterable[str]) -> Iterator[str]:
    """Yield the lines that were put right at some steps, as they had been read."""
    for step in steps:
        yield from (one.line for one in visit.record.entries[step].answer.corrections)


def _words_before(visit: Visit, sentence: Sentence) -> Iterator[str]:
    """Yield what the patient said in an earlier visit, where a sentence tells of it."""
    earlier = visit.record.earlier
    if earlier is not None and visit.record.recalled in sentence.events:
        yield from (said.words for said in earlier.said)


def _occurrences(text: str, said: str) -> Iterator[Stretch]:
    """Yield every stretch that is these words, as they stand in a sentence."""
    bare = said.strip().rstrip(".")
    for form in {bare, within(bare)} - {""}:
        at = text.find(form)
        while at >= 0:
            if _is_apart(text, at, at + len(form)):
                yield at, at + len(form)
            at = text.find(form, at + len(form))


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether a stretch neither begins nor ends within a word."""
    begins = not (text[start - 1 : start].isalnum() and text[start].isalnum())
    return begins and not (text[end : end + 1].isalnum() and text[end - 1].isalnum())


def _merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return stretches in order, those that touch as one."""
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
