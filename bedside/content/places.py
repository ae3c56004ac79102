"""Where an author wrote each part of a checklist, whichever file it came from, and findings there.

A step may rest on several tables: its own, one of a bank it takes, one of a shipped original.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bedside.content.codes.levels import level_of
from bedside.content.shape import Place
from bedside.core.problems import Finding, Fix, Point, Related, Span
from bedside.core.spans import SpanMap
from bedside.core.text import listed


class Origin(NamedTuple):
    """One table of one file: what findings call the file, its places, and the table's path."""

    file: str
    spans: SpanMap
    path: Place = ()


class Spot(NamedTuple):
    """A stretch of a file that a finding points at."""

    file: str
    span: Span | None


_FEW_LINES = 6
"""Of more lines than these it is only said how many there are."""


def lines_at(spots: Iterable[Spot]) -> str:
    """Return the lines that these stand on, as they are named in a sentence: "lines 4 and 9"."""
    every = list(spots)
    numbers = sorted({spot.span.start.line for spot in every if spot.span})
    if len({spot.file for spot in every}) > 1 or not 0 < len(numbers) <= _FEW_LINES:
        return f"the {len(every)} lines"
    return f"line{'s' if numbers[1:] else ''} {listed(list(map(str, numbers)))}"


class Here(NamedTuple):
    """One step, task or head: the tables it was written in, the nearest first, and its id."""

    origins: tuple[Origin, ...]
    name: str = ""

    def key(self, *place: str | int) -> Spot:
        """Return where the name of this part stands, or of the closest thing around it."""
        origin = self._holding(place)
        return Spot(origin.file, origin.spans.nearest((*origin.path, *place)))

    def value(self, *place: str | int) -> Spot:
        """Return where what is said of this part stands, or else its name."""
        origin = self._holding(place)
        span = origin.spans.value((*origin.path, *place))
        return Spot(origin.file, span) if span else self.key(*place)

    def word(self, word: str, *place: str | int) -> Spot:
        """Return where a word first stands in a text; all of it where it is not spelled so."""
        origin, spot = self._holding(place), self.value(*place)
        mark = origin.spans.marks.get((*origin.path, *place))
        at = origin.spans.text.find(word, *mark.value) if mark else -1
        return spot if at < 0 else Spot(spot.file, origin.spans.stretch(at, at + len(word)))

    def whole_line(self, *place: str | int) -> Span | None:
        """Return all lines that a name and what is said of it take, if nothing else is on them."""
        origin = self._holding(place)
        mark, text = origin.spans.marks.get((*origin.path, *place)), origin.spans.text
        if mark is None or not mark.keys:
            return None
        start = text.rfind("\n", 0, mark.keys[0][0]) + 1
        end = text.find("\n", mark.value[1]) + 1 or len(text)
        rest = text[mark.value[1] : end].strip()
        alone = not text[start : mark.keys[0][0]].strip() and (not rest or rest[0] == "#")
        return origin.spans.stretch(start, end) if alone else None

    def finding(
        self, code: str, message: str, help_: str, spot: Spot, fix: Fix | None = None
    ) -> Finding:
        """Return a finding about this table, at the level of its code."""
        return Finding(
            code=code,
            level=level_of(code),
            message=message,
            help=help_,
            file=spot.file,
            span=spot.span,
            step=self.name,
            fix=fix,
            part="task" if self.origins[0].path[:1] == ("tasks",) else "step",
        )

    def related(self, message: str, *place: str | int) -> Related:
        """Return this part as another place that a finding is about."""
        spot = self.key(*place)
        return Related(message, spot.file, spot.span)

    def _holding(self, place: Place) -> Origin:
        """Return the nearest table that says something of this part."""
        holds = (o for o in self.origins if (*o.path, *place) in o.spans.marks)
        return next(holds, self.origins[0])


class Places(NamedTuple):
    """Where a checklist was written: its head, and every step and task in the model's order."""

    head: Here
    steps: Sequence[Here]
    tasks: Sequence[Here]


START = Span(Point(1, 1), Point(1, 2))
"""The beginning of a file, for what is wrong with all of it."""
