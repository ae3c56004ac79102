"""Findings as JSON: one object, written finding by finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedside.cli.findings import as_object
from bedside.cli.report.report import Summary
from bedside.core.jsontext import json_text
from bedside.core.problems import Finding


class Report:
    """`{"findings": […], "summary": {…}}`, a line a finding."""

    def begin(self) -> None:
        """Open the list."""
        self._before = "\n"
        print('{"findings": [', end="")

    def tell(self, findings: Sequence[Finding], texts: Mapping[str, bytes]) -> None:
        """Write each finding as an object."""
        del texts
        for finding in findings:
            print(self._before + json_text(as_object(finding)), end="")
            self._before = ",\n"

    def end(self, summary: Summary) -> None:
        """Close the list and add the counts."""
        print(f'\n], "summary": {json_text(summary.as_object())}}}')
