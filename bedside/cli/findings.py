"""Findings as people read them in a terminal: where, what, and what to do, with the line itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bedside.core.problems import Finding
from bedside.core.text import safe


def shown(findings: Iterable[Finding], folder: Path | None = None) -> str:
    """Return the findings as text; their files are looked up in a folder for the excerpt."""
    return "\n".join(_one(finding, folder) for finding in findings)


def _one(finding: Finding, folder: Path | None) -> str:
    lines = [f"{finding.level} {finding.code}: {finding.message}"]
    start = finding.span.start if finding.span else None
    place = f"{finding.file}:{start.line}:{start.column}" if start else finding.file
    if place:
        lines.append(f"  --> {place}" + (f" (step {finding.step})" if finding.step else ""))
    lines += _excerpt(finding, folder)
    if finding.help:
        lines.append(f"   = help: {finding.help}")
    return safe_block(lines)


def _excerpt(finding: Finding, folder: Path | None) -> list[str]:
    """Return the line a finding points at, with marks under the part it means."""
    span = finding.span
    if span is None or not finding.file:
        return []
    path = folder / finding.file if folder else Path(finding.file)
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return []
    rows = text.split("\n")
    if span.start.line > len(rows):
        return []
    row = rows[span.start.line - 1].rstrip("\r").replace("\t", " ")
    gutter = " " * len(str(span.start.line))
    same = span.end.line == span.start.line
    width = (span.end.column if same else len(row) + 1) - span.start.column
    marks = " " * (span.start.column - 1) + "^" * max(1, width)
    return [f"{gutter} |", f"{span.start.line} | {row}", f"{gutter} | {marks}"]


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
