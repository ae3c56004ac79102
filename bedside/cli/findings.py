"""Findings as people read them in a terminal: where, what, and what to do, with the line itself."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TextIO

from bedside.cli.exits import Ended, Exit
from bedside.cli.window import columns, fitted
from bedside.core.problems import Finding, Fix, Level, Problems, Related, Span
from bedside.core.text import cells, cut, safe

_WIDTH = 80
"""Cells that a line of a file takes at the most, with its number."""
_NARROWEST = 20
"""A window narrower than this breaks the lines of a file as it can."""
_HELD = 8
"""So many files' lines are kept at hand while findings are told."""
_COLOURS = {"error": "1;31", "warning": "1;33", "note": "1;36"}


class Texts:
    """The lines of the files that findings point into, each read once while it is needed."""

    def __init__(self, folder: Path | None = None, held: Mapping[str, bytes] = {}) -> None:
        """Look files up in a folder; `held` are those that no disk has."""
        self._folder, self._given = folder, held
        self._read: dict[str, Sequence[str]] = {}

    def rows(self, file: str) -> Sequence[str]:
        """Return the lines of a file; none where it cannot be read."""
        if file not in self._read:
            if len(self._read) >= _HELD:
                self._read.clear()
            self._read[file] = self._rows(file)
        return self._read[file]

    def _rows(self, file: str) -> Sequence[str]:
        if file in self._given:
            return _split(self._given[file])
        return _rows(str(self._folder / file) if self._folder else file)


def shown(
    findings: Iterable[Finding],
    texts: Texts | Path | None = None,
    colour: bool = False,
    width: int = 0,
) -> str:
    """Return the findings as text, with the lines they point at, for a window of this width.

    0 is for no window: then a sentence is one line, however long.
    """
    lines = texts if isinstance(texts, Texts) else Texts(texts)
    look = _Look(colour, width)
    return "\n".join("\n".join(_block(one, lines, look)) + "\n" for one in findings)


def broken(checklist: str, path: Path | None, problems: Problems) -> Ended:
    """Return how a command ends whose checklist cannot be used: with every finding.

    Findings of the checklist itself get its path; those of what lies beside it keep their own.
    """
    findings = [
        replace(found, file=str(path)) if path and found.file in ("", path.name) else found
        for found in problems.findings
    ]
    told = shown(findings, width=columns(sys.stderr))
    return Ended(Exit.FINDINGS, f"{checklist} cannot be used until it is mended.\n{told}")


