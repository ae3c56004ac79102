"""Stories: talks told in beats that every face understands, at least one for each kind of move."""

from __future__ import annotations

from typing import NamedTuple

from bedside.words.notes import KEEPS
from tests.people import AVERY, CLINICIAN, COLLEAGUE, ROWAN, WORDS


class Name(NamedTuple):
    """Say who the visit is with; two empty lines leave it out."""

    first: str = ""
    second: str = ""


class At(NamedTuple):
    """Answer the step in hand, then go on. A number is a row's; anything else is typed."""

    answers: tuple[str, ...] = ()


class Aside(NamedTuple):
    """Write words at the step in hand and stay."""

    words: str


class Skip(NamedTuple):
    """Leave the step for the reason with this number, in these words where it takes some."""

    reason: str
    words: str = ""


class Retract(NamedTuple):
    """Take back that the step was left."""


class Another(NamedTuple):
    """Show another way to say it."""


class Back(NamedTuple):
    """Go to the step before."""


class Undo(NamedTuple):
    """Take the latest change back."""


class Redo(NamedTuple):
    """Make it again."""


class Feel(NamedTuple):
    """Record the support with this number."""

    number: int


class Jot(NamedTuple):
    """Write a private note."""

    words: str


class Who(NamedTuple):
    """Go to the questions about who takes part."""


class Pause(NamedTuple):
    """Stop the clock, wait, and let it go on."""

    minutes: int


class Wait(NamedTuple):
    """Let time pass."""

    minutes: int


class Jump(NamedTuple):
    """Go to a step by the outline."""

    step: str


class Check(NamedTuple):
    """Go to the check page."""


class Change(NamedTuple):
    """Go from the check page to a step."""

    step: str


class Assign(NamedTuple):
    """Give a follow-up another owner and day."""

    task: str
    who: str
    day: str


class Stop(NamedTuple):
    """Stop for today for the reason with this number."""

    number: int


class Continue(NamedTuple):
    """Take the stopped talk up again."""


class Rest(NamedTuple):
    """Say of all that is open, for the reason with this number, that it was not discussed."""

    number: int


class Read(NamedTuple):
    """Go from the check page to where the note is read back."""


class Correct(NamedTuple):
    """Put the line with this number, from 1, right where the note is read back, and stay."""

    line: int
    words: str


class Take(NamedTuple):
    """Take the wording offered for the first open concern of this check."""

    check: str


class Keep(NamedTuple):
    """Keep what the first open concern of this check is about, "" for all that are open.

    It is for the reason with this number, in these words where it takes some.
    """

    check: str
    reason: int
    words: str = ""


class Afterwards(NamedTuple):
    """Say of which day a talk was that is written down after it; "" is during it."""

    day: str


class Append(NamedTuple):
    """Add a later entry of this kind to the signed note."""

    kind: str
    words: str = ""
    because: str = ""


class Finish(NamedTuple):
    """Say who has done a follow-up of the signed visit."""

    task: str
    by: str


class Hand(NamedTuple):
    """Hand the visit on to a colleague, by name."""

    to: str


class Sign(NamedTuple):
    """Sign; name the patient once more where one was named."""

    first: str = ""
    second: str = ""


Beat = (
    Name | At | Aside | Skip | Retract | Another | Back | Undo | Redo | Feel | Jot | Who | Pause
    | Wait | Jump | Check | Change | Assign | Stop | Continue | Rest | Read | Correct | Take | Keep
    | Afterwards | Sign | Append | Finish | Hand
)  # fmt: skip


class Story(NamedTuple):
    """A talk of one checklist, in one sitting or several; `before` was told two weeks earlier.

    With `people` it is told on a shared workstation, each sitting by one of them, who takes the
    visit on from the one before.
    """

    checklist: str
    sittings: tuple[tuple[Beat, ...], ...]
    before: tuple[Beat, ...] = ()
    people: tuple[str, ...] = ()


def at(*answers: str) -> At:
    """Answer the step in hand, then go on."""
    return At(answers)


