"""Refusals: a move that is not possible now, and why. `words.py` says each reason to a person."""

from __future__ import annotations

from enum import StrEnum

from bedside.core.value import Value, placed


class Why(StrEnum):
    """Every reason a move can be refused for."""

    ALREADY_SIGNED = "already-signed"
    NOT_SIGNED = "not-signed"
    STOPPED = "stopped"
    NOT_STOPPED = "not-stopped"
    PAUSED = "paused"
    NOT_PAUSED = "not-paused"
    NOT_IDENTIFIED = "not-identified"
    PERMISSION_FIRST = "permission-first"
    FIRST_STEP = "first-step"
    LAST_PAGE = "last-page"
    ONE_PHRASE = "one-phrase"
    NOTHING_TO_UNDO = "nothing-to-undo"
    NOTHING_TO_REDO = "nothing-to-redo"
    NO_SUCH_STEP = "no-such-step"
    NOT_SHOWN = "not-shown"
    NOT_OFFERED = "not-offered"
    OUT_OF_RANGE = "out-of-range"
    NO_WORDS = "no-words"
    NOTHING_OPEN = "nothing-open"
    REASON_NEEDED = "reason-needed"
    STILL_OPEN = "still-open"
    OTHER_PATIENT = "other-patient"
    NO_AUTHOR = "no-author"
    OUT_OF_SCOPE = "out-of-scope"
    RETRACTED = "retracted"
    SIGNED_BEFORE = "signed-before"
    NOTHING_EARLIER = "nothing-earlier"
    UNSETTLED = "unsettled"
    TAKEN_OVER = "taken-over"
    NOT_SAVED = "not-saved"
    STILL_SAVING = "still-saving"
    UNCLAIMED = "unclaimed"
    OTHER_NAME = "other-name"


@placed
class Refusal(Value):
    """Why a move is not possible now; `about` names the step, limit or count it is about."""

    why: Why
    about: str = ""


class Ok:
    """The move is possible now."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return its name."""
        return "Ok"


OK = Ok()
