"""Splices for what stands under names: values put in, added in the usual order, taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

from bedside.content.edit.change import Put, Remove, found, pruned
from bedside.content.edit.house import columns, dotted, flat, kind_of, rank
from bedside.content.edit.lists import list_splices
from bedside.content.edit.paper import Block, Line, Paper
from bedside.content.edit.text import Refusing, Splice, written, written_long
from bedside.core.spans import Path

_OWN_BLOCKS = ("review", "note")


def put(paper: Paper, change: Put, table: Mapping[str, object]) -> list[Splice]:
    """Return what lets a value stand at a path; `table` is what the file is to mean then."""
    path, value = change.path, change.value
    old = found(paper.table, path)
    if _is_rows(old) or (isinstance(path[-1], int) and isinstance(value, Mapping)):
        raise Refusing("blocks are added and taken away whole")
    if isinstance(path[-1], int):
        path, old, value = path[:-1], found(paper.table, path[:-1]), found(table, path[:-1])
    if not isinstance(old, Mapping) and not isinstance(value, Mapping) and path in paper.marks:
        return _value(paper, path, old, value)
    around = paper.inline(path)
    if around is not None and (around != path or _is_braces(paper, around)):
        return [_braces(paper, around, found(table, around))]
    if old is None:
        return _added(paper, path, value)
    return _group(paper, path, value)


def remove(paper: Paper, change: Remove, table: Mapping[str, object]) -> list[Splice]:
    """Return what takes away what stands at a path, with the comment at its line's end."""
    path = pruned(paper.table, change.path)
    if isinstance(path[-1], int):
        old = cast("Sequence[object]", found(paper.table, path[:-1]))
        if _is_rows(old):
            raise Refusing("blocks are added and taken away whole")
        return _value(paper, path[:-1], old, found(table, path[:-1]))
    around = paper.inline(path)
    if around is not None and around != path:
        return [_braces(paper, around, found(table, around))]
    lines = [line for line in (paper.line(path), *paper.under(path)) if line]
    blocks = [block for block in paper.blocks if block.table[: len(path)] == path]
    if _is_rows(found(paper.table, path)):
        raise Refusing("blocks are added and taken away whole")
    inside = {line.start for block in blocks for line in block.lines}
    splices = [splice for block in blocks for splice in _unwritten(block)]
    return splices + [Splice(one.start, one.end, "") for one in lines if one.start not in inside]


def _unwritten(block: Block) -> list[Splice]:
    """Return what takes a block away and leaves the comments in and above it."""
    parts = [(block.start, block.body), *((line.start, line.end) for line in block.lines)]
    if sum(end - start for start, end in parts) == block.end - block.lead:
        return [Splice(block.above, block.end, "")]
    return [Splice(start, end, "") for start, end in parts]


def _value(paper: Paper, path: Path, old: object, new: object) -> list[Splice]:
    """Return what puts one value in another's place; a text of several lines stays one."""
    start, end = paper.marks[path].value
    if isinstance(old, list) and isinstance(new, list):
        return list_splices(paper, path, old, new)
    is_long = paper.text.startswith(('"""', "'''"), start)
    if is_long and isinstance(new, str) and "\n" in new:
        return [Splice(start, end, written_long(new, paper.newline))]
    if "#" in paper.text[start:end] and "\n" in paper.text[start:end] and isinstance(old, list):
        raise Refusing("there is a comment in this list")
    return [Splice(start, end, written(new))]


def _braces(paper: Paper, path: Path, value: object) -> Splice:
    """Return a table in braces written anew."""
    start, end = paper.marks[path].value
    if "\n" in paper.text[start:end]:
        raise Refusing("this stands in braces that go over several lines")
    return Splice(start, end, written(value))


def _added(paper: Paper, path: Path, value: object) -> list[Splice]:
    """Return the lines that give a value where nothing stands, in their place among the others."""
    if len(path) > 1 and path[0] in _OWN_BLOCKS and path[0] not in paper.table:
        return [_own_block(paper, str(path[0]), list(flat(_names(path[1:]), value)))]
    depths = range(len(path) - 1, -1, -1)
    block = next((b for depth in depths if (b := paper.block(path[:depth]))), None)
    if block is None:
        raise Refusing("there is no place for it")
    names = _names(path[len(block.table) :])
    return [_in_block(paper, block, list(flat(names, value)))]


Rows = Sequence[tuple[tuple[str, ...], object]]


def _own_block(paper: Paper, name: str, rows: Rows) -> Splice:
    """Return the block of the review, above the first step, or of the note frame, at the end."""
    end, text = paper.newline, paper.text
    widths = columns(name, [names for names, _ in rows], is_teach_back=False)
    lines = "".join(
        f"{dotted(names):<{width}} = {written(value)}{end}"
        for (names, value), width in zip(rows, widths, strict=True)
    )
    last = paper.blocks[0] if name == "review" else paper.blocks[-1]
    return fresh_lines(text, last.end, f"{end}[{name}]{end}{lines}", end)


