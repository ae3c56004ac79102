"""The clinic's database as a desk reaches it: by which secrets, and what is known of it here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from bedside.store import moments
from bedside.store.locks import StoreError

if TYPE_CHECKING:
    from bedside.cli.front import Front
    from bedside.core.destinations import Destination
    from bedside.store.keys.book import KeyBook
    from bedside.store.outbox.clinic.line import Address, Line
    from bedside.store.outbox.clinic.moving import Moving
    from bedside.store.outbox.clinic.place import Clinic
    from bedside.store.store import Store

CURRENT_MS = 120_000
"""What was known so short a time ago is how it stands: while bedside is open it is looked at every
15 seconds, and that is kept for other windows every minute."""


class ClinicOutbox:
    """One desk's line to the clinic's database; nothing is connected before it is needed."""

    def __init__(
        self, desk: Front, store: Store, destinations: Callable[[], Iterable[Destination]]
    ) -> None:
        """Move what is queued in this store; ValueError where the settings name no database."""
        from bedside.store.outbox.clinic.line import Line
        from bedside.store.outbox.clinic.moving import Moving, Sides
        from bedside.store.outbox.clinic.place import Clinic
        from bedside.store.outbox.place import Own

        address = address_of(desk)
        if address is None:
            raise ValueError("the settings name no database of the clinic")
        own = Own(store)
        self._store = store
        self.line: Line = Line(address)
        self.moving: Moving = Moving(Sides(own, self.line, destinations, lambda: moments.now().utc))
        self.place: Clinic = Clinic(self.line, own, self.moving)

    def look(self) -> None:
        """Bring what is known up to now, where the database can be reached."""
        with suppress(StoreError):
            self.place.fresh()

    def known(self) -> int | None:
        """Return how many seconds old is what is known of it, -1 for never; nothing for none."""
        from bedside.store.outbox.clinic.moving import seen_in

        seen, now = self.moving.seen, moments.now().utc
        if not seen:
            with self._store.reading() as connection:
                seen = seen_in(connection)
        if 0 <= now - seen < CURRENT_MS:
            return None
        return abs(now - seen) // 1000 if seen else -1


def address_of(desk: Front) -> Address | None:
    """Return how the clinic's database is reached; nothing where the settings name none."""
    kept = desk.loaded.settings.outbox
    if not kept.database:
        return None
    from bedside.deliver.secrets import NoSecret, read_secret
    from bedside.store.outbox.clinic.line import Address

    def secret(where: str) -> Callable[[], str]:
        def read() -> str:
            try:
                return read_secret(where, desk.environ)
            except NoSecret as error:
                raise StoreError(str(error)) from error

        return read

    return Address(secret(kept.database), secret(kept.lanes), kept.allow_plaintext)


def lanes_of(desk: Front, book: KeyBook) -> Callable[[], bytes]:
    """Return what gives the key of lanes: the clinic's, or that of this workstation's key book."""
    from bedside.store.outbox.lanes import lane_key

    keys = list[bytes]()
    address = address_of(desk)

    def lanes() -> bytes:
        if not keys:
            keys.append(lane_key(book) if address is None else address.lane_key())
        return keys[0]

    return lanes
