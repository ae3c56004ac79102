"""Signing in on the terminal, for every command that reads or writes visits in shared mode.

A name or a badge, then a passphrase that is not shown: typed on the terminal, never taken from an
argument, the environment or a pipe. What waits for who signed in is said once, right after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedside.cli.asked import asked, can_ask, hidden, wiped
from bedside.cli.exits import Ended, Exit
from bedside.cli.window import complain
from bedside.core.people import Bar, Barred
from bedside.core.text import listed
from bedside.words import door as said

if TYPE_CHECKING:
    from bedside.cli.desk import Desk
    from bedside.cli.front import Front, WithoutSignIn
    from bedside.store.keys.door import Door
    from bedside.store.keys.keyring import Keyring
    from bedside.store.keys.rings import PersonKeyring
    from bedside.store.store import Store

_TRIES = 3
"""Names or passphrases asked for before the command ends."""


def keyring_for(desk: Front) -> Keyring:
    """Return what opens the visits of a shared workstation; Ended where nobody signs in.

    One whose clinic's folder is gone stays a shared one: nothing is begun under another key.
    """
    if desk.door is None:
        raise Ended(Exit.NOT_ALLOWED, said.CLINIC_GONE.format(path=desk.places.clinic))
    if desk.without_sign_in == "always":
        return desk.door.emergency()
    ring = signed_in(desk.door, desk.without_sign_in)
    _waits(desk.door)
    return ring


def signed_in(door: Door, without: WithoutSignIn = "never") -> Keyring:
    """Return the keyring of who signs in; Ended, exit 5, where nobody does.

    Where a visit may begin without anybody, if asked for, the word emergency does that.
    """
    if not can_ask():
        raise Ended(Exit.NOT_ALLOWED, said.NO_TERMINAL)
    may_begin = without == "asked"
    trouble = door.trouble()
    if trouble is not None and not may_begin:
        raise Ended(Exit.NOT_ALLOWED, said.barred(trouble))
    if trouble is not None:
        complain(said.barred(trouble))
    question = said.NAME_OR_EMERGENCY if may_begin else said.NAME
    who = ""
    for _ in range(_TRIES):
        who = who or asked(question)
        if may_begin and who.casefold() == said.EMERGENCY:
            complain(said.WITHOUT)
            return door.emergency()
        found = _tried(door, who)
        if not isinstance(found, Barred):
            complain(said.SIGNED_IN.format(who=found.me.text()))
            _own_passphrase(door)
            _told(door)
            return found
        complain(said.barred(found))
        if found.why is not Bar.WRONG:
            who = ""  # a wrong passphrase asks for it again, unseen, and not for the name in sight
        if found.why is Bar.UNKNOWN and not found.about:
            complain(said.WHO.format(names=listed([one.name for one in door.people()])))
        if found.why in (Bar.WAIT, Bar.CHANGED):
            break
    raise Ended(Exit.NOT_ALLOWED, said.KEPT_OUT)


def _tried(door: Door, who: str) -> PersonKeyring | Barred:
    """Ask the passphrase of somebody who can sign in, and try it; why not, for anybody else."""
    if door.trouble() is not None:
        raise Ended(Exit.NOT_ALLOWED, said.KEPT_OUT)
    meant = door.meant(who)
    if isinstance(meant, Barred):
        return meant
    pause = door.wait(meant.id)
    return Barred(Bar.WAIT, str(pause)) if pause else door.sign_in(meant.id, hidden(said.PHRASE))


def keeper(desk: Desk) -> tuple[Door, PersonKeyring]:
    """Return the door and the keyring of a keeper who signs in; Ended for anybody else."""
    from bedside.store.keys.rings import PersonKeyring

    door = shared_door(desk)
    ring = signed_in(door)
    if not isinstance(ring, PersonKeyring) or not ring.me.keeper:
        raise Ended(Exit.NOT_ALLOWED, said.barred(Barred(Bar.NOT_YOURS, "keeper")))
    return door, ring


def shared_door(desk: Desk) -> Door:
    """Return the door of a shared workstation; Ended on one's own."""
    if desk.door is None:
        raise Ended(Exit.NOT_FOUND, said.NOT_SHARED)
    return desk.door


def chosen_phrase(door: Door, *known: str) -> str:
    """Return a passphrase that somebody takes: the words offered, or their own typed twice.

    The words that were offered are cleared from the terminal, however it went.
    """
    offered = door.offered()
    complain(said.OFFERED.format(phrase=offered))
    try:
        return _typed_phrase(offered, known)
    finally:
        wiped()


def _typed_phrase(offered: str, known: tuple[str, ...]) -> str:
    """Return what somebody types as their passphrase, once it will do."""
    from bedside.store.keys import passphrase

    while True:
        typed = hidden(said.TYPE_IT)
        if passphrase.plain(typed) == passphrase.plain(offered):
            return typed
        weak = passphrase.weakness(typed, *known)
        if weak is not None:
            complain(said.barred(weak))
        elif passphrase.plain(hidden(said.TYPE_AGAIN)) == passphrase.plain(typed):
            return typed
        else:
            complain(said.NOT_THE_SAME)


def refuse_closed(store: Store, door: Door, name: str) -> None:
    """End, saying whose it is, where an id means a visit that only colleagues open."""
    closed = [one for one in store.closed() if name and one.id.endswith(name.upper())]
    if len(closed) == 1:
        people = [person.name for person in door.holders(closed[0].id)]
        raise Ended(Exit.NOT_ALLOWED, said.kept_for(closed[0].id, people))


def _own_passphrase(door: Door) -> None:
    """Have somebody choose a passphrase whose own was given by a keeper or by recovery."""
    if door.must_choose and door.me is not None:
        complain(said.CHOOSE)
        known = (door.me.name, door.me.role, door.clinic_name())
        while (barred := door.choose(chosen_phrase(door, *known))) is not None:
            complain(said.barred(barred))
        complain(said.CHOSEN)


def _told(door: Door) -> None:
    """Say what waits for who signed in, and what was read of theirs meanwhile."""
    for opening in door.openings():
        when = said.moment(opening.utc)
        told = said.READ_MEANWHILE.format(visit=opening.visit, when=when, why=opening.reason)
        complain(told)
        door.told(opening.visit)
    missed = door.entering.missed() if door.me and door.me.keeper else 0
    if missed:
        complain(f"{said.OLDER_KEYS.format(count=said.changes(missed))}.")
    lately = door.read_lately()
    if lately:
        complain(said.READ_LATELY.format(when=said.moment(lately)))


def _waits(door: Door) -> None:
    """Say which visits wait to be taken by who signed in."""
    for offer in door.offers():
        complain(said.OFFERS.format(who=offer.by.text()))
    waiting = len(door.unclaimed())
    if waiting:
        noun = "visit was" if waiting == 1 else "visits were"
        complain(said.UNCLAIMED.format(count=f"{waiting} {noun}"))
