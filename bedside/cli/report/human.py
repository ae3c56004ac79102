"""Findings as people read them in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from bedside.cli.findings import Texts, has_colour, shown
from bedside.cli.report.report import Summary
from bedside.cli.window import columns, tell
from bedside.core.problems import Finding
from bedside.core.text import safe


class Report:
    """Blocks with the line itself, and at the end how to go on, and a count."""

    def begin(self) -> None:
        """Settle whether there is colour, and how wide the window is."""
        self._colour = has_colour(sys.stdout)
        self._width = columns(sys.stdout)
        self._mends = 0
        self._mended: set[str] = set()
        self._first = ""

    def tell(self, findings: Sequence[Finding], texts: Mapping[str, bytes]) -> None:
        """Write each finding with the line it points at."""
        ready = [finding for finding in findings if finding.is_ready]
        self._mends += len(ready)
        if len(self._mended) < 2:
            self._mended.update(finding.file for finding in ready)
        if findings:
            self._first = self._first or findings[0].code
            print(shown(findings, Texts(held=texts), self._colour, self._width))

    def end(self, summary: Summary) -> None:
        """Write how mends that are ready are made, where more is said, and how many there are."""
        if self._mends:
            noun = "the mend that is" if self._mends == 1 else f"the {self._mends:,} mends that are"
            tell(f"bedside check --fix {self._named()} makes {noun} ready.")
        if self._first:
            tell(f"bedside explain {self._first} says more, with an example.")
        tell(summary.text())

    def _named(self) -> str:
        """Return the one file that has mends, as it is typed; "PATH" where it is not one."""
        if len(self._mended) != 1:
            return "PATH"
        (path,) = self._mended
        return safe(f'"{path}"' if " " in path else path)
