"""Findings as annotations: workflow commands, which a code host shows beside the lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from bedside.cli.report.report import Summary, relative
from bedside.core.problems import Finding, Level
from bedside.core.text import safe

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


class Report:
    """One command a finding; the count goes to standard error."""

    def begin(self) -> None:
        """Write nothing: annotations need no beginning."""

    def tell(self, findings: Sequence[Finding], texts: Mapping[str, bytes]) -> None:
        """Write each finding as a command on one line."""
        del texts
        for finding in findings:
            print(_command(finding))

    def end(self, summary: Summary) -> None:
        """Say how many there are."""
        sys.stderr.write(f"{summary.text()}\n")


def _command(finding: Finding) -> str:
    said = [finding.message, finding.help and f"help: {finding.help}"]
    said += [f"{other.message} ({_place(other.file, other.span)})" for other in finding.related]
    placed = _properties(finding)
    text = _escaped("\n".join(filter(None, said)))
    return safe(f"::{_COMMANDS[finding.level]} {','.join(placed)}::{text}")


def _properties(finding: Finding) -> list[str]:
    placed = {"file": relative(finding.file)} if finding.file else {}
    if span := finding.span:
        placed["line"] = str(span.start.line)
        placed["endLine"] = str(span.end.line)
        if span.start.line == span.end.line:  # columns count on one line only
            placed |= {"col": str(span.start.column), "endColumn": str(span.end.column)}
    placed["title"] = finding.code
    return [f"{name}={_escaped(text, ':,')}" for name, text in placed.items()]


def _place(file: str, span: object) -> str:
    line = getattr(getattr(span, "start", None), "line", 0)
    return f"{relative(file)}:{line}" if line else relative(file)


def _escaped(text: str, more: str = "") -> str:
    """Return a text in which nothing can end the command, or the property, it stands in."""
    for letter in f"%\r\n{more}":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text