def _in_block(paper: Paper, block: Block, rows: Rows) -> Splice:
    """Return new lines of a block, lined up with those of their kind where these are."""
    names = rows[0][0]
    column = _column(block, names)
    text = "".join(
        f"{dotted(key):<{column}} = {written(value)}{paper.newline}" for key, value in rows
    )
    return fresh_lines(paper.text, _place(block, names), text, paper.newline)


def fresh_lines(text: str, at: int, lines: str, line_end: str) -> Splice:
    """Return whole lines put in at a place; the end of a file may lack its last line end."""
    is_cut = at == len(text) and at and not text.endswith("\n")
    return Splice(at, at, line_end + lines.removesuffix(line_end) if is_cut else lines)


def _column(block: Block, names: Sequence[str]) -> int:
    """Return how wide a name is padded among its like in a block: 0 where they are not in line."""
    is_plain = len(names) == 1
    alike = [one for one in block.lines if (len(one.names) == 1) == is_plain]
    if not is_plain:
        alike = [one for one in alike if one.names[0] == names[0]]
    spare = [line.column for line in alike if _padding(line) > 1]
    return Counter(spare).most_common(1)[0][0] - len(" = ") if spare else 0


def _padding(line: Line) -> int:
    """Return how many spaces stand before the equals sign, where one follows it."""
    first, last = line.mark.keys[0][0], line.mark.keys[-1][1]
    return line.column - (last - first) - len("= ")


def _place(block: Block, names: Sequence[str]) -> int:
    """Return where a new name goes: behind its group, or behind what usually comes before it."""
    alike = [(_shared(line.names, names), line.end) for line in block.lines]
    most = max(alike, default=(0, 0))
    if most[0]:
        return max(end for shared, end in alike if shared == most[0])
    kind = kind_of(block.table)
    own = rank(kind, names[0])
    ranks = [rank(kind, line.names[0]) for line in block.lines]
    gaps = range(len(ranks), -1, -1)
    out_of_order = [sum(r > own for r in ranks[:n]) + sum(r < own for r in ranks[n:]) for n in gaps]
    best = gaps[out_of_order.index(min(out_of_order))]
    return block.lines[best - 1].end if best else block.body


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many names at the beginning are the same."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _group(paper: Paper, path: Path, value: object) -> list[Splice]:
    """Return what turns the lines under a name into others; a line that stays keeps its words."""
    lines = [line for line in (paper.line(path), *paper.under(path)) if line]
    if not lines:
        raise Refusing("there is no place for it")
    home = next(block for block in paper.blocks if lines[0] in block.lines)
    if any(line not in home.lines for line in lines):
        raise Refusing("its lines stand in several places")
    rows = [((*path, *rest), leaf) for rest, leaf in flat((), value)]
    if len(home.table) > len(path) or (home.table == path and not isinstance(value, Mapping)):
        raise Refusing("it is a block of its own")
    by_path = {line.path: line for line in lines}
    pieces = [_line_text(paper, by_path.get(place), place, leaf) for place, leaf in rows]
    skipped = len(home.table)
    column = _column(home, _names(rows[0][0][skipped:]))
    fresh = [
        piece or f"{dotted(_names(place[skipped:])):<{column}} = {written(leaf)}{paper.newline}"
        for piece, (place, leaf) in zip(pieces, rows, strict=True)
    ]
    splices = [Splice(one.start, one.end, "") for one in lines[1:]]
    first = lines[0]
    text = "".join(fresh)
    if first.end == len(paper.text) and not paper.text.endswith("\n"):
        text = text.removesuffix(paper.newline)
    return [Splice(first.start, first.end, text), *splices]


def _line_text(paper: Paper, line: Line | None, path: Path, value: object) -> str:
    """Return a line as it stands, with its comment, giving this value; "" where there is none."""
    if line is None:
        return ""
    old = found(paper.table, path)
    whole = paper.text[line.start : line.end]
    if not whole.endswith("\n"):
        whole += paper.newline
    if type(old) is type(value) and repr(old) == repr(value):
        return whole
    start, end = line.mark.value
    return whole[: start - line.start] + written(value) + whole[end - line.start :]


def _is_rows(value: object) -> bool:
    """Whether this is a list of tables, as steps are."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _is_braces(paper: Paper, path: Path) -> bool:
    return paper.text.startswith("{", paper.marks[path].value[0])


def _names(path: Path) -> tuple[str, ...]:
    if not all(isinstance(part, str) for part in path):
        raise Refusing("there is no place for it")
    return tuple(str(part) for part in path)
