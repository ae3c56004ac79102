"""People who share a workstation, visits on their way from one to another, and why not.

Pure values, so that both faces can show them; keys and files are the store's.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from bedside.core.value import Value, placed


@placed
class Colleague(Value):
    """A clinician of this workstation, as others see one.

    A keeper can add and retire clinicians.
    """

    id: str
    name: str
    role: str = ""
    keeper: bool = False

    def text(self) -> str:
        """Return the name with the role after it."""
        return f"{self.name}, {self.role}" if self.role else self.name


@placed
class Offer(Value):
    """A visit that a colleague would hand over: from whom or to whom, when, and begun when.

    It says nothing of the patient: until it is accepted the visit is not the receiver's.
    Times are milliseconds since 1970, UTC.
    """

    visit: str
    by: Colleague
    utc: int
    opened: int = 0


@placed
class Opening(Value):
    """An emergency reading of a visit, of which its author has to be told."""

    visit: str
    utc: int
    reason: str


class Bar(StrEnum):
    """Why somebody does not come in, or a visit is not passed on."""

    UNKNOWN = "unknown"
    WRONG = "wrong"
    WAIT = "wait"
    CHANGED = "changed"
    SHORT = "short"
    COMMON = "common"
    SAME = "same"
    SIGNED_OUT = "signed-out"
    NOT_YOURS = "not-yours"
    TAKEN = "taken"
    GONE = "gone"
    GIVEN = "given"
    RETIRED = "retired"
    PIN = "pin"
    WRONG_PIN = "wrong-pin"
    PIN_GONE = "pin-gone"


@placed
class Barred(Value):
    """Somebody is kept out: why, and what the sentence about it is filled with."""

    why: Bar
    about: str = ""


class Kind(StrEnum):
    """What can wait for somebody who signs in."""

    OFFER = "offer"
    CLAIM = "claim"
    OPENING = "opening"


class Waiting(NamedTuple):
    """Something that waits: a visit offered, one to be claimed, or one of theirs that was read.

    Times are UTC milliseconds, 0 where they are not known. It says nothing of the patient.
    """

    what: Kind
    visit: str
    who: str = ""
    begun: int = 0
    at: int = 0
    why: str = ""
