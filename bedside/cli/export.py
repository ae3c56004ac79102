"""`bedside export`: signed notes as files of their own, one by one or all of a time."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bedside.cli.days import day_of
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import stop_saving
from bedside.cli.signed import (
    characters_of,
    limit_of,
    require,
    signed_visit,
    text_arguments,
    too_long,
    unprintable,
)
from bedside.cli.window import complain
from bedside.core.acts import Act
from bedside.core.listing import VisitListing
from bedside.core.note import Reader
from bedside.core.reasons import reason
from bedside.core.text import safe


class Job(NamedTuple):
    """A text to write: of which visit, for whom, and into which file."""

    visit: VisitListing
    reader: Reader
    target: Path


class Outcome:
    """What became of a batch so far."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.files: list[Path] = []
        """Every file that holds its note now, in order."""
        self.written = 0
        """How many of them are new; the others were there, letter for letter."""
        self.failed: list[str] = []
        self.beside: list[str] = []
        """What went wrong beside a file that was written."""
        self.stamped: set[str] = set()
        """The visits among them whose note was retracted."""
        self.lengths: list[int] = []
        """How many letters each text has."""


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "visits",
        nargs="*",
        metavar="VISIT",
        help='signed visits: their ids, ends of ids, or "last"',
    )
    parser.add_argument(
        "--since",
        metavar="DATE",
        help="instead of naming them: every signed visit from this day on",
    )
    parser.add_argument("--until", metavar="DATE", help="with --since: up to this day, it included")
    text_arguments(parser, several=True)
    parser.add_argument(
        "-o",
        "--output",
        metavar="PLACE",
        help="a folder, or for a single text a new file; the folder of saved notes without it",
    )


def run(args: Namespace) -> Exit:
    """Write the files; print where each of them is, and say on the other stream how it went."""
    require(args.format)
    desk = Desk()
    visits, unsigned = _chosen(desk, args)
    readers: tuple[Reader, ...] = tuple(dict.fromkeys(args.readers or ["chart"]))
    jobs = list(_jobs(desk, args, visits, readers))
    outcome = Outcome()
    try:
        _write_all(desk, jobs, args.format, outcome)
    finally:
        outcome.beside += too_long(limit_of(desk), *outcome.lengths)
        _report(outcome, unsigned)
    stop_saving(desk)
    return Exit.UNAVAILABLE if outcome.failed else Exit.FINE


def _chosen(desk: Desk, args: Namespace) -> tuple[list[VisitListing], int]:
    """Return the visits that are meant, oldest first, and how many of that time are unsigned."""
    if args.visits and (args.since or args.until):
        raise Ended(Exit.USAGE, "name the visits, or give --since a day: not both.")
    if args.visits:
        named = [signed_visit(desk, name) for name in args.visits]
        return list({visit.id: visit for visit in named}.values()), 0
    if not args.since:
        message = "nothing is named: bedside export last, or --since 2026-11-01 -o FOLDER."
        raise Ended(Exit.USAGE, message)
    if not args.output:
        raise Ended(Exit.USAGE, "--since writes many files: say into which folder with -o FOLDER.")
    since, until = day_of(args.since), day_of(args.until) if args.until else date.max
    if until < since:
        raise Ended(Exit.USAGE, f"--until {args.until} lies before --since {args.since}.")
    held = [one for one in desk.visits() if since <= one.opened.day() <= until]
    signed = [one for one in reversed(held) if one.is_signed]
    return signed, sum(1 for one in held if not (one.is_signed or one.is_blank))


def _jobs(
    desk: Desk, args: Namespace, visits: Sequence[VisitListing], readers: Sequence[Reader]
) -> Iterator[Job]:
    """Return every text to write and where to; one text alone may get a name of its own."""
    from bedside.deliver.file import name_of

    place = Path(args.output).absolute() if args.output else desk.places.notes
    is_folder = args.output is None or args.output.endswith(("/", os.sep)) or place.is_dir()
    if len(visits) == len(readers) == 1 and not (is_folder or args.since):
        yield Job(visits[0], readers[0], place)
        return
    _make(place)
    for visit in visits:
        for reader in readers:
            yield Job(visit, reader, place / name_of(visit.id, reader, args.format))


