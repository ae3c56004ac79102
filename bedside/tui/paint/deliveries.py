"""Paints how the deliveries of a note stand: what needs somebody first, each with its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bedside.core.deliveries import Delivery, Standstill, telling
from bedside.core.parcels import Standing
from bedside.tui.lines import Line, hung, ink, para
from bedside.words import outbox as outbox_said
from bedside.words import sending as said

NEWEST = 4
"""Deliveries at their end that are shown; of those before only how many there are."""

_MARKS = {Standing.HELD: ("! ", "alert"), Standing.DELIVERED: ("+ ", "good")}


class Sent(NamedTuple):
    """What is known of where one note went."""

    there: Sequence[Delivery] = ()
    asked: Sequence[str] = ()
    """Titles of destinations that it has not gone to."""
    closed: Mapping[str, str] = {}
    """What each destination said that does not let us in."""
    trouble: str = ""
    still: Standstill = Standstill()
    known: str = ""
    """How old all of it is; "" where it is how it stands now."""


def delivery_lines(sent: Sent, now: datetime, key: str, width: int) -> list[Line]:
    """Return the lines above a signed note; `key` is the one that sends."""
    lines = para(said.TROUBLE.format(why=sent.trouble), width, "alert") if sent.trouble else []
    for told in outbox_said.standstill(sent.still):
        lines += para(told, width, "warn")
    pending = [one for one in sent.there if one.is_pending]
    ended = [one for one in telling(sent.there) if not one.is_pending]
    for one in sorted(pending, key=lambda one: one.standing is not Standing.HELD):
        lines += _lines(one, now, width)
        if one.destination in sent.closed:
            lines += _closed(one, sent.closed[one.destination], width)
    more = len(ended) - NEWEST
    lines += para(said.EARLIER.format(count=more), width, "soft") if more > 0 else []
    for one in ended[-NEWEST:]:
        lines += _lines(one, now, width)
    if sent.asked:
        told = said.NOT_SENT.format(titles=", ".join(sent.asked), key=key)
        lines += hung((ink("- ", "soft"),), told, width, "text", target="do:signed.send")
    if sent.known and pending:
        lines += para(sent.known, width, "warn")
    return lines


def _lines(one: Delivery, now: datetime, width: int) -> list[Line]:
    """Return how one stands, and under it in small what only some want to know.

    What names it at its receiver stands there where it takes one line: in a small window the
    note would be out of sight, and `bedside outbox list --all` names it too.
    """
    mark, style = _MARKS.get(one.standing, ("- ", "text"))
    if one.compared is False:
        mark, style = "! ", "alert"
    target = "do:signed.send" if one.is_pending else ""
    lines = hung((ink(mark, style),), f"{said.stands(one, now)}.", width, style, target)
    for text in said.beside(one):
        lines += para(text, width, "warn", indent=2)
    receipt = said.receipt(one)
    named = para(receipt, width, "soft", indent=2) if receipt else []
    return [*lines, *(named if len(named) == 1 else ())]


def _closed(one: Delivery, told: str, width: int) -> list[Line]:
    return para(said.CLOSED.format(title=one.title, said=told), width, "warn", indent=2)
