"""Making the mends that findings carry: together where they agree, and none that does harm.

A mend is kept where its finding is gone afterwards and no error came of it. What could only be
seen once the file could be read any further is not held against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from bedside.core.problems import Finding, Fix, Level, Point

Look = Callable[[str], Sequence[Finding]]
"""Whatever is wrong with a text; the findings of other files may be among it."""

Name = tuple[str, ...]
"""What tells a finding from others, wherever in the file it stands."""

MAX_ROUNDS = 120
"""So often a text is looked at again; each round either makes a mend or is the last."""

_STAGES = tuple(map(re.compile, (r"[TK]", r"C(?:205|21[4-8])", r"C", r"[XN]|L30|M705")))
"""Codes by how far a file has to be read: text, kinds and blocks, shape, names; then the rest."""
_LINE_END = re.compile(r"\r?\n")
_UNCITED = "M707"
"""The finding whose mend takes a source out."""
_SOURCE = re.compile(r"[ \t]*(?:sources[ \t]*\.[ \t]*)?[\"']?([\w-]+)")
_MORE = "C220"
"""The finding that there are more; how many are left is no error a mend makes."""


class Mended(NamedTuple):
    """A text after mending: what was made of its findings, and which mends were not kept."""

    text: str
    made: tuple[Finding, ...] = ()
    refused: tuple[Finding, ...] = ()


def mended(text: str, findings: Iterable[Finding]) -> Mended:
    """Return a text with the mends of these findings, but for those that touch one made before."""
    starts = _starts(text)
    taken: list[tuple[int, int, str]] = []
    made, refused = [], []
    for finding in findings:
        new = _placed(finding.fix, text, starts) if finding.fix else None
        if new is None or any(_touch(one, other) for one in new for other in taken):
            refused.append(finding)
            continue
        taken += new
        made.append(finding)
    for start, end, put in sorted(taken, reverse=True):
        text = text[:start] + put + text[end:]
    return Mended(text, tuple(made), tuple(refused))


def mend(text: str, file: str, look: Look, *, has_looked: bool = False) -> Mended:
    """Return a text with every mend made that helps, looking at it again after each round.

    Only findings of this file are mended, and what needs a look only where somebody has looked.
    Those whose mend was not kept are told.
    """
    made: list[Finding] = []
    refused: dict[Name, Finding] = {}
    before, found = text, look(text)
    seen = set(map(name_of, found))
    for _ in range(MAX_ROUNDS):
        own = (one for one in found if one.file == file and name_of(one) not in refused)
        own = (one for one in own if name_of(one) in seen or not _was_cited(one, text, before))
        ready = [one for one in own if one.is_ready or (has_looked and one.fix)]
        stage = min(map(_stage, ready), default=0)
        ready = [finding for finding in ready if _stage(finding) == stage]
        if not ready:
            break
        step = _together(text, ready, found, look) or _alone(text, ready, found, look, refused)
        if step is None:
            continue
        text, found = step.text, step.found
        made += step.made
    return Mended(text, tuple(made), tuple(refused.values()))


class _Step(NamedTuple):
    """A text after some mends, what is wrong with it now, and what was mended."""

    text: str
    found: Sequence[Finding]
    made: tuple[Finding, ...]


def _together(
    text: str, ready: Sequence[Finding], found: Sequence[Finding], look: Look
) -> _Step | None:
    """Return what comes of making these mends at once; nothing where that does harm."""
    new = mended(text, ready)
    if not new.made or new.text == text:
        return None
    now = look(new.text)
    return _Step(new.text, now, new.made) if _helps(new.made, found, now) else None


def _alone(
    text: str,
    ready: Sequence[Finding],
    found: Sequence[Finding],
    look: Look,
    refused: dict[Name, Finding],
) -> _Step | None:
    """Return what comes of the first mend that helps by itself; those that do not are refused."""
    for finding in ready:
        step = _together(text, [finding], found, look) if len(ready) > 1 else None
        if step:
            return step
        refused[name_of(finding)] = finding
    return None


def _helps(made: Sequence[Finding], before: Sequence[Finding], now: Sequence[Finding]) -> bool:
    """Whether each of these findings is gone, and no error stands that could be seen before."""
    old, new = Counter(map(name_of, before)), Counter(map(name_of, now))
    for name, count in Counter(map(name_of, made)).items():
        if new[name] > old[name] - count:
            return False
    stage = max(map(_stage, made))
    return not any(
        finding.level is Level.ERROR and _stage(finding) <= stage and new[name] > old[name]
        for finding in now
        if (name := name_of(finding))[0] != _MORE and not (stage == 0 and finding.code[0] == "T")
    )


def name_of(finding: Finding) -> Name:
    """Return what tells a finding from others wherever in the file it stands now."""
    return (finding.code, finding.file, finding.step, finding.message)


def _was_cited(finding: Finding, text: str, before: str) -> bool:
    """Whether a mend takes out a source that the text has named before other mends were made."""
    if finding.code != _UNCITED or finding.fix is None:
        return False
    placed = _placed(finding.fix, text, _starts(text)) or []
    names = [_SOURCE.match(text, start) for start, _, _ in placed]
    words = [rf"(?<![\w-]){re.escape(name[1])}(?![\w-])" for name in names if name]
    return any(len(re.findall(word, before)) > 1 for word in words)


def _stage(finding: Finding) -> int:
    """Return how far a file has to be read before a finding can be made."""
    found = (at for at, stage in enumerate(_STAGES) if stage.match(finding.code))
    return next(found, len(_STAGES))


def _placed(fix: Fix, text: str, starts: list[int]) -> list[tuple[int, int, str]] | None:
    """Return a mend's edits as offsets, lines ending as the text's do; nothing outside of it."""
    newline = "\r\n" if "\r\n" in text else "\n"
    new = []
    for span, put in fix.edits:
        start, end = _offset(span.start, text, starts), _offset(span.end, text, starts)
        if start is None or end is None or end < start:
            return None
        new.append((start, end, _LINE_END.sub(lambda _: newline, put)))
    new.sort()
    apart = all(one[1] <= other[0] for one, other in pairwise(new))
    return new if new and apart else None


def _offset(point: Point, text: str, starts: list[int]) -> int | None:
    if not 1 <= point.line <= len(starts):
        return None
    at = starts[point.line - 1] + point.column - 1
    return at if at <= len(text) else None


def _starts(text: str) -> list[int]:
    """Return the offset at which each line begins."""
    return [0, *(found.end() for found in _LINE_END.finditer(text))]


def _touch(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether two edits are about the same characters, or put something in at the same place."""
    if one[:2] == other[:2]:
        return True
    return one[0] < other[1] and other[0] < one[1]
