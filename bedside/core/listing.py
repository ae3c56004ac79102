"""Checklists and visits as they are listed, without opening them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bedside.core.events import Moment
from bedside.core.followups import followups
from bedside.core.later import retraction
from bedside.core.problems import Finding
from bedside.core.value import Value, placed, value
from bedside.core.visit import State, Visit

LONG_OPEN = timedelta(hours=72)
"""A visit that is not signed after this long is pointed out; it is never removed by itself."""


@value
class Listing(Value):
    """One file of the library.

    `origin` says whose it is: given, yours, site or shipped; `hides` the origins of farther files
    with the same id, which this one replaces. `adapts` is the origin of the file that an overlay
    changes. With `findings` it cannot be used.
    """

    id: str
    title: str = ""
    summary: str = ""
    version: str = ""
    minutes: int | None = None
    status: str = ""
    tags: tuple[str, ...] = ()
    next_review: date | None = None
    path: str = ""
    origin: str = ""
    hides: tuple[str, ...] = ()
    adapts: str = ""
    findings: tuple[Finding, ...] = ()

    def is_overdue(self, today: date) -> bool:
        """Whether its review date has passed."""
        return self.next_review is not None and self.next_review < today

    def matches(self, words: str) -> bool:
        """Whether every typed word stands somewhere in what the library shows of it."""
        shown = " ".join((self.id, self.title, self.summary, *self.tags)).casefold()
        return all(word in shown for word in words.casefold().split())

    def is_called(self, words: str) -> bool:
        """Whether every typed word stands in its title: sooner meant than what only tells of it."""
        return all(word in self.title.casefold() for word in words.casefold().split())


@placed
class Due(Value):
    """A follow-up of a signed visit: what, by whom, by which day, and who has done it."""

    task: str
    text: str
    who: str = ""
    day: date | None = None
    done: str = ""


@value
class VisitListing(Value):
    """One visit as the list of visits shows it: whose, which talk, begun and last touched when.

    Its state is "new" as long as nothing was recorded in it. `tasks` are the follow-ups of a
    signed one; one that was retracted has none. `events` is how many it had when it was last
    saved, 0 where nobody counted.
    """

    id: str
    checklist: str
    title: str
    version: str
    state: str
    patient: str
    opened: Moment
    touched: Moment
    tasks: tuple[Due, ...] = ()
    retracted: bool = False
    events: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether nothing was recorded in it, so that nobody would miss it."""
        return self.state == State.NEW

    @property
    def is_signed(self) -> bool:
        """Whether its note is signed and frozen."""
        return self.state == State.SIGNED

    def days_open(self, now: datetime) -> int:
        """Return for how many whole days it has been open, once that is too long to be usual.

        0 for one that is signed or blank, for less, and where the clock makes no sense of it.
        """
        if self.is_signed or self.is_blank:
            return 0
        passed = now - self.opened.local()
        return passed.days if passed >= LONG_OPEN else 0


def listing_of(visit: Visit, touched: Moment, typing: bool = False) -> VisitListing:
    """Return how a visit is listed after this moment; one in which words stand is not blank."""
    patient = visit.record.patient
    return VisitListing(
        id=visit.id,
        checklist=visit.checklist.id,
        title=visit.checklist.title,
        version=visit.checklist.version,
        state=State.NEW if visit.is_blank and not typing else visit.state,
        patient=patient.text() if patient else "",
        opened=visit.opened.at if visit.opened else touched,
        touched=touched,
        tasks=_due(visit),
        retracted=retraction(visit) is not None,
        events=visit.seq,
    )


def _due(visit: Visit) -> tuple[Due, ...]:
    if visit.state is not State.SIGNED or retraction(visit):
        return ()
    done = visit.finished
    return tuple(
        Due(task.id, task.text, task.who, task.day, done[task.id].by if task.id in done else "")
        for task in followups(visit)
    )
