"""Signing freezes: the three texts, and digests by which any later change is noticed.

A digest is the SHA-256 (FIPS 180-4) of compact JSON, its keys sorted. That of the record covers
the checklist and every event before signing; that of the signed event covers all of it, texts and
record among them. Every later entry, receipt and follow-up that is done covers itself, the digest
before it and all that happened between. Whoever can write all of them anew is not kept out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from bedside.core import events as e
from bedside.core.checklist import Checklist
from bedside.core.codec import to_plain
from bedside.core.note import READERS, Note, Reader
from bedside.core.visit import Visit
from bedside.core.walk import apply
from bedside.note.render.json import freeze, thaw
from bedside.note.texts import composed

Sealed = TypeVar("Sealed", bound=e.Signed | e.Appended | e.Finished | e.Delivered)

_CHAINED = (e.Appended, e.Finished, e.Delivered)
_LASTING = (*_CHAINED, e.Reached, e.Rephrased, e.Left, e.Returned)
"""What can happen in a signed visit: what is chained, and what only moves the screen."""


class NoteChanged(Exception):
    """A signed note, or what it rests on, is no longer what was signed."""


def frozen(visit: Visit, events: Iterable[e.Event], signed: e.Signed, anchor: str = "") -> e.Signed:
    """Return the signing event of a visit, complete: the texts it freezes and the digests.

    `anchor` is the head of the log, which stands in the texts and is covered by the digest.
    """
    signed = replace(signed, anchor=anchor)
    after = apply(visit, signed)
    texts = {reader: freeze(composed(after, reader)) for reader in READERS}
    whole = replace(
        signed,
        note=texts["chart"],
        patient=texts["patient"],
        handover=texts["handover"],
        record=_record(visit.checklist, events),
    )
    return _with_digest(whole, "", ())


def chained(events: Sequence[e.Event], entry: Sealed) -> Sealed:
    """Return what happened after signing with the digest that ties it to all before it."""
    at, before = _last_sealed(events)
    return _with_digest(entry, before, events[at + 1 :])


def thawed(visit: Visit, reader: Reader) -> Note:
    """Return one of the frozen texts of a signed visit; composed, where it was not frozen.

    NoteChanged where what was frozen cannot be read any more.
    """
    signed = visit.signed
    text = {"chart": "note"}.get(reader, reader)
    kept = str(getattr(signed, text)) if signed else ""
    try:
        return thaw(kept) if kept else composed(visit, reader)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise NoteChanged(visit.id) from error


def verify(checklist: Checklist, events: Iterable[e.Event], count: int = 0) -> None:
    """Raise NoteChanged unless a visit's signed note and all that came later are as they were.

    `count` is how many events the visit had when it was last saved, 0 where nobody counted: an
    end that was cut off leaves nothing else behind.
    """
    every = tuple(events)
    signed = [n for n, one in enumerate(every) if isinstance(one, e.Signed)]
    if signed and not _is_whole(checklist, every, signed, count):
        raise NoteChanged(next((o.visit for o in every if isinstance(o, e.Opened)), ""))


def _is_whole(
    checklist: Checklist, every: tuple[e.Event, ...], signings: Sequence[int], count: int
) -> bool:
    at, later = signings[0], every[signings[0] + 1 :]
    signed = every[at]
    assert isinstance(signed, e.Signed)  # noqa: S101  # found by that
    return (
        [one.seq for one in every] == list(range(1, len(every) + 1))
        and len(every) >= count
        and all(isinstance(one, _LASTING) for one in later)
        and _is_as_signed(signed, checklist, every[:at])
        and _is_chained(signed, later)
    )


def _is_as_signed(signed: e.Signed, checklist: Checklist, before: tuple[e.Event, ...]) -> bool:
    """Whether a signing event, and what it rests on, is as it was; one without a record is older.

    The digest of such a one is that of its note alone.
    """
    if not signed.record:
        return hashlib.sha256(signed.note.encode()).hexdigest() == signed.digest
    own = _with_digest(signed, "", ()).digest == signed.digest
    return own and signed.record == _record(checklist, before)


def _is_chained(signed: e.Signed, later: tuple[e.Event, ...]) -> bool:
    """Whether all that is chained after signing follows from what was before it.

    Only receipts of a note that an older version signed may have no digest.
    """
    digest, at = signed.digest, 0
    for n, one in enumerate(later):
        if not isinstance(one, _CHAINED):
            continue
        if isinstance(one, e.Delivered) and not (one.digest or signed.record):
            continue
        if _with_digest(one, digest, later[at:n]).digest != one.digest:
            return False
        digest, at = one.digest, n + 1
    return True


def _last_sealed(events: Sequence[e.Event]) -> tuple[int, str]:
    """Return where the last event with a digest stands, and that digest."""
    found = ((n, getattr(events[n], "digest", "")) for n in reversed(range(len(events))))
    sealed = (one for one in found if isinstance(events[one[0]], (e.Signed, *_CHAINED)))
    return next((one for one in sealed if one[1]), (-1, ""))


def _with_digest(event: Sealed, before: str, between: Sequence[e.Event]) -> Sealed:
    """Return the event with the digest of it, of the one before it, and what happened between."""
    bare: e.Event = replace(event, digest="")
    plain = [e.event_to_plain(one) for one in (*between, bare)]
    return replace(event, digest=_digest([before, *plain]))


def _record(checklist: Checklist, events: Iterable[e.Event]) -> str:
    return _digest([to_plain(checklist), *(e.event_to_plain(event) for event in events)])


def _digest(plain: object) -> str:
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
