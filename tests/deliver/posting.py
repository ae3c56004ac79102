"""A workstation with an outbox, a clock that a test moves, and receivers that go by a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from bedside.core import moves as m
from bedside.core.answers import Known, Patient
from bedside.core.destinations import Destination, Hl7
from bedside.core.events import Moment
from bedside.core.parcels import Fate, Made, Outgoing, Parcel, Reply, Sender, Trial, Unmade
from bedside.deliver.dispatcher import Dispatcher, Ways
from bedside.deliver.making import Making
from bedside.session import Holder, Session
from bedside.store.keys.keyring import Keyring
from bedside.store.moments import now
from bedside.store.outbox.clinic.line import Address, Line
from bedside.store.outbox.clinic.moving import Moving, Sides
from bedside.store.outbox.clinic.place import Clinic
from bedside.store.outbox.doors import know
from bedside.store.outbox.opening import Attended, Opens
from bedside.store.outbox.place import Own
from bedside.store.outbox.queueing import Post, Queueing
from bedside.store.outbox.rows import Row, rows_in
from bedside.store.outbox.shelf import Shelf
from bedside.store.paths import Places, find_places
from bedside.store.store import Store
from tests.people import CLINICIAN
from tests.worlds import UNCERTAINTY, shipped_checklist

AGAIN = Reply(fate=Fate.AGAIN)
BUSY = Reply(fate=Fate.AGAIN, code="503", said="come back later")
REFUSED = Reply(fate=Fate.HELD, code="AE", said="PID-3 is not known")
LOST = Reply(fate=Fate.UNKNOWN)
SHUT = Reply(fate=Fate.CLOSED, code="401", said="who are you?")
"""What receivers come to beside taking a note: the replies that most tests are about."""

AVERY = Patient(
    name="Test, Avery",
    second="000-TEST",
    known=Known(number="000-TEST", family="Test", given="Avery"),
)
POE = Patient(
    name="Dr Poe",
    second="001-TEST",
    known=Known(number="001-TEST", family="Poe", given="Dr"),
)
ENGINE = Hl7(name="engine", title="Engine", dedupes=False, tls=False)
ANSWERED = Reply(fate=Fate.DELIVERED, receipt="AA", code="AA")

Answer = Reply | BaseException


class Receiver:
    """A sender of a test: makes plain bytes, keeps what it was sent, and answers from a script."""

    def __init__(self, *answers: Answer, found: Reply | None = None) -> None:
        """Answer in this order, then as a receiver that takes everything; `found` when asked."""
        self.answers, self.found = list(answers), found
        self.got: list[Parcel] = []
        self.parents: list[str] = []
        self.asked: list[str] = []
        self.unmade = ""
        self.before: Callable[[Parcel], None] = lambda _: None

    def make(self, outgoing: Outgoing) -> Made | Unmade:
        """Return bytes that say what they are of."""
        if self.unmade:
            return Unmade(self.unmade)
        patient = outgoing.visit.record.patient
        text = f"{outgoing.turn} {outgoing.document} {patient.text() if patient else ''}"
        return Made(text.encode(), "text/plain; charset=utf-8")

    def send(self, parcel: Parcel, parent: str) -> Reply:
        """Keep it, and say what comes next in the script."""
        self.before(parcel)
        self.got.append(parcel)
        self.parents.append(parent)
        answer = self.answers.pop(0) if self.answers else ANSWERED
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def find(self, parcel: Parcel) -> Reply | None:
        """Say what it was told to say."""
        self.asked.append(parcel.control)
        return self.found

    def test(self) -> Trial:
        """Say that it is there."""
        return Trial(["It is there."], True)

    def close(self) -> None:
        """Let go of nothing."""


class Office:
    """One workstation: its store, where its notes go, and its dispatcher."""

    address: Address | None = None
    """Where the clinic's database is, for offices made from now on; nothing for none."""
    leases_by_server = False
    """Whether what is on its way is given up by the server's clock, and not by the office's."""
    lines: ClassVar[list[Line]] = []
    """Every line that an office opened, to be closed at the end."""

    def __init__(
        self,
        folder: Path,
        *destinations: Destination,
        relay: bytes = b"",
        ring: Keyring | None = None,
    ) -> None:
        """Begin with nothing signed; every destination has a receiver that takes everything."""
        self.places: Places = find_places({"BEDSIDE_HOME": str(folder)})
        self.destinations = {one.name: one for one in destinations or (ENGINE,)}
        self.receivers = {name: Receiver() for name in self.destinations}
        self.at, self.relay = now(), relay
        self.line = Line(self.address) if self.address else None
        self.lines.extend([self.line] if self.line else [])
        self.store = self.opened(ring)

    def moved(self) -> Clinic:
        """Move what waits, and know how all stands; return the clinic's database."""
        made = self.clinic
        assert made is not None
        made.fresh()
        return made

    @property
    def clinic(self) -> Clinic | None:
        """The clinic's database as this workstation uses it, by the office's clock."""
        if self.line is None:
            return None
        own = Own(self.store)
        sides = Sides(own, self.line, self.destinations.values, lambda: self.at.utc)
        made = Clinic(self.line, own, Moving(sides))
        made.patience = ()
        if not self.leases_by_server:
            made.time = lambda _: self.at.utc
        return made

    @property
    def receiver(self) -> Receiver:
        """The receiver of the only destination."""
        return next(iter(self.receivers.values()))

    def sender(self, to: Destination) -> Sender:
        """Return what makes and sends for a destination."""
        return self.receivers[to.name]

    def clock(self) -> Moment:
        """Return the moment."""
        return self.at

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.at = replace(self.at, utc=self.at.utc + round(seconds * 1000))

    def opened(self, ring: Keyring | None = None) -> Store:
        """Open the store once more, as another window would, for who uses it or somebody else."""
        store = Store(self.places, ring)
        self.queueing = Queueing(
            Post(
                lambda: tuple(self.destinations.values()),
                Making(self.sender),
                lambda: b"k" * 32,
                self.relay,
            )
        )
        store.outgoing = self.queueing
        with store.writing() as connection:
            know(connection, self.destinations.values(), 1)
        return store

    def signed(self, patient: Patient | None = AVERY, *later: m.Move) -> str:
        """Sign a note about a patient, add to it, and let go of it; return the visit's id."""
        session = Session.begin(self.store, shipped_checklist(UNCERTAINTY))
        if patient is not None:
            session.do(m.Identify(patient))
        session.do(m.SkipRest("no-time"))
        for found in session.concerns():
            session.do(m.Overrule(found.name, "needed"))
        session.settle(30)  # signing waits for what a busy machine has not saved yet
        session.do(m.Sign(*CLINICIAN, minutes=9, again=patient or Patient()))
        assert session.visit.signed is not None
        for move in later:
            session.do(move)
        assert session.close()
        return session.visit.id

    def add(self, visit: str, *moves: m.Move) -> None:
        """Add to a signed note."""
        session = Session.resume(self.store, visit)
        assert not isinstance(session, Holder)
        for move in moves:
            session.do(move)
        assert session.close()

    def dispatcher(self, opens: Opens | None = None) -> Dispatcher:
        """Return another dispatcher of this outbox."""
        ways = Ways(lambda: self.destinations, self.sender)
        made = Dispatcher(self.store, ways, opens or Attended(self.store), self.clock)
        made.place = self.clinic or made.place
        return made

    def round(self) -> list[Row]:
        """Deliver what is due."""
        return self.dispatcher().round()

    def rows(self, where: str = "1", *given: object) -> list[Row]:
        """Return what lies in the outbox."""
        with self.store.reading() as connection:
            return rows_in(connection, where, *given)

    def states(self) -> list[str]:
        """Return how each row stands, in order."""
        return [row.state.value for row in self.rows()]

    @property
    def shelf(self) -> Shelf:
        """What people see."""
        return Shelf(self.store, Attended(self.store), self.clinic)


def addendum(words: str = "more") -> m.Append:
    """Return what adds to a note."""
    return m.Append("addendum", *CLINICIAN, words, "forgotten")


RETRACT = m.Append("retraction", *CLINICIAN, "", "wrong patient")
CORRECT = m.Append("correction", *CLINICIAN, "it was Tuesday", "wrong day")


def answering(post: Office, *answers: Reply, found: Reply | None = None) -> Receiver:
    """Have the only receiver answer in this order."""
    post.receiver.answers, post.receiver.found = list(answers), found
    return post.receiver
