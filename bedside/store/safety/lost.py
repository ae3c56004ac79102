"""What is lost: entries and words that do not open any more, and visits that are older or gone.

Found by reading every visit that opens here, and by what the key book remembers of the others.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from bedside.core.listing import VisitListing
from bedside.store.keys.keyring import NotYours
from bedside.store.keys.marks import behind
from bedside.store.locks import StoreDamaged
from bedside.store.outbox.leaving import departures, filed
from bedside.store.outbox.rows import rows_in
from bedside.store.retention import last_delivery
from bedside.store.store import Store


class Loss(StrEnum):
    """How something of a visit is lost."""

    UNREADABLE = "unreadable"
    """Some of its rows do not open or are gone; the rest of it opens."""
    DAMAGED = "damaged"
    """Nothing of it opens, though its key is here."""
    OLDER = "older"
    """It has fewer entries than it had: an older copy of it stands in its place."""
    GONE = "gone"
    """Its key is there, or it is remembered, and its rows are not."""
    CHANGED = "changed"
    """All of it opens, and what its row says in clear is not what is sealed."""


class Lost(NamedTuple):
    """What is lost of one visit: how, and which places in its order; 0 for words being typed."""

    visit: str
    how: Loss
    places: tuple[int, ...] = ()


def lost(store: Store) -> list[Lost]:
    """Return what is lost, by visit: nothing is changed, and the log tells of no reading.

    Those that open only for others are held against what is remembered of them alone.
    StoreError where the store or the key book cannot be read at all.
    """
    found = [one for visit in store.listings() if (one := _in_visit(store, visit))]
    told = {one.visit for one in found}
    with store.reading() as connection:
        missing = behind(store.book, connection)
    for visit, had, has in missing:
        if visit not in told:
            how = Loss.OLDER if has else Loss.GONE
            found.append(Lost(visit, how, tuple(range(has + 1, had + 1))))
    return found


def _in_visit(store: Store, listing: VisitListing) -> Lost | None:
    """Return what is lost of a visit that opens here, by its own rows; nothing where all is there.

    Nor where it was removed, or closed for who is there, a moment ago.
    """
    visit = listing.id
    try:
        kept = store.read(visit, None)
    except StoreDamaged:
        return Lost(visit, Loss.DAMAGED)
    except (KeyError, NotYours):
        return None
    if kept.unreadable:
        return Lost(visit, Loss.UNREADABLE, kept.unreadable)
    is_listed = bool(listing.checklist)  # its list entry opened, which is bound to its row
    left = store.delivered().get(visit, 0)
    if is_listed and (left in (0, last_delivery(kept.events)) or _has_left(store, visit, left)):
        return None
    return Lost(visit, Loss.CHANGED)


def _has_left(store: Store, visit: str, utc: int) -> bool:
    """Whether something of a visit left then (UTC ms), which it need not have been told yet."""
    try:
        with store.reading() as connection:
            rows = rows_in(connection, "visit = ?", visit)
        return utc in {*departures(rows, store.seal_of(visit)).values(), *filed(rows)}
    except (LookupError, TypeError, ValueError):  # a row that nothing here has written
        return False
