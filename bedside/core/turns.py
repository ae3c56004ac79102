"""Turns: what a signed thing is to a receiver that has the note already, and whether it takes it.

Pure: which entry goes to which destination, under which name, after which other, and as what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bedside.core.deliveries import Cause
from bedside.core.destinations import Destination, Turn
from bedside.core.events import Appended, Event, Signed
from bedside.core.visit import Visit

_TURNS: dict[str, Turn] = {"correction": "correction", "retraction": "retraction"}
"""The turn of each kind of later entry; every other kind adds to the note."""

Entry = Signed | Appended


class Place(NamedTuple):
    """Where an entry stands among what goes to one destination: its turn there and its names.

    `turn` is nothing where the destination lacks it and has nothing else in its place.
    """

    turn: Turn | None
    document: str
    parent: str


def entries_of(events: Iterable[Event]) -> list[Entry]:
    """Return what was signed in a visit and what was added to it, in order."""
    return [event for event in events if isinstance(event, Entry)]


def turn_of(entry: Entry) -> Turn:
    """Return what a signed thing is to whoever has the note already."""
    return "original" if isinstance(entry, Signed) else _TURNS.get(entry.kind, "addendum")


def taken_as(destination: Destination, turn: Turn) -> Turn | None:
    """Return as what a destination takes a turn; nothing where a person has to tell it.

    A retraction never goes as anything else: whoever reads an addendum can still use the note.
    """
    if turn in destination.takes:
        return turn
    goes_instead = destination.instead.get(turn) == "addendum" and turn == "correction"
    return "addendum" if goes_instead and "addendum" in destination.takes else None


def place_of(visit: str, entries: Sequence[Entry], entry: Entry, to: Destination) -> Place:
    """Return where an entry of a visit stands among what goes to a destination.

    It follows the latest whole note that the destination was given: the first one, or the latest
    correction that it takes as one. ValueError for an entry that is none of these.
    """
    parent = ""
    for number, one in enumerate(entries):
        turn = taken_as(to, turn_of(one))
        document = f"{visit}.{number}" if number else visit
        if one.seq == entry.seq:
            return Place(turn, document, parent)
        if turn in ("original", "correction"):
            parent = document
    raise ValueError("this entry is none of the visit's own")


def lacking(destination: Destination, visit: Visit) -> Cause:
    """Return why a visit's patient is not known as surely as a destination needs."""
    patient = visit.record.patient
    if destination.identity == "none":
        return Cause.NOTHING
    if destination.identity == "label":
        return Cause.NOTHING if patient is not None and patient.text() else Cause.NOBODY
    known = patient.known if patient is not None else None
    return Cause.NOTHING if known is not None and known.number and known.family else Cause.NOBODY
