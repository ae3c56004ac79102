"""`bedside list`: every checklist that can be found, and whose it is."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from bedside import words
from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.tables import as_json, table
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
    heads = ("id", "title", "version", "minutes", "review by", "whose", "to mend")
    broken = any(listing.findings for listing in listings)
    shown = len(heads) if broken else len(heads) - 1
    print(table(heads[:shown], [_row(listing)[:shown] for listing in listings]), end="")
    return Exit.FINE


def _row(listing: Listing) -> tuple[str, ...]:
    if listing.findings:
        first = listing.findings[0]
        where = f" line {first.span.start.line}" if first.span else ""
        more = f" (and {len(listing.findings) - 1} more)" if len(listing.findings) > 1 else ""
        mend = f"{first.code}{where}: {first.message}{more}"
        return (listing.id, "CANNOT BE USED", "", "", "", words.ORIGINS[listing.origin], mend)
    due = listing.next_review
    overdue = " OVERDUE" if listing.is_overdue(date.today()) else ""  # noqa: DTZ011  # the local day
    whose = words.ORIGINS[listing.origin]
    if listing.adapts:
        whose += f", changing {words.ORIGINS[listing.adapts]}"
    elif listing.hides:
        whose += f", instead of {words.ORIGINS[listing.hides[0]]}"
    minutes = str(listing.minutes or "")
    version = f"{listing.version} {listing.status}"
    return (listing.id, listing.title, version, minutes, f"{due or ''}{overdue}", whose, "")


def _object(listing: Listing) -> dict[str, object]:
    from bedside.cli.findings import as_object

    return {
        "id": listing.id,
        "title": listing.title,
        "summary": listing.summary,
        "version": listing.version,
        "minutes": listing.minutes,
        "status": listing.status,
        "tags": list(listing.tags),
        "next_review": listing.next_review and listing.next_review.isoformat(),
        "path": listing.path,
        "origin": listing.origin,
        "hides": list(listing.hides),
        "adapts": listing.adapts,
        "findings": [as_object(finding) for finding in listing.findings],
    }
