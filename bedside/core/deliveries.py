"""Deliveries: parcels as people see them, each with where it is on its way and what was said to it.

What a face needs of the outbox, and nothing that only opens with a key unless it was opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from bedside.core.answers import Known
from bedside.core.destinations import Turn
from bedside.core.events import Delivered
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
    OVERTAKEN = "overtaken"
    """What it takes back is not what its receiver has: that was changed elsewhere meanwhile."""
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
    theirs: bool = False
    """Whether its receiver said that, in these words."""
    as_test: bool = False
    """Whether it goes marked as a test, so that its receiver may file it nowhere."""
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
    def is_resource(self) -> bool:
        """Whether its receiver keeps it under an id of its own."""
        return self.kind == "fhir"

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
    is_left_out: bool = False
    """Whether a mistake in that file keeps everything from going there."""


@placed
class Standstill(Value):
    """What keeps notes from being sent from here, so that somebody sees it; reads no note.

    `left_out` names the destinations that a mistake in `file` leaves out, `why` says what went
    wrong the last time that anything was to be sent; both are empty where all is well.
    """

    left_out: tuple[str, ...] = ()
    file: str = ""
    why: str = ""


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


class Receipts(NamedTuple):
    """What was delivered of a visit at one moment: what it is still to be told, what it was."""

    untold: Sequence[Deliver] = ()
    recorded: Sequence[Deliver] = ()


def unrecorded(receipts: Receipts, known: Iterable[Delivered]) -> list[Deliver]:
    """Return the receipts that a visit still has to be told, each as often as it is there.

    Two can look the same, as those of a note and of what was added to it. What a visit knows beyond
    what is `recorded` as told, it was told a moment ago.
    """
    left = Counter((one.how, one.where) for one in known)
    left -= Counter((one.how, one.where) for one in receipts.recorded)
    found: list[Deliver] = []
    for one in receipts.untold:
        if left[one.how, one.where] > 0:
            left[one.how, one.where] -= 1
        else:
            found.append(one)
    return found


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

    def known(self) -> int | None:
        """Return how many seconds ago it was known how all stands; nothing where that is now.

        -1 where the clinic's database, in which it lies, has never been reached from here.
        """

    def standstill(self) -> Standstill:
        """Return what keeps notes from being sent from here; reads no disk."""

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

    def handed(self, visit: str, receipt: Deliver) -> bool:
        """Record on a visit that its text was copied, where nobody has it open; say whether it is.

        Where it cannot be recorded, the log alone says that its text has left.
        """

    def receipts(self, visit: str) -> Receipts:
        """Return what a visit has to be told was delivered; `told` once all is in it.

        `Session.do` those of them that are `unrecorded`.
        """

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
