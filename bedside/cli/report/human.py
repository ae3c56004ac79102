"""Findings as people read them in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from bedside.cli.findings import Texts, has_colour, shown
from bedside.cli.report.report import Summary
from bedside.core.problems import Finding


class Report:
    """Blocks with the line itself, and a count at the end."""

    def begin(self) -> None:
        """Settle whether there is colour."""
        self._colour = has_colour(sys.stdout)
        self._mends = 0

    def tell(self, findings: Sequence[Finding], texts: Mapping[str, bytes]) -> None:
        """Write each finding with the line it points at."""
        self._mends += sum(1 for finding in findings if finding.fix)
        if findings:
            print(shown(findings, Texts(held=texts), self._colour))

    def end(self, summary: Summary) -> None:
        """Write how many there are, and how the mends that are ready are made."""
        if self._mends:
            noun = "the mend that is" if self._mends == 1 else f"the {self._mends:,} mends that are"
            print(f"bedside check --fix PATH makes {noun} ready.")
        print(summary.text())
