"""`bedside emergency`: read a visit without its author, with both recovery sheets and a reason."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bedside import words
from bedside.cli.asked import can_ask, wanted
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.signin import shared_door
from bedside.cli.tables import table
from bedside.cli.window import complain
from bedside.core.acts import Act
from bedside.core.text import listed
from bedside.words import door as door_words
from bedside.words import site as said

if TYPE_CHECKING:
    from bedside.store.keys.door import Door
    from bedside.store.keys.rings import RecoveryKeyring
    from bedside.store.rows import Closed

_LEAST_REASON = 10


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "what",
        metavar="open|list",
        choices=("open", "list"),
        help="open prints one visit's note; list shows all visits",
    )
    parser.add_argument("visit", nargs="?", default="", help="its id or the end of it")


def run(args: Namespace) -> Exit:
    """List the visits without a word of a patient; or print one, after it was written down why."""
    desk = Desk()
    desk.without_sign_in = "always"
    door = shared_door(desk)
    if args.what == "list":
        return _list(desk, door)
    visit = _meant(desk, args.visit)
    people = door.holders(visit.id)
    if not can_ask():
        raise Ended(Exit.NOT_ALLOWED, said.SHEETS_TERMINAL)
    whose = listed([one.text() for one in people]) or "nobody's"
    complain(said.OPEN_ABOUT.format(visit=visit.id, whose=whose))
    why = _reason()
    from bedside.cli.sheets import recovered

    ring = recovered(door.clinic)
    _opened(desk, door, ring, (visit.id, why))
    complain(said.OPENED.format(visit=visit.id))
    return Exit.FINE


def _list(desk: Desk, door: Door) -> Exit:
    rows = []
    for one in desk.store.closed():
        begun, touched = door_words.moment(one.opened), door_words.moment(one.touched)
        whose = listed([person.name for person in door.holders(one.id)])
        rows.append((one.id, begun, touched, words.STATES[one.state], whose))
    print(table(("visit", "begun", "last touched", "state", "opens for"), rows), end="")
    return Exit.FINE


def _meant(desk: Desk, name: str) -> Closed:
    """Return the visit meant by the end of its id; Ended where that is none or several."""
    found = [one for one in desk.store.closed() if name and one.id.endswith(name.upper())]
    if len(found) > 1:
        message = said.SEVERAL_VISITS.format(count=len(found), name=name)
        raise Ended(Exit.NOT_FOUND, message)
    if not found:
        raise Ended(Exit.NOT_FOUND, said.NO_SUCH_VISIT.format(name=name))
    return found[0]


def _reason() -> str:
    while len(why := wanted(said.REASON)) < _LEAST_REASON:
        complain(said.NO_REASON)
    return why


def _opened(desk: Desk, door: Door, ring: RecoveryKeyring, asked: tuple[str, str]) -> None:
    """Write down that a visit is read, and why; only then print its note."""
    from bedside.core.people import Opening
    from bedside.session import note_text
    from bedside.store.keys.openings import note_opening
    from bedside.store.moments import now
    from bedside.store.store import Store

    visit, why = asked
    if ring.unwrap(visit, door.book.wraps(visit)) is None:
        raise Ended(Exit.NOT_FOUND, said.KEY_GONE.format(visit=visit))
    ids = {one.id for one in door.holders(visit)}
    whose = tuple(person for person in door.roll.active() if person.id in ids)
    note_opening(door.book, door.clinic, whose, Opening(visit, now().utc, why))
    store = Store(desk.places, ring)
    store.enter(Act.EMERGENCY_OPENED, visit)
    try:
        sys.stdout.write(note_text(store, visit))
        sys.stdout.flush()
    finally:
        store.close()
