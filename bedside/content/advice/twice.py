"""Names that stand twice: the second points at the first."""

from __future__ import annotations

import re

from bedside.content.advice.begun import begun, begun_above, entries
from bedside.content.advice.slip import (
    NAME,
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
    if gone := begun(stuck, before) or begun_above(stuck, before, names):
        return gone
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
        is_apart=True,
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
    below = [found.name for _, found in entries(stuck)] if not table else []
    return "steps" if "kind" in below else "tasks" if "text" in below else ""


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
