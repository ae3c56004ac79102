"""Opening rows of the outbox: by who is signed in and may open the visit, or by the relay's key."""

from __future__ import annotations

from typing import Protocol

from bedside.store.keys.keyring import NotYours
from bedside.store.keys.seal import Seal
from bedside.store.outbox.rows import Row, key_by_relay, key_by_visit
from bedside.store.store import Store

MOST_SEALS = 256
"""Of so many visits the keys are kept for the next row."""


class Opens(Protocol):
    """What opens rows."""

    @property
    def is_attended(self) -> bool:
        """Whether somebody is there who can also open the visits."""

    def key(self, row: Row) -> bytes | None:
        """Return a row's own key; nothing where it does not open here."""


class Attended:
    """Opens the rows of the visits that a store's keyring opens."""

    is_attended = True

    def __init__(self, store: Store) -> None:
        """Open by this store."""
        self._store = store
        self._seals: dict[str, Seal] = {}

    def key(self, row: Row) -> bytes | None:
        """Return a row's own key. StoreError where keys cannot be read now."""
        if not row.own:
            return None
        try:
            return key_by_visit(row, self._seal(row.visit))
        except (KeyError, NotYours):
            return None

    def _seal(self, visit: str) -> Seal:
        """Return a visit's seal; a list asks for the same few again and again."""
        if visit not in self._seals:
            if len(self._seals) >= MOST_SEALS:
                self._seals.clear()
            self._seals[visit] = self._store.seal_of(visit)
        return self._seals[visit]


class Relayed:
    """Opens the rows that are locked for the relay, with nobody there."""

    is_attended = False

    def __init__(self, private: bytes) -> None:
        """Open with this private half."""
        self.__private = private

    def __repr__(self) -> str:
        """Say what it is, never with what it opens."""
        return "Relayed()"

    def key(self, row: Row) -> bytes | None:
        """Return a row's own key."""
        return key_by_relay(row, self.__private)
