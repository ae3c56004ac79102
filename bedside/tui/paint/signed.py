"""Paints what stands above a signed text: whether it can be trusted, and where it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bedside.core.events import Delivered
from bedside.core.moves import Deliver
from bedside.core.parcels import DISPATCHED
from bedside.tui.lines import Line, para
from bedside.words import screen

Handed = Delivered | Deliver

NEWEST = 3
"""Receipts that are shown; of the others only how many there are."""


class Kept(NamedTuple):
    """What there is to know of a signed text before it is read."""

    is_intact: bool
    is_retracted: bool
    receipts: Sequence[Delivered]
    heading: str
    is_too_long: bool
    deliveries: Sequence[Line] = ()
    """How it stands with each receiver, where there are any."""
    added: str = ""
    """What has just been added, as it stands below the text."""


def signed_lines(kept: Kept, width: int) -> list[Line]:
    """Return the lines above the text, what must not be missed first."""
    lines = [] if kept.is_intact else para(screen.NOT_INTACT, width, "alert")
    lines += para(screen.RETRACTED, width, "alert") if kept.is_retracted else []
    lines += para(kept.added, width, "title") if kept.added else []
    lines += para(screen.SIGNED, width, "good") if kept.is_intact else []
    lines += kept.deliveries
    receipts = _once(kept.receipts)
    before = len(receipts) - NEWEST
    lines += para(screen.EARLIER_RECEIPTS.format(count=before), width, "soft") if before > 0 else []
    for one in receipts[-NEWEST:]:
        lines += para(receipt_text(one), width, "good")
    mark, style = ("! ", "warn") if kept.is_too_long else ("", "title")
    return [*lines, *para(f"{mark}{kept.heading}", width, style, target="do:signed.text")]


def _once(receipts: Sequence[Delivered]) -> list[Delivered]:
    """Return receipts without what a receiver says in the same words once more later."""
    last = {(one.how, one.where): one.seq for one in receipts if one.how in DISPATCHED}
    return [one for one in receipts if last.get((one.how, one.where), one.seq) == one.seq]


def receipt_text(receipt: Handed, saved: str = screen.SAVED_AS) -> str:
    """Return how a text went somewhere, claiming no more than is known.

    `saved` is what is said where it became a file.
    """
    told = {"file": saved, "clipboard": screen.COPIED, "page": screen.PRINTED}
    if receipt.how in DISPATCHED:
        return screen.DELIVERED.format(where=receipt.where)
    text, count = told.get(receipt.how, screen.SENT), f"{receipt.characters:,}"
    return text.format(path=receipt.where, count=count)
