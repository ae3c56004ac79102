"""The counter of the mail room: what a face asks of where notes go, beside what lies there.

What is known from the settings is answered at once; only looking somebody up waits for a receiver.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from bedside.cli.mailroom import Mailroom, failing
from bedside.core.acts import Act
from bedside.core.deliveries import Delivery, Keeper, Standstill
from bedside.core.parcels import Standing
from bedside.core.refusals import Refusal
from bedside.store.keys.keyring import NotYours
from bedside.store.locks import StoreError
from bedside.store.outbox.owed import owed_to

if TYPE_CHECKING:
    from bedside.core import moves as m
    from bedside.core.answers import Known
    from bedside.core.destinations import Destination, Fhir
    from bedside.deliver.dispatcher import Dispatcher
    from bedside.store.outbox.opening import Opens


class Counter(Mailroom):
    """A mail room with somebody at its counter."""

    _told: Callable[[], None] = staticmethod(lambda: None)

    def watch(self, changed: Callable[[], None]) -> None:
        """Call this, on a thread of its own, whenever a delivery stands differently."""
        self._told = changed

    def dispatcher(self, opens: Opens | None = None) -> Dispatcher:
        """Return what sends what is due; it says when something stands differently."""
        made = super().dispatcher(opens)
        made.changed = self._changed
        return made

    def known(self) -> int | None:
        """Return how many seconds ago it was known how all stands; nothing where that is now."""
        with failing():
            return self.clinic.known() if self.clinic else None

    def asked(self, visit: str) -> list[str]:
        """Return the titles of destinations that a signed visit can still be sent to by hand."""
        there = {one.destination for one in self.of_visit(visit)}
        return [to.title or name for name, to in self.destinations.items() if name not in there]

    def text(self, control: str) -> str:
        """Return the note as text, to be handed on by hand; KeyError if it does not open here."""
        from bedside.note.frozen import NoteChanged
        from bedside.session import note_text

        with failing():
            row = self.shelf.row(control)
            if row is None:
                raise KeyError(control)
            try:
                return note_text(self._desk.store, row.visit)
            except (NotYours, NoteChanged) as error:
                raise KeyError(control) from error

    def here(self) -> tuple[list[Delivery], list[Delivery]]:
        """Return what is held and what waits of this workstation."""
        return self.held(), self.waiting()

    def everywhere(self, opens: Opens | None = None) -> tuple[list[Delivery], list[Delivery]]:
        """Return what is held and what waits, of all workstations where they share an outbox."""
        if self.clinic is None:
            return self.here()
        from bedside.store.outbox.shelf import Shelf
        from bedside.store.outbox.tables import PENDING_SQL

        with failing():
            shelf = self.shelf if opens is None else Shelf(self._desk.store, opens)
            every = shelf.every_in(self.clinic.place, f"state IN ({PENDING_SQL})")
        held = [one for one in every if one.standing is Standing.HELD]
        return held, [one for one in every if one.standing is not Standing.HELD]

    def wants_record(self) -> bool:
        """Whether a destination needs the patient as the record knows them.

        One that is left out may: what it is owed cannot go there otherwise.
        """
        return bool(self.left_out) or any(
            one.identity == "record" for one in self.destinations.values()
        )

    def looks_up(self) -> bool:
        """Whether patients can be looked up by their number."""
        return self._record is not None

    def look_up(self, number: str) -> tuple[Known, ...] | str:
        """Return who has a number, or why nobody was found. Waits for the receiver."""
        from bedside.deliver.fhir.lookup import NotKnown, look_up

        record = self._record
        if record is None:
            return ""
        found = look_up(record, number, self._desk.environ)
        if isinstance(found, NotKnown):
            return found.why
        return found if isinstance(found, tuple) else (found,)

    def keeper(self, destination: str) -> Keeper:
        """Return what to tell whoever keeps a destination."""
        to = self.destinations.get(destination)
        file = str(self._desk.places.site_settings)
        return Keeper(destination, _address(to) if to else "", file, destination in self.left_out)

    def handed(self, visit: str, receipt: m.Deliver) -> bool:
        """Record on a visit that its text was copied, where nobody has it open; say whether it is.

        Where it cannot be recorded, the log alone says that its text has left.
        """
        is_told = False
        with suppress(KeyError, StoreError, OSError):
            is_told = self._is_told(visit, receipt)
        if not is_told:
            self._desk.store.enter(Act.EXPORTED, visit)
        return is_told

    def _is_told(self, visit: str, receipt: m.Deliver) -> bool:
        from bedside.session import Session

        session = self.resumed(visit, take_over=False)
        if not isinstance(session, Session):
            return False
        made = session.do(receipt)
        return session.close() and not isinstance(made, Refusal)

    def is_owed(self, visit: str) -> bool:
        """Whether a visit is still to be queued for a destination that is left out."""
        with self._desk.store.reading() as connection:
            return not owed_to(connection, visit).isdisjoint(self.left_out)

    def standstill(self) -> Standstill:
        """Return what keeps notes from being sent from here."""
        why = self._watching.trouble if self._watching is not None else ""
        return Standstill(tuple(self.left_out), str(self._desk.places.site_settings), why)

    def takes_back(self, destination: str) -> bool:
        """Whether a retraction takes the note back there by itself."""
        from bedside.core.turns import taken_as

        to = self.destinations.get(destination)
        if to is None or getattr(to, "retract", "") == "hold":
            return False
        return taken_as(to, "retraction") == "retraction"

    def _changed(self) -> None:
        """Tell whoever watches now: that is not always who did when sending began."""
        self._told()

    @property
    def _record(self) -> Fhir | None:
        """The first destination that patients are looked up at."""
        from bedside.core.destinations import Fhir

        every = self.destinations.values()
        return next((one for one in every if isinstance(one, Fhir) and one.lookup), None)


def _address(to: Destination) -> str:
    from bedside.store.clues import bare

    host = getattr(to, "host", "")
    if host:
        return f"{host}:{getattr(to, 'port', '')}"
    return bare(str(getattr(to, "base", "") or getattr(to, "path", "")))
