"""The chain: each entry is bound to all before it, under a key that is gone once it was used.

For entry n: mac = MAC(k, head before | n | body), head = H(head before | n | body | mac), and the
key of the next is H(k); the one before it is written over. Whoever breaks in later cannot make
entries of earlier: their keys are gone. The first key is sealed away, and with it every mac can be
checked. MAC and H are BLAKE2b (RFC 7693), which is keyed by itself and in the standard library
without OpenSSL. After the forward-secure logs of Schneier B, Kelsey J (ACM TISSEC 1999;2:159).
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

KEY_BYTES = 32
START = hashlib.blake2b(b"bedside audit 1", digest_size=32).digest()
"""The head before the first entry."""

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHORT_BITS = 80


class Link(NamedTuple):
    """An entry as it lies in the log: its number from 1, body, mac, and the head after it."""

    n: int
    body: bytes
    mac: bytes
    head: bytes


def link(key: bytes, before: bytes, n: int, body: bytes) -> Link:
    """Return the entry that follows on a head."""
    mac = mac_of(key, before, n, body)
    return Link(n, body, mac, head_of(before, n, body, mac))


def mac_of(key: bytes, before: bytes, n: int, body: bytes) -> bytes:
    """Return what only the holder of an entry's key can make."""
    told = before + n.to_bytes(8, "big") + body
    return hashlib.blake2b(told, key=key, digest_size=32, person=b"bedside mac").digest()


def head_of(before: bytes, n: int, body: bytes, mac: bytes) -> bytes:
    """Return the head after an entry: a digest of it and of all before it."""
    told = before + n.to_bytes(8, "big") + body + mac
    return hashlib.blake2b(told, digest_size=32, person=b"bedside head").digest()


def next_key(key: bytes) -> bytes:
    """Return the key of the next entry; from it the one before cannot be had."""
    return hashlib.blake2b(key, digest_size=KEY_BYTES, person=b"bedside key").digest()


def short(n: int, head: bytes) -> str:
    """Return a head as people copy it: the entry's number and 80 bits in groups of four letters."""
    bits = int.from_bytes(head, "big") >> (8 * len(head) - _SHORT_BITS)
    letters = [_LETTERS[bits >> at & 31] for at in range(_SHORT_BITS - 5, -1, -5)]
    groups = ["".join(letters[at : at + 4]) for at in range(0, len(letters), 4)]
    return f"{n} {'-'.join(groups)}"


def pseudonym(names: bytes, visit: str) -> str:
    """Return the letters a visit goes by in a log: a digest keyed with a secret of that log."""
    digest = hashlib.blake2b(visit.encode(), key=names, digest_size=5, person=b"bedside name")
    bits = int.from_bytes(digest.digest(), "big")
    return "".join(_LETTERS[bits >> at & 31] for at in range(35, -1, -5))
