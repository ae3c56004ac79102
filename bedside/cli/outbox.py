"""`bedside outbox`: what waits to be delivered, why some of it is held, and the ways out."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from bedside.cli.asked import asked, can_ask, worded
from bedside.cli.counter import Counter
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import stop_saving
from bedside.cli.signed import signed_visit
from bedside.cli.tables import as_json, table
from bedside.cli.window import complain
from bedside.core.acts import Act
from bedside.core.deliveries import Delivery
from bedside.core.parcels import Standing
from bedside.core.reasons import reason
from bedside.words import outbox as said
from bedside.words import sending
from bedside.words.door import moment

_DOES = ("list", "show", "retry", "hold", "filed", "send", "text", "prepare", "lanes")
_LOOKS = ("list", "show")
"""What first asks how all stands in the clinic's database, where there is one."""
_NAMED = frozenset(_DOES) - {"list"}


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=_DOES,
        default="list",
        help="list what waits (by default); show all of one; retry one, or a destination; hold one"
        " back; say that one was filed by hand; send a signed visit where it has not gone; print"
        " the text of one. For many workstations: print what makes the tables of the clinic's"
        " database, for a role; make the secret of lanes, in a file",
    )
    parser.add_argument("name", nargs="?", default="", help="its id, or the end of it")
    parser.add_argument("--all", action="store_true", help="with list: also what is at its end")
    parser.add_argument(
        "--everywhere",
        action="store_true",
        help="with list: what waits of all workstations that share the clinic's database",
    )
    parser.add_argument("--json", action="store_true", help="with list: an array of objects")
    parser.add_argument("--by", metavar="NAME", help="with filed: who has filed it")
    parser.add_argument("--where", metavar="PLACE", help="with filed: where")


def run(args: Namespace) -> Exit:
    """Do what is asked for; list ends with 1 where something is held."""
    if (args.what in _NAMED) != bool(args.name):
        raise Ended(Exit.USAGE, f"{args.what} {'needs' if not args.name else 'takes no'} id.")
    desk = Desk()
    room = desk.outbox or Counter(desk)
    try:
        if args.what in _LOOKS and room.clinic is not None:
            room.clinic.look()
        return _WHAT[args.what](desk, room, args)
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{reason(error)}.") from error
    finally:
        stop_saving(desk)


def refuse_pending(desk: Desk, visit: str) -> None:
    """End where something of a visit is still to be delivered: nothing of that is removed."""
    room = desk.outbox
    waits = [one for one in room.of_visit(visit) if one.is_pending] if room else []
    if waits:
        told = said.PENDING_KEEPS.format(visit=visit, count=len(waits))
        raise Ended(Exit.NOT_ALLOWED, told)
    if room and room.left_out and room.is_owed(visit):
        names = ", ".join(room.left_out)
        raise Ended(Exit.NOT_ALLOWED, said.OWED_KEEPS.format(visit=visit, names=names))


def _list(desk: Desk, room: Counter, args: Namespace) -> Exit:
    rows = _rows(room, args)
    for told in said.standstill(desk.outbox.standstill()) if desk.outbox else ():
        complain(told)
    if args.json:
        print(as_json([_object(one) for one in rows]))
        return _code(rows)
    if known := sending.known(room.known()):
        complain(known)
    if desk.outbox is None and not rows:
        complain(said.NOWHERE.format(path=desk.places.site_settings))
        return Exit.FINE
    if not rows:
        complain(said.EMPTY)
        return Exit.FINE
    heads = ("id", "visit", "what", "where to", "since", "tries", "how it stands")
    print(table(heads, [_cells(one) for one in rows]), end="")
    for name, told in room.closed().items():
        complain(said.CLOSED_DOOR.format(title=name, name=name, said=told))
    return _code(rows)


def _rows(room: Counter, args: Namespace) -> list[Delivery]:
    if args.everywhere:
        held, waiting = room.everywhere()
        return [*held, *waiting]
    return room.shelf.every() if args.all else [*room.held(), *room.waiting()]


def _show(_: Desk, room: Counter, args: Namespace) -> Exit:
    one = _found(room, args.name)
    lines = [
        ("id", one.control),
        ("visit", one.visit),
        ("document", f"{one.document} ({said.TURNS[one.turn]})"),
        ("where to", f"{one.title} ({one.destination})"),
        ("queued", moment(one.utc)),
        ("stands", said.standing(one)),
        ("way out", said.WAYS_OUT[one.why]),
        ("next try", moment(one.due) if one.due and one.is_pending else ""),
        ("its receiver says" if one.theirs else "what happened", one.said),
        ("receipt", one.receipt),
        ("read back", said.COMPARED[one.compared]),
        ("filed by hand", ", ".join(part for part in (one.by, one.where) if part)),
        ("SHA-256", one.digest),
    ]
    lines += [
        (
            f"try {number}",
            f"{moment(tried.utc)}  {said.FATES[tried.fate]} {tried.code} {tried.said}",
        )
        for number, tried in enumerate(one.attempts, max(1, one.tries - len(one.attempts) + 1))
    ]
    print(table(lines[0], [line for line in lines[1:] if line[1]]), end="")
    return Exit.FINE


