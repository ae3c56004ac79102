"""Splices for lists: what stays in a list stays as it is written, with its comments."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.content.edit.paper import Paper
from bedside.content.edit.text import Refusing, Splice, written
from bedside.core.spans import Path


def list_splices(
    paper: Paper, path: Path, old: Sequence[object], new: Sequence[object]
) -> list[Splice]:
    """Return what turns the list at a path into another; Refusing where a comment would go."""
    first = 0
    while first < min(len(old), len(new)) and _same(old[first], new[first]):
        first += 1
    kept = 0
    while kept < min(len(old), len(new)) - first and _same(old[-1 - kept], new[-1 - kept]):
        kept += 1
    items = [paper.marks[(*path, number)].value for number in range(len(old))]
    gone, come = items[first : len(old) - kept], new[first : len(new) - kept]
    if len(gone) == len(come):
        return [Splice(*at, written(v)) for at, v in zip(gone, come, strict=True)]
    start, end = paper.marks[path].value
    if "\n" not in paper.text[start:end] or not old:
        return [_on_one_line(paper, path, (items[:first], come, items[len(old) - kept :]))]
    if not all(_alone(paper, at) for at in items):
        raise Refusing("this list goes over several lines, with several of its parts on one")
    return _by_lines(paper, items, range(first, len(old) - kept), come)


Places = Sequence[tuple[int, int]]


def _on_one_line(
    paper: Paper, path: Path, parts: tuple[Places, Sequence[object], Places]
) -> Splice:
    """Return the whole list anew, what stays copied as it is written."""
    before, come, after = parts
    start, end = paper.marks[path].value
    if "#" in paper.text[start:end] and "\n" in paper.text[start:end]:
        raise Refusing("there is a comment in this list")
    texts = [paper.text[slice(*at)] for at in before]
    texts += map(written, come)
    texts += [paper.text[slice(*at)] for at in after]
    return Splice(start, end, f"[{', '.join(texts)}]")


def _by_lines(paper: Paper, items: Places, gone: range, come: Sequence[object]) -> list[Splice]:
    """Return the splices for a list that has each of its parts on a line of its own."""
    text = paper.text
    splices = [
        Splice(_line_start(text, start), _line_end(text, end), "")
        for start, end in items[gone.start : gone.stop]
    ]
    if not come:
        return splices
    beside = items[max(gone.start - 1, 0)]
    indent = text[_line_start(text, beside[0]) : beside[0]]
    lines = "".join(f"{indent}{written(value)},{paper.newline}" for value in come)
    at = _line_start(text, beside[0])
    if gone.start:
        at = _line_end(text, beside[1])
        if not text[beside[1] :].lstrip(" \t").startswith(","):
            splices.append(Splice(beside[1], beside[1], ","))
    splices.append(Splice(at, at, lines))
    return splices


def _alone(paper: Paper, at: tuple[int, int]) -> bool:
    """Whether a part of a list has its lines to itself, a comma and a comment aside."""
    text = paper.text
    before = text[_line_start(text, at[0]) : at[0]]
    after = text[at[1] : _line_end(text, at[1])].strip()
    rest = after.removeprefix(",").lstrip()
    return not before.strip() and (not rest or rest.startswith("#"))


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    return text.find("\n", at) + 1 or len(text)


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and repr(one) == repr(other)
