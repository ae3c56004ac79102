"""`bedside tasks`: what is still to be done after every signed visit, and who has done it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bedside.cli.asked import asked, can_ask, worded
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import stop_saving
from bedside.cli.signed import refused, signed_visit
from bedside.cli.tables import as_json, table
from bedside.cli.window import complain
from bedside.core.listing import Due, VisitListing
from bedside.core.problems import nearest
from bedside.core.reasons import reason
from bedside.words import notes

Row = tuple[VisitListing, Due]

_DONE = "done"


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "what",
        nargs="*",
        metavar="done VISIT TASK",
        help="say that a follow-up is done: the word done, then its visit and its task as listed",
    )
    parser.add_argument("--by", metavar="NAME", help="with done: who has done it")
    parser.add_argument("--undo", action="store_true", help="with done: it is still to be done")
    parser.add_argument("--all", action="store_true", help="also those that are done")
    parser.add_argument("--json", action="store_true", help="an array of objects, each with task")
    parser.add_argument("--ics", action="store_true", help="a calendar file (RFC 5545)")
    parser.add_argument(
        "--with-patient",
        action="store_true",
        help="with --ics: also who the patient is, which then stands in that calendar",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="with --ics: a new file")


def run(args: Namespace) -> Exit:
    """Print the follow-ups, the most overdue first; or record that one is done."""
    _refuse(args)
    desk = Desk()
    if args.what:
        return _done(desk, args)
    rows = _rows(desk, args.all)
    if args.ics:
        return _calendar(rows, args)
    today = _today()
    if args.json:
        print(as_json([_object(row, today) for row in rows]))
        return Exit.FINE
    heads = ("visit", "task", "what", "who", "due", "patient", "done by")
    shown = len(heads) if args.all else len(heads) - 1
    print(table(heads[:shown], [_cells(row, today)[:shown] for row in rows]), end="")
    return Exit.FINE


def _refuse(args: Namespace) -> None:
    """End with usage where options do not go together."""
    doing, listing = bool(args.what), args.all or args.json or args.ics
    if doing and (args.what[0] != _DONE or len(args.what) != 3):
        message = "to say that one is done: bedside tasks done VISIT TASK, both as they are listed."
        raise Ended(Exit.USAGE, message)
    if doing and (listing or args.output or args.with_patient):
        raise Ended(Exit.USAGE, "done takes no option but --by or --undo.")
    if not doing and (args.by is not None or args.undo):
        raise Ended(Exit.USAGE, "--by and --undo go with: bedside tasks done VISIT TASK.")
    if args.by is not None and args.undo:
        raise Ended(Exit.USAGE, "--undo takes it back, whoever had done it: leave --by out.")
    if args.json and args.ics:
        raise Ended(Exit.USAGE, "--json and --ics are two formats: choose one.")
    if (args.output or args.with_patient) and not args.ics:
        raise Ended(Exit.USAGE, "-o and --with-patient go with --ics.")
    if args.ics and args.output is None and sys.stdout.isatty():
        message = "a calendar file is nothing to read here, so write it into a file:"
        raise Ended(Exit.USAGE, f"{message}\n  bedside tasks --ics -o follow-ups.ics")


def _rows(desk: Desk, every: bool) -> list[Row]:
    """Return the follow-ups, open ones first, the longest overdue first; without a day last."""
    found = [(visit, task) for visit in desk.visits() for task in visit.tasks]
    rows = [row for row in found if every or not row[1].done]
    return sorted(rows, key=lambda row: (bool(row[1].done), row[1].day or date.max, row[0].id))


def _cells(row: Row, today: date) -> tuple[str, ...]:
    visit, task = row
    day = task.day.isoformat() if task.day else "-"
    late = " OVERDUE" if _is_overdue(task, today) else ""
    who, patient = task.who or "-", visit.patient or "-"
    return (visit.id, task.task, task.text, who, day + late, patient, task.done or "-")


def _object(row: Row, today: date) -> dict[str, object]:
    visit, task = row
    return {
        "visit": visit.id,
        "task": task.task,
        "text": task.text,
        "who": task.who,
        "day": task.day and task.day.isoformat(),
        "overdue": _is_overdue(task, today),
        "done": task.done,
        "patient": visit.patient,
        "title": visit.title,
    }


def _is_overdue(task: Due, today: date) -> bool:
    return not task.done and task.day is not None and task.day < today


def _today() -> date:
    from bedside.store.moments import now

    return now().day()


def _calendar(rows: Sequence[Row], args: Namespace) -> Exit:
    """Print the follow-ups as a calendar, or write it to a new file."""
    from bedside.cli.named import say
    from bedside.deliver.file import publish
    from bedside.deliver.ics import Entry, calendar

    if not rows:
        complain("Nothing is left to do, and a calendar file has to hold something.")
        return Exit.FINE
    text = calendar([Entry(*row) for row in rows], args.with_patient)
    if args.output is None:
        say(text.encode())
        return Exit.FINE
    try:
        publish(args.output, text)
    except OSError as error:
        message = f"{args.output} cannot be written: {reason(error)}. Nothing was replaced."
        raise Ended(Exit.UNAVAILABLE, message) from error
    complain(f"Written to {args.output}.")
    return Exit.FINE


def _done(desk: Desk, args: Namespace) -> Exit:
    """Record who has done a follow-up, or that it is still to be done."""
    from bedside.cli.resume import held_text
    from bedside.core.refusals import Refusal

    visit = signed_visit(desk, args.what[1])
    task = _task(visit, args.what[2])
    if args.undo and not task.done:
        complain(f"It was still to be done: {task.text}")
        return Exit.FINE
    by = "" if args.undo else _who(desk, args)
    try:
        came = desk.finish(visit.id, task.task, by)
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"nothing was recorded: {reason(error)}.") from error
    stop_saving(desk)
    if isinstance(came, Refusal):
        raise refused(came)
    if came is not None:
        raise Ended(Exit.UNAVAILABLE, f"nothing was recorded. {held_text(came)} Close it there.")
    before = f" (before: {task.done})" if task.done else ""
    complain(
        f"Still to be done: {task.text}" if args.undo else f"Done by {by}{before}: {task.text}"
    )
    return Exit.FINE


def _task(visit: VisitListing, name: str) -> Due:
    """Return a follow-up of a visit by its name; Ended, with those there are, for another."""
    known = {task.task: task for task in visit.tasks}
    if name in known:
        return known[name]
    if visit.retracted:
        message = f"the note of {visit.id} was retracted, so nothing is left to do after it."
        raise Ended(Exit.NOT_ALLOWED, message)
    near = nearest(name, known)
    hint = f"Did you mean {near}?" if near else "bedside tasks --all lists every one."
    raise Ended(Exit.NOT_FOUND, f"visit {visit.id} has no follow-up '{name}'. {hint}")


def _who(desk: Desk, args: Namespace) -> str:
    """Return who has done it: as given, or asked for, the clinician of the settings offered."""
    if args.by is not None:
        by = worded(args.by)
    else:
        own = desk.author[0]
        by = asked(notes.FINISHED_BY, own) if can_ask() else own
    if not by:
        raise Ended(Exit.USAGE, "say who has done it: add --by NAME.")
    return by
