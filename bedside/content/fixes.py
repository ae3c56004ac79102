"""Mends ready to be made: edits of an author's text, each with what it does in words.

A mend is offered only where the text around it is plain enough to be sure of; None says it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count

from bedside.content.places import Here, Origin, Spot
from bedside.core.problems import Edit, Finding, Fix, Point, Related, Span
from bedside.core.spans import SpanMap

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_LINE_END = re.compile(r"\r?\n|\Z")


def written(text: str) -> str:
    """Return a text as it is written in a checklist, in straight quotation marks."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + safe.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") + '"'


def written_list(texts: Iterable[str]) -> str:
    """Return texts as they are written as a list."""
    return f"[{', '.join(map(written, texts))}]"


def written_key(name: str) -> str:
    """Return a name as it is written before an equals sign or between dots."""
    return name if _BARE.match(name) else written(name)


def instead_of(spot: Spot, text: str, title: str = "") -> Fix | None:
    """Return the mend that lets a text stand where this stands."""
    return Fix(title or f"write {text}", (Edit(spot.span, text),)) if spot.span else None


def looked_at(spot: Spot, text: str, title: str) -> Fix | None:
    """Return the mend for somebody who has looked at what has moved: that this text stands here."""
    return Fix(title, (Edit(spot.span, text),), needs_a_look=True) if spot.span else None


def together(title: str, file: str, fixes: Iterable[Fix | None]) -> Fix | None:
    """Return one mend of several; None where one of them is missing or there is none."""
    edits: list[Edit] = []
    for fix in fixes:
        if fix is None:
            return None
        edits += fix.edits
    return Fix(title, tuple(edits)) if edits and file else None


def renamed(here: Here, place: Path, name: str) -> Fix | None:
    """Return the mend that gives a key another name, wherever the nearest table writes it."""
    origin = holding(here, place)
    spots = _key_spots(origin.spans, (*origin.path, *place))
    new = written_key(name)
    edits = tuple(Edit(origin.spans.stretch(*spot), new) for spot in spots)
    return Fix(f"write {new}", edits) if edits else None


def under(here: Here, key: str, table: str) -> Fix | None:
    """Return the mend that puts a key of the root into a table, by a name and a dot before it."""
    origin = holding(here, (key,))
    spots = _key_spots(origin.spans, (*origin.path, key))
    new = f"{table}.{written_key(key)}"
    edits = tuple(Edit(origin.spans.stretch(*spot), new) for spot in spots)
    return Fix(f"write {new}", edits) if edits else None


def _key_spots(spans: SpanMap, path: Path) -> list[tuple[int, int]]:
    """Return every place where the last part of this path is written as part of a key."""
    found: set[tuple[int, int]] = set()
    for marked, mark in spans.marks.items():
        if marked[: len(path)] != path:
            continue
        deeper = sum(1 for part in marked[len(path) :] if isinstance(part, str))
        if any(isinstance(part, int) for part in marked[len(path) :]):
            continue
        if deeper < len(mark.keys):
            found.add(mark.keys[-1 - deeper])
    return sorted(found)


def holding(here: Here, place: Path) -> Origin:
    """Return the nearest table that says something of this part."""
    holds = (o for o in here.origins if (*o.path, *place) in o.spans.marks)
    return next(holds, here.origins[0])


def source_of(here: Here, place: Path) -> str:
    """Return what is said of a part, letter by letter as its author wrote it."""
    origin = holding(here, place)
    mark = origin.spans.marks.get((*origin.path, *place))
    return origin.spans.text[slice(*mark.value)] if mark else ""


def answer_spot(here: Here, line: tuple[str, str], answer: str) -> Spot:
    """Return where a condition names an answer; its step's name where it is not spelled so."""
    for place in (line, (*line, "not")):
        if place_of := _where_said(here, place, answer):
            return here.value(*place_of)
    return here.key(*line)


def _where_said(here: Here, place: Path, text: str) -> Path:
    """Return the place of a text, or of the item that is this text; () where it is neither."""
    if source_of(here, place)[1:-1] == text:
        return place
    marks, path = holding(here, place).spans.marks, holding(here, place).path
    for number in count():
        if (*path, *place, number) not in marks:
            return ()
        if source_of(here, (*place, number))[1:-1] == text:
            return (*place, number)
    return ()


def item_spot(here: Here, key: str, text: str) -> Spot:
    """Return where a text, or an item of a list, is said; the key where it is not spelled so."""
    place = _where_said(here, (key,), text)
    return here.value(*place) if place else here.key(key)


def items_instead(here: Here, place: Path, spot: Spot, items: Sequence[str]) -> Fix | None:
    """Return the mend that lets several texts stand where one does at a place.

    The one may be all that is said there, or an item of a list; None where it is not found there.
    """
    whole = written_list(items)
    if spot == here.key(*place):
        return None
    is_alone = spot in (here.value(*place), here.value(*place, "not"))
    return instead_of(spot, whole if is_alone else whole[1:-1], f"write {whole}")


def as_related(found: Finding) -> Related:
    """Return a finding as another place that a finding is about."""
    return Related(found.message, found.file, found.span)


