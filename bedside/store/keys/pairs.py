"""Pairs of keys: what is locked for a public half opens with the private half alone.

HPKE in base mode (RFC 9180): X25519, HKDF-SHA-256, ChaCha20-Poly1305. `info` binds what is locked
to its purpose and place, so that it opens nowhere else. Signatures are Ed25519 (RFC 8032).
Halves are their 32 raw bytes wherever they are kept.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bedside.core.value import Value, placed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

HALF = 32
"""Bytes of a half of either kind."""


@placed
class Pair(Value):
    """A new pair of keys."""

    private: bytes
    public: bytes

    def __repr__(self) -> str:
        """Show the public half alone."""
        return f"Pair(public={self.public.hex()})"


def new_pair() -> Pair:
    """Return a pair for locking (X25519)."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    made = X25519PrivateKey.generate()
    return Pair(made.private_bytes_raw(), made.public_key().public_bytes_raw())


def new_signing_pair() -> Pair:
    """Return a pair for signing (Ed25519)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    made = Ed25519PrivateKey.generate()
    return Pair(made.private_bytes_raw(), made.public_key().public_bytes_raw())


def public_of(private: bytes) -> bytes:
    """Return the public half that belongs to a private half for locking."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def lock(public: bytes, body: bytes, info: str) -> bytes:
    """Return the body, locked for whoever has the private half; ValueError for no public half."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return _suite().encrypt(body, X25519PublicKey.from_public_bytes(public), info.encode())


def unlock(private: bytes, locked: bytes, info: str) -> bytes | None:
    """Return what was locked; nothing where it is not for this half, this purpose, or changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        key = X25519PrivateKey.from_private_bytes(private)
        return _suite().decrypt(locked, key, info.encode())
    except (InvalidTag, ValueError):
        return None


def sign(private: bytes, body: bytes) -> bytes:
    """Return the signature of a body by a private half for signing."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(body)


def is_signed(public: bytes, signature: bytes, body: bytes) -> bool:
    """Whether the signature of the body was made with the private half to this public half."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True


@cache
def _suite() -> Suite:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