STRAIGHT = Story(
    "acknowledging-uncertainty",
    (
        (
            *(Name(), at("1"), at("1"), at(WORDS), at("1"), at("scan not back"), at("1")),
            *(Wait(4), at(), at("1"), at("7"), at(WORDS), at("1", "4"), at("scan at 3")),
            *(at("2"), at("1"), at("1", "3", "2"), Read(), at("1"), Wait(8), Sign()),
        ),
    ),
)
"""Every step answered as it comes."""

WINDING = Story(
    "confirming-preferences",
    (
        (
            *(Name(AVERY.name, AVERY.second), at("2"), Back(), at("1"), Another(), at("1")),
            *(Feel(1), Aside("off"), Undo(), Redo(), Undo(), Who(), at("R.T., daughter")),
            *(at("3"), at("1"), at(), Pause(5), Jot("ring ward"), Wait(3), at("3", "5")),
            *(Skip("9", "too tired"), Jump("still-so"), at("2"), Skip("5")),
        ),
        (
            *(at(WORDS, "2"), Skip("5"), Back(), Retract(), at("2"), at("2", "home first")),
            *(at("1", "5", "[she] x"), Change("too-much"), Feel(4), Check()),
            *(Assign("check-orders", "Dr Roe", "2031-03-20"), Name(ROWAN.label), Read(), at("1")),
            *(Check(), Rest(3), Wait(2), Sign(ROWAN.label)),
        ),
    ),
)
"""There and back: skips, undo and redo, feelings, who is here, a pause, a private note, two
sittings, a sensitive answer, a step taken up again, a follow-up, and another patient's name."""

STOPPED = Story(
    "first-trust",
    (
        (
            *(Name(ROWAN.label), at("1"), at("1"), at("2"), at("3", "5"), Feel(2), Stop(1)),
            *(Jot("look in at six"), Continue(), Change("story"), at("[/foo]")),
        ),
        (Wait(1), at("1"), Stop(3), Rest(4), Sign(ROWAN.label)),
    ),
)
"""Stopped for today, taken up, stopped again, and signed as far as it came."""

_PLAN = (at(WORDS), at("1", "4"), at("scan at 3"), at("2"), at("1"), at("1", "3", "2"))

TRUSTED = Story(
    "acknowledging-uncertainty",
    (
        (
            *(Name(AVERY.name, AVERY.second), at("1"), at("1"), at(WORDS), at("1")),
            *(at("she refused the second scan"), at("1"), at(), at("1"), at("7"), at("1")),
            *(*_PLAN[1:], Read(), Correct(2, "not that soon"), Correct(1, "yes"), Correct(1, "")),
            *(at(), Who(), at("R.T., daughter"), at("5"), Take("judging"), Undo()),
            *(Take("judging"), Keep("no-interpreter", len(KEEPS), "it was R.T."), Undo()),
            *(Afterwards("2.3."), Keep("", 2), Wait(3), Sign(AVERY.name, AVERY.second)),
            *(
                Append("addendum", WORDS, "she said it at the door"),
                Finish("call-with-news", "R.T."),
            ),
            *(Append("co-signature"), Append("retraction", because="somebody else's")),
        ),
    ),
    before=(
        *(Name(AVERY.name, AVERY.second), at("1"), at("1"), at(WORDS), at("1"), at("scan")),
        *(at("1"), at(), at("1"), at("7"), *_PLAN, Read(), at("1"), Sign(AVERY.name, AVERY.second)),
    ),
)
"""All that a note goes through: what mattered before confirmed, read back and put right, a better
wording taken, a concern kept, written afterwards, signed, added to, followed up and retracted."""

HANDED = Story(
    "acknowledging-uncertainty",
    (
        (
            *(Name(AVERY.name, AVERY.second), at("1"), at("1"), at(WORDS), at("1")),
            *(at("scan not back"), Hand(CLINICIAN[0]), at("1")),
        ),
        (
            *(Wait(1), at(), at("1"), at("7"), *_PLAN, Read(), at("1"), Wait(1)),
            Sign(AVERY.name, AVERY.second),
        ),
    ),
    people=(COLLEAGUE[0], CLINICIAN[0]),
)
"""Begun by one clinician, handed on in the middle, and taken on and signed by another."""

STORIES = {
    "straight": STRAIGHT,
    "winding": WINDING,
    "stopped": STOPPED,
    "trusted": TRUSTED,
    "handed": HANDED,
}
