"""What every form of a report has in common: it is begun, told findings as they come, and ended.

Nothing is kept but counts, so that a thousand files take no more memory than one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from bedside.core.problems import Finding, Level
from bedside.core.value import Value, placed

FORMATS = ("human", "json", "sarif", "github")
"""Every form, each a file in this folder."""


@placed
class Summary(Value):
    """What came of a run: files, findings by level, and whether it came to its end."""

    files: int = 0
    levels: Mapping[Level, int] = field(default_factory=dict)
    finished: bool = True

    def with_file(self, findings: Sequence[Finding]) -> Summary:
        """Return the summary with one more file, and what was found in it, counted."""
        levels = dict(self.levels)
        for finding in findings:
            levels[finding.level] = levels.get(finding.level, 0) + 1
        return replace(self, files=self.files + 1, levels=levels)

    def count(self, level: Level) -> int:
        """How many findings of a level there are."""
        return self.levels.get(level, 0)

    @property
    def fails(self) -> bool:
        """Whether anything was found that has to be mended or accepted; notes are not."""
        return bool(self.count(Level.ERROR) or self.count(Level.WARNING))

    def text(self) -> str:
        """Return the line a run ends with."""
        parts = [f"{_counted(self.files, 'file')} looked at"]
        parts += [_counted(self.count(level), level) for level in (Level.ERROR, Level.WARNING)]
        if self.count(Level.NOTE):
            parts.append(_counted(self.count(Level.NOTE), Level.NOTE))
        return ", ".join(parts) + "."

    def as_object(self) -> dict[str, object]:
        """Return it as plain values."""
        counts = {f"{level}s": self.count(level) for level in Level}
        return {"files": self.files, **counts, "finished": self.finished}


class Report(Protocol):
    """One form of a report, written to standard output."""

    def begin(self) -> None:
        """Write what stands before every finding."""

    def tell(self, findings: Sequence[Finding], texts: Mapping[str, bytes]) -> None:
        """Write findings; `texts` holds files that no disk has."""

    def end(self, summary: Summary) -> None:
        """Write what stands after every finding."""


def report_in(form: str) -> Report:
    """Return a report in one of the forms."""
    return cast("Report", import_module(f"bedside.cli.report.{form}").Report())


def relative(file: str) -> str:
    """Return a file's path for other programs: from here on, slashes forward, no machine's own.

    A file elsewhere is named by its folder and itself.
    """
    path = Path(file)
    if path.is_absolute():
        here = Path.cwd()
        own = path.relative_to(here) if path.is_relative_to(here) else None
        path = own or Path(*path.parts[1:][-2:])
    return path.as_posix()


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
