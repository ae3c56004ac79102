"""Later entries: what can be added to a signed note, which itself never changes.

The kinds are those of health records practice (AHIMA, Amendments in the Electronic Health Record,
2012): each has its author, its time, and the reason it came later.
"""

from __future__ import annotations

from typing import Literal, get_args

from bedside.core.events import Appended, Event
from bedside.core.refusals import Refusal, Why
from bedside.core.visit import Visit

LaterKind = Literal[
    "addendum", "late-entry", "correction", "disagreement", "co-signature", "retraction"
]
LATER_KINDS: tuple[str, ...] = get_args(LaterKind)
"""Every kind of later entry, in the order faces offer them."""

WORDED = frozenset(("addendum", "late-entry", "correction", "disagreement"))
"""The kinds that say something in words."""

EXPLAINED = frozenset(("addendum", "late-entry", "correction", "retraction"))
"""The kinds that say why they come later."""


def retraction(visit: Visit) -> Appended | None:
    """Return the entry by which the note was retracted, if it was."""
    return next((entry for entry in visit.later if entry.kind == "retraction"), None)


def is_co_signature(entry: Event) -> bool:
    """Whether an event is somebody's signature beside the author's."""
    return isinstance(entry, Appended) and entry.kind == "co-signature"


def amendments(visit: Visit) -> tuple[Appended, ...]:
    """Return the later entries that say something the signed note does not."""
    return tuple(entry for entry in visit.later if entry.kind in WORDED)


def refused_entry(visit: Visit, entry: Appended) -> Refusal | None:
    """Return why a later entry is not possible; nothing where it is."""
    if entry.kind not in LATER_KINDS:
        return Refusal(Why.NOT_OFFERED, entry.kind)
    if retraction(visit) is not None:
        return Refusal(Why.RETRACTED)
    if not entry.author:
        return Refusal(Why.NO_AUTHOR)
    if entry.kind in WORDED and not entry.words:
        return Refusal(Why.NO_WORDS)
    if entry.kind in EXPLAINED and not entry.because:
        return Refusal(Why.REASON_NEEDED)
    signers = [visit.signed.author] if visit.signed else []
    signers += [one.author for one in visit.later if one.kind == "co-signature"]
    known = {signer.casefold() for signer in signers}
    if entry.kind == "co-signature" and entry.author.casefold() in known:
        return Refusal(Why.SIGNED_BEFORE, entry.author)
    return None
