"""Now, by two clocks, and ids that sort by time. The one place that asks what time it is."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from functools import cache
from pathlib import Path

from bedside.core.events import Moment

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ID_LETTERS = 20
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def now() -> Moment:
    """Return this moment.

    The boot clock counts sleep where the system has such a clock (Linux); elsewhere it is the
    monotonic clock of this process, and durations across processes fall back to UTC.
    """
    local = time.localtime()
    return Moment(
        utc=time.time_ns() // 1_000_000,
        offset=local.tm_gmtoff // 60,
        zone=sys.intern(local.tm_zone),
        boot=_boot(),
        ns=_boot_ns(),
    )


def new_id(utc: int) -> str:
    """Return a new id: the first 100 bits of a UUID version 7 (RFC 9562) in Crockford's base 32.

    20 letters fit every field that must carry it, and ids sort by the time they were made.
    """
    chance = int.from_bytes(os.urandom(10), "big")
    first, second = chance >> 68, chance & (1 << 62) - 1
    top = (utc << 80 | 7 << 76 | first << 64 | 2 << 62 | second) >> 28
    return "".join(_CROCKFORD[top >> 5 * at & 31] for at in reversed(range(_ID_LETTERS)))


def begun(id_: str) -> int:
    """Return when an id was made (UTC, ms); 0 for one that was not made here."""
    if len(id_) != _ID_LETTERS or set(id_) - set(_CROCKFORD):
        return 0
    value = 0
    for letter in id_:
        value = value << 5 | _CROCKFORD.index(letter)
    return value >> 52


def uuid_text(id_: str, number: int = 0) -> str:
    """Return the UUID (RFC 9562) of what has this id and, below it, this number.

    It begins with the 100 bits of the id, so that each can be told from the other; the 28 that an
    id leaves out hold the number. One that was not made here gets a UUID of version 8.
    """
    if begun(id_):
        value = 0
        for letter in id_:
            value = value << 5 | _CROCKFORD.index(letter)
    else:
        hashed = int.from_bytes(hashlib.sha256(id_.encode()).digest()[:16], "big") >> 28
        value = hashed & ~(15 << 48 | 3 << 34) | 8 << 48 | 2 << 34
    digits = f"{value << 28 | number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _boot_ns() -> int:
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    return time.monotonic_ns()


@cache
def _boot() -> str:
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return f"process-{os.urandom(8).hex()}"
