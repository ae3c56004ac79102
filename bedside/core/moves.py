"""Moves: what a clinician may ask for. Plain data; `decide` says what becomes of them.

A move names an intent, not a key. Moves that add no field need no decorator: they inherit it.
"""

from __future__ import annotations

from datetime import date

from bedside.core.answers import Patient, Person
from bedside.core.earlier import Earlier
from bedside.core.value import Value, placed


class Move(Value):
    """An intent."""

    __slots__ = ()


class Next(Move):
    """Go to the next step that appears, or to the check page after the last."""

    __slots__ = ()


class Back(Move):
    """Go to the step before."""

    __slots__ = ()


@placed
class Go(Move):
    """Go to a step by its id, or to the check page."""

    step: str


@placed
class Pick(Move):
    """Record one of the answers a step offers; for many-of steps, turn it on or off."""

    step: str
    pick: str


@placed
class Write(Move):
    """Record words at a step; no words take them away again."""

    step: str
    words: str


@placed
class Rate(Move):
    """Record a number on a scale."""

    step: str
    number: int


@placed
class Schedule(Move):
    """Record a day at a date step."""

    step: str
    day: date


@placed
class Add(Move):
    """Add a person at a people step."""

    step: str
    person: Person


@placed
class CheckPoint(Move):
    """Record how one teach-back point went; points count from 0."""

    step: str
    point: int
    outcome: str


@placed
class Correct(Move):
    """Record what the patient put in place of a line that was read back; "" takes it back."""

    step: str
    line: str
    words: str


@placed
class Confirm(Move):
    """Record that what was said in an earlier visit is still so."""

    step: str


@placed
class Skip(Move):
    """Leave a step, with a reason from the list and, for "other", words."""

    step: str
    reason: str
    because: str = ""


@placed
class SkipRest(Move):
    """Say of everything still open that it was not discussed."""

    reason: str = ""
    because: str = ""


@placed
class Allow(Move):
    """Record whether the patient lets a sensitive answer be written down."""

    step: str
    yes: bool


@placed
class Clear(Move):
    """Take the answer of a step away."""

    step: str


@placed
class Rephrase(Move):
    """Show another way to say it."""

    step: str


@placed
class Jot(Move):
    """Write a private note to self."""

    words: str


@placed
class Assign(Move):
    """Give a follow-up an owner and a day."""

    task: str
    who: str
    day: date | None


@placed
class Reword(Move):
    """Take the wording that a check of the note offers for a sentence."""

    was: str
    text: str


@placed
class Overrule(Move):
    """Keep the note as it is in spite of a concern, for a reason."""

    concern: str
    because: str


@placed
class RecordAfterwards(Move):
    """Say that the visit is written down after the talk, which was on this day; None: during it."""

    day: date | None


@placed
class Recall(Move):
    """Show again what the same patient said in an earlier visit."""

    earlier: Earlier


@placed
class Identify(Move):
    """Say who the visit is with."""

    patient: Patient


@placed
class HandOn(Move):
    """Offer the visit to a colleague; "" takes the offer back."""

    to: str
    role: str = ""


@placed
class TakeOn(Move):
    """Go on with a visit that `giver` handed on, or that was begun in an emergency."""

    by: str
    role: str = ""
    giver: str = ""
    giver_role: str = ""


@placed
class Pause(Move):
    """Stop the clock."""

    curtain: bool = False


class Unpause(Move):
    """Let the clock go on."""

    __slots__ = ()


@placed
class Stop(Move):
    """Stop the talk for today."""

    reason: str = ""
    because: str = ""


class Continue(Move):
    """Take a stopped talk up again."""

    __slots__ = ()


class Undo(Move):
    """Take the latest change back."""

    __slots__ = ()


class Redo(Move):
    """Make the latest change taken back again."""

    __slots__ = ()


class Leave(Move):
    """Close the visit for now; all is kept."""

    __slots__ = ()


class Return(Move):
    """Open the visit again where it was left."""

    __slots__ = ()


@placed
class Sign(Move):
    """Sign the note. `again` is the patient's identity, asked once more where it was given."""

    author: str
    role: str = ""
    minutes: int | None = None
    again: Patient = Patient()


@placed
class Append(Move):
    """Make a later entry of a kind of `core.later`."""

    kind: str
    author: str
    role: str = ""
    words: str = ""
    because: str = ""


@placed
class Finish(Move):
    """Say who has done a follow-up; "" takes that back."""

    task: str
    by: str


@placed
class Deliver(Move):
    """Record that the signed note went somewhere."""

    how: str
    where: str = ""
    characters: int = 0


ANSWERING: tuple[type[Move], ...] = (
    *(Pick, Write, Rate, Schedule, Add, CheckPoint, Correct, Confirm),
)
"""Moves that record what was said or done in the talk itself."""

FILLING: tuple[type[Move], ...] = (
    *(Skip, SkipRest, Allow, Clear, Jot, Assign, Reword, Overrule, RecordAfterwards),
    *(Recall, Identify),
)
"""Moves that complete the record; possible after a talk was stopped."""

WALKING: tuple[type[Move], ...] = (Next, Back, Go, Rephrase)
"""Moves that only change what is on screen."""

LASTING: tuple[type[Move], ...] = (*(Back, Go, Rephrase, Leave, Return, Append, Finish, Deliver),)
"""Moves that a signed visit still takes."""

MOVES: tuple[type[Move], ...] = (
    *(*ANSWERING, *FILLING, *WALKING, Pause, Unpause, Stop, Continue, HandOn, TakeOn),
    *(Undo, Redo, Leave, Return, Sign, Append, Finish, Deliver),
)
"""Every kind of move."""
