"""Events: what happened in a visit, in the past tense, in order.

An event carries its own time and place in the order, so that replaying a list of them always
gives the same visit. Those that add no field of their own need no decorator: they inherit it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import cast

from bedside.core.answers import Answer, Patient
from bedside.core.codec import from_plain, to_plain
from bedside.core.earlier import Earlier
from bedside.core.value import Value, value


@value
class Moment(Value):
    """When something happened, by two clocks.

    `utc` counts milliseconds since 1970; `offset` is the local clock's minutes east of UTC and
    `zone` its name. `ns` counts nanoseconds since the machine started, sleep included, and means
    something only beside another of the same `boot`.
    """

    utc: int = 0
    offset: int = 0
    zone: str = ""
    boot: str = ""
    ns: int = 0

    def local(self) -> datetime:
        """Return the wall clock as it stood where the visit was."""
        there = timezone(timedelta(minutes=self.offset))
        return datetime.fromtimestamp(self.utc / 1000, UTC).astimezone(there)

    def day(self) -> date:
        """Return the calendar day where the visit was."""
        return self.local().date()


@value
class Event(Value):
    """Something that happened: its place in the visit's order from 1, and when.

    An event that has no place yet (0) is one that `decide` is still making.
    """

    seq: int = 0
    at: Moment = Moment()


@value
class Opened(Event):
    """A visit was begun.

    `digest` names the frozen copy of the checklist it follows; `identity` is the site's rule on
    naming the patient: "off", "ask" or "require". `by` is the name of who signed in to begin it,
    "" where nobody signs in; `emergency` says that nobody did, though people sign in here.
    """

    visit: str
    checklist: str
    version: str
    digest: str
    role: str = ""
    identity: str = "ask"
    by: str = ""
    emergency: bool = False


@value
class HandedOn(Event):
    """The visit was offered to a colleague; to nobody, where the offer is taken back."""

    to: str
    role: str = ""


@value
class TakenOn(Event):
    """A colleague took the visit on, names and roles as they stand in the note.

    `giver` had handed it on; where there is none, it was begun in an emergency and claimed.
    """

    by: str
    role: str = ""
    giver: str = ""
    giver_role: str = ""


@value
class Identified(Event):
    """The clinician said who the visit is with; nobody, where `patient` is empty."""

    patient: Patient


@value
class Reached(Event):
    """A step, or the check page, came on screen."""

    step: str


@value
class Rephrased(Event):
    """Another of the step's phrases was shown: `phrase` counts from 0."""

    step: str
    phrase: int


@value
class Answered(Event):
    """An answer was recorded, or taken back where `answer` is nothing."""

    step: str
    answer: Answer | None = None


@value
class RestSkipped(Event):
    """Everything still open was said not to have been discussed, with one reason for all."""

    steps: tuple[str, ...]
    reason: str = ""
    because: str = ""


@value
class Jotted(Event):
    """The clinician wrote a private note to self; it never leaves."""

    words: str


@value
class Assigned(Event):
    """A follow-up was given an owner and a day."""

    task: str
    who: str = ""
    day: date | None = None


@value
class Reworded(Event):
    """A sentence of the note was put another way, as a check of its wording offered."""

    was: str
    text: str


@value
class Overruled(Event):
    """A concern about the note was looked at and kept, for a reason that never leaves.

    `concern` is its name as `core.concerns` spells it.
    """

    concern: str
    because: str


@value
class RecordedAfterwards(Event):
    """The visit is written down after the talk, which was on `day`; None: during it."""

    day: date | None = None


@value
class Recalled(Event):
    """What the same patient said in an earlier visit was found."""

    earlier: Earlier


@value
class Paused(Event):
    """The clock stopped: by the clinician, or because the curtain was drawn."""

    curtain: bool = False


class Resumed(Event):
    """The clock went on after a pause."""

    __slots__ = ()


@value
class Stopped(Event):
    """The talk was stopped for today, for a reason."""

    reason: str = ""
    because: str = ""


class Continued(Event):
    """A stopped talk was taken up again."""

    __slots__ = ()


class Left(Event):
    """The clinician left the visit; all is kept."""

    __slots__ = ()


class Returned(Event):
    """The visit was opened again after it was left or cut off."""

    __slots__ = ()


class Undone(Event):
    """The latest change was taken back."""

    __slots__ = ()


class Redone(Event):
    """The latest change taken back was made again."""

    __slots__ = ()


@value
class Signed(Event):
    """The clinician signed.

    `note`, `patient` and `handover` are the three texts, frozen as JSON; `record` is the digest
    of the checklist and of every event before this one, and `digest` that of all of this event.
    `anchor` is the head of the workstation's log at that time, its number and sixteen letters.
    """

    author: str
    role: str = ""
    minutes: int | None = None
    note: str = ""
    patient: str = ""
    handover: str = ""
    anchor: str = ""
    record: str = ""
    digest: str = ""


@value
class Appended(Event):
    """A later entry was made; `kind` is one of `core.later`.

    `words` are what it says, `because` why it comes later; `digest` is that of the entry, of
    the digest before it and of what happened between.
    """

    kind: str
    author: str
    role: str = ""
    words: str = ""
    because: str = ""
    digest: str = ""


@value
class Finished(Event):
    """A follow-up was done by somebody; by nobody, where that is taken back.

    `digest` is that of all of it and of what came before it, as in `Appended`.
    """

    task: str
    by: str = ""
    digest: str = ""


@value
class Delivered(Event):
    """The note went somewhere: how, where, and how many characters.

    `digest` is that of all of it and of what came before it, as in `Appended`.
    """

    how: str
    where: str = ""
    characters: int = 0
    digest: str = ""


_KINDS = (
    Opened,
    HandedOn,
    TakenOn,
    Identified,
    Reached,
    Rephrased,
    Answered,
    RestSkipped,
    Jotted,
    Assigned,
    Reworded,
    Overruled,
    RecordedAfterwards,
    Recalled,
    Paused,
    Resumed,
    Stopped,
    Continued,
    Left,
    Returned,
    Undone,
    Redone,
    Signed,
    Appended,
    Finished,
    Delivered,
)
KINDS: dict[str, type[Event]] = {kind.__name__.lower(): kind for kind in _KINDS}
"""Every kind of event, by the name it is stored under."""


def event_to_plain(event: Event) -> dict[str, object]:
    """Return the event as plain values, its kind under "event"."""
    plain = cast("dict[str, object]", to_plain(event))
    return {"event": type(event).__name__.lower(), **plain}


def event_from_plain(plain: dict[str, object]) -> Event:
    """Return the event that `event_to_plain` was given; KeyError for a kind of a later version."""
    fields = dict(plain)
    return from_plain(KINDS[str(fields.pop("event"))], fields)
