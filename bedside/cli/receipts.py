"""Receipts: what a visit is told of where its note went."""

from __future__ import annotations

from bedside.core.deliveries import Cause, Delivery
from bedside.core.moves import Deliver
from bedside.words.outbox import COMPARED


def receipt_of(one: Delivery) -> Deliver:
    """Return what a visit is told of a delivery."""
    by_hand, there = (one.by, one.where), (one.receipt, COMPARED[one.compared])
    parts = by_hand if one.why is Cause.BY_HAND else there
    where = ", ".join(part for part in parts if part)
    told = f"{one.title}: {where}" if where else one.title
    return Deliver(how=one.kind or "outbox", where=told, characters=one.characters)
