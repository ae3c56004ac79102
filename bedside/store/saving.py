"""How saving stands, for a face to show and for signing to wait on."""

from __future__ import annotations

import time
from enum import StrEnum

from bedside.core.refusals import Refusal, Why
from bedside.core.value import Value, placed

SLOW_SECONDS = 1.0
"""From here on a save that is not done is worth a word."""


class Standing(StrEnum):
    """How saving stands, the gravest first."""

    TAKEN_OVER = "taken-over"
    NOT_SAVED = "not-saved"
    BESIDE = "beside"
    SLOW = "slow"
    SAVING = "saving"
    DAMAGED = "damaged"
    UNLOGGED = "unlogged"
    LOW = "low"
    SAVED = "saved"


@placed
class Saving(Value):
    """How much waits, why it fails if it does, where it is meanwhile, whether another took over."""

    waiting: int = 0
    failure: str = ""
    fenced: bool = False
    beside: str = ""
    """The second place, while it keeps what the store does not take; "" where none does."""
    loose: int = 0
    """How much of what waits is durable nowhere yet, not in the second place either."""
    is_low: bool = False
    """Whether the disk is full, or nearly: room held back was given up, or none can be had."""
    damage: str = ""
    """What is wrong with the store's file, where it was found damaged."""
    unlogged: int = 0
    """How many entries of the audit log wait in memory because it cannot be written."""
    since: float = 0.0
    """Since when something waits, by the monotonic clock; 0 where nothing does."""

    @property
    def standing(self) -> Standing:
        """How saving stands at this moment."""
        if self.fenced:
            return Standing.TAKEN_OVER
        if self.failure:
            return Standing.BESIDE if self.beside else Standing.NOT_SAVED
        if self.waiting:
            lasts = time.monotonic() - self.since >= SLOW_SECONDS
            return Standing.SLOW if lasts else Standing.SAVING
        if self.damage:
            return Standing.DAMAGED
        if self.unlogged:
            return Standing.UNLOGGED
        return Standing.LOW if self.is_low else Standing.SAVED

    @property
    def why(self) -> str:
        """Why it stands so, where a reason is known."""
        return self.failure or self.damage or (str(self.unlogged) if self.unlogged else "")

    @property
    def refusal(self) -> Refusal | None:
        """Why nothing can be signed now; nothing where all is in the store, or will be at once."""
        if self.failure:
            return Refusal(Why.NOT_SAVED, self.failure)
        return Refusal(Why.STILL_SAVING) if self.standing is Standing.SLOW else None
