"""Makes events whole with what only this room can make: lines read, frozen texts, digests."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.core import events as e
from bedside.core.visit import Visit
from bedside.note.frozen import chained, frozen
from bedside.note.read_back import with_lines


def whole(visit: Visit, events: Sequence[e.Event], event: e.Event, anchor: str = "") -> e.Event:
    """Return the event as it is kept: `events` came before it and made the visit."""
    if isinstance(event, e.Signed):
        return frozen(visit, events, event, anchor)
    if isinstance(event, (e.Appended, e.Finished, e.Delivered)):
        return chained(events, event)
    return with_lines(visit, event)
