"""Bodies: what a row holds besides its place and time, as bytes that are sealed.

The first byte names how the rest is kept: clear JSON, or sealed (`keys/seal.py`). Only checklists,
which hold nothing of a patient, are kept clear; a visit's digest says which one is meant.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, cast

from bedside.core.events import Event, event_from_plain, event_to_plain

_CLEAR = b"\x00"
UNLISTED = b"\x00"
"""How a visit is listed before its first event: not at all."""


def to_body(plain: object) -> bytes:
    """Return plain values as a body."""
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return _CLEAR + text.encode()


def from_body(body: bytes) -> Any:
    """Return what a body holds; ValueError if it is kept in a way this version cannot read."""
    if body[:1] != _CLEAR:
        raise ValueError("this body is sealed in a way this version cannot open")
    return json.loads(body[1:])


def event_row(event: Event) -> tuple[int, int, int, bytes]:
    """Return an event as the row's seq, utc, boot_ns and body; each is kept once."""
    plain = event_to_plain(event)
    seq = cast("int", plain.pop("seq"))
    at = cast("dict[str, object]", plain.get("at", {}))
    at.pop("utc", None)
    at.pop("ns", None)
    return seq, event.at.utc, event.at.ns, to_body(plain)


def event_of_row(seq: int, utc: int, ns: int, body: bytes) -> Event:
    """Return the event that a row holds."""
    plain = cast("dict[str, Any]", from_body(body))
    at = {**plain.pop("at", {}), "utc": utc, "ns": ns}
    return event_from_plain({**plain, "seq": seq, "at": at})


def digest_of(checklist: object) -> str:
    """Return the digest that names a checklist, given as plain values (SHA-256, FIPS 180-4)."""
    text = json.dumps(checklist, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