def _retry(desk: Desk, room: Counter, args: Namespace) -> Exit:
    if desk.outbox is not None and args.name in room.destinations:
        room.reopen(args.name)
        complain(said.DONE_DOOR.format(name=args.name))
        return Exit.FINE
    return _done(room.retry, _found(room, args.name), said.DONE_RETRY)


def _hold(_: Desk, room: Counter, args: Namespace) -> Exit:
    return _done(room.hold, _found(room, args.name), said.DONE_HOLD)


def _filed(desk: Desk, room: Counter, args: Namespace) -> Exit:
    """Record who has filed one by hand, and where; both are asked for."""
    one = _found(room, args.name)
    by = worded(args.by) if args.by is not None else _asked(said.FILED_BY, desk.author[0])
    where = worded(args.where) if args.where is not None else _asked(said.FILED_WHERE)
    if not by or not where:
        raise Ended(Exit.USAGE, said.NO_WHO)
    told = said.DONE_FILED.format(control=one.control, by=by, where=where)
    done = _done(lambda control: room.filed(control, by, where), one, told)
    room.tell_all()
    return done


def _send(desk: Desk, room: Counter, args: Namespace) -> Exit:
    count = room.send(signed_visit(desk, args.name).id)
    complain(said.SENT.format(count=count))
    return Exit.FINE


def _text(desk: Desk, room: Counter, args: Namespace) -> Exit:
    one = _found(room, args.name)
    try:
        print(room.text(one.control), end="")
        desk.store.enter(Act.EXPORTED, one.visit)
    except KeyError:
        raise Ended(Exit.NOT_ALLOWED, said.NOT_OPEN.format(visit=one.visit)) from None
    return Exit.FINE


def _prepare(_: Desk, __: Counter, args: Namespace) -> Exit:
    """Print the script that makes the tables of the clinic's database; nothing is connected."""
    from bedside.store.outbox.clinic.schema import script

    try:
        print(script(args.name), end="")
    except ValueError:
        raise Ended(Exit.USAGE, said.NO_ROLE.format(role=args.name)) from None
    complain(said.PREPARE.format(role=args.name))
    return Exit.FINE


def _lanes(desk: Desk, _: Counter, args: Namespace) -> Exit:
    """Make the secret by which all workstations tell patients apart, in a new file."""
    import secrets

    path = Path(args.name)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Ended(Exit.USAGE, said.LANES_THERE.format(path=path)) from None
    with os.fdopen(file, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(32) + "\n")
    complain(said.LANES_MADE.format(path=path, site=desk.places.site_settings))
    print(f'[outbox]\ndatabase = "file:PATH"\nlanes = {json.dumps(f"file:{path.absolute()}")}')
    return Exit.FINE


def _done(does: Callable[[str], bool], one: Delivery, told: str) -> Exit:
    if not does(one.control):
        raise Ended(Exit.NOT_ALLOWED, said.CANNOT.format(control=one.control))
    complain(told.format(control=one.control))
    return Exit.FINE


def _asked(question: str, default: str = "") -> str:
    return asked(question, default) if can_ask() else ""


def _found(room: Counter, name: str) -> Delivery:
    """Return the one delivery meant by an id or the end of one; Ended where there is none."""
    found = [one for one in room.shelf.every() if one.control.endswith(name.upper())]
    if not found and room.clinic is not None:
        there = [one for some in room.everywhere() for one in some]
        found = [one for one in there if one.control.endswith(name.upper())]
    if len(found) == 1:
        return found[0]
    told = said.SEVERAL if found else said.NO_SUCH
    raise Ended(Exit.NOT_FOUND, told.format(name=name, count=len(found)))


def _code(rows: Sequence[Delivery]) -> Exit:
    return Exit.FINDINGS if any(one.standing is Standing.HELD for one in rows) else Exit.FINE


def _cells(one: Delivery) -> tuple[str, ...]:
    from bedside.store.moments import now

    waited = said.age(one.utc, now().utc)
    what, tries = said.TURNS[one.turn], str(one.tries)
    return (one.control, one.visit, what, one.title, waited, tries, said.standing(one))


def _object(one: Delivery) -> dict[str, object]:
    from bedside.core.codec import to_plain

    return {"standing": one.standing, "why": one.why, **dict(to_plain(one))}  # type: ignore[call-overload]


_WHAT: dict[str, Callable[[Desk, Counter, Namespace], Exit]] = {
    "list": _list,
    "show": _show,
    "retry": _retry,
    "hold": _hold,
    "filed": _filed,
    "send": _send,
    "text": _text,
    "prepare": _prepare,
    "lanes": _lanes,
}
