"""`bedside salvage`: bring what still opens out of a damaged store into a new one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument

if TYPE_CHECKING:
    from bedside.store.keys.keyring import Keyring
    from bedside.store.safety.salvage import Outcome, Saved

_NOT_CHECKED = (
    "Of {count} visits that only others can open this was checked: the form of each row, that none"
    " is missing up to the last one found, their order, that their checklist is whole, and what"
    " the log says of them. NOT checked: whether their words open and are as they were written,"
    " and whether there were later ones. Whoever can open them sees that when they do."
)
_DOUBTS = {
    "checklist": "its checklist is lost; --checklists FOLDER with the very one brings it back",
    "order": "its entries are not in the order in which bedside writes them",
    "unknown": "the log of this workstation never heard of it",
}


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--anyway", action="store_true", help="do it though the store looks whole to SQLite"
    )
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Salvage the store, say what was saved and what not; exit 1 where something is missing."""
    from bedside.store.keys.keyring import SoloKeyring
    from bedside.store.locks import StoreError
    from bedside.store.moments import now
    from bedside.store.safety.keeper import damage_of
    from bedside.store.safety.salvage import salvage

    desk = Desk(args.checklists)
    places = desk.places
    if not places.visits.exists():
        raise Ended(Exit.NOT_FOUND, f"there is no store of visits: {places.visits}.")
    if not args.anyway and not damage_of(places):
        print("The store of visits is whole, by SQLite's own check. Nothing was changed.")
        return Exit.FINE
    keyring = SoloKeyring(places.key_file)
    try:
        outcome = salvage(places, keyring, now().utc, _spare(desk))
    except StoreError as error:
        raise Ended(Exit.UNAVAILABLE, f"nothing was changed: {error}.") from error
    _enter(desk, keyring)
    _mark_anew(desk)
    for line in _told(outcome):
        print(line)
    short = outcome.lost or any(one.missing or one.doubts for one in outcome.visits)
    return Exit.FINDINGS if short else Exit.FINE


def _enter(desk: Desk, keyring: Keyring) -> None:
    """Enter into the log of the new store that it was salvaged; one that takes nothing waits."""
    from bedside.core.acts import Act
    from bedside.store.audit.entering import Entering
    from bedside.store.moments import now

    if desk.door is not None:
        desk.door.enter(Act.SALVAGED)
    else:
        Entering(desk.places, lambda: keyring, now)(Act.SALVAGED)


def _mark_anew(desk: Desk) -> None:
    """Let what is in the new store stand for all there is from now on."""
    import sqlite3
    from contextlib import closing, suppress

    from bedside.store.database import connect
    from bedside.store.keys.book import KeyBook
    from bedside.store.keys.marks import mark_anew
    from bedside.store.locks import StoreError

    with suppress(sqlite3.Error, OSError, StoreError), closing(connect(desk.places.visits)) as new:
        mark_anew(KeyBook(desk.places.keys), new)


def _spare(desk: Desk) -> Iterator[object]:
    """Yield every checklist that can be used, as plain values."""
    from bedside.core.codec import to_plain
    from bedside.core.problems import Problems

    for listing in desk.listings():
        found = None if listing.findings else desk.checklist(listing.id)
        if found is not None and not isinstance(found, Problems):
            yield to_plain(found)


def _told(outcome: Outcome) -> Iterator[str]:
    """Yield what was saved, visit by visit, then what was not, and where the damaged store is."""
    for one in outcome.visits:
        yield f"{one.visit}: {_of_visit(one)}"
    for visit in outcome.removed:
        yield f"{visit}: was removed for good, and is not brought back"
    for visit in outcome.lost:
        yield f"{visit}: LOST; its key is there, and nothing that it opens"
    searched = ", ".join(map(str, outcome.searched))
    if sealed := sum(1 for one in outcome.visits if not one.opens):
        yield _NOT_CHECKED.format(count=sealed)
    yield f"{len(outcome.visits)} visits are in the new store. Searched: {searched}."
    yield f"The damaged store is kept as {outcome.damaged}; remove it once all is well."


def _of_visit(one: Saved) -> str:
    count = f"{one.events} entries"
    half = ", and the words that were being typed" if one.draft else ""
    if not one.opens:
        half = f"{half}, taken over sealed as they are: only others can open them"
        half += "".join(f"; DOUBTFUL: {_DOUBTS[doubt]}" for doubt in one.doubts)
        if not one.missing:
            return f"{count}{half}"
    if not one.missing:
        return f"all {count}{half}"
    places = ", ".join(map(str, one.missing[:10]))
    more = f" and {len(one.missing) - 10} more" if len(one.missing) > 10 else ""
    return f"{count}{half}; MISSING: {places}{more}"
