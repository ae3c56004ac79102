"""Retention: which signed visits have been kept long enough, and removing them."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.core.events import Moment
from bedside.core.listing import VisitListing

DAY = 24 * 60 * 60 * 1000


def expired(visits: Sequence[VisitListing], now: Moment, days: int) -> list[VisitListing]:
    """Return the signed visits last touched more than so many days ago.

    A visit that is not signed is never among them, however old it is.
    """
    return [v for v in visits if v.is_signed and now.utc - v.touched.utc > days * DAY]
