"""`bedside site`: set up a shared workstation, show its clinic, put its file back."""

from __future__ import annotations

import secrets
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedside.cli.asked import can_ask, wanted, wiped
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.signin import chosen_phrase, keeper, shared_door
from bedside.cli.window import complain, tell
from bedside.core.acts import Act
from bedside.core.people import Bar, Barred
from bedside.core.reasons import reason
from bedside.core.text import cut, safe
from bedside.store.keys.clinic import LEAST_LOCK, LOCK_AFTER, MOST_DAYS, MOST_GRACE, MOST_LOCK
from bedside.words import door as door_words
from bedside.words import site as said

if TYPE_CHECKING:
    from bedside.store.keys.founding import Founding
    from bedside.store.paths import Places

_LIMITS = {
    "lock_after": (LEAST_LOCK, MOST_LOCK),
    "grace_hours": (0, MOST_GRACE),
    "keep_days": (0, MOST_DAYS),
}
"""What a clinic can choose, from what to what."""


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "what",
        metavar="init|show|set|restore",
        choices=("init", "show", "set", "restore"),
        help="init sets a shared workstation up; show tells its fingerprint and choices; set"
        " changes those, by a keeper; restore puts the clinic's file back as it was signed",
    )
    parser.add_argument(
        "--lock-after", metavar="SECONDS", help="with set: without a key until lock"
    )
    parser.add_argument(
        "--grace-hours", metavar="HOURS", help="with set: how long authors read what has left"
    )
    parser.add_argument(
        "--keep-days", metavar="DAYS", help="with set: how long the sheets open it after that"
    )


def run(args: Namespace) -> Exit:
    """Do what was asked for; setting up changes nothing before its last question is answered."""
    given = {name: getattr(args, name) for name in _LIMITS if getattr(args, name) is not None}
    if given and args.what != "set":
        raise Ended(Exit.USAGE, said.WITH_SET)
    desk = Desk()
    if args.what == "init":
        return _init(desk)
    if args.what == "set":
        return _set(desk, given)
    return _show(desk) if args.what == "show" else _restore(desk)


def _init(desk: Desk) -> Exit:
    from bedside.store.keys.door import Door
    from bedside.store.keys.founding import Founding

    places = desk.places
    if places.is_shared or (places.keys.exists() and Door(places).was_shared()):
        raise Ended(Exit.NOT_ALLOWED, said.ALREADY)
    if not (can_ask() and sys.stderr.isatty()):
        raise Ended(Exit.USAGE, said.INIT_TERMINAL)
    complain(said.ABOUT)
    founding, folder = _asked(places)
    assert isinstance(founding, Founding)  # noqa: S101
    complain(said.SHEETS)
    for number, half in enumerate(founding.halves, 1):
        _written_down(founding, number, half)
    complain(said.PHRASE)
    first, clinic = founding.first, founding.clinic
    phrase = chosen_phrase(Door(places), first.name, first.role, clinic.name)
    desk.store.close()  # a store of an earlier version is sealed before its keys go over
    try:
        path = founding.write_records_key(folder)
    except OSError as error:
        told = said.INTERRUPTED_WRITE.format(path=folder, why=reason(error))
        raise Ended(Exit.UNAVAILABLE, told) from error
    taken = _settled(founding, places, phrase, path)
    complain(said.DONE.format(clinic=clinic.name, fingerprint=clinic.fingerprint, path=path))
    if taken:
        complain(said.TAKEN.format(count="1 visit" if taken == 1 else f"{taken} visits"))
    complain(said.NEXT)
    return Exit.FINE


def _settled(founding: Founding, places: Places, phrase: str, records: Path) -> int:
    """Set the clinic up; where that fails its records key goes too, as nothing is locked for it."""
    from bedside.store.locks import StoreError

    try:
        taken = founding.settle(places, phrase)
    except StoreError as error:
        if not places.clinic.exists():
            records.unlink(missing_ok=True)
        raise Ended(Exit.UNAVAILABLE, f"{error}. Nothing was changed.") from error
    _file_signed(founding, places)
    return taken


def _file_signed(founding: Founding, places: Places) -> None:
    """Enter in the log that a clinic was set up, and file what was signed before."""
    from bedside.store.audit.entering import Entering
    from bedside.store.keys.founding import file_signed
    from bedside.store.locks import StoreError
    from bedside.store.moments import now
    from bedside.store.store import Store

    Entering(places, founding.keyring, now)(Act.CLINIC_SET_UP, founding.first.id)
    try:
        store = Store(places, founding.keyring())
        file_signed(store)
        store.close()
    except StoreError as error:
        complain(said.NOT_FILED_NOW.format(why=error))


