"""`bedside check [PATH…]`: look for mistakes in checklists; everything found in one run."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.faces import checklists_argument
from bedside.core.problems import Finding, Level


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument(
        "--format", choices=("human", "json"), default="human", help="human by default"
    )
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print what is wrong; exit 1 on any error or warning, 3 where a file cannot be opened."""
    desk = Desk(args.checklists)
    files = list(_files(args.paths)) if args.paths else _all(desk)
    _, found = desk.library.banks()
    for path in files:
        found += _checked(desk, path)
    counted = [finding for finding in found if finding.level is not Level.NOTE]
    if args.format == "json":
        from bedside.cli.findings import as_object
        from bedside.cli.tables import as_json

        summary = {"files": len(files), "findings": len(found)}
        print(as_json({"findings": [as_object(f) for f in found], "summary": summary}))
    else:
        from bedside.cli.findings import shown

        print(shown(found), end="\n" if found else "")
        noun = "file" if len(files) == 1 else "files"
        print(f"{len(files)} {noun} looked at, {len(counted)} to mend.")
    if any(finding.code == "T100" for finding in found):
        return Exit.UNAVAILABLE
    return Exit.FINDINGS if counted else Exit.FINE


def _files(paths: list[Path]) -> Iterator[Path]:
    """Return the files meant; in a folder, the checklists but not their side files."""
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.glob("*.toml")) if p.name.count(".") == 1)
        else:
            yield path


def _all(desk: Desk) -> list[Path]:
    return [Path(listing.path) for listing in desk.listings()]


def _checked(desk: Desk, path: Path) -> list[Finding]:
    """Return everything wrong with one file, each finding under the path it was given by."""
    from bedside.content.check import check
    from bedside.content.files import read_file, unreadable

    banks, _ = desk.library.banks()
    try:
        raw = read_file(path)
    except OSError as error:
        return [replace(unreadable(path, error), file=str(path))]
    today = date.today()  # noqa: DTZ011  # the local day
    return list(check(raw, str(path), banks, today).findings)
