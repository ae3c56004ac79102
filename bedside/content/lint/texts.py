"""The texts of a checklist by who hears or reads them, and the exact place of a word in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from bedside.content.lint.lists import folded, split
from bedside.content.places import Here, Spot
from bedside.content.shape import Place
from bedside.core.checklist import Step
from bedside.core.problems import Edit, Finding, Fix

_END = re.compile(r"[.!?…]+[”\"’')]*(?=\s|$)")
_NOT_IN_TEXT = re.compile(r"[\\\x00-\x1f]")


class Text(NamedTuple):
    """One text, and where its author wrote it: what a name says, or the name itself."""

    here: Here
    place: Place
    text: str
    is_name: bool = False

    def hit(self, found: re.Match[str]) -> Hit:
        """Return what a pattern found in it."""
        return Hit(self, *found.span())

    def whole(self) -> Hit:
        """Return all of it."""
        return Hit(self, 0, len(self.text))

    def finding(self, code: str, message: str, help_: str, fix: Fix | None = None) -> Finding:
        """Return a finding about the whole text."""
        spot = self.here.value(*written(self.here, self.place))
        return self.here.finding(code, message, help_, spot, fix)


class Hit(NamedTuple):
    """A stretch of a text that something is to be said about."""

    of: Text
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words found."""
        return self.of.text[self.start : self.end]

    @property
    def spot(self) -> Spot:
        """Where just these words stand."""
        return self._stands(self.start, self.end)[0]

    def finding(self, code: str, message: str, help_: str, fix: Fix | None = None) -> Finding:
        """Return a finding that points at just these words."""
        return self.of.here.finding(code, message, help_, self.spot, fix)

    def swap(self, better: str) -> Fix | None:
        """Return the mend that puts other words here, with a capital where these had one."""
        if self.words[:1].isupper():
            better = better[:1].upper() + better[1:]
        spot, quote = self._stands(self.start, self.end)
        if not quote or spot.span is None or quote in better or _NOT_IN_TEXT.search(better):
            return None
        title = "Write an ordinary space" if better == " " else f'Write "{better}"'
        return Fix(title if better else "Take it out", (Edit(spot.span, better),))

    def _stands(self, start: int, end: int) -> tuple[Spot, str]:
        """Return where a stretch stands and in which quotation marks.

        It is the whole text, in no marks, where the text is not written letter by letter.
        """
        here, place = self.of.here, written(self.of.here, self.of.place)
        for origin in here.origins:
            mark = origin.spans.marks.get((*origin.path, *place))
            if mark is None:
                continue
            first, last = mark.keys[-1] if self.of.is_name and mark.keys else mark.value
            at = origin.spans.text.find(self.of.text, first, last)
            if at < 0:
                break
            span = origin.spans.stretch(at + start, at + end)
            return Spot(origin.file, span), origin.spans.text[first]
        return here.key(*place) if self.of.is_name else here.value(*place), ""


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence that holds a stretch begins and ends, its last mark included."""
    first = 0
    for found in _END.finditer(text):
        if found.end() <= start:
            first = found.end()
        elif found.end() >= end:
            return first + _blanks(text[first:]), found.end()
    return first + _blanks(text[first:]), len(text)


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


Source = Callable[[Step], Iterator[tuple[Place, str]]]
"""Gives the texts of a step that are heard or read alike."""


class Group:
    """The texts of many steps that are heard or read alike."""

    def __init__(self, written: Sequence[tuple[Here, Step]], source: Source) -> None:
        """Gather them; where each stands is worked out only for those that are asked for."""
        self._written, self._source = written, source
        self.strings = [text for _, step in written for _, text in source(step)]
        self.whole = "\x00".join(self.strings)

    @cached_property
    def folded(self) -> str:
        """All of them in small letters, a line break as a space."""
        return folded(self.whole).replace("\n", " ")

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of theirs."""
        return frozenset(split(self.folded))

    @cached_property
    def texts(self) -> list[Text]:
        """Each of them with where it stands, in the order of `strings`."""
        return [
            Text(here, place, text)
            for here, step in self._written
            for place, text in self._source(step)
        ]

    def without(self, left: Container[Text]) -> Group:
        """Return the same without some of its texts."""
        rest = Group((), self._source)
        rest.texts = [text for text in self.texts if text not in left]
        rest.strings = [text.text for text in rest.texts]
        rest.whole = "\x00".join(rest.strings)
        return rest

    def those(self, is_meant: Callable[[str], bool]) -> list[Text]:
        """Return the texts of which this holds."""
        return [self.texts[at] for at, text in enumerate(self.strings) if is_meant(text)]


def written(here: Here, place: Place) -> Place:
    """Return the place as its author wrote it: `say` may be one text, a list, or tones."""
    while place and not any((*o.path, *place) in o.spans.marks for o in here.origins):
        place = place[:-1]
    return place


def spoken(step: Step) -> Iterator[tuple[Place, str]]:
    """Return everything a step offers to say aloud: its phrases, and the better words."""
    for at, phrase in enumerate(step.say):
        yield ("say", phrase.tone or at), phrase.text
    for slip, better in step.instead.items():
        yield ("instead", slip), better


def for_patients(step: Step) -> Iterator[tuple[Place, str]]:
    """Return everything of a step that the patient reads on paper."""
    return _wordings("patient", step.patient)


def for_records(step: Step) -> Iterator[tuple[Place, str]]:
    """Return everything of a step that is written down: for the note, a handover, the patient."""
    yield from _wordings("note", step.note)
    yield from _wordings("patient", step.patient)
    yield from _wordings("handover", step.handover)


def _wordings(key: str, of: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    for answer, text in of.items():
        yield (key, answer), text


def line_after(here: Here, line: str, *places: Place) -> Edit | None:
    """Return the edit that puts a line of its own after the first of these that is written.

    Nothing where none is, or where the step rests on several tables, so that a new line could
    hide one of another file.
    """
    if len(here.origins) != 1:
        return None
    origin = here.origins[0]
    marks, text = origin.spans.marks, origin.spans.text
    known = ((*origin.path, *place) for place in places)
    mark = next((marks[path] for path in known if path in marks), None)
    if mark is None:
        return None
    end = text.find("\n", mark.value[1])
    end = len(text) if end < 0 else end
    broken = "\r\n" if text[end - 1 : end] == "\r" else "\n"
    at = end - len(broken) + 1
    return Edit(origin.spans.stretch(at, at), f"{broken}{line}")
