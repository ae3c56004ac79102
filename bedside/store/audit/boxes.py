"""Boxes: what of an entry not everybody may read, locked into the bytes that are chained.

In clear stand the times, the small numbers, and the acts that the rows of visits and the list of
clinicians say as well; everything else of an entry, and who did anything at all, is sealed twice:
under a key made of the entry's own, which only the log's first key leads to, and for who did it.
Whoever has neither sees times and counts, and can verify the chain all the same: it is made over
the sealed bytes. ChaCha20-Poly1305 (RFC 8439), keys by BLAKE2b (RFC 7693), as in the chain.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator

from bedside.store.audit.chain import KEY_BYTES, Link, next_key
from bedside.store.audit.entries import Entry, boxes_of, clear_of, entry_of
from bedside.store.keys.seal import Tampered, opened, sealed

_STEP = 64
_AROUND = 28
"""Bytes of a sealed text beyond the text itself: its nonce and tag."""


def own_key(private: bytes) -> bytes:
    """Return the key that opens a person's own entries, of the private half of their pair."""
    return hashlib.blake2b(private, digest_size=KEY_BYTES, person=b"bedside own log").digest()


def boxed(entry: Entry, n: int, key: bytes, own: bytes) -> bytes:
    """Return the n-th entry as the bytes that are chained; `key` is that of its place.

    `own` is the key of who did it; without one that box holds noise, and looks the same.
    """
    clear = entry.clear().body()
    text = entry.secret()
    text = text.ljust(-(-len(text) // _STEP) * _STEP)
    bound = _bound(n, clear)
    mine = sealed(own, text, bound) if own else os.urandom(len(text) + _AROUND)
    boxes = (sealed(_box_key(key), text, bound), mine)
    return b"|".join((clear, *map(base64.b64encode, boxes)))


def unboxed(links: Iterable[Link], root: bytes | None, own: bytes) -> Iterator[tuple[int, Entry]]:
    """Yield each entry and its number, whole where the first key of the log or one's own opens it.

    What opens with neither is yielded as it stands in clear; what is no entry at all is left out.
    """
    key = root
    for link in links:
        try:
            entry = entry_of(link.body)
        except ValueError:
            entry = None
        if entry is not None:
            keys = (_box_key(key) if key is not None else b"", own)
            yield link.n, _opened(link, keys) or entry
        key = next_key(key) if key is not None else None


def _opened(link: Link, keys: tuple[bytes, bytes]) -> Entry | None:
    """Return the whole of an entry from the first box that opens with its key."""
    clear = clear_of(link.body)
    for box, key in zip(boxes_of(link.body), keys, strict=False):
        if not key:
            continue
        try:
            text = opened(key, base64.b64decode(box), _bound(link.n, clear))
            return entry_of(clear).with_secret(text.rstrip())
        except (Tampered, ValueError):
            continue
    return None


def _bound(n: int, clear: bytes) -> str:
    return f"audit|{n}|{clear.decode('ascii')}"


def _box_key(key: bytes) -> bytes:
    """Return the key of an entry's box, of the one of its place, which is gone once it is made."""
    return hashlib.blake2b(key, digest_size=KEY_BYTES, person=b"bedside box").digest()
