"""Names that stand twice: the second points at the first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bedside.content.advice.slip import (
    NAME,
    STATEMENT,
    Parts,
    Slip,
    Spot,
    Stuck,
    mended,
    parts,
    reads,
    shown,
    slip,
)
from bedside.core.spans import Path, SpanMap

_HEADER = re.compile(r"[ \t]*\[(\[?)[ \t]*(.+?)[ \t]*\]\]?[ \t]*(?:#.*)?\Z")
_LINES = 60
"""A block has fewer lines than these."""
_SAID = ("cannot overwrite", "cannot declare", "cannot redefine", "cannot mutate", "duplicate")


def twice(stuck: Stuck) -> Slip | None:
    """A name is given words, or a block is begun, for the second time."""
    if not stuck.said.startswith(_SAID):
        return None
    before = SpanMap("\n".join(stuck.rows[: stuck.row]) + "\n")
    header = _HEADER.match(stuck.line)
    if header:
        return _block_twice(stuck, before, header)
    found = parts(stuck.line)
    if found is None or not NAME.match(found.name):
        return None
    return _in_braces(stuck) if stuck.said.startswith("duplicate") else _name_twice(stuck, before)


def _name_twice(stuck: Stuck, before: SpanMap) -> Slip | None:
    found = parts(stuck.line)
    if found is None:
        return None
    table = before.last_table
    keys = SpanMap(f"{found.name} = 1").marks
    names = max(keys, key=len)
    clash = next((n for n in range(len(names), 0, -1) if (*table, *names[:n]) in before.marks), 0)
    first = before.marks.get((*table, *names[:clash]))
    where = (found.begin, found.end)
    if first is None or not clash:
        return slip(stuck, "T127", _of_names(found.name), where)
    one = slip(stuck, "T127", _of_names(found.name), where)
    one = one._replace(related=_related(before, first.keys[-1]))
    if before.text[first.value[0]] == "{" and clash < len(names):
        return _after_braces(one, ".".join(map(str, names[:clash])))
    if clash < len(names) or _has_inner(before, (*table, *names)):
        return _both(one, ".".join(map(str, names[:clash])))
    if names == ("id",) and (block := _block_of(stuck, before)):
        return _no_header(stuck, one, block)
    if begun := _begun(stuck, before) or _begun_above(stuck, before, names):
        return begun
    if before.text[slice(*first.value)] == found.said:
        return mended(one, "take the second out")
    return one._replace(rows=("",))


_WORDED = ("note", "patient", "handover")


def _of_names(name: str) -> tuple[str, str]:
    return (f"{shown(name)!r} stands here for the second time.", "keep one of the two lines")


_PARTS = {
    "say": "give every line a part: say.direct, say.gentle",
    **{key: f"give every line a part: {key}.answered, {key}.declined" for key in _WORDED},
}


def _both(one: Slip, name: str) -> Slip:
    return one._replace(
        message=f"{shown(name)!r} has words of its own and also parts with a dot; it can have one.",
        help=_PARTS.get(name.rpartition(".")[2], "give every line a part of its own after the dot"),
        rows=("",),
    )


def _after_braces(one: Slip, name: str) -> Slip:
    return one._replace(
        message=f"{shown(name)!r} ends with its braces; nothing can be added to it further down.",
        help="write this within the braces, or give every part a line of its own without braces",
        rows=("",),
    )


def _has_inner(before: SpanMap, path: Path) -> bool:
    return any(len(other) > len(path) and other[: len(path)] == path for other in before.marks)


def _no_header(stuck: Stuck, one: Slip, name: str) -> Slip:
    """A second id in a block is the first line of the next one."""
    one = one._replace(
        message=f"A new block begins here, and the line [[{name}]] is missing above it.",
        help=f"write [[{name}]] on a line of its own above it",
    )
    return mended(one, f"write [[{name}]] above it", f"[[{name}]]", stuck.line)


def _related(before: SpanMap, key: tuple[int, int]) -> tuple[tuple[str, Spot, Spot], ...]:
    span = before.stretch(*key)
    start, end = (Spot(point.line - 1, point.column - 1) for point in span)
    return (("it stands here first", start, end),)


def _block_of(stuck: Stuck, before: SpanMap) -> str:
    """Return the kind of block that a second id begins; "" where it begins none."""
    table = before.last_table
    if len(table) == 2 and isinstance(table[1], int):
        return str(table[0])
    below = [found.name for _, found in _entries(stuck)] if not table else []
    return "steps" if "kind" in below else "tasks" if "text" in below else ""


def _begun(stuck: Stuck, before: SpanMap) -> Slip | None:
    """What makes a block what it is stands twice in one: the line that begins the next is gone."""
    name = str(before.last_table[0]) if len(before.last_table) == 2 else ""
    lead = {"steps": "title", "tasks": "text"}.get(name, "")
    again = list(_again(stuck, before))
    if len(again) < 2 or lead not in {found.name for _, found in again}:
        return None
    (_, first), *others = again
    said = (
        f"A new block seems to begin here, and the line [[{name}]] is missing above it.",
        f"write [[{name}]] on a line of its own above it, and below that what else has gone: "
        + ("id and kind" if name == "steps" else "id"),
    )
    one = slip(stuck, "T127", said, (first.begin, first.end))
    related = tuple(
        (f"{found.name} stands twice, too", Spot(row, found.begin), Spot(row, found.end))
        for row, found in others
    )
    rows = (f"[[{name}]]", stuck.line)
    return one._replace(related=related, rows=rows, is_sure=False)


def _begun_above(stuck: Stuck, before: SpanMap, names: Path) -> Slip | None:
    """The first step stands among the first lines of the file, its header and its id are gone."""
    kind = before.marks.get(("kind",))
    if before.last_table or kind is None or names != ("title",):
        return None
    start, end = before.stretch(*kind.keys[-1])
    said = (
        "The first step seems to begin here, and the line [[steps]] is missing above it.",
        "write [[steps]] on a line of its own above it, and below that its id",
    )
    row = start.line - 1
    return Slip(
        "T127",
        *said,
        Spot(row, start.column - 1),
        Spot(row, end.column - 1),
        rows=("[[steps]]", *stuck.rows[row : stuck.row + 1]),
        first=row,
        last=stuck.row,
        is_sure=False,
    )


def _again(stuck: Stuck, before: SpanMap) -> Iterator[tuple[int, Parts]]:
    """Yield the lines, up to the next block, that give a name of this block other words."""
    for row, found in _entries(stuck):
        names = re.split(r"[ \t]*\.[ \t]*", found.name)
        mark = before.marks.get((*before.last_table, *names))
        if mark and before.text[slice(*mark.value)] != found.said:
            yield row, found


def _entries(stuck: Stuck) -> Iterator[tuple[int, Parts]]:
    """Yield the lines that give something a name, from here to the next block."""
    for row in range(stuck.row, min(stuck.row + _LINES, len(stuck.rows))):
        line = stuck.rows[row]
        if line.lstrip()[:1] == "[":
            return
        found = parts(line)
        if found is not None and STATEMENT.match(line) and NAME.match(found.name):
            yield row, found


def _in_braces(stuck: Stuck) -> Slip:
    name = stuck.said.partition("'")[2].rstrip("'")
    pattern = re.compile(rf"\b{re.escape(name)}\b[ \t]*=", re.IGNORECASE)
    places = [found.start() for found in pattern.finditer(stuck.line, 0, stuck.column)]
    at = places[-1] if places else max(0, stuck.column - 1)
    said = (f"{shown(name)!r} stands twice in these braces.", "keep one of the two")
    return slip(stuck, "T127", said, (at, at + len(name)))


def _block_twice(stuck: Stuck, before: SpanMap, header: re.Match[str]) -> Slip | None:
    name = header[2]
    if not reads([stuck.line]):
        return None
    names = [part for part in max(SpanMap(stuck.line).marks, key=len) if isinstance(part, str)]
    first = next(
        (
            mark
            for path, mark in before.marks.items()
            if [part for part in path if isinstance(part, str)] == names and mark.keys
        ),
        None,
    )
    message = f"The block {shown(name)} begins here for the second time."
    said = (message, "put the lines of both under one of them")
    begin = stuck.line.find("[")
    one = slip(stuck, "T127", said, (begin, len(stuck.line.rstrip())))
    return one._replace(related=_related(before, first.keys[-1])) if first else one
