"""A sheet as a grid of texts, whatever file it came from, and how its cells are named."""

from __future__ import annotations

from typing import NamedTuple

Rows = list[list[str]]


class Grid(NamedTuple):
    """The rows of a sheet, headings first where it has any; `told` is what to say of its file."""

    rows: Rows
    told: str = ""


class Spoilt(NamedTuple):
    """A cell that holds no plain words: where, from nought, and what it holds instead."""

    row: int
    column: int
    what: str


def cell_name(row: int, column: int) -> str:
    """Return what spreadsheet programs call a cell; both are counted from nought."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
