"""From bytes to tables and places: what cannot be read is told, and read on from where it can.

What slipped in the text is mended on the way wherever that is sure, so that one slip does not hide
what else is wrong; nothing that is read so is ever used.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bedside.content import limits
from bedside.content.gate import open_text
from bedside.content.shape import Table
from bedside.content.toml import meaning
from bedside.core.problems import Edit, Finding, Fix, Point, Related, Span
from bedside.core.spans import SpanMap

READS_NEWER = sys.version_info >= (3, 15)
"""Whether tomllib reads TOML 1.1, as it does from Python 3.15 on."""
_INVISIBLE = "T105"
LACKING = ("C202", "C215")
"""That something is missing stands on no line."""


class Opening(NamedTuple):
    """The tables of one file, and where everything in it stands.

    Where `slips` are told, both are those of the text as it was meant; then `numbers` are the
    lines that its lines have in the file, and those `touched` read otherwise there.
    """

    table: Table
    spans: SpanMap
    slips: tuple[Finding, ...] = ()
    numbers: Sequence[int] = ()
    touched: frozenset[int] = frozenset()


def open_table(raw: bytes) -> Opening | Finding:
    """Return what these bytes mean as TOML and where it stands, or why they cannot be read."""
    opened = open_whole(raw)
    if isinstance(opened, Opening):
        return opened.slips[0] if opened.slips else opened
    return opened[0]


def open_whole(raw: bytes) -> Opening | tuple[Finding, ...]:
    """Return what these bytes mean, as far as it is sure, or everything that keeps it from that."""
    text = open_text(raw)
    if isinstance(text, Finding):
        return _advised(raw.decode("utf-8-sig")) if text.code == _INVISIBLE else (text,)
    try:
        table = meaning(text)
    except RecursionError:
        return (limits.too_deep_to_read(text),)
    except tomllib.TOMLDecodeError as error:
        return _advised(text, error)
    except ValueError:
        return (limits.too_long_a_number(text),)
    spans = SpanMap(text)
    if not table:
        return (_empty(text),)
    return tuple(limits.beyond(table, spans)) or Opening(table, spans, _newer(text))


def about_file(one: Finding, name: str) -> Finding:
    """Return a finding about a text as one about the file of this name."""
    related = tuple(other._replace(file=other.file or name) for other in one.related)
    return replace(one, file=name, related=related)


def _newer(text: str) -> tuple[Finding, ...]:
    """Return what this tomllib reads and another does not; one that knows 1.0 alone reads none."""
    if not READS_NEWER:
        return ()
    from bedside.content.advice.newer import newer

    return tuple(newer(text))


def _empty(text: str) -> Finding:
    message = "This file holds notes only." if text.strip() else "This file is empty."
    help_ = "begin a checklist with bedside new, or copy one that is there"
    return Finding(code="T138", message=message, help=help_, span=Span(Point(1, 1), Point(1, 2)))


def _advised(
    text: str, error: tomllib.TOMLDecodeError | None = None
) -> Opening | tuple[Finding, ...]:
    from bedside.content.advice.advice import advised

    found = advised(text, error)
    if not found.text:
        return found.findings
    try:
        table = meaning(found.text)
    except (RecursionError, ValueError):
        return found.findings
    spans = SpanMap(found.text)
    if limits.beyond(table, spans):
        return found.findings
    return Opening(table, spans, found.findings, found.numbers, found.touched)


def as_written(opening: Opening, findings: Iterable[Finding], name: str) -> Iterator[Finding]:
    """Return findings about the text as it was meant, at the places they have in the file.

    What has no place there and is not merely lacking comes of the slips, and goes with them.
    """
    numbers = dict(enumerate(opening.numbers, 1))
    for one in findings:
        if one.file != name:
            yield one
            continue
        if one.span is None and one.code not in LACKING:
            continue
        spans = [*filter(None, (one.span,)), *(edit.span for edit in _edits(one))]
        meant = range(0)
        for span in spans:
            meant = range(span.start.line, span.end.line + 1)
            if opening.touched & {numbers.get(line, 0) for line in meant}:
                break
        else:
            yield _moved(one, numbers)


def _edits(one: Finding) -> tuple[Edit, ...]:
    return one.fix.edits if one.fix else ()


def _moved(one: Finding, numbers: Mapping[int, int]) -> Finding:
    def moved(span: Span) -> Span:
        start, end = (p._replace(line=numbers.get(p.line, p.line)) for p in span)
        return Span(start, end)

    edits = tuple(Edit(moved(edit.span), edit.text) for edit in _edits(one))
    return replace(
        one,
        span=moved(one.span) if one.span else None,
        fix=Fix(one.fix.title, edits) if one.fix else None,
        related=tuple(
            Related(other.message, other.file, moved(other.span))
            if other.span and other.file == one.file
            else other
            for other in one.related
        ),
    )
