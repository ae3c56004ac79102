"""Short digests of an author's words, by which a file knows whether what it rests on has moved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

OPEN = "?"
"""What an author writes where a digest, or what is compared, is left for bedside to write."""
WRITES_IT = "bedside check --fix writes it"
"""The way out for what is left open."""
_BYTES = 4
"""Two texts share a digest once in four thousand million: enough to notice a change by hand."""


def digest_of(words: object) -> str:
    """Return the digest (BLAKE2b, RFC 7693) of a text, a list or a table, in hexadecimal."""
    plain = json.dumps(words, ensure_ascii=False, default=str)
    return hashlib.blake2b(plain.encode(), digest_size=_BYTES).hexdigest()


def digest_of_step(raw: Mapping[str, object]) -> str:
    """Return the digest of a step as it is written, whatever the order of its lines and its id."""
    return digest_of({key: raw[key] for key in sorted(raw) if key != "id"})
