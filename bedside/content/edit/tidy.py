"""A file in the house style: the same words, names and comments, laid out as the shipped ones are.

Each step of it is held to a stricter law than a change is: everything means the same, in the same
order. Names keep the order their author gave them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bedside.content.edit.change import found
from bedside.content.edit.house import columns, dotted, flat, kind_of
from bedside.content.edit.law import parsed
from bedside.content.edit.lines import relined
from bedside.content.edit.paper import Block, Line, Paper
from bedside.content.edit.text import Refused, Refusing, Splice, applied, newline, written_key
from bedside.core.spans import Path

_BOM = "\ufeff"
_OWNERS = ("steps", "tasks", "add")
_GAP = re.compile(r"[ \t]*(?=#)")
_PLAIN_LITERAL = re.compile(r"'[^'\"\\]*'\Z")


def tidied(text: str) -> str | Refused:
    """Return a file laid out in the house style, or why it is left as it is.

    Tidying twice is tidying once. A byte-order mark is kept; line ends become those of line one.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    line_end = newline(text)
    new = text.removeprefix(_BOM)
    try:
        meaning = repr(parsed(new))
        new = new.replace("\r\n", "\n")
        paper = Paper(new)
        for step in (_without_blocks, _without_braces, _with_plain_quotes, _with_even_lists):
            new = _kept(new, step(paper), meaning)
            paper = _again(paper, new)
        lines = relined(paper)
        if lines == new or repr(parsed(lines)) == meaning:
            new = _kept(lines, _in_columns(_again(paper, lines)), meaning)
    except Refusing as refusing:
        return Refused(str(refusing))
    return mark + new.replace("\n", line_end)


def _kept(text: str, splices: Iterable[Splice], meaning: str) -> str:
    """Return the text with these splices made, or as it is where that would mean something else."""
    new = applied(text, set(splices))
    if new == text:
        return text
    try:
        return new if repr(parsed(new)) == meaning else text
    except Refusing:
        return text


def _again(paper: Paper, text: str) -> Paper:
    """Return the paper of a text: the same one where the text is, since reading it takes time."""
    return paper if paper.text == text else Paper(text)


def _without_blocks(paper: Paper) -> Iterator[Splice]:
    """Turn blocks within a step, such as `[steps.options]`, into lines of the step."""
    within: dict[Path, list[Block]] = {}
    for one in paper.blocks:
        for size in range(1, len(one.table)):
            within.setdefault(one.table[:size], []).append(one)
    for owner in paper.blocks:
        if kind_of(owner.table) not in _OWNERS:
            continue
        size, inner = len(owner.table), within.get(owner.table, [])
        if all(one.lines and not _has_numbers(one.table[size:]) for one in inner):
            for block in inner:
                yield from _dissolved(paper, block, block.table[size:])


def _has_numbers(path: Path) -> bool:
    return any(isinstance(part, int) for part in path)


def _dissolved(paper: Paper, block: Block, names: Path) -> Iterator[Splice]:
    comment = paper.text[block.start : block.body].partition("]")[2].strip()
    yield Splice(block.above, block.lead, "")
    yield Splice(block.start, block.body, f"{comment}\n" if comment else "")
    prefix = dotted(str(name) for name in names) + "."
    for line in block.lines:
        at = line.mark.keys[0][0]
        yield Splice(at, at, prefix)


def _without_braces(paper: Paper) -> Iterator[Splice]:
    """Turn tables in braces, such as `say = { plain = "…" }`, into lines of their own."""
    for block in paper.blocks:
        if kind_of(block.table) not in (*_OWNERS, ""):
            continue
        for line in block.lines:
            start, end = line.mark.value
            value = found(paper.table, line.path)
            if isinstance(value, dict) and value and "\n" not in paper.text[start:end]:
                rows = [names for names, _ in flat((), value)]
                text = "\n".join(_row(paper, line, names) for names in rows)
                yield Splice(line.mark.keys[0][0], end, text)


def _row(paper: Paper, line: Line, names: tuple[str, ...]) -> str:
    """Return one line of a table that stood in braces, its value as it was written."""
    value = paper.text[slice(*paper.marks[(*line.path, *names)].value)]
    return f"{dotted((*line.names, *names))} = {value}"


def _with_plain_quotes(paper: Paper) -> Iterator[Splice]:
    """Give headers, names and texts the plainest way of writing them."""
    for path, mark in paper.marks.items():
        names = tuple(part for part in path if isinstance(part, str))[-len(mark.keys) :]
        for name, (start, end) in zip(names, mark.keys, strict=True) if mark.keys else ():
            yield Splice(start, end, written_key(name))
        text = paper.text[slice(*mark.value)]
        if _PLAIN_LITERAL.match(text) and isinstance(found(paper.table, path), str):
            yield Splice(*mark.value, f'"{text[1:-1]}"')


def _with_even_lists(paper: Paper) -> Iterator[Splice]:
    """Put a space behind each comma of a list on one line, none elsewhere, and none in a name."""
    for block in paper.blocks:
        if block.table:
            yield _header(paper, block)
        for line in block.lines:
            first, last = line.mark.keys[0][0], line.mark.keys[-1][1]
            yield Splice(first, last, dotted(line.names))
            value = found(paper.table, line.path)
            start, end = line.mark.value
            if isinstance(value, list) and "\n" not in paper.text[start:end]:
                places = [paper.marks[(*line.path, n)].value for n in range(len(value))]
                items = [paper.text[slice(*place)] for place in places]
                yield Splice(start, end, f"[{', '.join(items)}]")


def _header(paper: Paper, block: Block) -> Splice:
    """Return a header without spaces in its brackets."""
    start, end = paper.marks[block.table].value
    double = int(isinstance(block.table[-1], int)) + 1
    name = dotted(part for part in block.table if isinstance(part, str))
    return Splice(start, end, "[" * double + name + "]" * double)


def _in_columns(paper: Paper) -> Iterator[Splice]:
    """Line up the equals signs of every block that is known."""
    for block in paper.blocks:
        kind = kind_of(block.table)
        if kind == "" and "format" not in paper.table:
            kind = None
        around = found(paper.table, block.table)
        is_teach_back = isinstance(around, dict) and around.get("kind") == "teach-back"
        names = [line.names for line in block.lines]
        widths = columns(kind, names, is_teach_back=is_teach_back)
        for line, width in zip(block.lines, widths, strict=True):
            (start, _), (_, end) = line.mark.keys[0], line.mark.keys[-1]
            gap = paper.text[end : line.mark.value[0]]
            spaces = max(1, width - (end - start) + 1)
            if kind is None and "\t" not in gap:
                spaces = max(1, gap.index("="))
            yield Splice(end, line.mark.value[0], " " * spaces + "= ")
            after = line.mark.value[1]
            spare = _GAP.match(paper.text, after, line.end)
            if spare and (not spare[0] or "\t" in spare[0]):
                yield Splice(after, spare.end(), "  ")
