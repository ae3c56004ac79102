"""`bedside doctor`: look over this machine and what bedside keeps on it, each with what to do."""

from __future__ import annotations

import os
import platform
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.tables import as_json

_LEAKING = ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_PRESS", "TEXTUAL_DRIVER")


class Report(NamedTuple):
    """One thing that was looked at: whether it is well, what was found, what to do."""

    id: str
    well: bool
    found: str
    todo: str = ""


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--json", action="store_true", help="an array of objects, each with id")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print every report; exit 1 if something has to be looked at."""
    desk = Desk(args.checklists)
    reports = [*_versions(), *_terminal(), *_environment(), *_settings(desk)]
    if all(report.well for report in reports if report.id == "settings"):
        reports += [*_checklists(desk), *_store(desk)]
    if args.json:
        print(as_json([report._asdict() for report in reports]))
    else:
        for report in reports:
            print(f"{'ok  ' if report.well else 'LOOK'} {report.id}: {report.found}")
            if report.todo:
                print(f"       {report.todo}")
    return Exit.FINE if all(report.well for report in reports) else Exit.FINDINGS


def _versions() -> Iterator[Report]:
    import sqlite3
    from importlib.metadata import version

    from bedside import __version__
    from bedside.store.database import mode_for

    yield Report("bedside", True, f"{__version__} on Python {platform.python_version()}")
    parts = ", ".join(f"{name} {version(name)}" for name in ("textual", "pydantic"))
    yield Report("libraries", True, parts)
    mode = mode_for(sqlite3.sqlite_version_info)
    yield Report("sqlite", True, f"{mode.journal} with {mode.synchronous}: {mode.why}")


def _terminal() -> Iterator[Report]:
    import shutil

    size = shutil.get_terminal_size()
    small = size.columns < 40 or size.lines < 12
    todo = "make the window at least 40 columns by 12 lines" if small else ""
    found = f"{size.columns} columns, {size.lines} lines, TERM={os.environ.get('TERM', 'not set')}"
    yield Report("terminal", not small, found, todo)
    if "TMUX" in os.environ:
        todo = "for copying, tmux needs: set -g allow-passthrough on"
        yield Report("tmux", True, "copying goes through tmux", todo)


def _environment() -> Iterator[Report]:
    leaking = sorted(name for name in _LEAKING if name in os.environ)
    todo = f"unset {' '.join(leaking)}: they can write what is typed to a file" if leaking else ""
    yield Report("environment", not leaking, ", ".join(leaking) or "nothing that leaks", todo)


def _settings(desk: Desk) -> Iterator[Report]:
    try:
        own = sorted(desk.loaded.sources)
    except Ended as ended:
        yield Report("settings", False, str(ended).strip(), "mend the file, then try again")
        return
    yield Report("settings", True, f"set: {', '.join(own)}" if own else "all as shipped")


def _checklists(desk: Desk) -> Iterator[Report]:
    listings = desk.listings()
    broken = [listing.id for listing in listings if listing.findings]
    todo = "bedside check says what is wrong and where" if broken else ""
    found = f"{len(listings)} found, {len(broken)} cannot be used {' '.join(broken)}".strip()
    yield Report("checklists", not broken, found, todo)
    _, faults = desk.library.banks()
    if faults:
        yield Report("banks", False, f"{len(faults)} findings", "bedside check names them")


def _store(desk: Desk) -> Iterator[Report]:
    from bedside.store.locks import StoreDamaged, StoreError

    path = desk.places.visits
    restore = (
        f"close every window of bedside, keep a copy of {path}, and have it restored from a backup;"
        " moved away, it is begun anew, with no visits in it"
    )
    try:
        health = desk.store.health()
        visits = desk.visits()
    except StoreDamaged as damaged:
        yield Report("store", False, f"damaged: {damaged}", restore)
        return
    except (Ended, StoreError) as error:
        yield Report("visits", False, str(error), "check the disk and the rights of that folder")
        return
    begun = [visit for visit in visits if not visit.is_blank]
    open_ = sum(1 for visit in begun if not visit.is_signed)
    yield Report("visits", True, f"{len(begun)} kept, {open_} not signed, {path}")
    yield _signed(desk, [visit.id for visit in visits if visit.is_signed], restore)
    sound = health == "ok"
    found = "whole, by SQLite's own check" if sound else f"damaged: {health}"
    yield Report("store", sound, found, "" if sound else restore)
    loose = [path for path in (desk.places.state, desk.places.visits) if _is_open_to_others(path)]
    todo = f"chmod go= {' '.join(map(str, loose))}" if loose else ""
    yield Report("file modes", not loose, "others can read" if loose else "private", todo)


def _signed(desk: Desk, visits: Sequence[str], restore: str) -> Report:
    """Return whether every signed note can be read and is still what was signed."""
    from bedside.note.frozen import NoteChanged
    from bedside.session import note_text
    from bedside.store.locks import StoreDamaged

    changed = []
    for visit in visits:
        try:
            note_text(desk.store, visit)
        except (NoteChanged, StoreDamaged):
            changed.append(visit)
        except KeyError:  # removed a moment ago
            continue
    if not changed:
        return Report("signed notes", True, f"{len(visits)}, each as it was signed")
    found = f"{len(changed)} of {len(visits)} no longer what was signed: {' '.join(changed)}"
    return Report("signed notes", False, found, f"do not use what they say; {restore}")


def _is_open_to_others(path: Path) -> bool:
    """Whether other accounts may read a path; Windows says this in other ways."""
    return sys.platform != "win32" and path.exists() and bool(path.stat().st_mode & 0o077)
