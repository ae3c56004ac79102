"""`bedside prove`: try on this machine whether it keeps what bedside promises, on one page."""

from __future__ import annotations

import os
import platform
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.window import tell
from bedside.core.reasons import reason

if TYPE_CHECKING:
    from bedside.cli.machine.report import Report
    from bedside.proof.trial import Outcome, Trial

_MOST = 1_000_000
_SHOWN = "in lines" if sys.platform == "win32" else "on the screen and in lines"
"""Windows has no terminal that a program can have to itself, to read what is written to it."""


class Line(NamedTuple):
    """A trial on the certificate: how often it is tried, what is done, and what must hold."""

    runs: int
    done: str
    holds: str


LINES: Mapping[str, Line] = {
    "kills": Line(40, "kills of the process that saves", "nothing that was called saved was lost"),
    "disks": Line(
        9,
        "talks on a disk made full, closed, or failing",
        "each went on, and all of it was there",
    ),
    "changes": Line(2_000, "changes of what is stored", "none was believed, the rest opened"),
    "leaks": Line(20, "visits full of words of chance", "no word can be read in any file"),
    "shared": Line(6, "visits of a shared workstation", "they opened for their author alone"),
    "gates": Line(2_000, "texts that act on a terminal", "none passed the two gates"),
    "screens": Line(4, f"talks full of such texts, shown {_SHOWN}", "none came out"),
}
"""Every trial, by the name of its module in `bedside.proof`."""

_NOT_TRIED = (
    "Not tried: a real power cut (pull the plug once), a disk filled for real, administrators,"
    " cameras, replaced programs."
)
_MARKS = ("disk ", "kept ", "NOT KEPT ")
_HANGING = " " * 10
"""How far in stands what goes on of a row that begins with a mark."""


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--runs", type=int, metavar="N", help="tries of each, instead of the usual number"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the first number; 0")


def run(args: Namespace) -> Exit:
    """Try everything in a folder beside the visits, and print what came of it; 1 where not well."""
    if args.runs is not None and not 0 < args.runs <= _MOST:
        raise Ended(Exit.USAGE, f"--runs is a number from 1 to {_MOST:,}.")
    places = Desk().places
    try:
        disk = _disk(places.state)
        came = {
            name: _tried(name, args.runs or line.runs, args.seed, places.state)
            for name, line in LINES.items()
        }
    except OSError as error:
        way = "Make room there, or let your account write."
        message = f"{places.state} cannot be tried: {reason(error)}. {way}"
        raise Ended(Exit.UNAVAILABLE, message) from error
    for text in _page(disk, came, args.seed, places.state):
        tell(text, _HANGING if text.startswith(_MARKS) else "")
    is_well = disk.well and not any(one.failures for one in came.values())
    return Exit.FINE if is_well else Exit.FINDINGS


def _disk(folder: Path) -> Report:
    from bedside.cli.machine.disk import speed, sync_times

    return speed(sync_times(folder))


def _tried(name: str, runs: int, seed: int, folder: Path) -> Outcome:
    """Return what came of one trial; how far it is stands on the terminal meanwhile."""
    from importlib import import_module

    from bedside.cli.report.progress import Progress
    from bedside.proof.trial import outcome

    make: Callable[[Path], Trial] = getattr(
        import_module(f"bedside.proof.{name}"), name.capitalize()
    )
    progress = Progress(sys.stderr, runs, what=LINES[name].done)
    trial = make(folder)
    try:
        return outcome(trial, range(seed, seed + runs), progress.at)
    finally:
        trial.close()
        progress.clear()


def _page(disk: Report, came: Mapping[str, Outcome], seed: int, folder: Path) -> list[str]:
    """Return the certificate, line by line."""
    import sqlite3
    from datetime import UTC, datetime

    from bedside import __version__
    from bedside.store.database import mode_for

    mode = mode_for(sqlite3.sqlite_version_info)
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    database = f"SQLite {sqlite3.sqlite_version}, {mode.journal} with {mode.synchronous}"
    return [
        f"bedside {__version__} on this machine, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"{system}; {database}; {os.cpu_count()} processors",
        f"visits are kept in {folder}",
        "",
        f"disk      {disk.found}",
        *([f"          {disk.todo}"] if disk.todo else []),
        *(text for name, one in came.items() for text in _told(name, one)),
        "",
        _verdict(came, disk),
        f"Numbers from {seed} on; the same ones try the same again.",
        _NOT_TRIED,
    ]


def _verdict(came: Mapping[str, Outcome], disk: Report) -> str:
    """Return what all of it comes to: nothing is well on a disk that does not tell the truth."""
    if any(one.failures for one in came.values()):
        return "NOT WELL: keep no visits here until it is."
    if not disk.well:
        return "NOT WELL: what was tried was kept, but this disk says kept before it is so."
    return "All of it is well."


def _told(name: str, came: Outcome) -> list[str]:
    """Return what a trial's part of the page says."""
    line = LINES[name]
    if not came.failures:
        return [f"kept      {came.tried:,} {line.done}: {line.holds}"]
    return [
        f"NOT KEPT  {line.done}: after {came.tried:,} tries",
        *(f"          number {number}: {what}" for number, what in came.failures),
    ]
