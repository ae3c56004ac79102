"""Lines for a board: spans of text with the name of a style, and what choosing them means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bedside.core.text import cells, cut, wrap
from bedside.tui.literal import literal


class Span(NamedTuple):
    """A stretch of one style. `target` is what a click on it, or Enter with the cursor, chooses."""

    text: str
    style: str = "text"
    target: str = ""


class Line(NamedTuple):
    """One line of a board."""

    spans: tuple[Span, ...] = ()

    @property
    def width(self) -> int:
        """The cells it takes."""
        return sum(cells(span.text) for span in self.spans)


Builder = Callable[[int], list[Line]]
"""Makes the lines for a width in cells."""

BLANK = Line()


def ink(text: str, style: str = "text", target: str = "") -> Span:
    """Return a span of literal text."""
    return Span(literal(text), style, target)


def line(*spans: Span) -> Line:
    """Return a line of spans."""
    return Line(spans)


def para(
    text: str, width: int, style: str = "text", indent: int = 0, target: str = ""
) -> list[Line]:
    """Return a text wrapped to the width, every line set in."""
    pad = Span(" " * indent, style, target)
    rows = wrap(literal(text), max(1, width - indent))
    return [Line((pad, Span(row, style, target))) for row in rows]


def hung(
    lead: Iterable[Span], text: str, width: int, style: str = "text", target: str = ""
) -> list[Line]:
    """Return a text after a lead, its further lines set in under its first word."""
    head = tuple(lead)
    used = sum(cells(span.text) for span in head)
    first, *rest = wrap(literal(text), max(1, width - used))
    pad = Span(" " * used, style, target)
    return [
        Line((*head, Span(first, style, target))),
        *(Line((pad, Span(row, style, target))) for row in rest),
    ]


def spread(left: Span, right: Span, width: int) -> Line:
    """Return one line with something at either end; the left end is cut where there is no room."""
    room = max(1, width - cells(right.text) - 1)
    text = cut(left.text, room)
    gap = " " * (room + 1 - cells(text))
    return Line((Span(text, left.style, left.target), Span(gap, left.style), right))


def packed(items: Iterable[tuple[Span, ...]], width: int, gap: int = 3) -> list[Line]:
    """Return items side by side, as many on a line as fit."""
    rows: list[list[Span]] = []
    used = 0
    for item in items:
        size = sum(cells(span.text) for span in item)
        if rows and used + gap + size <= width:
            rows[-1] += [Span(" " * gap), *item]
            used += gap + size
        else:
            rows.append(list(item))
            used = size
    return [Line(tuple(row)) for row in rows]
