"""Retention: which visits have been kept long enough."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.core.events import Moment
from bedside.core.listing import VisitListing

DAY = 24 * 60 * 60 * 1000


def expired(visits: Sequence[VisitListing], now: Moment, days: int) -> list[VisitListing]:
    """Return the signed visits last touched more than so many days ago, the blank ones after one.

    A visit that has something in it and is not signed is never among them, however old it is.
    """
    kept = ((visit, 1 if visit.is_blank else days) for visit in visits)
    done = ((v, days) for v, days in kept if v.is_blank or v.is_signed)
    return [v for v, days in done if now.utc - v.touched.utc > days * DAY]
