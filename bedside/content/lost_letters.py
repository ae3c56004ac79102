r"""Letters lost to a backslash: of `doctor\nurse`, TOML makes two lines, the second one "urse".

A line break that is meant stands at the end of a sentence or before a whole word, and only in
texts that may have several lines.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from typing import NamedTuple

from bedside.content.places import Here, Origin, Places, Spot
from bedside.content.shape import Place
from bedside.core.problems import Edit, Finding, Fix, Related, Span

_ANY = re.compile(r"\\[ntbfr][^\W\d_]")
_ESCAPE = re.compile(r"\\(?:(?P<sign>[ntbfr])(?P<rest>[^\W\d_]+)|.)", re.DOTALL)
_READ_AS = {
    "n": "a new line",
    "t": "a wide space",
    **dict.fromkeys("bfr", "a sign that nobody sees"),
}
_OF_LINES = frozenset(
    ("summary", "aim", "say", "why", "tips", "instead", "note", "patient", "handover", "sources")
)
_OF_ONE = frozenset(("title", "text", "heading", "options", "labels", "points"))
"""What may have several lines, and what has one even within it."""
_WHOLE = re.compile(
    r"(?:a|after|all|an|and|are|as|at|be|because|before|but|by|can|could|did|do|does|for|from|had"
    r"|has|have|he|her|here|his|how|i|if|in|into|is|it|may|me|my|of|on|or|our|she|should|so|some"
    r"|than|that|the|their|them|then|there|these|they|this|those|to|up|us|was|we|what|when|where"
    r"|which|while|who|why|will|with|would|you|your)\Z"
)
"""Words that a line goes on with; an n before them makes hardly any other."""


class _Lost(NamedTuple):
    """A backslash and its letter, by their offset in a file, and the word that was meant."""

    start: int
    sign: str
    word: str


def lost_letters(places: Places, broken: Container[str]) -> Iterator[Finding]:
    """Return one finding for each text that has lost letters, but for steps that are `broken`."""
    every = (places.head, *places.steps, *places.tasks)
    tables = {(one.file, one.path): here for here in every for one in here.origins}
    files = {one.file: one for here in every for one in here.origins}
    for file, origin in files.items():
        if not _ANY.search(origin.spans.text):
            continue
        for path in origin.spans.marks:
            here = tables.get((file, path[:2] if _is_block(path) else ()))
            if here and here.name not in broken and (told := lost_at(here, origin, path)):
                yield told


def _is_block(path: Place) -> bool:
    """Whether a path leads into a step or a task, or a change of one."""
    return path[0] == "change" or any(isinstance(part, int) for part in path[1:2])


def lost_at(here: Here, origin: Origin, path: Place) -> Finding | None:
    """Return the finding for letters lost at a path of a file, in what is said or in its name.

    What nobody sees keeps a file from being used; a line break and a wide space do not.
    """
    mark = origin.spans.marks[path]
    stretches = (*mark.keys[-1:], mark.value)
    lost = [one for each in stretches for one in _in_text(origin.spans.text, each, path)]
    if not lost:
        return None
    spans = [origin.spans.stretch(one.start, one.start + 2) for one in lost]
    code = "T105" if any(one.sign in "bfr" for one in lost) else "T150"
    first, last = lost[0], lost[-1]
    message = f"\\{first.sign} is read as {_READ_AS[first.sign]}, so {_loses(first)}."
    if len(lost) > 1:
        message = f"{message[:-1]}; {_loses(last)}, too."
    help_ = r'write / for "or" and in the names of folders; \\ stands for a backslash'
    edits = [Edit(Span(s.start, s.end._replace(column=s.end.column - 1)), "/") for s in spans]
    fix = Fix("write /", tuple(edits))
    found = here.finding(code, message, help_, Spot(origin.file, spans[0]), fix)
    others = zip(lost[1:], spans[1:], strict=True)
    return replace(
        found, related=tuple(Related(_loses(one), origin.file, span) for one, span in others)
    )


def _loses(one: _Lost) -> str:
    return f'"{one.word}" loses its {one.sign}'


def _in_text(text: str, stretch: tuple[int, int], path: Place) -> Iterator[_Lost]:
    """Return the letters lost in one text; in single marks a backslash is one, and none are."""
    begin, end = stretch
    if text[begin] != '"' or "\\" not in text[begin:end]:
        return
    is_long, has_lines = text.startswith('"""', begin), _has_lines(path)
    for found in _ESCAPE.finditer(text, begin, end):
        if found["sign"] is None:
            continue
        if found["sign"] == "n" and (is_long or (has_lines and _is_meant(found))):
            continue
        if found["sign"] in "bfr" and not found["rest"][0].islower():
            continue
        yield _Lost(found.start(), found["sign"], found["sign"] + found["rest"])


def _has_lines(path: Place) -> bool:
    """Whether what stands at a path may have several lines."""
    names = [part for part in path if isinstance(part, str)]
    return not _OF_LINES.isdisjoint(names) and _OF_ONE.isdisjoint(names)


def _is_meant(found: re.Match[str]) -> bool:
    """Whether a line break is meant that stands within a text of several lines."""
    before, rest = found.string[found.start() - 1], found["rest"]
    return not (before.isalnum() or before == " ") or (
        not rest[0].islower() or _WHOLE.match(rest) is not None
    )
