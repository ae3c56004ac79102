"""Making: the bytes of a parcel, made while a note is signed. Whatever happens, signing goes on.

What cannot be made is held, with why: a fault in a builder must cost nobody their signature.
"""

from __future__ import annotations

from collections.abc import Callable

from bedside.core.destinations import Destination
from bedside.core.parcels import Made, Outgoing, Sender, Unmade
from bedside.note.shown import shown

BROKEN = "a fault of bedside kept it from being made ({fault})"

Senders = Callable[[Destination], Sender]
FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, BufferError, ImportError, LookupError),
    *(MemoryError, NameError, OSError, RuntimeError, TypeError, ValueError),
)
"""All that a fault of ours can raise."""


class Making:
    """Makes parcels for every destination, and measures the notes in them."""

    def __init__(self, senders: Senders) -> None:
        """Have each destination's own sender make its bytes."""
        self._senders = senders

    def __call__(self, outgoing: Outgoing) -> tuple[Made | Unmade, int]:
        """Return the bytes, or why there are none, and how many characters the note has."""
        try:
            made = self._senders(outgoing.destination).make(outgoing)
            return made, _length(outgoing)
        except FAULTS as error:
            return Unmade(BROKEN.format(fault=type(error).__name__)), 0


def _length(outgoing: Outgoing) -> int:
    """Return how many characters the note has as text."""
    from bedside.note.render import FORMATS

    return len(FORMATS["text"](shown(outgoing.visit)))