def _asked(places: Places) -> tuple[Founding, Path]:
    """Ask the four questions; return the clinic they make, and the folder for its records key."""
    from bedside.store.keys.founding import Asked, Founding
    from bedside.store.moments import now

    clinic, name, role = wanted(said.CLINIC), wanted(said.NAME), wanted(said.ROLE)
    limits = {"least": LEAST_LOCK, "most": MOST_LOCK}
    complain(said.ABOUT_LOCK)
    while True:
        typed = wanted(said.LOCK.format(**limits), str(LOCK_AFTER))
        if typed.isascii() and typed.isdigit() and LEAST_LOCK <= int(typed) <= MOST_LOCK:
            break
        complain(said.NO_LOCK.format(**limits))
    folder = _folder(places)
    return Founding(Asked(clinic, name, role, int(typed)), now().utc), folder


def _folder(places: Places) -> Path:
    """Ask for the folder that takes the records key, until it is one."""
    import os

    own = [path.absolute() for path in (places.state, places.config, places.data)]
    while True:
        folder = Path(wanted(said.FOLDER)).expanduser().absolute()
        if any(folder in (path, *path.parents) or path in folder.parents for path in own):
            complain(said.OWN_FOLDER.format(path=folder))
        elif not folder.is_dir() or not os.access(folder, os.W_OK):
            complain(said.NO_FOLDER.format(path=folder))
        else:
            return folder


def _written_down(founding: Founding, number: int, half: str) -> None:
    """Show a recovery half until its check letters are typed from the paper; then clear it."""
    from bedside.store.keys import recovery

    clinic = founding.clinic
    while True:
        named = {"clinic": clinic.name, "fingerprint": clinic.fingerprint}
        lines = ["", said.SHEET.format(number=number, **named), ""]
        for at, groups in enumerate(recovery.rows(half), 1):
            lines.append(said.ROW.format(number=at, groups=groups))
        complain("\n".join((*lines, "", said.NO_ODD_LETTERS)))
        sys.stderr.write(f"{said.WRITTEN}: ")
        sys.stderr.flush()
        if not sys.stdin.readline():
            raise KeyboardInterrupt
        wiped()
        row = secrets.randbelow(len(recovery.checks(half)))
        typed = wanted(said.CHECK.format(row=row + 1))
        if "".join(typed.upper().split()) == recovery.checks(half)[row]:
            complain(said.CHECK_RIGHT.format(number=number))
            return
        complain(said.CHECK_WRONG.format(row=row + 1))


def _show(desk: Desk) -> Exit:
    door = shared_door(desk)
    clinic = door.clinic
    tell(
        said.SHOWN.format(
            clinic=clinic.name,
            fingerprint=clinic.fingerprint,
            founded=door_words.moment(clinic.founded),
            lock=clinic.lock_after,
            grace=clinic.grace_hours,
            days=clinic.keep_days,
            people=len(door.people()),
            path=desk.places.clinic,
        ).rstrip()
    )
    return Exit.FINE


def _set(desk: Desk, given: Mapping[str, str]) -> Exit:
    """Change what the clinic chose; who keeps the list of clinicians may."""
    from dataclasses import replace

    from bedside.store.keys.choices import choose
    from bedside.store.keys.roster import Roster

    if not given:
        raise Ended(Exit.USAGE, said.NOTHING_TO_SET)
    chosen: dict[str, Any] = {name: _number(name, typed) for name, typed in given.items()}
    door, ring = keeper(desk)
    clinic = replace(door.clinic, **chosen)
    signing = Roster(door.book, door.clinic).signing(ring)
    if signing is None:
        raise Ended(Exit.NOT_ALLOWED, door_words.barred(Barred(Bar.NOT_YOURS, "keeper")))
    if clinic == door.clinic:
        complain(said.SET_ALREADY)
        return Exit.FINE
    choose(desk.places, door.book, clinic, signing)
    door.enter(Act.SETTINGS_CHANGED)
    complain(said.SET)
    return Exit.FINE


def _number(name: str, typed: str) -> int:
    """Return a number that a clinic can choose; Ended, with its limits, where it cannot."""
    least, most = _LIMITS[name]
    if typed.isascii() and typed.isdigit() and least <= int(typed[:9]) <= most:
        return int(typed[:9])
    option = name.replace("_", "-")
    told = said.NO_NUMBER.format(option=option, least=least, most=most, typed=safe(cut(typed, 40)))
    raise Ended(Exit.USAGE, told)


def _restore(desk: Desk) -> Exit:
    from bedside.store.keys.door import Door

    door = Door(desk.places)
    if not door.was_shared():
        raise Ended(Exit.NOT_FOUND, said.NOTHING_REMEMBERED)
    restored = door.restore()
    trouble = Door(desk.places).trouble()
    if trouble is not None and trouble.why is Bar.CHANGED:
        raise Ended(Exit.NOT_ALLOWED, f"{trouble.about}.")
    complain(said.RESTORED.format(path=desk.places.clinic) if restored else said.NOT_RESTORED)
    return Exit.FINE
