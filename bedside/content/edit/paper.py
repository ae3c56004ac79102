"""A file as its author sees it: blocks under headers, lines in them, comments above what they mean.

The comments above a header belong to it, and so do its blank lines. Comment lines that follow a
block without a blank line, and are followed by one, belong to that block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from bedside.content.edit.law import parsed
from bedside.content.edit.text import Refusing, newline
from bedside.core.spans import Mark, Path, SpanMap

_BLANK = re.compile(r"(?:[ \t]*\r?\n)*")
_COMMENTS = re.compile(r"(?:[ \t]*#[^\n]*(?:\n|\Z))*")
_AT_BLANK = re.compile(r"[ \t]*\r?\n")


class Line(NamedTuple):
    """One name and its value as a statement of its own; a value may go over several lines."""

    path: Path
    names: tuple[str, ...]
    start: int
    end: int
    mark: Mark

    @property
    def column(self) -> int:
        """Return how far the name's beginning and the equals sign are apart, spaces between."""
        return self.mark.value[0] - self.mark.keys[0][0]


class Block(NamedTuple):
    """A header and the lines under it; the head of the file is a block without a header.

    From `above` stand blank lines, from `lead` comments, from `start` the header, from `body` its
    lines; at `end` the next block's blank lines begin.
    """

    table: Path
    above: int
    lead: int
    start: int
    body: int
    end: int
    lines: tuple[Line, ...]


class Paper:
    """One text that tomllib accepts, as blocks and lines, with what it means."""

    def __init__(self, text: str) -> None:
        """Read the text; Refusing where bedside would not."""
        self.text = text
        self.table = parsed(text)
        self.spans = SpanMap(text)
        self.newline = newline(text)

    @property
    def marks(self) -> dict[Path, Mark]:
        """Where every name and value stands."""
        return self.spans.marks

    @cached_property
    def blocks(self) -> list[Block]:
        """Every block in order; together they are the whole text but for its last blank lines."""
        statements = list(self._statements())
        heads = [n for n, one in enumerate(statements) if self._is_header(one.mark)]
        bounds = [(-1, heads[0] if heads else len(statements))]
        bounds += zip(heads, [*heads[1:], len(statements)][: len(heads)], strict=True)
        blocks: list[Block] = []
        above = 0
        for head, after in bounds:
            lines = tuple(statements[head + 1 : after])
            header = statements[head] if head >= 0 else None
            last = lines[-1].end if lines else header.end if header else 0
            start = header.start if header else 0
            lead = _BLANK.match(self.text, above, start).end() if header else 0  # type: ignore[union-attr]
            until = statements[after].start if after < len(statements) else len(self.text)
            end = self._end(last, until)
            table = header.path if header else ()
            body = header.end if header else 0
            blocks.append(Block(table, above, lead, start, body, end, lines))
            above = end
        return blocks

    def block(self, table: Path) -> Block | None:
        """Return the block whose header opens this table."""
        return next((block for block in self.blocks if block.table == table), None)

    @cached_property
    def _lines(self) -> dict[Path, Line]:
        return {line.path: line for block in self.blocks for line in block.lines}

    def line(self, path: Path) -> Line | None:
        """Return the statement that gives exactly this."""
        return self._lines.get(path)

    def under(self, path: Path) -> list[Line]:
        """Return every statement that gives something within this."""
        size = len(path)
        return [o for p, o in self._lines.items() if p[:size] == path and len(p) > size]

    def whole(self, table: Path) -> list[Block]:
        """Return the block of one item of a list and those of its own tables, which follow it.

        Refusing where other blocks stand between them, or it is no block of its own.
        """
        places = [n for n, one in enumerate(self.blocks) if one.table[: len(table)] == table]
        if not places or self.blocks[places[0]].table != table:
            raise Refusing(f"{table[0]} are not written as blocks here")
        if places[-1] - places[0] + 1 != len(places):
            raise Refusing("a part of it stands further down, below something else")
        return [self.blocks[n] for n in places]

    def inline(self, path: Path) -> Path | None:
        """Return the outermost table in braces or list of such that this stands in, or is."""
        for size in range(1, len(path) + 1):
            line = self.line(path[:size])
            if line:
                return line.path
        return None

    def _statements(self) -> Iterator[Line]:
        """Return headers and lines in the order of the text, without what stands in a value."""
        text, done = self.text, 0
        found = [(m.keys[0][0], path, m) for path, m in self.marks.items() if m.keys]
        for at, path, mark in sorted(found, key=_order):
            is_parent = mark.value[0] == at
            if at < done or is_parent:
                continue
            done = mark.value[1]
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", done) + 1 or len(text)
            names = tuple(part for part in path if isinstance(part, str))[-len(mark.keys) :]
            yield Line(path, names, start, end, mark)

    def _is_header(self, mark: Mark) -> bool:
        return mark.value[0] < mark.keys[0][0]

    def _end(self, last: int, until: int) -> int:
        """Return where a block ends whose last line ends at `last`, before the next header."""
        found = _COMMENTS.match(self.text, last, until)
        after = found.end() if found else last
        if until == len(self.text) or _AT_BLANK.match(self.text, after, until):
            return after
        return last


def _order(found: tuple[int, Path, Mark]) -> tuple[int, int, int]:
    """Order what stands at one place: a whole header or line first, the tables around it after."""
    at, path, mark = found
    return at, -mark.value[1], -len(path)
