"""`bedside list`: every checklist that can be found, and whose it is."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from bedside import words
from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.tables import as_json, table
from bedside.core.codec import to_plain
from bedside.core.listing import Listing


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--json", action="store_true", help="an array of objects, each with id")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print the checklists, broken ones with what is wrong."""
    listings = Desk(args.checklists).listings()
    if args.json:
        print(as_json([_object(listing) for listing in listings]))
        return Exit.FINE
    heads = ("id", "title", "version", "minutes", "review by", "whose")
    print(table(heads, [_row(listing) for listing in listings]), end="")
    return Exit.FINE


def _row(listing: Listing) -> tuple[str, ...]:
    if listing.findings:
        first = listing.findings[0]
        where = f" line {first.span.start.line}" if first.span else ""
        more = f" (and {len(listing.findings) - 1} more)" if len(listing.findings) > 1 else ""
        title = f"CANNOT BE USED: {first.code}{where}: {first.message}{more}"
        return (listing.id, title, "", "", "", words.ORIGINS[listing.origin])
    due = listing.next_review
    overdue = " OVERDUE" if listing.is_overdue(date.today()) else ""  # noqa: DTZ011  # the local day
    whose = words.ORIGINS[listing.origin]
    if listing.hides:
        whose += f", instead of {words.ORIGINS[listing.hides[0]]}"
    minutes = str(listing.minutes or "")
    version = f"{listing.version} {listing.status}"
    return (listing.id, listing.title, version, minutes, f"{due or ''}{overdue}", whose)


def _object(listing: Listing) -> object:
    plain = to_plain(listing)
    whole: dict[str, object] = {
        "title": "",
        "version": "",
        "minutes": None,
        "status": "",
        "findings": [],
    }
    return {"id": listing.id, **whole, **plain} if isinstance(plain, dict) else plain
