"""`bedside hand VISIT NAME`: offer a visit to a colleague, who then takes it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.signin import shared_door
from bedside.cli.window import complain
from bedside.core.people import Bar, Barred
from bedside.words import door as said
from bedside.words import site


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("visit", help="its id or the end of it")
    parser.add_argument("name", nargs="?", default="", help="the colleague's name")
    parser.add_argument("--undo", action="store_true", help="take the offer back")


def run(args: Namespace) -> Exit:
    """Offer the visit, or take the offer back."""
    desk = Desk()
    door = shared_door(desk)
    visit = desk.visit(args.visit)
    if args.undo:
        door.withdraw(visit.id)
        complain(said.TAKEN_BACK)
        return Exit.FINE
    found = door.roll.find(args.name)
    if isinstance(found, str):
        hint = f" Did you mean {found}?" if found else " bedside clinician list shows them."
        raise Ended(Exit.NOT_FOUND, site.NOBODY.format(name=args.name, hint=hint))
    barred = door.offer(visit.id, found.id)
    if barred is not None:
        own = door.me is not None and found.id == door.me.id
        told = Barred(Bar.NOT_YOURS, "yours already") if own else barred
        raise Ended(Exit.NOT_ALLOWED, said.barred(told))
    complain(said.HANDED.format(who=found.colleague().text()))
    return Exit.FINE
