"""The dispatcher: sends what waits in the outbox, in order, and keeps what came of it.

A row is put on its way in one transaction, tried outside of any, and what came of it is kept in
another. What may have arrived is asked for first, and sent again only where that can do no harm.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import NamedTuple

from bedside.core.acts import Act
from bedside.core.answers import Patient
from bedside.core.deliveries import Cause
from bedside.core.destinations import Destination
from bedside.core.events import Moment
from bedside.core.parcels import Fate, Parcel, Reply, Sender, Standing
from bedside.core.walk import replay
from bedside.deliver.beat import BEAT_SECONDS, beating
from bedside.note.frozen import NoteChanged, verify
from bedside.store.keys.seal import Tampered
from bedside.store.locks import StoreDamaged, StoreError
from bedside.store.moments import new_id
from bedside.store.outbox import lease
from bedside.store.outbox.opening import Opens
from bedside.store.outbox.place import Own, Place, Writing
from bedside.store.outbox.rows import (
    Content,
    Row,
    change,
    content_of,
    parcel_of,
    rows_in,
    said_of,
)
from bedside.store.outbox.sending import Came, act_of, believed, claim, ready, settle
from bedside.store.outbox.sql import Sql
from bedside.store.store import Store

FAULT = "fault"
"""The code of a try that a fault of ours ended: its outcome is not known."""

_PARENT = "destination = ? AND document = ? AND document != ''"
_AS_IT_WAS = "control = ? AND state = ? AND tries = ?"
_NOBODY = Patient()


class Ways(NamedTuple):
    """Where things go: the destinations by name, and what sends to each.

    What is for those that are left out waits until the settings say again where they are.
    """

    destinations: Callable[[], Mapping[str, Destination]]
    sender: Callable[[Destination], Sender]
    left_out: Collection[str] = ()


class Turned(NamedTuple):
    """What one step came to: whether there was anything to do, and the row as it stands then."""

    row: Row | None = None
    is_done: bool = True


class Dispatcher:
    """Sends from one outbox, while it is its turn."""

    def __init__(self, store: Store, ways: Ways, opens: Opens, clock: Callable[[], Moment]) -> None:
        """Send what these keys open, by this clock."""
        self._store, self._ways, self._opens, self._clock = store, ways, opens, clock
        self.place: Place = Own(store)
        """Where the rows lie that it sends."""
        self._holder = new_id(clock().utc)
        self._passed: set[str] = set()
        """Rows that do not open here."""
        self._busy: set[str] = set()
        """Rows that another dispatcher was about to send; they are left for the rest of a round."""
        self._untried: list[Row] = []
        """Rows that may stand as on their way from here, and surely were never tried."""
        self._paused: dict[str, int] = {}
        """Destinations that could not be reached, or ask for time, each until when (UTC ms)."""
        self.changed: Callable[[], None] = lambda: None
        """Called, on the thread of a round, when a row stands differently."""
        self.stopping = threading.Event()
        """Set, it ends a round after the try that is being made."""
        self.is_trying = False
        """Whether something is on its way at this moment."""
        self.beat_seconds = BEAT_SECONDS

    def round(self) -> list[Row]:
        """Try all that is due and opens here; return the rows that stand differently by that.

        Nothing where another dispatcher has the turn. StoreError where the store fails.
        """
        self._busy.clear()
        tried = self.place.fresh()
        if tried:
            self.changed()
        if not self._has_any():
            return tried
        try:
            while not self.stopping.is_set():
                step = self._step()
                if step.row is not None:
                    tried.append(step.row)
                if step.is_done:
                    break
        finally:
            self.is_trying = False
            self.place.give_back(self._holder)
        return tried

    def wanted(self) -> None:
        """Look again at what did not open, and at destinations that were waited for."""
        self._passed.clear()
        self._paused.clear()

    def _has_any(self) -> bool:
        """Whether anything is due here, or was lost on its way; nothing is written to find out."""
        now = self._clock().utc
        with self.place.reading() as sql:
            if self._next(sql, now) is not None:
                return True
            return bool(rows_in(sql, "state = 'sending'"))

    def _next(self, sql: Sql, now: int) -> Row | None:
        """Return the row that is next to be sent from here."""
        ours, left = self.place.ours(sql, self._opens.is_attended), self._passed | self._busy

        def opens(control: str) -> bool:
            return control not in left and ours(control)

        return ready(sql, now, opens, self._waited_for(now))

    def _waited_for(self, now: int) -> set[str]:
        paused = {name for name, until in self._paused.items() if until > now}
        return paused.union(self._ways.left_out)

    def _step(self) -> Turned:
        """Try one row: the next that is due and opens here."""
        now = self._clock().utc
        with self.place.writing() as writing:
            self._put_back(writing)
            if not self.place.turn(writing.sql, self._holder, now):
                return Turned()
            row = self._next(writing.sql, now)
        self._untried.clear()
        if row is None:
            return Turned()
        to = self._ways.destinations().get(row.destination)
        if to is None:
            if self.place.is_shared and not self._opens.is_attended:
                return self._left(row)  # a workstation knows where its own notes go
            return self._held(row, Cause.UNSET)
        key = self._opens.key(row)
        if key is None:
            return self._left(row)
        try:
            content = content_of(row, key)
        except (Tampered, ValueError):
            return self._held(row, Cause.BROKEN)
        try:
            if not self._is_of_note(row, content):
                return self._held(row, Cause.CHANGED)
        except StoreDamaged:
            return self._held(row, Cause.BROKEN)
        return self._tried(row, key, content, to)

    def _tried(self, row: Row, key: bytes, content: Content, to: Destination) -> Turned:
        """Put a row on its way, try it, and keep what came of it."""
        place, lasts = self.place, lease.BEAT_MS + 4000 * to.timeout
        try:
            with place.writing() as writing:
                now = self._clock().utc
                had = place.turn(writing.sql, self._holder, now, lasts)
                may_go = had and place.going(writing, row, self._holder, lasts)
                going = claim(writing.sql, row, now) if may_go else None
                if going is None:
                    self._busy.add(row.control)
                    return Turned(is_done=not had)
                parent = self._receipt(rows_in(writing.sql, _PARENT, row.destination, row.parent))
                writing.keep(Act.PARCEL_TRIED, going, going.tries)
        except StoreError:  # the claim itself may have been kept all the same
            self._untried.append(row)
            with suppress(StoreError), place.writing() as writing:
                self._put_back(writing)
            raise
        self.is_trying = True
        self.changed()
        with beating(lambda: self._beat(lasts), self.beat_seconds):
            reply, is_absent, why = self._attempt(row, parcel_of(row, content), parent, to)
        reply = believed(going, reply)
        came = Came(reply, self._clock(), self._store.keyring.person, why, is_absent)
        after = self._kept(going, key, came, to)
        self.is_trying = False
        self.changed()
        if reply.fate in (Fate.AGAIN, Fate.UNKNOWN) and (not reply.code or reply.after):
            self._paused[to.name] = after.due
        return Turned(after, is_done=False)

    def _put_back(self, writing: Writing) -> None:
        """Have the rows that were never tried stand as before, so that nobody asks after them."""
        for row in self._untried:
            self.place.put_back(writing, row, self._holder)

    def _beat(self, lasts: int) -> None:
        """Go on having the turn for so long (ms): a try may take longer than anybody thought."""
        with self.place.writing() as writing:
            self.place.go_on(writing, self._holder, self._clock().utc, lasts)

    def _kept(self, going: Row, key: bytes, came: Came, to: Destination) -> Row:
        """Keep what came of a try, also where its place has to come back first."""
        for pause in self.place.patience:
            try:
                return self._settled(going, key, came, to)
            except StoreError:
                self.stopping.wait(pause)
        return self._settled(going, key, came, to)

    def _settled(self, going: Row, key: bytes, came: Came, to: Destination) -> Row:
        with self.place.writing() as writing:
            writing.has(going.control)
            after = settle(writing.sql, going, key, came, to)
            writing.keep(act_of(came.reply)[0], after, act_of(came.reply)[1])
        return after

    def _attempt(
        self, row: Row, parcel: Parcel, parent: str, to: Destination
    ) -> tuple[Reply, bool, Cause]:
        """Return what came of a try, whether the receiver surely had it not before, and why held.

        The one boundary of delivery: a fault in a sender is an outcome that nobody saw.
        """
        try:
            sender = self._ways.sender(to)
            if row.state is not Standing.UNKNOWN:
                return sender.send(parcel, parent), False, Cause.NOTHING
            return _asked(sender, parcel, parent, to)
        except Exception as error:  # noqa: BLE001  # one of the three places that may
            said = type(error).__name__
            return Reply(fate=Fate.UNKNOWN, code=FAULT, said=said), False, Cause.NOTHING

    def _receipt(self, rows: list[Row]) -> str:
        """Return the receipt of what a parcel follows; "" where there is none that opens here."""
        for row in rows:
            key = self._opens.key(row)
            if key is not None:
                return said_of(row, key).receipt
        return ""

    def _left(self, row: Row) -> Turned:
        """Leave a row to others, until somebody wants it looked at again."""
        self._passed.add(row.control)
        return Turned(is_done=False)

    def _held(self, row: Row, why: Cause) -> Turned:
        """Hold a row that must not be sent, or cannot be."""
        with self.place.writing() as writing:
            held = row._replace(state=Standing.HELD, why=why)
            writing.has(row.control)
            if not rows_in(writing.sql, _AS_IT_WAS, row.control, row.state, row.tries):
                return Turned(is_done=False)
            change(writing.sql, held, ("state", "why"))
            writing.keep(Act.PARCEL_HELD, held)
        self.changed()
        return Turned(held, is_done=False)

    def _is_of_note(self, row: Row, content: Content) -> bool:
        """Whether a parcel's patient is that of its note, and the note is what was signed.

        The relay opens no visit: there the seals alone say that nothing was exchanged.
        """
        if not self._opens.is_attended:
            return True
        try:
            kept = self._store.read(row.visit, None)
            verify(kept.checklist, kept.events, kept.count)
        except (KeyError, NoteChanged):
            return False
        patient = replay(kept.checklist, kept.events).record.patient
        return (patient or _NOBODY) == content.patient


def _asked(
    sender: Sender, parcel: Parcel, parent: str, to: Destination
) -> tuple[Reply, bool, Cause]:
    """Ask for what may have arrived; send it again where it surely has not, or does no harm."""
    found = sender.find(parcel)
    if found is None:
        if getattr(to, "dedupes", False):
            return sender.send(parcel, parent), False, Cause.NOTHING
        return Reply(fate=Fate.HELD), False, Cause.UNKNOWN
    if found.fate is Fate.AGAIN:
        return sender.send(parcel, parent), not found.receipt, Cause.NOTHING
    return found, False, Cause.TWICE if found.fate is Fate.HELD else Cause.NOTHING
