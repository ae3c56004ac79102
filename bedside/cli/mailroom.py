"""The mail room: what a desk does about deliveries. Queues with each signing, sends, and tells.

Everything here reads the disk, or waits for a receiver: a face asks it on a thread of its own.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING

from bedside.cli.receipts import receipt_of
from bedside.core.deliveries import Delivery, Receipts, unrecorded
from bedside.core.parcels import Standing
from bedside.core.refusals import Refusal
from bedside.store import moments
from bedside.store.locks import StoreError
from bedside.store.outbox.opening import Attended, Opens
from bedside.store.outbox.owed import owed
from bedside.store.outbox.shelf import Shelf, empty_bodies, mark_told
from bedside.words import outbox as said

if TYPE_CHECKING:
    from sqlite3 import Connection

    from bedside.cli.clinic_outbox import ClinicOutbox
    from bedside.cli.desk import Desk
    from bedside.core.destinations import Destination
    from bedside.core.events import Event
    from bedside.core.parcels import Sender
    from bedside.core.problems import Finding
    from bedside.deliver.dispatcher import Dispatcher
    from bedside.deliver.watching import Watching
    from bedside.session import Holder, Session
    from bedside.store.keys.seal import Seal
    from bedside.store.outbox.hook import Whole
    from bedside.store.outbox.queueing import Events, Queueing
    from bedside.store.outbox.rows import Row
    from bedside.store.store import Store

TELLING_SECONDS = 2.0
"""How long somebody who opens a visit waits at most while another thread tells it something."""


class Mailroom:
    """The outbox of one desk, for who is there."""

    def __init__(self, desk: Desk) -> None:
        """Serve this desk; nothing is opened yet."""
        self._desk = desk
        self._senders: dict[str, Sender] = {}
        self._watching: Watching | None = None
        self._thread: threading.Thread | None = None
        self._is_stopped = False
        self._clinic: ClinicOutbox | None = None
        self._opening = threading.Lock()  # faces and the outbox's thread ask for one line
        self._given: dict[str, Sequence[str]] = {}
        """The deliveries whose receipts were given out last, by visit: what comes later is new."""
        self.telling = threading.Lock()
        """Held while receipts are told to a visit: whoever opens one meanwhile waits briefly."""

    @cached_property
    def destinations(self) -> Mapping[str, Destination]:
        """Where signed notes go, by name."""
        from bedside.store.receivers import destinations_of

        found = destinations_of(self._desk.loaded.settings.destinations)
        return {one.name: one for one in found}

    @property
    def left_out(self) -> Mapping[str, Sequence[Finding]]:
        """The destinations that a mistake in the settings leaves out, each with what is wrong."""
        return self._desk.loaded.left_out

    def sender(self, to: Destination) -> Sender:
        """Return what makes and sends the parcels of a destination."""
        from bedside.deliver.senders import sender_of

        if to.name not in self._senders:
            self._senders[to.name] = sender_of(to, self._desk.environ)
        return self._senders[to.name]

    @cached_property
    def queueing(self) -> Queueing:
        """What queues, with each signing."""
        from bedside.cli.owing import queueing_of

        return queueing_of(self, self._desk)

    def attach(self, store: Store) -> None:
        """Have a store queue what is signed, and remember since when each destination takes it."""
        from bedside.cli.owing import stand_ins
        from bedside.store.outbox import doors

        every = [*self.destinations.values(), *stand_ins(self.left_out)]

        def queue(
            connection: Connection, seal: Seal, whole: Whole | None, event: Event | None
        ) -> None:
            self.queueing(connection, seal, whole, event)
            if self._watching is not None:
                self._watching.wake()

        def know(connection: Connection) -> None:
            if not doors.are_known(connection, every):
                doors.know(connection, every, moments.now().utc)

        store.outgoing = queue
        store.hand_in(know, list)

    @property
    def clinic(self) -> ClinicOutbox | None:
        """The clinic's database, where many workstations share it; nothing for this one alone."""
        if not self._desk.loaded.settings.outbox.database:
            return None
        from bedside.cli.clinic_outbox import ClinicOutbox

        with self._opening:
            if self._clinic is None:
                self._clinic = ClinicOutbox(self._desk, self._desk.store, self.destinations.values)
            return self._clinic

    @cached_property
    def shelf(self) -> Shelf:
        """What lies in the outbox, for who is there."""
        place = self.clinic.place if self.clinic else None
        return Shelf(self._desk.store, Attended(self._desk.store), place)

    def held(self) -> list[Delivery]:
        """Return what needs a person, the longest first."""
        with failing():
            return self.shelf.every("state = 'held'")

    def waiting(self) -> list[Delivery]:
        """Return what waits for its turn or its receiver, the longest first."""
        with failing():
            return self.shelf.every("state IN ('queued', 'sending', 'unknown')")

    def of_visit(self, visit: str) -> list[Delivery]:
        """Return all that was ever queued of a visit, in order, as far as it is kept."""
        with failing():
            return self.shelf.every("visit = ?", visit)

    def closed(self) -> dict[str, str]:
        """Return the destinations that do not let us in, each with what it said to that."""
        with failing():
            shut = self.shelf.closed()
            there = self.shelf.pending() if shut else []
        told = {one.destination: said.quoted(one) for one in there if one.said}
        return {name: told.get(name, said.UNREAD) for name in shut}

    def retry(self, control: str) -> bool:
        """Have it tried again at once, its destination opened; False where it is at its end."""
        with failing():
            row = self.shelf.row(control)
            if row is None or row.destination in self.left_out:
                return False
            was_made = bool(row.media) or row.state is not Standing.HELD
            done = self.shelf.retry(control) if was_made else self._made_again(row)
        self._wake()
        return done

    def reopen(self, name: str) -> None:
        """Send to a destination again that did not let us in."""
        with failing():
            self.shelf.reopen(name)
        self._wake()

    def hold(self, control: str) -> bool:
        """Hold it back until somebody has it tried again; False where it is not waiting."""
        with failing():
            return self.shelf.hold(control)

    def filed(self, control: str, by: str, where: str) -> bool:
        """Take it off the list, as filed by hand by somebody, somewhere; False if at its end."""
        with failing():
            done = self.shelf.filed(control, by, where)
        self._wake()
        return done

    def send(self, visit: str) -> int:
        """Queue a signed visit for every destination that lacks some of it; return how many."""
        with failing():
            seal, whole = self._whole(visit)
            with self._desk.store.writing() as connection:
                count = self.queueing.queue(connection, seal, whole, tuple(self.destinations))
        self._wake()
        return count

    def receipts(self, visit: str) -> Receipts:
        """Return what a visit has to be told was delivered; `told` once all is in it."""
        with failing():
            untold, recorded = self.shelf.delivered(visit)
        self._given[visit] = [one.control for one in untold]
        return Receipts(*([receipt_of(one) for one in some] for some in (untold, recorded)))

    def told(self, visit: str) -> None:
        """Keep in mind that the visit has its receipts."""
        with failing():
            self.shelf.told(self._given.pop(visit, ()))

    def tell(self, session: Session, leaving: bool = False) -> None:
        """Tell an open visit what was delivered, each once; with `leaving`, if nobody leaves."""
        visit = session.visit.id
        receipts = self.receipts(visit)
        missing = unrecorded(receipts, session.visit.receipts)
        if leaving and self._is_stopped:
            return
        made = [session.do(one) for one in missing]
        if receipts.untold and not any(isinstance(one, Refusal) for one in made):
            given = self._given.pop(visit, ())
            self._desk.store.hand_in(lambda connection: mark_told(connection, given), list)

    def resumed(self, visit: str, take_over: bool) -> Session | Holder:
        """Go on with a visit, told what was delivered of it; not while that is being told to it."""
        from bedside.session import Session

        is_free = self.telling.acquire(timeout=TELLING_SECONDS)
        try:
            session = Session.resume(self._desk.store, visit, take_over)
        finally:
            if is_free:
                self.telling.release()
        if isinstance(session, Session) and session.visit.signed and session.is_intact:
            with suppress(OSError):
                self.tell(session)
        return session

    def tell_all(self) -> None:
        """Tell visits that nobody has open what was delivered of them, until it is stopped."""
        from bedside.session import Session

        with failing():
            untold = self.shelf.untold()
        for visit in dict.fromkeys(one.visit for one in untold if one.is_open):
            with self.telling, suppress(KeyError, StoreError, OSError):
                session = None if self._is_stopped else Session.resume(self._desk.store, visit)
                if not isinstance(session, Session):
                    continue
                with closing(session):
                    self.tell(session, leaving=True)

    def tidy(self) -> None:
        """Queue what is owed, as far as it opens here, and take away the bytes of what is done.

        Owed are visits that came in from the second place. What fails now is done another time.
        """
        store, days = self._desk.store, self._desk.loaded.settings.outbox_days
        with suppress(StoreError):
            with store.reading() as connection:
                visits = owed(connection, self.destinations)
            for visit in visits:
                self._queue_owed(visit)
            if self.shelf.has_old_bodies(moments.now().utc, days):
                with store.writing() as connection:
                    empty_bodies(connection, moments.now().utc, days)
            if self.clinic is not None:
                self.clinic.moving.tidy(days)

    def dispatcher(self, opens: Opens | None = None) -> Dispatcher:
        """Return what sends, with what opens here or with other keys."""
        from bedside.deliver.dispatcher import Dispatcher, Ways

        store = self._desk.store
        ways = Ways(lambda: self.destinations, self.sender, self.left_out)
        made = Dispatcher(store, ways, opens or Attended(store), moments.now)
        if self.clinic is not None:
            made.place = self.clinic.place
        return made

    def watching(self, opens: Opens | None = None) -> Watching:
        """Return what sends from now on until it is stopped; the relay tells no visit."""
        from bedside.deliver.watching import Watching

        tell = self.tell_all if opens is None else lambda: None
        return Watching(self.dispatcher(opens), moments.now, tell, self.tidy)

    def start(self) -> None:
        """Deliver from now on, on a thread of its own; returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="bedside-outbox", daemon=True)
            self._thread.start()

    def stop(self, seconds: float = 0.0) -> None:
        """Begin nothing more; wait so long for what is on its way or being told, and let go."""
        self._is_stopped = True
        if self._watching is not None and self._thread is not None:
            self._watching.stop()
            self._thread.join(seconds)
        if self._thread is None:
            self.let_go()

    def _run(self) -> None:
        """Deliver until it is stopped; what that needs is loaded here, beside the screen."""
        self._watching = self.watching()
        if not self._is_stopped:
            self._watching.run()
        self.let_go()

    def let_go(self) -> None:
        """Close what is open to receivers, and the line to the clinic's database."""
        for sender in self._senders.values():
            sender.close()
        with self._opening:
            if self._clinic is not None:
                self._clinic.line.close()

    def _wake(self) -> None:
        if self._watching is not None:
            self._watching.wake()

    def _whole(self, visit: str) -> tuple[Seal, Events]:
        """Return a signed visit's seal and events; StoreError where it is not what was signed."""
        from bedside.session import is_intact

        kept = self._desk.store.read(visit)
        if not is_intact(kept):
            raise StoreError(f"the note of {visit} is not what was signed, so it is not sent")
        return self._desk.store.seal_of(visit), (kept.checklist, kept.events)

    def _made_again(self, row: Row) -> bool:
        seal, whole = self._whole(row.visit)
        with self._desk.store.writing() as connection:
            return self.queueing.again(connection, seal, whole, row)

    def _queue_owed(self, visit: str) -> None:
        with suppress(KeyError, StoreError):
            seal, whole = self._whole(visit)
            with self._desk.store.writing() as connection:
                self.queueing.queue(connection, seal, whole)


@contextmanager
def failing() -> Iterator[None]:
    """Raise OSError, with why, where the store cannot be used now."""
    try:
        yield
    except StoreError as error:
        raise OSError(errno.EIO, str(error)) from error
