"""The mail room: what a desk does about deliveries. Queues with each signing, sends, and tells.

Everything here reads the disk, or waits for a receiver: a face asks it on a thread of its own.
"""

from __future__ import annotations

import base64
import errno
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING

from bedside.core import moves as m
from bedside.core.deliveries import Cause, Delivery
from bedside.core.parcels import Standing
from bedside.core.refusals import Refusal
from bedside.store import moments
from bedside.store.keys.keyring import NotYours
from bedside.store.locks import StoreError
from bedside.store.outbox.opening import Attended, Opens
from bedside.store.outbox.shelf import Shelf, empty_bodies, mark_told
from bedside.words import outbox as said

if TYPE_CHECKING:
    from sqlite3 import Connection

    from bedside.cli.desk import Desk
    from bedside.core.destinations import Destination
    from bedside.core.events import Event
    from bedside.core.parcels import Sender
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

    def sender(self, to: Destination) -> Sender:
        """Return what makes and sends the parcels of a destination."""
        from bedside.deliver.senders import sender_of

        if to.name not in self._senders:
            self._senders[to.name] = sender_of(to, self._desk.environ)
        return self._senders[to.name]

    @cached_property
    def queueing(self) -> Queueing:
        """What queues, with each signing."""
        from bedside.deliver.making import Making
        from bedside.store.outbox.lanes import lane_key
        from bedside.store.outbox.queueing import Post, Queueing

        book, keys = self._desk.store.book, list[bytes]()

        def lanes() -> bytes:
            if not keys:
                keys.append(lane_key(book))
            return keys[0]

        def going() -> tuple[Destination, ...]:
            return tuple(self.destinations.values())

        relay = base64.b64decode(self._desk.loaded.settings.relay_key)
        return Queueing(Post(going, Making(self.sender), lanes, relay))

    def attach(self, store: Store) -> None:
        """Have a store queue what is signed, and remember since when each destination takes it."""
        from bedside.store.outbox import doors

        def queue(
            connection: Connection, seal: Seal, whole: Whole | None, event: Event | None
        ) -> None:
            self.queueing(connection, seal, whole, event)
            if self._watching is not None:
                self._watching.wake()

        def know(connection: Connection) -> None:
            if not doors.are_known(connection, self.destinations.values()):
                doors.know(connection, self.destinations.values(), moments.now().utc)

        store.outgoing = queue
        store.hand_in(know, list)

    @cached_property
    def shelf(self) -> Shelf:
        """What lies in the outbox, for who is there."""
        return Shelf(self._desk.store, Attended(self._desk.store))

    def held(self) -> list[Delivery]:
        """Return what needs a person, the longest first."""
        with _failing():
            return self.shelf.every("state = 'held'")

    def waiting(self) -> list[Delivery]:
        """Return what waits for its turn or its receiver, the longest first."""
        with _failing():
            return self.shelf.every("state IN ('queued', 'sending', 'unknown')")

    def of_visit(self, visit: str) -> list[Delivery]:
        """Return all that was ever queued of a visit, in order, as far as it is kept."""
        with _failing():
            return self.shelf.every("visit = ?", visit)

    def closed(self) -> dict[str, str]:
        """Return the destinations that do not let us in, each with what it said to that."""
        with _failing():
            shut = self.shelf.closed()
            there = self.shelf.pending() if shut else []
        said = {one.destination: one.said for one in there if one.said}
        return {name: said.get(name, "") for name in shut}

    def asked(self, visit: str) -> list[str]:
        """Return the titles of destinations that a signed visit can still be sent to by hand."""
        there = {one.destination for one in self.of_visit(visit)}
        return [to.title or name for name, to in self.destinations.items() if name not in there]

    def retry(self, control: str) -> bool:
        """Have it tried again at once, its destination opened; False where it is at its end."""
        with _failing():
            row = self.shelf.row(control)
            if row is None:
                return False
            was_made = bool(row.media) or row.state is not Standing.HELD
            done = self.shelf.retry(control) if was_made else self._made_again(row)
        self._wake()
        return done

    def reopen(self, name: str) -> None:
        """Send to a destination again that did not let us in."""
        with _failing():
            self.shelf.reopen(name)
        self._wake()

    def hold(self, control: str) -> bool:
        """Hold it back until somebody has it tried again; False where it is not waiting."""
        with _failing():
            return self.shelf.hold(control)

    def filed(self, control: str, by: str, where: str) -> bool:
        """Take it off the list, as filed by hand by somebody, somewhere; False if at its end."""
        with _failing():
            done = self.shelf.filed(control, by, where)
        self._wake()
        return done

    def send(self, visit: str) -> int:
        """Queue a signed visit for every destination that lacks some of it; return how many."""
        with _failing():
            seal, whole = self._whole(visit)
            with self._desk.store.writing() as connection:
                count = self.queueing.queue(connection, seal, whole, tuple(self.destinations))
        self._wake()
        return count

    def text(self, control: str) -> str:
        """Return the note as text, to be handed on by hand; KeyError if it does not open here."""
        from bedside.note.frozen import NoteChanged
        from bedside.session import note_text

        with _failing():
            row = self.shelf.row(control)
            if row is None:
                raise KeyError(control)
            try:
                return note_text(self._desk.store, row.visit)
            except (NotYours, NoteChanged) as error:
                raise KeyError(control) from error

    def receipts(self, visit: str) -> list[m.Deliver]:
        """Return what a visit has to be told was delivered; `Session.do` each, then `told`."""
        with _failing():
            untold = self.shelf.untold(visit)
        self._given[visit] = [one.control for one in untold]
        return [_receipt(one) for one in untold]

    def told(self, visit: str) -> None:
        """Keep in mind that the visit has its receipts."""
        with _failing():
            self.shelf.told(self._given.pop(visit, ()))

    def tell(self, session: Session) -> None:
        """Tell a visit that is open what was delivered of it, each once; waits for no disk."""
        visit = session.visit.id
        receipts = self.receipts(visit)
        known = {(one.how, one.where) for one in session.visit.receipts}
        made = [session.do(one) for one in receipts if (one.how, one.where) not in known]
        if receipts and not any(isinstance(one, Refusal) for one in made):
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
        """Tell visits that nobody has open what was delivered of them; the others wait."""
        from bedside.session import Session

        with _failing():
            untold = self.shelf.untold()
        for visit in dict.fromkeys(one.visit for one in untold if one.is_open):
            with self.telling, suppress(KeyError, StoreError, OSError):
                session = Session.resume(self._desk.store, visit)
                if not isinstance(session, Session):
                    continue
                with closing(session):
                    self.tell(session)

    def tidy(self) -> None:
        """Queue what is owed, as far as it opens here, and take away the bytes of what is done.

        Owed are visits that came in from the second place. What fails now is done another time.
        """
        store, days = self._desk.store, self._desk.loaded.settings.outbox_days
        with suppress(StoreError):
            with store.reading() as connection:
                owed = connection.execute("SELECT visit FROM outbox_owed").fetchall()
            for (visit,) in owed:
                self._queue_owed(visit)
            if self.shelf.has_old_bodies(moments.now().utc, days):
                with store.writing() as connection:
                    empty_bodies(connection, moments.now().utc, days)

    def dispatcher(self, opens: Opens | None = None) -> Dispatcher:
        """Return what sends, with what opens here or with other keys."""
        from bedside.deliver.dispatcher import Dispatcher, Ways

        store = self._desk.store
        ways = Ways(lambda: self.destinations, self.sender)
        return Dispatcher(store, ways, opens or Attended(store), moments.now)

    def watching(self, opens: Opens | None = None) -> Watching:
        """Return what sends from now on until it is stopped; the relay tells no visit."""
        from bedside.deliver.watching import Watching

        tell = self.tell_all if opens is None else _tell_nobody
        return Watching(self.dispatcher(opens), moments.now, tell, self.tidy)

    def start(self) -> None:
        """Deliver from now on, on a thread of its own; returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="bedside-outbox", daemon=True)
            self._thread.start()

    def stop(self, seconds: float = 0.0) -> None:
        """Begin nothing more; wait so long for what is on its way, and let go."""
        self._is_stopped = True
        if self._watching is not None and self._watching.stop() and self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        """Deliver until it is stopped; what that needs is loaded here, beside the screen."""
        self._watching = self.watching()
        if not self._is_stopped:
            self._watching.run()

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


def _receipt(one: Delivery) -> m.Deliver:
    """Return what a visit is told of a delivery."""
    by_hand, there = (one.by, one.where), (one.receipt, said.COMPARED[one.compared])
    parts = by_hand if one.why is Cause.BY_HAND else there
    where = ", ".join(part for part in parts if part)
    told = f"{one.title}: {where}" if where else one.title
    return m.Deliver(how=one.kind or "outbox", where=told, characters=one.characters)


def _tell_nobody() -> None:
    """Tell no visit: none opens here."""


@contextmanager
def _failing() -> Iterator[None]:
    """Raise OSError, with why, where the store cannot be used now."""
    try:
        yield
    except StoreError as error:
        raise OSError(errno.EIO, str(error)) from error
