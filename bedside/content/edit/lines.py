"""The lines of a file set straight: no spaces at their ends, no more blank ones than are needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bedside.content.edit.paper import Paper

_LONG = ('"""', "'''")


class _Row(NamedTuple):
    """One line of a file, and what may be done to it.

    `depth` is how many lists it begins in; `is_text` that it begins within a text of several
    lines, `goes_on` that it ends in one.
    """

    start: int
    text: str
    depth: int
    is_text: bool
    goes_on: bool


def relined(paper: Paper) -> str:
    """Return the text with every line set straight and one blank line above each block."""
    new: list[str] = []
    is_under_header = False
    bodies = {block.body for block in paper.blocks}
    leads = {block.lead for block in paper.blocks[1:]}
    for row in _rows(paper):
        line = _straight(row)
        is_blank = not line and not row.is_text
        if is_blank and (not new or not new[-1] or is_under_header):
            continue
        is_under_header = row.start + len(row.text) + 1 in bodies
        if row.start in leads and new and new[-1]:
            new.append("")
        new.append(line)
    while new and not new[-1]:
        new.pop()
    return "\n".join([*new, ""])


def _rows(paper: Paper) -> Iterator[_Row]:
    """Return every line of a file, with how deep it stands in lists and texts."""
    texts, lists = _long_values(paper)
    at = 0
    for text in paper.text.split("\n"):
        end = at + len(text)
        yield _Row(
            start=at,
            text=text,
            depth=sum(first < at < last for first, last in lists),
            is_text=any(first < at < last for first, last in texts),
            goes_on=any(first <= end < last for first, last in texts),
        )
        at = end + 1


def _long_values(paper: Paper) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return where the texts and the lists stand that go over several lines."""
    texts, lists = [], []
    for mark in set(paper.marks.values()):
        start, end = mark.value
        if "\n" not in paper.text[start:end]:
            continue
        if paper.text.startswith(_LONG, start):
            texts.append((start, end))
        elif paper.text[start] == "[":
            lists.append((start, end))
    return texts, lists


def _straight(row: _Row) -> str:
    """Return a line set in by what it stands in, without spaces at its end."""
    line = row.text
    if not row.goes_on:
        line = line.rstrip(" \t\r")
    if row.is_text:
        return line
    line = line.lstrip(" \t")
    depth = row.depth - 1 if line.startswith("]") else row.depth
    return "  " * depth + line if line else ""
