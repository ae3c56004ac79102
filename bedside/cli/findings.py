"""Findings as people read them in a terminal: where, what, and what to do, with the line itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bedside.cli.exits import Ended, Exit
from bedside.core.problems import Finding, Problems
from bedside.core.text import cells, cut, safe

_WIDTH = 80
"""Cells that a line of a file takes at the most, with its number."""


def shown(findings: Iterable[Finding], folder: Path | None = None) -> str:
    """Return the findings as text; their files are looked up in a folder for the excerpt."""
    read: dict[str, list[str]] = {}
    blocks = []
    for finding in findings:
        if finding.span and finding.file not in read:
            read[finding.file] = _rows(str(folder / finding.file) if folder else finding.file)
        blocks.append(_one(finding, read.get(finding.file, [])))
    return "\n".join(blocks)


def broken(checklist: str, path: Path | None, problems: Problems) -> Ended:
    """Return how a command ends whose checklist cannot be used: with every finding."""
    findings = [replace(found, file=str(path or found.file)) for found in problems.findings]
    text = f"{checklist} cannot be used until it is mended.\n{shown(findings)}"
    return Ended(Exit.FINDINGS, text)


def _one(finding: Finding, rows: list[str]) -> str:
    lines = [f"{finding.level} {finding.code}: {finding.message}"]
    start = finding.span.start if finding.span else None
    place = f"{finding.file}:{start.line}:{start.column}" if start else finding.file
    if place:
        step = f" (step {cut(finding.step, _WIDTH // 2)})" if finding.step else ""
        lines.append(f"  --> {place}{step}")
    lines += _excerpt(finding, rows)
    if finding.help:
        lines.append(f"   = help: {finding.help}")
    return safe_block(lines)


def _rows(path: str) -> list[str]:
    """Return the lines of a file; none where it cannot be read."""
    from bedside.content.files import read_file

    try:
        text = read_file(Path(path)).decode("utf-8-sig", errors="replace")
    except OSError:
        return []
    return text.split("\n")


def _excerpt(finding: Finding, rows: list[str]) -> list[str]:
    """Return the line a finding points at, with marks under the part it means."""
    span = finding.span
    if span is None or not finding.file or span.start.line > len(rows):
        return []
    row = rows[span.start.line - 1].rstrip("\r").replace("\t", " ")
    gutter = " " * len(str(span.start.line))
    end = span.end.column if span.end.line == span.start.line else len(row) + 1
    before, meant, after = _around(row, span.start.column - 1, end - 1, _WIDTH - len(gutter) - 3)
    marks = " " * cells(before) + "^" * max(1, cells(meant))
    return [f"{gutter} |", f"{span.start.line} | {before}{meant}{after}", f"{gutter} | {marks}"]


def _around(row: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """Return what stands before, in and after a stretch of a line, cut to so many cells."""
    before, meant, after = row[:start], row[start:end], row[end:]
    if cells(row) <= width:
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
    """Return a finding as plain values, every field always there."""
    span = finding.span
    points = span and {
        "start": {"line": span.start.line, "column": span.start.column},
        "end": {"line": span.end.line, "column": span.end.column},
    }
    return {
        "code": finding.code,
        "level": finding.level,
        "message": finding.message,
        "help": finding.help,
        "file": finding.file,
        "step": finding.step,
        "span": points or None,
    }


def safe_block(lines: Iterable[str]) -> str:
    """Return lines as one text, safe for a terminal."""
    return "\n".join(safe(line) for line in lines) + "\n"
