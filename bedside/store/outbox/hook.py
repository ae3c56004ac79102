"""The hook by which a visit's writer queues what is signed; by itself it sends notes nowhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from bedside.core.checklist import Checklist
from bedside.core.events import Event
from bedside.store.keys.seal import Seal

Whole = Callable[[], tuple[Checklist, Sequence[Event]]]
"""Gives all that a visit is made of."""

Queue = Callable[[sqlite3.Connection, Seal, Whole | None, Event | None], None]
"""Queues an event that is being signed; with none, what was signed before and is not queued."""


def nowhere(_: sqlite3.Connection, __: Seal, ___: Whole | None, ____: Event | None) -> None:
    """Queue nothing: notes are sent nowhere."""
