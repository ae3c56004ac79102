"""`bedside purge`: remove signed visits that have been kept long enough, and empty ones."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from bedside import words
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.core.listing import VisitListing


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--dry-run", action="store_true", help="only list what would be removed")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--visit", metavar="VISIT", help="remove this one visit, signed or not")


def run(args: Namespace) -> Exit:
    """List what is to be removed, ask, and remove it; keeping everything is the default."""
    desk = Desk()
    chosen = _expired(desk) if args.visit is None else [desk.visit(args.visit)]
    if not chosen:
        print("Nothing to remove.")
        return Exit.FINE
    for visit in chosen:
        state = words.STATES[visit.state]
        print(f"{visit.id}  {visit.opened.local():%Y-%m-%d %H:%M}  {visit.title}  ({state})")
    if args.dry_run:
        print(f"{len(chosen)} would be removed.")
        return Exit.FINE
    if not args.yes and not _agreed(len(chosen)):
        print("Nothing was removed.")
        return Exit.FINE
    _remove(desk, chosen)
    print(f"{len(chosen)} removed.")
    return Exit.FINE


def _expired(desk: Desk) -> list[VisitListing]:
    from bedside.store.moments import now
    from bedside.store.retention import expired

    return expired(desk.visits(), now(), desk.loaded.settings.keep_days)


def _agreed(count: int) -> bool:
    if not sys.stdin.isatty():
        raise Ended(Exit.USAGE, "add --yes to remove without being asked, or --dry-run to look.")
    noun = "this visit" if count == 1 else f"these {count} visits"
    try:
        typed = input(f"Type remove to remove {noun} for good: ")
    except EOFError:
        return False
    return typed.strip().casefold() == "remove"


def _remove(desk: Desk, visits: list[VisitListing]) -> None:
    """Remove the visits; one that another window has open is left alone and named."""
    from bedside.cli.resume import held_text
    from bedside.store.locks import StoreError

    for done, visit in enumerate(visits):
        try:
            holder = desk.store.remove(visit.id)
        except StoreError as error:
            message = f"{done} of {len(visits)} were removed, then no more could be. {error}"
            raise Ended(Exit.UNAVAILABLE, message) from error
        if holder is not None:
            raise Ended(Exit.UNAVAILABLE, f"{visit.id} was kept. {held_text(holder)}")
