"""The counter of the mail room: what a face asks of where notes go, beside what lies there.

What is known from the settings is answered at once; only looking somebody up waits for a receiver.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bedside.cli.mailroom import Mailroom
from bedside.core.deliveries import Keeper

if TYPE_CHECKING:
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

    def wants_record(self) -> bool:
        """Whether a destination needs the patient as the record knows them."""
        return any(one.identity == "record" for one in self.destinations.values())

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
        return Keeper(destination, _address(to) if to else "", file)

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
    host = getattr(to, "host", "")
    if host:
        return f"{host}:{getattr(to, 'port', '')}"
    return str(getattr(to, "base", "") or getattr(to, "path", ""))
