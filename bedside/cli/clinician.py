"""`bedside clinician`: who can sign in here; add one, retire one, help one who forgot."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bedside.cli.asked import agreed, asked, can_ask, wanted, wiped, worded
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.signin import keeper, shared_door
from bedside.cli.tables import as_json, table
from bedside.cli.window import complain
from bedside.core.acts import Act
from bedside.core.people import Bar, Barred
from bedside.words import door as door_words
from bedside.words import site as said

if TYPE_CHECKING:
    from bedside.store.keys.door import Door
    from bedside.store.keys.people import Person

_ADD, _RETIRE, _RESET = "add", "retire", "reset"


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "what",
        metavar="add|list|retire|reset",
        choices=(_ADD, "list", _RETIRE, _RESET),
        help="add and retire need a keeper's sign-in; reset, for a forgotten passphrase, needs both"
        " recovery sheets",
    )
    parser.add_argument("name", nargs="?", default="", help="whose; add asks where it is left out")
    parser.add_argument("--role", default="", help="with add: such as nurse or physician")
    parser.add_argument(
        "--keeper", action="store_true", help="with add: can also add and retire clinicians"
    )
    parser.add_argument("--json", action="store_true", help="with list: an array of objects")


def run(args: Namespace) -> Exit:
    """Do what was asked for."""
    desk = Desk()
    if args.what == "list":
        return _list(shared_door(desk), args.json)
    if args.what != _ADD and not args.name:
        raise Ended(Exit.USAGE, said.WHICH.format(what=args.what))
    if args.what == _ADD:
        return _add(desk, args)
    return _retire(desk, args.name) if args.what == _RETIRE else _reset(desk, args.name)


def _list(door: Door, json: bool) -> Exit:
    people = door.people()
    if json:
        shown = ("id", "name", "role", "keeper")
        print(as_json([{name: getattr(one, name) for name in shown} for one in people]))
        return Exit.FINE
    rows = [(one.id, one.name, one.role, "keeper" if one.keeper else "") for one in people]
    print(table(("id", "name", "role", ""), rows), end="")
    return Exit.FINE


def _add(desk: Desk, args: Namespace) -> Exit:
    from bedside.store.keys.people import Person
    from bedside.store.keys.roster import Roster

    door, ring = keeper(desk)
    name = worded(args.name) or wanted(said.WHO)
    role = worded(args.role) or wanted(said.WHOSE_ROLE)
    badge = door.roll.badge(asked(said.BADGE))
    roster = Roster(door.book, door.clinic)
    added = roster.add(Person("", name, role, b"", badge, keeper=args.keeper), ring)
    if isinstance(added, Barred):
        taken = added.why is Bar.TAKEN
        told = said.SAME_NAME.format(name=added.about) if taken else door_words.barred(added)
        raise Ended(Exit.NOT_ALLOWED, told)
    door.enter(Act.PERSON_ADDED)
    _told_alone(said.ADDED.format(who=added.person.colleague().text(), phrase=added.phrase))
    return Exit.FINE


def _retire(desk: Desk, name: str) -> Exit:
    from bedside.store.keys.roster import Roster

    door, ring = keeper(desk)
    person = _found(door, name)
    alone = sum(1 for visit in door.book.every() if _is_theirs_alone(door, visit, person))
    if alone:
        complain(said.ALONE.format(count="1 visit" if alone == 1 else f"{alone} visits"))
    question = said.RETIRE.format(who=person.colleague().text())
    if not agreed(question, said.NOT_RETIRED):
        raise Ended(Exit.FINE, said.NOT_RETIRED)
    barred = Roster(door.book, door.clinic).retire(person, ring)
    if barred is not None:
        raise Ended(Exit.NOT_ALLOWED, door_words.barred(barred))
    door.enter(Act.PERSON_RETIRED)
    complain(said.RETIRED.format(who=person.colleague().text()))
    return Exit.FINE


def _reset(desk: Desk, name: str) -> Exit:
    from bedside.cli.sheets import recovered
    from bedside.store.keys.roster import Roster

    door = shared_door(desk)
    person = _found(door, name)
    if not can_ask():
        raise Ended(Exit.NOT_ALLOWED, said.SHEETS_TERMINAL)
    complain(said.RESET_ABOUT.format(who=person.colleague().text()))
    made = Roster(door.book, door.clinic).reset(person, recovered(door.clinic))
    if isinstance(made, Barred):
        raise Ended(Exit.NOT_ALLOWED, door_words.barred(made))
    door.enter(Act.PERSON_RESET)
    count = "1 visit" if made.visits == 1 else f"{made.visits} visits"
    who = person.colleague().text()
    _told_alone(said.RESET.format(who=who, count=count, phrase=made.phrase))
    complain(said.PUT_BACK)
    return Exit.FINE


def _told_alone(words: str) -> None:
    """Show a passphrase until its owner knows it; then no terminal shows it any more."""
    complain(words)
    asked(said.TOLD)
    wiped()


def _found(door: Door, name: str) -> Person:
    """Return the active clinician meant by a name, an id or a badge; Ended where there is none."""
    found = door.roll.find(name)
    if isinstance(found, str):
        hint = f" Did you mean {found}?" if found else " bedside clinician list shows them."
        raise Ended(Exit.NOT_FOUND, said.NOBODY.format(name=name, hint=hint))
    if not found.active:
        retired = Barred(Bar.RETIRED, found.name)
        raise Ended(Exit.NOT_ALLOWED, door_words.barred(retired))
    return found


def _is_theirs_alone(door: Door, visit: str, person: Person) -> bool:
    from bedside.store.audit.roots import is_root

    return not is_root(visit) and [one.id for one in door.holders(visit)] == [person.id]
