"""What bedside keeps and goes by on this machine: settings, checklists, visits, signed notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended
from bedside.cli.machine import disk, lost, surroundings
from bedside.cli.machine.report import Report

if TYPE_CHECKING:
    from bedside.core.listing import VisitListing
    from bedside.store.audit.read import Whole
    from bedside.store.keys.door import Door

_LATEST = 32_000_000_000_000
"""UTC milliseconds, in the year 2984: what is later was put there by somebody."""


def settings(desk: Desk) -> Iterator[Report]:
    """Report on the settings; broken ones are told with their findings."""
    try:
        own = sorted(desk.loaded.sources)
    except Ended as ended:
        yield Report("settings", False, str(ended).strip(), "mend the file, then try again")
        return
    yield Report("settings", True, f"set: {', '.join(own)}" if own else "all as shipped")
    if desk.loaded.left_out:
        from bedside.words.outbox import LEFT_OUT, LOOK_AT

        names, file = ", ".join(desk.loaded.left_out), desk.places.site_settings
        yield Report("destinations", False, LEFT_OUT.format(names=names, file=file), LOOK_AT)


def checklists(desk: Desk) -> Iterator[Report]:
    """Report on the checklists and banks that can be found."""
    listings = desk.listings()
    broken = [listing.id for listing in listings if listing.findings]
    todo = "bedside check says what is wrong and where" if broken else ""
    found = f"{len(listings)} found, {len(broken)} cannot be used {' '.join(broken)}".strip()
    yield Report("checklists", not broken, found, todo)
    _, faults = desk.library.banks()
    if faults:
        yield Report("banks", False, f"{len(faults)} findings", "bedside check names them")


def store(desk: Desk) -> Iterator[Report]:
    """Report on the visits, the file they are in, and the disk under it."""
    from bedside.store.locks import StoreDamaged, StoreError

    path = desk.places.visits
    restore = (
        "close every window of bedside, then: bedside salvage. It makes a new store of all that"
        f" still opens in {path} and its hourly backups, and keeps the damaged one"
    )
    try:
        health = desk.store.health()
        visits = desk.visits()
    except StoreDamaged as damaged:
        yield Report("store", False, f"damaged: {damaged}", restore)
        return
    except (Ended, StoreError) as error:
        yield Report("visits", False, str(error), "check the disk and the rights of that folder")
        return
    begun = [visit for visit in visits if not visit.is_blank]
    open_ = sum(1 for visit in begun if not visit.is_signed)
    if desk.door is None:
        yield Report("visits", True, f"{len(begun)} kept, {open_} not signed, {path}")
        yield _signed(desk, [visit.id for visit in visits if visit.is_signed], restore)
    else:
        yield from _clinic(desk, desk.door)
    report, log = _log(desk)
    sound = health == "ok"
    found = "whole, by SQLite's own check" if sound else f"damaged: {health}"
    yield Report("store", sound, found, "" if sound else restore)
    yield from lost.looked_at(desk)
    yield report
    yield from disk.looked_at(desk.places)
    yield surroundings.clock(surroundings.today(), _newest(desk, visits, log))


def _clinic(desk: Desk, door: Door) -> Iterator[Report]:
    """Report on a shared workstation, as far as nobody has to sign in for it."""
    from bedside.words.door import OLDER_KEYS, barred, changes

    trouble = door.trouble()
    people = "" if trouble else f", {len(door.people())} clinicians"
    found = barred(trouble) if trouble else f"{door.clinic_name()}, {door.fingerprint()}{people}"
    yield Report("clinic", trouble is None, found, "bedside site restore" if trouble else "")
    missed = door.entering.missed()
    if missed:
        found = OLDER_KEYS.format(count=changes(missed))
        yield Report("clinicians", False, found, "bedside clinician list; a keeper sees to it")
    closed, path = len(desk.store.closed()), desk.places.visits
    yield Report("visits", True, f"{closed} kept, each opens only for who signs in, {path}")
    filed = len(desk.store.filed_visits())
    found = f"{filed} filed for records, whose key is kept elsewhere"
    yield Report("signed notes", True, found)


def _signed(desk: Desk, visits: Sequence[str], restore: str) -> Report:
    """Return whether every signed note can be read and is still what was signed."""
    from bedside.session import is_intact
    from bedside.store.locks import StoreDamaged

    changed = []
    for visit in visits:
        try:
            if not is_intact(desk.store.read(visit, None)):  # looked over, and shown to nobody
                changed.append(visit)
        except StoreDamaged:
            changed.append(visit)
        except KeyError:  # removed a moment ago
            continue
    if not changed:
        return Report("signed notes", True, f"{len(visits)}, each as it was signed")
    found = f"{len(changed)} of {len(visits)} no longer what was signed: {' '.join(changed)}"
    return Report("signed notes", False, found, f"do not use what they say; {restore}")


def _log(desk: Desk) -> tuple[Report, Whole | None]:
    """Return whether the log of what was done is whole and can be written, and the log."""
    from bedside.cli.audit import checked
    from bedside.words import audit as said

    todo = "bedside audit verify says where, and what to do"
    try:
        found, log = checked(desk)
    except Ended as ended:
        return Report("log", False, str(ended), todo), None
    if found.fault is not None or (log.links and log.end is None):
        return Report("log", False, f"not whole after entry {found.count:,}", todo), log
    return Report("log", True, f"whole, {said.entries(found.count)}"), log


def _newest(desk: Desk, visits: Sequence[VisitListing], log: Whole | None) -> datetime | None:
    """Return when something was last kept, whoever can open it; nothing where nothing ever was."""
    times = [visit.touched.utc for visit in visits]
    times += [visit.touched for visit in desk.store.closed()]
    times += [one.entry.utc for one in (log.entries() if log else ())[-1:]]
    if not times:
        return None
    return datetime.fromtimestamp(min(max(*times, 0), _LATEST) / 1000, UTC)
