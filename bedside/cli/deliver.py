"""`bedside deliver`: send what waits in the outbox, once for a timer, or until it is stopped."""

from __future__ import annotations

import base64
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.counter import Counter
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import stop_saving
from bedside.cli.left_out import say_left_out
from bedside.cli.window import complain
from bedside.core.parcels import Standing
from bedside.core.reasons import reason
from bedside.store.locks import StoreError
from bedside.words import outbox as said

if TYPE_CHECKING:
    from bedside.store.outbox.opening import Relayed

_HEAD = "bedside relay key 1"


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--once",
        action="store_true",
        help="try all that is due and end: 0 if nothing is left, 1 if something is held, 3 if"
        " something waits, 2 if a mistake in the settings leaves a destination out",
    )
    how.add_argument("--watch", action="store_true", help="deliver until it is stopped")
    how.add_argument(
        "--new-relay-key", type=Path, metavar="FILE", help="make a relay's key, and end"
    )
    parser.add_argument(
        "--relay-key",
        type=Path,
        metavar="FILE",
        help="deliver with nobody signed in, by this key; whoever has it can read what waits",
    )


def run(args: Namespace) -> Exit:
    """Deliver; what is held or waits is in the exit code."""
    desk = Desk()
    if args.new_relay_key is not None:
        return _new_key(desk, args.new_relay_key)
    if not (args.once or args.watch):
        raise Ended(Exit.USAGE, said.HOW)
    opens = None
    if args.relay_key is not None:
        opens = _relay(desk, args.relay_key)
        complain(said.RELAY)
    room = desk.outbox
    if room is None:
        complain(said.NOWHERE.format(path=desk.places.site_settings))
        return Exit.FINE
    desk.store  # noqa: B018  # opened, and attached to, before anything is sent
    try:
        ended = _watch(room, opens) if args.watch else _once(room, opens)
        return say_left_out(desk, ended)
    finally:
        stop_saving(desk)


def _once(room: Counter, opens: Relayed | None) -> Exit:
    """Try all that is due; say what came of it."""
    if opens is None:
        room.tidy()
    try:
        tried = room.dispatcher(opens).round()
    except StoreError as error:
        if room.clinic is None:
            raise
        raise Ended(Exit.UNAVAILABLE, said.CLINIC_AWAY.format(why=error)) from None
    if opens is None:
        room.tell_all()
    held, waiting = room.here() if opens is None else room.everywhere(opens)
    delivered = sum(row.state is Standing.DELIVERED for row in tried)
    complain(
        said.ROUND.format(
            delivered=delivered, held=len(held), waiting=len(waiting), tried=len(tried)
        )
    )
    for name, told in room.closed().items():
        complain(said.CLOSED_DOOR.format(title=name, name=name, said=told))
    closed_to_us = [one for one in waiting if not one.is_open]
    if closed_to_us and opens is None:
        complain(said.NOTHING_OPENS.format(count=len(closed_to_us)))
    return Exit.UNAVAILABLE if waiting else Exit.FINDINGS if held else Exit.FINE


def _watch(room: Counter, opens: Relayed | None) -> Exit:
    """Deliver until somebody interrupts it, or the system ends it; then it ends well."""
    watching = room.watching(opens)
    signal.signal(signal.SIGTERM, lambda *_: watching.stop())
    complain(said.WATCHING)
    watching.run()
    return Exit.FINE


def _new_key(desk: Desk, path: Path) -> Exit:
    """Make the relay's pair: its private half in a new file, its public half as a line to set."""
    from bedside.store.keys.pairs import new_pair

    pair = new_pair()
    text = f"{_HEAD}\n{base64.b64encode(pair.private).decode()}\n"
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Ended(Exit.USAGE, said.RELAY_THERE.format(path=path)) from None
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{path} cannot be written: {reason(error)}.") from error
    with os.fdopen(file, "w", encoding="ascii") as out:
        out.write(text)
    complain(said.RELAY_MADE.format(path=path, site=desk.places.site_settings))
    complain(said.RELAY)
    sys.stdout.write(f'relay_key = "{base64.b64encode(pair.public).decode()}"\n')
    return Exit.FINE


def _relay(desk: Desk, path: Path) -> Relayed:
    """Return what opens rows by the relay's key; from now on nobody signs in here."""
    from bedside.deliver.secrets import NoSecret, read_secret
    from bedside.store.keys.keyring import NobodysKeyring
    from bedside.store.keys.pairs import HALF, public_of
    from bedside.store.outbox.opening import Relayed

    try:
        head, _, text = read_secret(f"file:{path}", desk.environ).partition("\n")
        private = base64.b64decode(text.strip(), validate=True)
    except NoSecret as error:
        raise Ended(Exit.NOT_ALLOWED, f"{error}.") from error
    except ValueError:
        head, private = "", b""
    if head != _HEAD or len(private) != HALF:
        raise Ended(Exit.USAGE, said.NOT_A_RELAY.format(path=path))
    if public_of(private) != base64.b64decode(desk.loaded.settings.relay_key):
        site = desk.places.site_settings
        raise Ended(Exit.USAGE, said.RELAY_OTHER.format(path=path, site=site))
    desk.keyring = NobodysKeyring()
    return Relayed(private)
