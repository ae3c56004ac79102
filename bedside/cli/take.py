"""`bedside take`: take visits that colleagues hand over, or that began in an emergency."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bedside.cli.asked import asked
from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.signin import shared_door, signed_in
from bedside.cli.window import complain
from bedside.core.people import Barred, Offer
from bedside.words import door as said

if TYPE_CHECKING:
    from bedside.store.keys.door import Door

_YES, _NO = ("y", "yes"), ("n", "no")


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes: nothing."""
    _ = parser


def run(args: Namespace) -> Exit:
    """Ask of each visit that waits whether to take it; what is left stays as it is."""
    _ = args
    desk = Desk()
    door = shared_door(desk)
    signed_in(door)
    offers, waiting = door.offers(), door.unclaimed()
    for offer in offers:
        _answer(door, offer)
    for visit in waiting:
        _claim(door, visit)
    if not offers and not waiting:
        complain(said.NOTHING_TO_TAKE)
    return Exit.FINE


def _answer(door: Door, offer: Offer) -> None:
    begun, when = said.moment(offer.opened), said.moment(offer.utc)
    row = {"who": offer.by.text(), "visit": offer.visit, "begun": begun, "when": when}
    complain(said.OFFER_ROW.format(**row))
    answer = asked(said.TAKE).casefold()
    if answer in _YES:
        _say(door.accept(offer.visit), offer.visit)
    elif answer in _NO:
        door.decline(offer.visit)
        complain(said.DECLINED.format(who=offer.by.name))


def _claim(door: Door, visit: str) -> None:
    from bedside.store.moments import begun

    complain(said.CLAIM_ROW.format(visit=visit, begun=said.moment(begun(visit))))
    if asked(said.CLAIM).casefold() in _YES:
        _say(door.claim(visit), visit)


def _say(barred: Barred | None, visit: str) -> None:
    complain(said.barred(barred) if barred else said.TAKEN.format(visit=visit))
