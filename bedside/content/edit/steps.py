"""Splices for whole blocks: steps and tasks added, taken away, moved with their comments."""

from __future__ import annotations

from bedside.content.edit.change import Add, Delete, MoveBlock, moved
from bedside.content.edit.house import kind_of, laid_out
from bedside.content.edit.keys import fresh_lines
from bedside.content.edit.paper import Block, Paper
from bedside.content.edit.text import Refusing, Splice


def add(paper: Paper, change: Add) -> list[Splice]:
    """Return a new block in the house style, a blank line above it."""
    end = paper.newline
    kind = kind_of((change.to, 0))
    header = f"[[{change.to}]]{end}"
    return [
        _inserted(paper, change.to, change.after, end + header + laid_out(kind, change.block, end))
    ]


def delete(paper: Paper, change: Delete) -> list[Splice]:
    """Return what takes blocks out with the comments above them; the next one's stay."""
    return [
        Splice(*_bounds(paper.whole((change.of, number))), "")
        for number in moved(paper.table, change)
    ]


def move(paper: Paper, change: MoveBlock) -> list[Splice]:
    """Return what puts blocks elsewhere, the comments and blank lines above them with them."""
    numbers = moved(paper.table, change)
    if change.after in (*numbers, numbers.start - 1):
        return []
    bounds = [_bounds(paper.whole((change.of, number))) for number in numbers]
    pieces = (paper.text[start:end] for start, end in bounds)
    text = "".join(one if one.endswith("\n") else one + paper.newline for one in pieces)
    return [*(Splice(*one, "") for one in bounds), _inserted(paper, change.of, change.after, text)]


def _inserted(paper: Paper, name: str, after: int, text: str) -> Splice:
    """Return blocks put in after the one of this number, or on top of their list."""
    if after >= 0:
        at = paper.whole((name, after))[-1].end
    elif paper.block((name, 0)):
        at = paper.whole((name, 0))[0].above
    elif name in paper.table:
        raise Refusing(f"{name} are not written as blocks here")
    else:
        at = _first_place(paper, name)
    return fresh_lines(paper.text, at, text, paper.newline)


def _first_place(paper: Paper, name: str) -> int:
    """Return where the first block of a list goes: tasks behind steps, steps behind the review."""
    before = {"steps": ("review",), "tasks": ("review", "steps")}.get(name)
    if before is None:
        return paper.blocks[-1].end
    ends = [block.end for block in paper.blocks if not block.table or block.table[0] in before]
    return ends[-1]


def _bounds(blocks: list[Block]) -> tuple[int, int]:
    return blocks[0].above, blocks[-1].end
