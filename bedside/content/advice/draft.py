"""A text as it is being read as it was meant, line by line, and where each line comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bedside.content.advice.slip import Spot
from bedside.core.problems import Edit, Point, Span

_ID = re.compile(r"[ \t]*id[ \t]*=[ \t]*\"([^\"]*)\"")
_BLOCK = re.compile(r"[ \t]*\[\[[ \t]*(steps|tasks)[ \t]*\]\]")
_ABOVE = 200
_BELOW = 20
"""So many lines are looked at for the block that a line belongs to, and for its id."""


class Draft:
    """The lines of a text; `numbers` are those that they have, or come from, in the file.

    What stands on the lines `touched` reads otherwise in the file.
    """

    def __init__(self, text: str) -> None:
        """Begin with the text as it is."""
        self.rows = [row.removesuffix("\r") for row in text.split("\n")]
        self.numbers = list(range(1, len(self.rows) + 1))
        self.touched: set[int] = set()

    @property
    def text(self) -> str:
        """The text as it reads now."""
        return "\n".join(self.rows)

    def is_touched(self, rows: range) -> bool:
        """Whether one of these lines reads otherwise in the file."""
        return any(self.numbers[row] in self.touched for row in rows)

    def take(self, rows: range, new: Sequence[str]) -> None:
        """Let new lines stand in the place of these."""
        old = self.numbers[rows.start : rows.stop]
        numbers = [old[min(at, len(old) - 1)] for at in range(len(new))]
        for at, number in enumerate(old):
            if len(new) != len(old) or new[at] != self.rows[rows.start + at]:
                self.touched.add(number)
        self.rows[rows.start : rows.stop] = new
        self.numbers[rows.start : rows.stop] = numbers

    def span(self, start: Spot, end: Spot) -> Span:
        """Return a stretch of the lines as a stretch of the file."""
        last = len(self.numbers) - 1
        first, final = (self.numbers[min(spot.row, last)] for spot in (start, end))
        return Span(Point(first, start.column + 1), Point(final, end.column + 1))

    def edits(self, rows: range, new: Sequence[str]) -> Iterator[Edit]:
        """Return what makes these lines the new ones, touching no more than has to be."""
        old = self.rows[rows.start : rows.stop]
        more = len(new) - len(old)
        if more == 0:
            for row, other in zip(rows, new, strict=True):
                if self.rows[row] != other:
                    yield self._edit(row, other)
        elif more > 0 and list(new[more:]) == old:
            begin = Spot(rows.start, 0)
            yield Edit(self.span(begin, begin), "".join(f"{line}\n" for line in new[:more]))
        elif not new and rows.stop < len(self.rows):
            yield Edit(self.span(Spot(rows.start, 0), Spot(rows.stop, 0)), "")
        else:
            span = self.span(Spot(rows.start, 0), Spot(rows.stop - 1, len(old[-1])))
            yield Edit(span, "\n".join(new))

    def _edit(self, row: int, new: str) -> Edit:
        """Return the edit of one line, without what it and the new one have in common."""
        old = self.rows[row]
        shorter = min(len(old), len(new))
        begin = next((at for at in range(shorter) if old[at] != new[at]), shorter)
        most = shorter - begin
        end = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
        span = self.span(Spot(row, begin), Spot(row, len(old) - end))
        return Edit(span, new[begin : len(new) - end])

    def step(self, row: int) -> str:
        """Return the id of the step or task that a line belongs to; "" outside of them."""
        begin, part = self._block(row)
        for line in self.rows[begin + 1 : begin + _BELOW] if part else ():
            if line.lstrip()[:1] == "[":
                return ""
            if found := _ID.match(line):
                return found[1]
        return ""

    def part(self, row: int) -> str:
        """Return whether a line belongs to a task; outside of all blocks it counts as a step's."""
        return "task" if self._block(row)[1] == "tasks" else "step"

    def _block(self, row: int) -> tuple[int, str]:
        """Return the header above a line, and what it begins; "" where no step and no task."""
        above = range(row, max(-1, row - _ABOVE), -1)
        begin = next((at for at in above if self.rows[at].lstrip()[:1] == "["), None)
        found = None if begin is None else _BLOCK.match(self.rows[begin])
        return (begin or 0, found[1]) if found else (0, "")
