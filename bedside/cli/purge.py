"""`bedside purge`: carry out what retention asks for, and say of every visit what becomes of it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from bedside import words
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.keeping import rules
from bedside.cli.outbox import refuse_pending
from bedside.cli.tables import table
from bedside.cli.window import complain
from bedside.words import audit as said
from bedside.words.door import moment

if TYPE_CHECKING:
    from bedside.core.listing import VisitListing
    from bedside.store.retention import Planned
    from bedside.store.upkeep import Upkeep


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--dry-run", action="store_true", help="only say of every visit what becomes of it, when"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--visit", metavar="VISIT", help="remove this one visit, signed or not")


def run(args: Namespace) -> Exit:
    """List what is due, ask, and do it; keeping everything is the default."""
    desk = Desk()
    if args.visit is not None:
        return _one(desk, desk.visit(args.visit), args)
    from bedside.store import moments
    from bedside.store.upkeep import Upkeep

    now = moments.now()
    upkeep = Upkeep(desk.store, rules(desk), lambda: now)
    planned = upkeep.planned()
    due = [one for one in planned if one.is_due(now.utc)]
    _list(desk, [*due, *(one for one in planned if one not in due)] if args.dry_run else due)
    if args.dry_run:
        _count(due, said.WOULD, said.WOULD_CLOSE)
        _say_limits(desk)
        return Exit.FINE
    if not due:
        print(said.NOTHING_TO_REMOVE)
        return Exit.FINE
    if not args.yes and not _agreed(len(due)):
        print(said.NOTHING_REMOVED)
        return Exit.FINE
    return _carry_out(upkeep, due)


def _one(desk: Desk, visit: VisitListing, args: Namespace) -> Exit:
    """Remove one visit that somebody names, whatever its deadline."""
    from bedside.cli.resume import held_text

    state = words.STATES[visit.state]
    print(f"{visit.id}  {visit.opened.local():%Y-%m-%d %H:%M}  {visit.title}  ({state})")
    if args.dry_run:
        print(said.WOULD.format(count=1))
        return Exit.FINE
    if not args.yes and not _agreed(1):
        print(said.NOTHING_REMOVED)
        return Exit.FINE
    refuse_pending(desk, visit.id)
    holder = desk.store.remove(visit.id)
    if holder is not None:
        raise Ended(Exit.UNAVAILABLE, f"{visit.id} was kept. {held_text(holder)}")
    print(said.REMOVED.format(count=1))
    return Exit.FINE


def _list(desk: Desk, planned: Sequence[Planned]) -> None:
    """Print of each visit what becomes of it and when; its title where it opens."""
    if not planned:
        return
    titles = {one.id: one.title for one in desk.visits()}
    heads = ("visit", "begun", "conversation", "what becomes of it")
    print(table(heads, [_cells(one, titles) for one in planned]), end="")


def _cells(one: Planned, titles: Mapping[str, str]) -> tuple[str, ...]:
    from bedside.store import moments

    known = one.known
    is_due = one.is_due(moments.now().utc)
    when = said.NOW if is_due else said.FROM.format(when=moment(one.when))
    told = said.FATES[one.fate].format(handed=moment(known.delivered), when=when)
    return one.visit, moment(known.opened), titles.get(one.visit, "-"), told


def _count(planned: Iterable[Planned], removed: str, closed: str) -> None:
    """Print how many visits are removed, and how many only close, where any do."""
    fates = [one.fate for one in planned]
    closing = sum(1 for fate in fates if fate == "closes")
    if closing:
        print(closed.format(count=closing))
    print(removed.format(count=len(fates) - closing))


def _say_limits(desk: Desk) -> None:
    if desk.door is None:
        complain(said.SOLO_KEEPS)
    complain(said.NOT_PROMISED)


def _agreed(count: int) -> bool:
    if not sys.stdin.isatty():
        raise Ended(Exit.USAGE, "add --yes to remove without being asked, or --dry-run to look.")
    noun = "this visit" if count == 1 else f"these {count} visits"
    try:
        typed = input(f"Type remove to remove {noun} for good: ")
    except EOFError:
        return False
    return typed.strip().casefold() == "remove"


def _carry_out(upkeep: Upkeep, due: Sequence[Planned]) -> Exit:
    """Do what is due; say how many were, and of how many somebody else has hold."""
    from bedside.store.locks import StoreError

    done: list[Planned] = []
    try:
        done += (one for one in due if upkeep.carry_out([one]))
        if upkeep.compact():
            complain(said.COMPACTED)
    except StoreError as error:
        message = f"{len(done)} of {len(due)} were removed, then no more could be. {error}"
        raise Ended(Exit.UNAVAILABLE, message) from error
    _count(done, said.REMOVED, said.CLOSED)
    if len(done) < len(due):
        raise Ended(Exit.UNAVAILABLE, said.HELD.format(count=len(due) - len(done)))
    return Exit.FINE
