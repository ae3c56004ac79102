"""The PIN: opens a running session again for a quarter of an hour, and nothing that is stored.

Six digits are a hundred seconds of guessing for whoever has what they lock, so the blob lives in
the launcher's memory alone: five tries, fifteen minutes, then the passphrase. The person's key is
sealed under Argon2id (RFC 9106) of the PIN with a random pepper; both are in the blob.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Mapping
from typing import cast

from bedside.core.events import Moment
from bedside.core.people import Bar, Barred
from bedside.core.value import Value, placed
from bedside.store.keys import passphrase

TRIES = 5
MINUTES = 15
_PEPPER = 32
_SALT = 16
_NONCE = 12
_DIGITS = re.compile(r"[0-9]{6,12}\Z")
_RUNS = ("01234567890123456789", "98765432109876543210")

Blob = dict[str, object]


@placed
class Unlocked(Value):
    """Whose key a PIN has opened, and the key."""

    person: str
    private: bytes

    def __repr__(self) -> str:
        """Show the person alone."""
        return f"Unlocked(person={self.person!r})"


def refusal(pin: str) -> Barred | None:
    """Return why this PIN will not do: not 6 to 12 digits, one digit over and over, or a run."""
    bad = not _DIGITS.match(pin) or len(set(pin)) < 3 or any(pin in run for run in _RUNS)
    return Barred(Bar.PIN) if bad else None


def locked(person: str, private: bytes, pin: str, now: Moment) -> Blob:
    """Return the blob that opens with the PIN until a quarter of an hour from now."""
    salt, pepper, nonce = os.urandom(_SALT), os.urandom(_PEPPER), os.urandom(_NONCE)
    cost = passphrase.STRENGTH
    key = passphrase.derived(pin, salt, cost, pepper)
    sealed = passphrase.cipher(key).encrypt(nonce, private, _place(person))
    return {
        "person": person,
        **_until(now),
        "cost": [cost.memory, cost.passes, cost.lanes],
        **{name: _text(part) for name, part in (("salt", salt), ("pepper", pepper))},
        "sealed": _text(nonce + sealed),
    }


def unlocked(
    blob: Mapping[str, object], pin: str, now: Moment, keep: Callable[[Blob | None], None]
) -> Unlocked | Barred:
    """Return whose key the PIN opens, or why it opens nothing.

    `keep` is given the blob with one try less, or nothing once it is used up, before the PIN is
    tried: ending the process at that moment wins no try.
    """
    left = cast("int", blob.get("tries", 0)) - 1
    if left < 0 or _is_over(blob, now):
        keep(None)
        return Barred(Bar.PIN_GONE)
    spent = {**blob, "tries": left}
    keep(spent if left else None)
    private = _opened(blob, pin)
    if private is None:
        return Barred(Bar.WRONG_PIN, str(left)) if left else Barred(Bar.PIN_GONE)
    keep(renewed(blob, now))
    return Unlocked(str(blob["person"]), private)


def renewed(blob: Mapping[str, object], now: Moment) -> Blob:
    """Return the blob with all its tries, for a quarter of an hour from now.

    For whoever is signed in, at the moment of locking: the time counts from there.
    """
    return {**blob, **_until(now)}


def _until(now: Moment) -> Blob:
    return {
        "tries": TRIES,
        "boot": now.boot,
        "until_ns": now.ns + MINUTES * 60 * 10**9,
        "until_utc": now.utc + MINUTES * 60 * 1000,
    }


def _opened(blob: Mapping[str, object], pin: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    cost = passphrase.Strength(*cast("list[int]", blob["cost"]))
    key = passphrase.derived(pin, _bytes(blob["salt"]), cost, _bytes(blob["pepper"]))
    sealed = _bytes(blob["sealed"])
    place = _place(str(blob["person"]))
    try:
        return passphrase.cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
    except InvalidTag:
        return None


def _is_over(blob: Mapping[str, object], now: Moment) -> bool:
    """Whether the time is over by either clock; a clock set back wins none.

    The boot clock counts inside one boot only, and not every system names its boots; the wall
    clock always counts.
    """
    left_utc = cast("int", blob["until_utc"]) - now.utc
    left_ns = cast("int", blob["until_ns"]) - now.ns
    if not 0 < left_utc <= MINUTES * 60 * 1000:
        return True
    return blob.get("boot") == now.boot and left_ns <= 0


def _place(person: str) -> bytes:
    return f"bedside quick unlock 1|{person}".encode()


def _text(part: bytes) -> str:
    return base64.b64encode(part).decode()


def _bytes(part: object) -> bytes:
    return base64.b64decode(str(part))
