"""`bedside destination`: where notes go, and whether a way works, tried with notes about nobody."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from bedside.cli.asked import agreed
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.findings import shown
from bedside.cli.left_out import say_left_out
from bedside.cli.mailroom import Mailroom
from bedside.cli.tables import as_json, table
from bedside.cli.window import columns, complain
from bedside.core.destinations import Destination, Fhir, Folder, Hl7
from bedside.core.parcels import Fate
from bedside.core.problems import nearest
from bedside.core.text import safe
from bedside.store.clues import bare
from bedside.words import outbox as said

if TYPE_CHECKING:
    from bedside.core.parcels import Sender

_DOES = ("list", "test", "rehearse", "keys")


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=_DOES,
        default="list",
        help="list where notes go (by default); test one; rehearse: send a ladder of invented notes"
        " to a test system, and propose settings for what it took; keys: what a FHIR server is told"
        " of our key, as a JWK set",
    )
    parser.add_argument("name", nargs="?", default="", help="the destination")
    parser.add_argument("--json", action="store_true", help="with list: an array of objects")
    parser.add_argument("--yes", action="store_true", help="with rehearse: do not ask")
    parser.add_argument(
        "--patient",
        metavar="WHO",
        default="",
        help="with rehearse: a test patient there, by number, or on a FHIR server as Patient/ID",
    )


def run(args: Namespace) -> Exit:
    """List, test or rehearse; nothing that is sent is about anybody."""
    desk = Desk()
    room = desk.outbox
    if room is None:
        complain(said.NOWHERE.format(path=desk.places.site_settings))
        return Exit.FINE
    if args.what == "list":
        return _list(desk, room, args)
    from bedside.deliver.doubts import doubts_in

    to = _found(room, args.name)
    if args.what == "keys":
        return _keys(to)
    is_climbed = args.what == "rehearse"
    sender = room.sender(_rehearsed(to, args.patient) if is_climbed else for_test(to))
    for doubt in doubts_in(to, desk.environ):
        complain(said.DOUBT.format(title=to.title or to.name, doubt=doubt))
    complain(said.TEST_SENDS.format(title=to.title or to.name))
    try:
        ended = _test(sender) if args.what == "test" else _rehearse(desk, to, sender, args)
        if for_test(to) is to and isinstance(to, Hl7):
            complain(said.STILL_A_TEST.format(name=to.name, letter=to.hl7.processing))
        return ended
    finally:
        sender.close()


def for_test(to: Destination) -> Destination:
    """Return a destination whose messages say that they are tests (MSH-11, table 0103: T)."""
    if isinstance(to, Hl7) or (isinstance(to, Folder) and to.hl7 is not None):
        fields = to.hl7
        if fields is not None and fields.processing == "P":
            return replace(to, hl7=replace(fields, processing="T"))
    return to


def _list(desk: Desk, room: Mailroom, args: Namespace) -> Exit:
    """Print where notes go; it ends with 2 where a mistake leaves one out."""
    every = list(room.destinations.values())
    if args.json:
        print(as_json([{"name": one.name, "kind": one.kind, "where": place(one)} for one in every]))
        return say_left_out(desk)
    heads = ("name", "kind", "where", "when", "takes")
    rows = [(one.name, one.kind, place(one), one.when, ", ".join(one.takes)) for one in every]
    if rows:
        print(table(heads, rows), end="")
    return say_left_out(desk)


def place(to: Destination) -> str:
    """Return where a destination is, as a person writes it."""
    if isinstance(to, Folder):
        return to.path
    if isinstance(to, Fhir):
        return bare(to.base)
    return f"{to.host}:{to.port}" if isinstance(to, Hl7) else ""


def _keys(to: Destination) -> Exit:
    """Print the public half of a destination's key; the private one is never shown."""
    if not isinstance(to, Fhir) or to.auth != "backend":
        raise Ended(Exit.USAGE, said.NO_KEYS.format(title=to.title or to.name))
    from bedside.deliver.fhir.tokens import NoKey, public_keys
    from bedside.deliver.secrets import NoSecret

    try:
        print(public_keys(to, os.environ))
    except (NoKey, NoSecret) as error:
        raise Ended(Exit.USAGE, f"{error}.") from None
    return Exit.FINE


def _test(sender: Sender) -> Exit:
    """Print what was understood of a destination; it ends with 3 where notes cannot go there."""
    trial = sender.test()
    for line in trial.lines:
        print(safe(line))
    return Exit.FINE if trial.is_well else Exit.UNAVAILABLE


def _rehearsed(to: Destination, patient: str) -> Destination:
    """Return a destination as it is rehearsed with a test patient, "" for none."""
    from bedside.cli.rehearsing import staged

    if "/" in patient and not isinstance(to, Fhir):
        raise Ended(Exit.USAGE, said.NO_PLACES.format(title=to.title or to.name))
    return staged(for_test(to), patient)


def _rehearse(desk: Desk, to: Destination, sender: Sender, args: Namespace) -> Exit:
    """Climb the ladder; print what came of each rung, then what it means for the settings."""
    from bedside.cli.rehearsing import Ladder, knows_again, nobody, proposed, verdict

    if not args.yes and not agreed(said.REHEARSE_ASKS, said.REHEARSE_YES):
        raise Ended(Exit.FINE, said.NOTHING_SENT)
    if isinstance(to, Fhir) and to.subject != "contained" and not args.patient:
        complain(said.WITHIN)
    rungs = []
    ladder = Ladder(desk, _rehearsed(to, args.patient), sender, nobody(args.patient))
    for rung in ladder.climbed():
        rungs.append(rung)
        told = " ".join(filter(None, (said.FATES[rung.fate], rung.code)))
        why = [rung.said, said.COMPARED[False] if rung.compared is False else ""]
        complain(": ".join(filter(None, (said.RUNGS[rung.name], told, *why))))
    taken_twice = any(one.name == "twice" and one.fate is Fate.DELIVERED for one in rungs)
    if isinstance(to, Hl7) and taken_twice and not (to.dedupes or knows_again(rungs)):
        complain(said.TAKEN_TWICE)
    lines = proposed(to, rungs)
    told, ended = verdict(rungs, lines)
    complain(told.format(name=to.name))
    if ended is Exit.FINDINGS and lines:
        print("\n".join(lines))
    return ended


def _found(room: Mailroom, name: str) -> Destination:
    if name in room.destinations:
        return room.destinations[name]
    if name in room.left_out:
        found = shown(room.left_out[name], width=columns(sys.stderr))
        raise Ended(Exit.USAGE, said.NOT_USED.format(name=name, found=found))
    known = ", ".join(room.destinations)
    if not name:
        raise Ended(Exit.USAGE, said.WHICH_DESTINATION.format(known=known))
    near = nearest(name, list(room.destinations))
    hint = f"Did you mean {near}?" if near else f"There are: {known}."
    raise Ended(Exit.NOT_FOUND, said.NO_DESTINATION.format(name=name, hint=hint))