def _make(folder: Path) -> None:
    """Make a folder for its owner's eyes only, unless it is there; Ended where that fails."""
    from bedside.store.paths import make_private

    try:
        make_private(folder)
    except FileExistsError:
        message = f"{folder} is a file. Several texts need a folder: name another one with -o."
        raise Ended(Exit.UNAVAILABLE, message) from None
    except OSError as error:
        message = f"{folder} cannot be made: {reason(error)}. Nothing was written."
        raise Ended(Exit.UNAVAILABLE, message) from error


def _write_all(desk: Desk, jobs: Sequence[Job], form: str, outcome: Outcome) -> None:
    from bedside.cli.report.bar import bar

    with bar(sys.stderr, len(jobs), "Exporting", desk.environ) as one_more:
        for job in jobs:
            _write(desk, job, form, outcome)
            one_more()


def _write(desk: Desk, job: Job, form: str, outcome: Outcome) -> None:
    """Write one text; whatever is wrong with it is noted and stops no other."""
    from bedside.deliver.file import Conflict, publish
    from bedside.note.frozen import NoteChanged
    from bedside.note.render.pdf import Unprintable
    from bedside.session import note_file
    from bedside.store.locks import StoreError

    visit, reader, target = job
    try:
        was_there = target.exists()
        text = note_file(desk.store, visit.id, form, reader)
        publish(target, text)
        desk.store.enter(Act.EXPORTED, visit.id)
    except NoteChanged:
        outcome.failed.append(f"{visit.id} is no longer what was signed, and was left out.")
    except (KeyError, StoreError):
        outcome.failed.append(f"{visit.id} cannot be read any more, and was left out.")
    except Unprintable as error:
        outcome.failed.append(f"{visit.id}: {unprintable(error)}")
    except Conflict:
        way = "It was left as it is; another folder takes the note as it is now."
        outcome.failed.append(f"{target} holds something else. {way}")
    except OSError as error:
        outcome.failed.append(f"{target} cannot be written: {reason(error)}.")
    else:
        outcome.files.append(target)
        outcome.written += not was_there
        outcome.stamped |= {visit.id} if visit.retracted else set()
        outcome.lengths.append(characters_of(text, form))
        outcome.beside += _receipt(desk, visit.id, target, outcome.lengths[-1])


def _receipt(desk: Desk, visit: str, target: Path, characters: int) -> list[str]:
    """Record on the visit where its note went, once a place; return what keeps that from being.

    Once more after something was added to it, for with that it went there now.
    """
    from bedside.cli.resume import held_text
    from bedside.core import moves as m
    from bedside.core.refusals import Refusal
    from bedside.session import Holder
    from bedside.store.locks import StoreError

    where = f"{visit} does not say where its note went:"
    try:
        session = desk.resume(visit)
    except (KeyError, StoreError) as error:
        return [f"{where} {error}."]
    if isinstance(session, Holder):
        return [f"{where} {held_text(session)}"]
    added = max((entry.seq for entry in session.visit.later), default=0)
    known = {receipt.where for receipt in session.visit.receipts if receipt.seq > added}
    made = None if str(target) in known else session.do(m.Deliver("file", str(target), characters))
    saved = session.close()
    if isinstance(made, Refusal) or not saved:
        return [f"{where} it could not be saved."]
    return []


def _report(outcome: Outcome, unsigned: int) -> None:
    """Print every file that holds its note now; say on the other stream how it all went."""
    for path in outcome.files:
        print(safe(str(path)))
    for told in (*outcome.failed, *outcome.beside):
        complain(f"bedside: {told}")
    there = len(outcome.files) - outcome.written
    parts = [
        f"{outcome.written:,} written",
        f"{there:,} there already" if there else "",
        f"{len(outcome.failed):,} not written" if outcome.failed else "",
    ]
    stamped = len(outcome.stamped)
    if stamped:
        parts.append(f"{stamped:,} retracted among them, and stamped so")
    if unsigned:
        parts.append(f"{unsigned:,} not signed and left out")
    complain(f"{', '.join(part for part in parts if part)}.")
