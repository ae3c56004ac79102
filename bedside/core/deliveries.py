"""Deliveries: parcels as people see them, each with where it is on its way and what was said to it.

What a face needs of the outbox, and nothing that only opens with a key unless it was opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from bedside.core.answers import Known
from bedside.core.destinations import Turn
from bedside.core.moves import Deliver
from bedside.core.parcels import Fate, Standing
from bedside.core.value import Value, placed, value

PENDING = (Standing.QUEUED, Standing.SENDING, Standing.UNKNOWN, Standing.HELD)
"""Where a parcel stands as long as it is not at its end."""


WAITS = "waits"
"""The code of an answer that only time is needed: it is there, and has not been taken yet."""


class Cause(StrEnum):
    """Cause a parcel is held, or was taken off the way: kept in clear, so it names nothing."""

    NOTHING = ""
    REFUSED = "refused"
    """The receiver refuses it, in words of its own."""
    UNMADE = "unmade"
    """It cannot be put the way this receiver wants it."""
    NOBODY = "no-identity"
    """The patient is not known as surely as this receiver needs."""
    LACKS = "lacks-turn"
    """The receiver does not take such an entry: a person has to tell it."""
    UNKNOWN = "unknown"
    """It may have arrived, and nobody can be asked."""
    TWICE = "twice"
    """The receiver has it twice."""
    CHANGED = "patient-changed"
    """The patient in it is not the patient of the note, or the note is not what was signed."""
    TRIES = "tries"
    """It failed as often as it may."""
    STOPPED = "stopped"
    """Somebody holds it back."""
    UNSET = "no-destination"
    """The settings have no such destination."""
    BROKEN = "broken"
    """A fault of ours, or of what was kept."""
    NEVER_LEFT = "never-left"
    """It was retracted before it had gone anywhere."""
    BY_HAND = "by-hand"
    """Somebody filed it by hand."""


@placed
class Attempt(Value):
    """One try: when (UTC ms), who was signed in, and what came of it in the receiver's words."""

    utc: int
    by: str
    fate: Fate
    code: str = ""
    said: str = ""


@value
class Delivery(Value):
    """What lies in the outbox for one destination, of one signed thing. Times are UTC ms.

    `kind` and `title` are the destination's, `utc` is when it was queued and `due` the next try.
    `is_open` says whether the rest could be read here: what its receiver says, the receipt, the
    tries, and who has filed it by hand and where.
    """

    control: str
    destination: str
    kind: str = ""
    title: str = ""
    visit: str = ""
    document: str = ""
    turn: Turn = "original"
    standing: Standing = Standing.QUEUED
    why: Cause = Cause.NOTHING
    tries: int = 0
    utc: int = 0
    due: int = 0
    ended: int = 0
    digest: str = ""
    is_open: bool = False
    characters: int = 0
    said: str = ""
    code: str = ""
    receipt: str = ""
    compared: bool | None = None
    by: str = ""
    where: str = ""
    attempts: tuple[Attempt, ...] = ()

    @property
    def is_file(self) -> bool:
        """Whether its receiver is a folder, of which nobody knows more than that it has a file."""
        return self.kind == "folder"

    @property
    def is_pending(self) -> bool:
        """Whether it is not at its end: it waits, is on its way, or needs a person."""
        return self.standing in PENDING


@placed
class Keeper(Value):
    """What to tell whoever keeps a destination: its name, its address, and the file that says so.

    `address` is a path, a host with its port, or a base; "" where it is not set up any more.
    """

    name: str
    address: str
    file: str


def telling(there: Sequence[Delivery]) -> list[Delivery]:
    """Return the deliveries that still say how it stands: none of what was taken back there."""
    back = {
        one.destination
        for one in there
        if one.turn == "retraction" and one.standing is Standing.DELIVERED
    }
    return [
        one
        for one in there
        if one.is_pending or one.turn == "retraction" or one.destination not in back
    ]


class Outbox(Protocol):
    """What a face may ask of the outbox; every call reads the disk, so none on an event loop.

    OSError, with why, where the store cannot be read or written now.
    """

    def held(self) -> list[Delivery]:
        """Return what needs a person, the longest first."""

    def waiting(self) -> list[Delivery]:
        """Return what waits for its turn or its receiver, the longest first."""

    def of_visit(self, visit: str) -> list[Delivery]:
        """Return all that was ever queued of a visit, in order, as far as it is kept."""

    def closed(self) -> dict[str, str]:
        """Return the destinations that do not let us in, each with what it said to that."""

    def asked(self, visit: str) -> list[str]:
        """Return the titles of destinations that a signed visit can still be sent to by hand."""

    def retry(self, control: str) -> bool:
        """Have it tried again at once, its destination opened; False where it is at its end."""

    def hold(self, control: str) -> bool:
        """Hold it back until somebody has it tried again; False where it is not waiting."""

    def filed(self, control: str, by: str, where: str) -> bool:
        """Take it off the list, as filed by hand by somebody, somewhere; False if at its end."""

    def send(self, visit: str) -> int:
        """Queue a signed visit for every destination that lacks some of it; return how many."""

    def text(self, control: str) -> str:
        """Return the note as text, to be handed on by hand; KeyError if it does not open here."""

    def receipts(self, visit: str) -> list[Deliver]:
        """Return what a visit has to be told was delivered; `Session.do` each, then `told`."""

    def told(self, visit: str) -> None:
        """Keep in mind that the visit has its receipts."""

    def wants_record(self) -> bool:
        """Whether a destination needs the patient as the record knows them; reads no disk."""

    def looks_up(self) -> bool:
        """Whether patients can be looked up by their number; reads no disk."""

    def look_up(self, number: str) -> tuple[Known, ...] | str:
        """Return who has a number, or why nobody was found. Waits for the receiver."""

    def keeper(self, destination: str) -> Keeper:
        """Return what to tell whoever keeps a destination; reads no disk."""

    def takes_back(self, destination: str) -> bool:
        """Whether a retraction takes the note back there by itself; reads no disk."""

    def watch(self, changed: Callable[[], None]) -> None:
        """Call this, on a thread of its own, whenever a delivery stands differently."""

    def start(self) -> None:
        """Deliver from now on, on a thread of its own; returns at once."""

    def stop(self, seconds: float = 0.0) -> None:
        """Begin nothing more; wait so long for what is on its way, and let go."""
