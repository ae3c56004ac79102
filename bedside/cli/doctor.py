"""`bedside doctor`: look over this machine and what bedside keeps on it, each with what to do."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.machine import (
    clinic_database,
    going,
    kept,
    program,
    surroundings,
    terminal,
)
from bedside.cli.tables import as_json
from bedside.cli.window import tell
from bedside.core.text import clean

_HANGING = " " * 7
"""How far in stands what goes on, so that a mark is never taken for a word."""


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--json", action="store_true", help="an array of objects, each with id")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print every report; exit 1 if something has to be looked at."""
    desk = Desk(args.checklists)
    desk.without_sign_in = "always"
    reports = [
        *program.looked_at(),
        *terminal.looked_at(desk.environ),
        *surroundings.looked_at(desk.environ),
        *kept.settings(desk),
    ]
    if all(report.well for report in reports if report.id == "settings"):
        reports += [*kept.checklists(desk), *kept.store(desk)]
        reports += [*going.destinations(desk), *clinic_database.looked_at(desk)]
    if args.json:
        print(as_json([report._asdict() for report in reports]))
    else:
        for report in reports:
            mark = "ok  " if report.well else "LOOK"
            tell(f"{mark} {report.id}: {clean(report.found)}", _HANGING)
            if report.todo:
                tell(f"{_HANGING}{clean(report.todo)}")
    return Exit.FINE if all(report.well for report in reports) else Exit.FINDINGS
