"""The dispatcher: sends what waits in the outbox, in order, and keeps what came of it.

A row is put on its way in one transaction, tried outside of any, and what came of it is kept in
another. What may have arrived is asked for first, and sent again only where that can do no harm.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple

from bedside.core.acts import Act
from bedside.core.answers import Patient
from bedside.core.deliveries import Cause
from bedside.core.destinations import Destination
from bedside.core.events import Moment
from bedside.core.parcels import Fate, Parcel, Reply, Sender, Standing
from bedside.core.walk import replay
from bedside.note.frozen import NoteChanged, verify
from bedside.store.keys.seal import Tampered
from bedside.store.locks import StoreDamaged
from bedside.store.moments import new_id
from bedside.store.outbox import lease
from bedside.store.outbox.opening import Opens
from bedside.store.outbox.rows import (
    Content,
    Row,
    change,
    content_of,
    parcel_of,
    rows_in,
    said_of,
)
from bedside.store.outbox.sending import Came, act_of, believed, claim, next_due, ready, settle
from bedside.store.store import Store

FAULT = "fault"
"""The code of a try that a fault of ours ended: its outcome is not known."""

_PARENT = "destination = ? AND document = ? AND document != ''"
_AS_IT_WAS = "control = ? AND state = ? AND tries = ?"
_NOBODY = Patient()


class Ways(NamedTuple):
    """Where things go: the destinations by name, and what sends to each."""

    destinations: Callable[[], Mapping[str, Destination]]
    sender: Callable[[Destination], Sender]


class Turned(NamedTuple):
    """What one step came to: whether there was anything to do, and the row as it stands then."""

    row: Row | None = None
    is_done: bool = True


class Dispatcher:
    """Sends from one store's outbox, while it has the lease of it."""

    def __init__(self, store: Store, ways: Ways, opens: Opens, clock: Callable[[], Moment]) -> None:
        """Send what these keys open, by this clock."""
        self._store, self._ways, self._opens, self._clock = store, ways, opens, clock
        self._holder = new_id(clock().utc)
        self._passed: set[str] = set()
        """Rows that do not open here."""
        self._paused: dict[str, int] = {}
        """Destinations that could not be reached, or ask for time, each until when (UTC ms)."""
        self.changed: Callable[[], None] = lambda: None
        """Called, on the thread of a round, when a row stands differently."""
        self.stopping = threading.Event()
        """Set, it ends a round after the try that is being made."""
        self.is_trying = False
        """Whether something is on its way at this moment."""

    def round(self) -> list[Row]:
        """Try all that is due and opens here; return the rows that were tried, as they stand.

        Nothing where another dispatcher has the lease. StoreError where the store fails.
        """
        tried: list[Row] = []
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
            with self._store.writing() as connection:
                lease.give_back(connection, self._holder)
        return tried

    def wanted(self) -> None:
        """Look again at what did not open, and at destinations that were waited for."""
        self._passed.clear()
        self._paused.clear()

    def due(self) -> int:
        """Return when there is something to do next (UTC ms); 0 where nothing waits."""
        with self._store.reading() as connection:
            return next_due(connection)

    def _has_any(self) -> bool:
        """Whether anything is due here, or was lost on its way; nothing is written to find out."""
        now = self._clock().utc
        with self._store.reading() as connection:
            if ready(connection, now, self._passed, self._waited_for(now)) is not None:
                return True
            return bool(rows_in(connection, "state = 'sending'"))

    def _waited_for(self, now: int) -> set[str]:
        return {name for name, until in self._paused.items() if until > now}

    def _step(self) -> Turned:
        """Try one row: the next that is due and opens here."""
        now = self._clock().utc
        paused = self._waited_for(now)
        with self._store.writing() as connection:
            if not lease.take(connection, self._holder, now):
                return Turned()
            row = ready(connection, now, self._passed, paused)
        if row is None:
            return Turned()
        to = self._ways.destinations().get(row.destination)
        if to is None:
            return self._held(row, Cause.UNSET)
        key = self._opens.key(row)
        if key is None:
            self._passed.add(row.control)
            return Turned(is_done=False)
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
        with self._store.writing() as connection:
            lasts = lease.BEAT_MS + 4000 * to.timeout
            now = self._clock().utc
            had = lease.take(connection, self._holder, now, lasts)
            going = claim(connection, row, now) if had else None
            if going is None:
                return Turned(is_done=not had)
            parent = self._receipt(rows_in(connection, _PARENT, row.destination, row.parent))
            entry = self._store.log.entry(Act.PARCEL_TRIED, row.visit, going.tries)
            self._store.log.write(connection, entry)
        self._store.log.settled(entry)
        self.is_trying = True
        self.changed()
        reply, is_absent, why = self._attempt(row, parcel_of(row, content), parent, to)
        reply = believed(going, reply)
        came = Came(reply, self._clock(), self._store.keyring.person, why, is_absent)
        with self._store.writing() as connection:
            after = settle(connection, going, key, came, to)
            act, code = act_of(reply)
            entry = self._store.log.entry(act, row.visit, code)
            self._store.log.write(connection, entry)
        self._store.log.settled(entry)
        self.is_trying = False
        self.changed()
        if reply.fate in (Fate.AGAIN, Fate.UNKNOWN) and (not reply.code or reply.after):
            self._paused[to.name] = after.due
        return Turned(after, is_done=False)

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

    def _held(self, row: Row, why: Cause) -> Turned:
        """Hold a row that must not be sent, or cannot be."""
        with self._store.writing() as connection:
            held = row._replace(state=Standing.HELD, why=why)
            if not rows_in(connection, _AS_IT_WAS, row.control, row.state, row.tries):
                return Turned(is_done=False)
            change(connection, held, ("state", "why"))
            entry = self._store.log.entry(Act.PARCEL_HELD, row.visit)
            self._store.log.write(connection, entry)
        self._store.log.settled(entry)
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
