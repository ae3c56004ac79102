"""`bedside check [PATH…]`: look for mistakes in checklists; everything found in one run."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument, use_utf8
from bedside.cli.report.progress import Progress
from bedside.cli.report.report import FORMATS, Report, Summary, report_in
from bedside.cli.targets import STDIN, Checkers, Target, targets
from bedside.core.problems import Finding
from bedside.core.text import safe

if TYPE_CHECKING:
    from bedside.content.check import Checker
    from bedside.content.edit.mend import Name

_UNOPENED = "T100"


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, folders, or - for standard input"
    )
    parser.add_argument("--format", choices=FORMATS, default="human", help="human by default")
    parser.add_argument("--fix", action="store_true", help="make every mend that is ready")
    parser.add_argument(
        "--still-fits",
        action="store_true",
        help="with --fix: you have looked at what has moved, and what is written fits it",
    )
    parser.add_argument(
        "--ways", action="store_true", help="tell how many ways lead through each checklist"
    )
    parser.add_argument("--name", default="", help="what to call standard input: a file's name")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print what is wrong; exit 1 on any error or warning, 3 where a file cannot be opened."""
    _refuse(args)
    use_utf8()
    desk = Desk(args.checklists)
    found = targets(args.paths, args.name, desk)
    run_ = _Run(args, report_in(args.format), Checkers(desk, date.today()))  # noqa: DTZ011  # the local day
    return run_.over(found)


def _refuse(args: Namespace) -> None:
    """End with usage where what is asked for does not go together."""
    if args.fix and not args.paths:
        raise Ended(Exit.USAGE, "--fix changes files, so name them: bedside check --fix PATH.")
    if args.fix and STDIN in args.paths:
        raise Ended(Exit.USAGE, "--fix cannot change standard input; name a file.")
    if args.still_fits and not args.fix:
        raise Ended(Exit.USAGE, "--still-fits goes with --fix: check --fix --still-fits PATH.")
    if args.ways and args.format != "human":
        raise Ended(Exit.USAGE, "--ways is for people: it goes with --format human.")
    if args.name and STDIN not in args.paths:
        raise Ended(Exit.USAGE, "--name is for standard input: bedside check - --name FILE.")


class _Run:
    """One run over many files; findings are told file by file, and only counts are kept."""

    def __init__(self, args: Namespace, report: Report, checkers: Checkers) -> None:
        self._args, self._report, self._checkers = args, report, checkers
        self._summary = Summary()
        self._unopened = self._unwritten = False
        self._told: set[Finding] = set()
        """What was told of files that others rest on."""
        self._banks_of: Checker | None = None
        """The checker whose banks have been looked at."""

    def over(self, found: Sequence[Target]) -> Exit:
        """Look at every file, and return how the command ends."""
        progress = Progress(sys.stderr, len(found))
        self._report.begin()
        try:
            for number, target in enumerate(found):
                progress.at(number)
                self._look(target, progress)
        except KeyboardInterrupt:
            self._summary = replace(self._summary, finished=False)
        progress.clear()
        self._report.end(self._summary)
        if not self._summary.finished:
            sys.stdout.flush()
            sys.stderr.write(f"bedside: stopped after {self._summary.files} of {len(found)}.\n")
            return Exit.INTERRUPTED
        if self._unopened or self._unwritten:
            return Exit.UNAVAILABLE
        return Exit.FINDINGS if self._summary.fails else Exit.FINE

    def _look(self, target: Target, progress: Progress) -> None:
        """Look at one file, mend it where that is asked for, and tell what is then wrong."""
        checker = self._checkers.of(target)
        refused = self._mend(target, checker, progress) if self._args.fix else frozenset()
        found = [*self._of_banks(checker), *target.found_by(checker)]
        found = [_without_mend(one, refused) for one in found]
        found = [one for one in dict.fromkeys(found) if one not in self._told]
        self._told.update(one for one in found if one.file != str(target.path))
        self._unopened |= any(one.code == _UNOPENED for one in found)
        self._summary = self._summary.with_file(found)
        if found or self._args.ways:
            progress.clear()
            self._report.tell(found, target.held())
        if self._args.ways:
            for line in _ways(target, checker):
                print(safe(line))
        sys.stdout.flush()

    def _of_banks(self, checker: Checker) -> Iterator[Finding]:
        """Yield what is wrong with banks that cannot be used, once for each library.

        Without it, a step that takes from such a bank would seem to be the one at fault.
        """
        if checker is self._banks_of:
            return
        self._banks_of = checker
        for path in checker.broken_banks():
            yield from checker.findings(path)

    def _mend(self, target: Target, checker: Checker, progress: Progress) -> frozenset[Name]:
        """Make the mends that are ready, and show what they changed; return what was refused."""
        from bedside.cli.report.changes import mended_file

        said = mended_file(target.path, checker, has_looked=self._args.still_fits)
        if said.text:
            progress.clear()
            (sys.stdout if self._args.format == "human" else sys.stderr).write(said.text)
        self._unwritten |= not said.written
        return said.refused


def _without_mend(finding: Finding, refused: frozenset[Name]) -> Finding:
    """Return a finding; without its mend where that was tried and does not help."""
    if not refused:
        return finding
    from bedside.content.edit.mend import name_of

    return replace(finding, fix=None) if name_of(finding) in refused else finding


def _ways(target: Target, checker: Checker) -> Iterator[str]:
    """Yield how many ways lead through a checklist, the shortest and the longest."""
    from bedside.content.logic.ways import ways

    checklist = target.checklist(checker)
    if checklist is None or checklist.bank:
        return
    found = ways(checklist)
    if found is None:
        yield f"{target.path}: too entangled to count the ways through it."
        return
    noun = "way" if found.count == 1 else "ways"
    steps = f"shortest {found.shortest} steps, longest {found.longest}"
    yield f"{target.path}: {found.count:,} {noun} through it, {steps}."