def added(here: Here, line: str, after: str = "id") -> Fix | None:
    """Return the mend that adds a line to a table, below a line of it or else below its header."""
    origin = here.origins[0]
    text, marks = origin.spans.text, origin.spans.marks
    if not origin.path:
        return _added_at_top(origin, line, after)
    header = marks.get(origin.path)
    if header is None or text[header.value[0]] != "[":
        return None
    anchor = marks.get((*origin.path, after), header)
    return _below(origin.spans, anchor.value[1], line)


def _added_at_top(origin: Origin, line: str, after: str) -> Fix | None:
    spans = origin.spans
    if anchor := spans.marks.get((after,)):
        return _below(spans, anchor.value[1], line)
    start = Point(1, 1)
    return Fix(f"add {line}", (Edit(Span(start, start), line + _break(spans.text)),))


def _below(spans: SpanMap, offset: int, line: str) -> Fix | None:
    """Return the mend that puts a line below the one that holds this offset."""
    ends = _LINE_END.search(spans.text, offset)
    at = ends.start() if ends else len(spans.text)
    return Fix(f"add {line}", (Edit(spans.stretch(at, at), _break(spans.text) + line),))


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def taken_out(here: Here, place: Path, title: str = "") -> Fix | None:
    """Return the mend that takes out the line, or lines, that say this part."""
    origin = holding(here, place)
    stretches = _lines_of(origin.spans, (*origin.path, *place))
    if not stretches:
        return None
    edits = tuple(Edit(origin.spans.stretch(*one), "") for one in stretches)
    return Fix(title or f"take out {place[-1]}", edits)


def line_out(origin: Origin, stretch: tuple[int, int]) -> Fix:
    """Return the mend that takes out the line of a header."""
    text = origin.spans.text
    start = text.rfind("\n", 0, stretch[0]) + 1
    ends = _LINE_END.search(text, stretch[1])
    end = ends.end() if ends else len(text)
    title = f"take out {text[slice(*stretch)]}"
    return Fix(title, (Edit(origin.spans.stretch(start, end), ""),))


def header_above(here: Here, place: Path, name: str) -> Fix | None:
    """Return the mend that puts a header above the line of a key."""
    origin = holding(here, place)
    mark = origin.spans.marks.get((*origin.path, *place))
    if mark is None or not mark.keys:
        return None
    start = origin.spans.text.rfind("\n", 0, mark.keys[0][0]) + 1
    line = f"[{name}]{_break(origin.spans.text)}"
    return Fix(f"add [{name}]", (Edit(origin.spans.stretch(start, start), line),))


def moved(here: Here, places: Sequence[Path], below: int, title: str) -> Fix | None:
    """Return the mend that moves the lines of some parts below the line that holds an offset."""
    found = [_lifted(here, place) for place in places]
    if not all(found):
        return None
    lines, gone = zip(*filter(None, found), strict=True)
    spans = holding(here, places[0]).spans
    put = _below(spans, below, _break(spans.text).join(lines))
    return Fix(title, (*(edit for fix in gone for edit in fix.edits), *put.edits)) if put else None


def moved_above(here: Here, place: Path, above: int) -> Fix | None:
    """Return the mend that moves the line of a part above the line that holds an offset."""
    found = _lifted(here, place)
    if found is None:
        return None
    line, gone = found
    spans = holding(here, place).spans
    start = spans.text.rfind("\n", 0, above) + 1
    put = Edit(spans.stretch(start, start), line + _break(spans.text))
    return Fix(f"move {place[-1]}", (*gone.edits, put))


def _lifted(here: Here, place: Path) -> tuple[str, Fix] | None:
    """Return the lines that say a part, and the mend that takes them out."""
    origin = holding(here, place)
    stretches = _lines_of(origin.spans, (*origin.path, *place))
    gone = taken_out(here, place)
    if gone is None:
        return None
    return "".join(origin.spans.text[slice(*one)] for one in stretches).rstrip("\r\n"), gone


def _lines_of(spans: SpanMap, path: Path) -> list[tuple[int, int]]:
    """Return the whole lines on which a part is said; none where something else stands there."""
    text, found = spans.text, []
    for marked, mark in spans.marks.items():
        if marked[: len(path)] != path or not mark.keys or _is_parent(spans, marked):
            continue
        if any(isinstance(part, int) for part in marked[len(path) :]):
            continue
        first, (_, last) = mark.keys[0][0], mark.value
        start = text.rfind("\n", 0, first) + 1
        ends = _LINE_END.search(text, last)
        after = text[last : ends.start()].strip() if ends else ""
        is_header = mark.value[0] < first
        if is_header or text[start:first].strip() or (after and not after.startswith("#")):
            return []
        found.append((start, ends.end() if ends else len(text)))
    return sorted(set(found))


def _is_parent(spans: SpanMap, path: Path) -> bool:
    """Whether what stands at a path is only the beginning of dotted keys."""
    mark = spans.marks[path]
    return bool(mark.keys) and mark.value == (mark.keys[0][0], mark.keys[-1][1])
