"""How long visits are kept here, and having what is due done behind a visit that was opened."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedside.cli.desk import Desk
    from bedside.store.retention import Rules
    from bedside.store.store import Store


def rules(desk: Desk) -> Rules:
    """Return how long visits are kept: as the clinic says, or the settings on one's own.

    ClinicChanged where the clinic's file cannot be relied on.
    """
    if desk.door is not None:
        from bedside.store.keys.ending import rules_of

        return rules_of(desk.door.clinic)
    from bedside.store.retention import Rules

    return Rules(desk.loaded.settings.keep_days)


def close_delivered(desk: Desk, store: Store) -> None:
    """Keep those who held them out of visits whose grace is over; nothing on one's own.

    Only keys go: recovery keeps its own, should a clock have brought this day forward.
    """
    from bedside.store.locks import StoreError
    from bedside.store.upkeep import Upkeep

    with suppress(StoreError):
        if desk.door is not None and desk.door.trouble() is None:
            Upkeep(store, rules(desk)).close()


def tidy(desk: Desk) -> None:
    """Hand in what retention asks for today; returns at once, and nothing waits for it.

    Nothing where the clinic's file was changed, for its rules stand in it.
    """
    from bedside.store.locks import StoreError
    from bedside.store.upkeep import Upkeep

    with suppress(StoreError):
        Upkeep(desk.store, rules(desk)).tidy()
