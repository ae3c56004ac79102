"""A visit: one use of a checklist with one person, as it stands after the events so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from bedside.core.answers import Answer, Patient
from bedside.core.checklist import Checklist
from bedside.core.clock import Clock
from bedside.core.earlier import Earlier
from bedside.core.events import (
    Appended,
    Delivered,
    Finished,
    Moment,
    Opened,
    Signed,
    Stopped,
    TakenOn,
)
from bedside.core.plan import Plan
from bedside.core.value import Value, placed, value

CHECK = "/check"
"""Where a visit stands when the check page is on screen; no step can be named so."""


class State(StrEnum):
    """What can be done with a visit now."""

    NEW = "new"
    OPEN = "open"
    PAUSED = "paused"
    STOPPED = "stopped"
    SIGNED = "signed"


@placed
class Entry(Value):
    """An answer as it stands, the event that recorded it, and when."""

    answer: Answer
    seq: int
    at: Moment


@placed
class Jotting(Value):
    """A private note to self: never in the note, never exported."""

    words: str
    at: Moment


@placed
class Assignment(Value):
    """Who was asked to do a follow-up and by when, in place of what the checklist says."""

    who: str
    day: date | None
    seq: int


@placed
class Decision(Value):
    """What was said of a sentence or a concern before signing, and the event that says it."""

    text: str
    seq: int


@placed
class Afterwards(Value):
    """That the visit was written down after the talk, and on which day that was."""

    day: date
    seq: int


@value
class Record(Value):
    """All that undo can take back.

    `rewordings` are by the sentence they replace, `overruled` by the concern that was kept.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    patient: Patient | None = None
    identified: int = 0
    jottings: tuple[Jotting, ...] = ()
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    rewordings: Mapping[str, Decision] = field(default_factory=dict)
    overruled: Mapping[str, Decision] = field(default_factory=dict)
    afterwards: Afterwards | None = None
    earlier: Earlier | None = None
    recalled: int = 0


Entries = tuple[tuple[str, Entry | None], ...]
"""Some steps and what stands at each; None where nothing does."""


@placed
class Change(Value):
    """One thing undo can go back over: the step it was at, and what to put back.

    Only what it touched is kept, so that a long visit stays small: `entries` as they stood, and
    `rest`, the record but for its entries, where that changed.
    """

    step: str
    entries: Entries
    rest: Record | None = None


@value
class Visit(Value):
    """Everything the faces and the note need to know, worked out from the events.

    `seq` is the last event's place in the order; `hidden` the stops that do not appear now, and
    `ruled_out` those of them that no further answer can bring back; `phrases` which of a step's
    phrases is shown, from 0; `origin` the stop a detour to a bank began at; `taken` who took it
    on from others, the latest last. Two visits are compared by parts.
    """

    checklist: Checklist
    plan: Plan
    state: State = State.NEW
    seq: int = 0
    opened: Opened | None = None
    taken: tuple[TakenOn, ...] = ()
    step: str = ""
    origin: str = ""
    record: Record = Record()
    past: tuple[Change, ...] = ()
    future: tuple[Change, ...] = ()
    hidden: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()
    phrases: Mapping[str, int] = field(default_factory=dict)
    clock: Clock = Clock()
    stopped: Stopped | None = None
    signed: Signed | None = None
    later: tuple[Appended, ...] = ()
    finished: Mapping[str, Finished] = field(default_factory=dict)
    receipts: tuple[Delivered, ...] = ()

    @property
    def id(self) -> str:
        """The visit's own id; empty before it was opened."""
        return self.opened.visit if self.opened else ""

    @property
    def role(self) -> str:
        """The role of the clinician whose visit it is now, as the clinic words it; "" for none."""
        if self.taken:
            return self.taken[-1].role
        return self.opened.role if self.opened else ""

    @property
    def holder(self) -> str:
        """The name of the clinician whose visit it is now; "" where nobody signed in."""
        if self.taken:
            return self.taken[-1].by
        return self.opened.by if self.opened else ""

    @property
    def is_unclaimed(self) -> bool:
        """Whether it was begun in an emergency and nobody who signed in has claimed it."""
        return bool(self.opened and self.opened.emergency and not self.taken)

    @property
    def is_blank(self) -> bool:
        """Whether it is open and nothing was ever recorded in it, not even taken back."""
        return self.state is State.OPEN and not (self.past or self.future or self.taken)

    def answer(self, step: str) -> Answer | None:
        """Return what is recorded at a step, whether or not the step still applies."""
        entry = self.record.entries.get(step)
        return entry.answer if entry else None

    def shows(self, step: str) -> bool:
        """Whether a stop of the checklist appears now."""
        return step in self.plan.order and step not in self.hidden

    def visible(self) -> tuple[str, ...]:
        """Return the stops that appear now, in order."""
        return tuple(step for step in self.plan.stops if step not in self.hidden)

    def is_in_scope(self, step: str) -> bool:
        """Whether this clinician's role may do the step; with no role given, every step."""
        roles = self.plan.steps[step].roles
        return not roles or not self.role or self.role in roles
