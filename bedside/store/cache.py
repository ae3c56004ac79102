"""The cache of normal forms: small files named by a hash. Losing any of them costs time only."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from bedside.store.paths import make_private


class NormalForms:
    """Values kept between runs in one folder, each written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """Use this folder; it is made when the first value is kept."""
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return what was put under a key, if it is still there."""
        try:
            return (self._folder / key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, value: bytes) -> None:
        """Keep a value. A folder that cannot be written keeps nothing, and nothing is said."""
        target = self._folder / key
        part = target.with_name(f"{key}.{os.getpid()}.part")
        try:
            make_private(self._folder)
            part.write_bytes(value)
            part.replace(target)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
