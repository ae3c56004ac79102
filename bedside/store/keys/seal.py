"""The seal of one visit: every body it keeps is encrypted, and bound to the place it stands in.

ChaCha20-Poly1305 (RFC 8439) with a random 96-bit nonce: a visit stays far under the 2**32
messages that random nonces allow one key. Bodies are padded to 64-byte steps, so that their
length tells little. What is bound: the format, the kind of row, the visit, the checklist's digest
and the row's own numbers; a row that was moved, swapped or changed by one bit does not open.
"""

from __future__ import annotations

import os

KEY_BYTES = 32
EVENT, SUMMARY, DRAFT, CONFLICT = "event", "summary", "draft", "conflict"
"""The kinds of rows of a visit that are sealed."""
ROW_KEY, OUTGOING, REPLIES = "outbox", "outgoing", "replies"
"""What the outbox seals: a row's key with its visit's, the rest with the row's own."""

SEALED = b"\x01"
"""The first byte of a body that is sealed in this way."""

_NONCE_BYTES = 12
_STEP = 64
_FORMAT = "bedside-seal-1"


class Tampered(ValueError):
    """A sealed body does not open here: it was changed, moved, or sealed with another key."""


class Seal:
    """Seals and opens what one visit keeps. Nothing of the key shows in its text."""

    def __init__(self, key: bytes, visit: str, digest: str) -> None:
        """Seal for a visit that follows the checklist of this digest."""
        self.key, self.visit, self.digest = key, visit, digest

    def __repr__(self) -> str:
        """Say whose it is, never with what."""
        return f"Seal({self.visit})"

    def close(self, body: bytes, kind: str, *place: int | str) -> bytes:
        """Return a body sealed to its place: the kind of row and the row's own numbers."""
        return SEALED + sealed(self.key, _padded(body), self._bound(kind, place))

    def open(self, body: bytes, kind: str, *place: int | str) -> bytes:
        """Return what was sealed at this place; Tampered where it does not open."""
        if body[:1] != SEALED:
            raise Tampered("a body is kept in a way this version does not open")
        return _unpadded(opened(self.key, body[1:], self._bound(kind, place)))

    def _bound(self, kind: str, place: tuple[int | str, ...]) -> str:
        return "|".join((kind, self.visit, self.digest, *map(str, place)))


def new_key() -> bytes:
    """Return a new random key."""
    return os.urandom(KEY_BYTES)


def sealed(key: bytes, text: bytes, bound: str) -> bytes:
    """Return a text encrypted under a key and bound to what is said; the nonce stands before it."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, text, _associated(bound))


def opened(key: bytes, text: bytes, bound: str) -> bytes:
    """Return what was sealed under this key and bound to the same; Tampered if it was not."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce, rest = text[:_NONCE_BYTES], text[_NONCE_BYTES:]
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, rest, _associated(bound))
    except (InvalidTag, ValueError):
        raise Tampered("a sealed body was changed, moved, or sealed with another key") from None


def _associated(bound: str) -> bytes:
    return f"{_FORMAT}|{bound}".encode()


def _padded(body: bytes) -> bytes:
    """Return a body with one marking byte and zeros up to the next step (ISO/IEC 7816-4)."""
    return body + b"\x80" + bytes(-(len(body) + 1) % _STEP)


def _unpadded(padded: bytes) -> bytes:
    body, mark, _ = padded.rpartition(b"\x80")
    if not mark:
        raise Tampered("a sealed body has no end")
    return body
