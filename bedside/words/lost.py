"""What is said of visits of which something is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ALL_THERE = "every visit was read, and all that was saved of it is there"
NONE_GONE = (
    "no visit is gone or older than the key book knows; what is in them only their people see"
)
LOSSES: Mapping[str, str] = {
    "unreadable": "visit {visit} has lost {places}: the rows are gone, or do not open any more; the"
    " rest of it opens",
    "damaged": "visit {visit} does not open, though its key is here",
    "older": "visit {visit} is an older copy of itself: {places} were saved, and are gone",
    "gone": "visit {visit} is gone: its key is here, and nothing that it opens",
    "changed": "visit {visit} opens, and all of it is there; but what its row says in clear"
    " (whether it is signed, when it was touched, when its note left) is not what was saved",
}
AS_SEALED = (
    "nothing goes by that row: not the note, and not how long the visit is kept. Whoever goes on"
    " with the visit has its row written anew; tell whoever answers for this machine"
)
RESTORE = (
    "close every window of bedside, then: bedside salvage --anyway. It brings back what the hourly"
    " backups still hold, and goes by what there is from then on"
)
_TYPED = "the words that were being typed"
_AT_MOST = 10


def told(visit: str, how: str, places: Sequence[int]) -> str:
    """Return what is lost of a visit, and from where in its order."""
    return LOSSES[how].format(visit=visit, places=_named(places))


def _named(places: Sequence[int]) -> str:
    """Return places in a visit's order in words; 0 stands for words being typed."""
    entries = [place for place in places if place]
    shown = ", ".join(map(str, entries[:_AT_MOST]))
    more = f" and {len(entries) - _AT_MOST} more" if len(entries) > _AT_MOST else ""
    noun = "entry" if len(entries) == 1 else "entries"
    parts = [f"{noun} {shown}{more}"] if entries else []
    return " and ".join([*parts, *([_TYPED] if 0 in places else [])])
