"""The cache of normal forms: small files named by a hash. Losing any of them costs time only.

Each file begins with a digest of its name, of the version that wrote it and of what follows, so
that whatever a power cut, a disk or a hand has made of it counts as not there.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from bedside import __version__
from bedside.store.paths import make_private

_DIGEST = 16
"""Bytes of the digest (BLAKE2b, RFC 7693)."""


class NormalForms:
    """Values kept between runs in one folder, each written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """Use this folder; it is made when the first value is kept."""
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return what was put under a key, if it is still there and as it was."""
        try:
            kept = (self._folder / key).read_bytes()
        except OSError:
            return None
        value = kept[_DIGEST:]
        return value if kept[:_DIGEST] == _digest(key, value) else None

    def put(self, key: str, value: bytes) -> None:
        """Keep a value. A folder that cannot be written keeps nothing, and nothing is said."""
        target = self._folder / key
        part = target.with_name(f"{key}.{os.getpid()}.part")
        try:
            make_private(self._folder)
            part.write_bytes(_digest(key, value) + value)
            part.replace(target)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _digest(key: str, value: bytes) -> bytes:
    """Return the digest that makes a value this version's, and this key's."""
    whole = f"{__version__} {key} ".encode() + value
    return hashlib.blake2b(whole, digest_size=_DIGEST).digest()