def has_colour(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a stream is a terminal that shows colour, and nobody asked for none."""
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    return os.name != "nt" or "WT_SESSION" in environ or "TERM" in environ


class _Look(NamedTuple):
    """How findings are drawn: with colour or without, and in how many columns."""

    has_colour: bool
    width: int

    @property
    def room(self) -> int:
        """Cells that a line of a file takes at the most, with its number."""
        return min(max(self.width, _NARROWEST), _WIDTH) if self.width else _WIDTH

    def painted(self, text: str, level: Level) -> str:
        """Return a text in the colour of a level."""
        return f"\x1b[{_COLOURS[level]}m{text}\x1b[0m" if self.has_colour else text

    def hung(self, label: str, text: str) -> str:
        """Return a sentence under a finding, what goes on of it set in."""
        return fitted(safe(f"   = {label}: {text}"), self.width, "  ")


_MAY_HOLD_A_SECRET = frozenset(("K104", "K113"))
"""Codes of lines in settings that may hold a secret: nothing of their values is told."""

_VALUE = re.compile(r"=.*")


def _block(finding: Finding, texts: Texts, look: _Look) -> Iterator[str]:
    """Yield the lines that tell one finding, safe for a terminal."""
    head = f"{finding.level} {finding.code}"
    said = fitted(safe(f"{head}: {finding.message}"), look.width)
    yield look.painted(head, finding.level) + said[len(head) :]
    if finding.file:
        part = f" ({finding.part} {cut(finding.step, _WIDTH // 2)})" if finding.step else ""
        yield safe(f"  --> {_place(finding.file, finding.span)}{part}")
    for gutter, text, marks in _excerpt(finding.span, finding.file, texts, look.room):
        told = _VALUE.sub("= ...", text) if finding.code in _MAY_HOLD_A_SECRET else text
        yield f"{gutter} | {look.painted(marks, finding.level) if marks else told}".rstrip()
    mend = _mend(finding.fix) if finding.fix else ""
    if finding.help and finding.help.casefold() != mend.casefold():
        yield look.hung("help", finding.help)
    if mend:
        yield look.hung("mend", mend)
    for other in finding.related:
        yield from _also(other, texts, look)


def _mend(fix: Fix) -> str:
    """Return what a mend does, and for one that needs a look how it is made after that."""
    return (
        f"{fix.title} (after a look: check --fix --still-fits)" if fix.needs_a_look else fix.title
    )


def _also(other: Related, texts: Texts, look: _Look) -> Iterator[str]:
    """Yield the lines that show another place a finding is about."""
    yield look.hung("see", f"{_place(other.file, other.span)}: {other.message}")
    for gutter, text, marks in _excerpt(other.span, other.file, texts, look.room):
        if text or marks:
            yield f"{gutter} | {text or marks.replace('^', '-')}"


def _place(file: str, span: Span | None) -> str:
    return f"{file}:{span.start.line}:{span.start.column}" if span else file


class _Row(NamedTuple):
    """A row of an excerpt: the number or the room for it, and either text or marks."""

    gutter: str
    text: str = ""
    marks: str = ""


def _rows(path: str) -> Sequence[str]:
    """Return the lines of a file; none where it cannot be read."""
    from bedside.content.files import read_file

    try:
        return _split(read_file(Path(path)))
    except OSError:
        return ()


def _split(raw: bytes) -> Sequence[str]:
    return raw.decode("utf-8-sig", errors="replace").split("\n")


def _excerpt(span: Span | None, file: str, texts: Texts, width: int) -> Iterator[_Row]:
    """Yield the line a span is in, with marks under it; of several lines the first and last."""
    rows = texts.rows(file) if span and file else ()
    if span is None or span.start.line > len(rows):
        return
    last = _last_line(span, len(rows))
    room = len(str(last))
    blank = " " * room
    yield _Row(blank)
    for line in dict.fromkeys((span.start.line, last)):
        if line > span.start.line + 1:
            yield _Row(f"{'…':>{room}}")
        row = rows[line - 1].rstrip("\r").replace("\t", " ")
        start = span.start.column - 1 if line == span.start.line else 0
        end = span.end.column - 1 if line == span.end.line else len(row)
        before, meant, after = _around(row, start, end, width - room - 3)
        yield _Row(f"{line:>{room}}", f"{before}{meant}{after}")
        yield _Row(blank, "", " " * cells(before) + "^" * max(1, cells(meant)))


def _last_line(span: Span, count: int) -> int:
    """Return the last line a span stands on; one that ends before its first letter is not."""
    ends_before = span.end.column == 1 and span.end.line > span.start.line
    return min(count, span.end.line - ends_before)


def _around(row: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """Return what stands before, in and after a stretch of a line, cut to so many cells."""
    before, meant, after = safe(row[:start]), safe(row[start:end]), safe(row[end:])
    if cells(before) + cells(meant) + cells(after) <= width:
        return before, meant, after
    meant = cut(meant, width // 2)
    most = width - cells(meant)
    if cells(before) > most * 3 // 4:
        before = before[-(most // 2) :]
        while cells(before) >= most // 2:
            before = before[1:]
        before = f"…{before}"
    return before, meant, cut(after, most - cells(before))


def as_object(finding: Finding) -> dict[str, object]:
    """Return a finding as plain values; a mend and other places only where there are any."""
    plain: dict[str, object] = {
        "code": finding.code,
        "level": finding.level,
        "message": finding.message,
        "help": finding.help,
        "file": finding.file,
        "step": finding.step,
        "span": _points(finding.span),
    }
    if fix := finding.fix:
        edits = [{"span": _points(edit.span), "text": edit.text} for edit in fix.edits]
        plain["fix"] = {"title": fix.title, "edits": edits}
    if finding.related:
        plain["related"] = [
            {"message": one.message, "file": one.file, "span": _points(one.span)}
            for one in finding.related
        ]
    return plain


def _points(span: Span | None) -> dict[str, dict[str, int]] | None:
    if span is None:
        return None
    return {
        "start": {"line": span.start.line, "column": span.start.column},
        "end": {"line": span.end.line, "column": span.end.column},
    }
