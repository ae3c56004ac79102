"""Parcels: what goes to one destination for one signed thing, and what its receiver says to that.

A parcel's bytes are made once, in the transaction that signs; every try sends the same ones.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Protocol

from bedside.core.destinations import Destination, Turn
from bedside.core.events import Appended, Signed
from bedside.core.value import Value, placed, value
from bedside.core.visit import Visit

DISPATCHED = ("folder", "hl7", "fhir", "outbox")
"""How a receipt says that a note was delivered: the kind of destination, or that it had one."""


class Standing(StrEnum):
    """Where a parcel is on its way; only a person takes a held one off the list."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    """Sent, and no answer: never sent again blindly."""
    DELIVERED = "delivered"
    HELD = "held"
    CANCELLED = "cancelled"


class Fate(StrEnum):
    """What came of a try."""

    DELIVERED = "delivered"
    AGAIN = "again"
    """Nothing arrived, or the receiver says to come back later."""
    HELD = "held"
    """The receiver refuses what is in it; a person has to look."""
    UNKNOWN = "unknown"
    """It may have arrived."""
    CLOSED = "closed"
    """The receiver does not let us in: everything for it waits until somebody mends that."""


@placed
class Outgoing(Value):
    """A signed thing that is to go somewhere: enough to make a parcel's bytes of, and no more.

    `visit` is as it stands after `entry`. `document` names the note at every receiver: the visit's
    id, with `.1`, `.2` for what came later; `parent` is that of the note it follows, "" for the
    first. `control` is the id of this message or request alone (20 letters). `utc` in ms.
    """

    visit: Visit
    entry: Signed | Appended
    destination: Destination
    turn: Turn
    control: str
    document: str
    parent: str = ""
    utc: int = 0
    offset: int = 0
    """Minutes that the local time is ahead of UTC."""


@placed
class Made(Value):
    """The bytes of a parcel, and what they are."""

    body: bytes
    media: str
    """Their media type, with its character set where it is text."""


@placed
class Unmade(Value):
    """Why no bytes could be made: for a person, in a sentence without a full stop."""

    why: str


@value
class Parcel(Value):
    """What lies in the outbox for one destination: fixed when it was queued.

    `digest` is the SHA-256 of the body, in hex.
    """

    control: str
    destination: str
    visit: str
    document: str
    parent: str
    turn: Turn
    media: str
    body: bytes
    digest: str
    utc: int = 0


@value
class Reply(Value):
    """What came of one try.

    `receipt` is where the note is at the receiver: a FHIR id and version, an acknowledgement, a
    path. `said` is what is known of it, and `theirs` whether those are the receiver's own words;
    `code` is its own code, `after` the seconds it asks to wait. `compared` says whether the note
    was read back and is the same, word for word. `may_be_there` says of what is held that its
    receiver may have it all the same.
    """

    fate: Fate
    receipt: str = ""
    said: str = ""
    code: str = ""
    after: float = 0.0
    compared: bool | None = None
    may_be_there: bool = False
    theirs: bool = False


class Trial(NamedTuple):
    """What trying a destination came to: a sentence a line, and whether notes can go there."""

    lines: list[str]
    is_well: bool


class Sender(Protocol):
    """Makes and sends the parcels of one destination. Only `make` is called when signing."""

    def make(self, outgoing: Outgoing) -> Made | Unmade:
        """Return the bytes for a signed thing; pure and quick, touches no network and no disk."""

    def send(self, parcel: Parcel, parent: str) -> Reply:
        """Try once; every failure of the network is a fate, none is raised.

        `parent` is the receipt of what it follows, "" for none.
        """

    def find(self, parcel: Parcel) -> Reply | None:
        """Ask the receiver whether it has it; nothing where it cannot be asked.

        DELIVERED where it has, AGAIN where it surely has not, HELD where it has it twice.
        """

    def test(self) -> Trial:
        """Try the way with invented notes only; return what was understood."""

    def close(self) -> None:
        """Let go of connections."""
