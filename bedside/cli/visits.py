"""`bedside visits`: every visit in which something was recorded, the newest first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from bedside import words
from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.tables import as_json, table
from bedside.cli.window import complain
from bedside.core.listing import VisitListing
from bedside.words import door


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--all", action="store_true", help="also those in which nothing was recorded"
    )
    parser.add_argument("--json", action="store_true", help="an array of objects, each with id")


def run(args: Namespace) -> Exit:
    """Print the visits; no answers are shown."""
    desk = Desk()
    visits = [visit for visit in desk.visits() if args.all or not visit.is_blank]
    if args.json:
        print(as_json([_object(visit) for visit in visits]))
        return Exit.FINE
    rows = [
        (
            visit.id,
            f"{visit.opened.local():%Y-%m-%d %H:%M}",
            _state(visit),
            visit.title,
            visit.patient or "-",
        )
        for visit in visits
    ]
    print(table(("id", "begun", "state", "conversation", "patient"), rows), end="")
    if desk.door is not None and (others := len(desk.store.closed())):
        complain(door.OTHERS.format(count=others))
    return Exit.FINE


def _state(visit: VisitListing) -> str:
    """Return how far a visit has come; a note that must not be used any more says so."""
    days = visit.days_open(datetime.now(UTC))
    state = words.OPEN_LONG.format(days=days) if days else words.STATES[visit.state]
    return f"{state}, {words.RETRACTED}" if visit.retracted else state


def _object(visit: VisitListing) -> dict[str, object]:
    return {
        "id": visit.id,
        "checklist": visit.checklist,
        "title": visit.title,
        "version": visit.version,
        "state": visit.state,
        "retracted": visit.retracted,
        "patient": visit.patient,
        "opened": visit.opened.local().isoformat(),
        "touched": visit.touched.local().isoformat(),
    }
