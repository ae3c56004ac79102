"""Passphrases: what a person knows, made into a key; four words offered; what is too weak.

Argon2id (RFC 9106) with 64 MiB, three passes and four lanes, which is above what OWASP's sheet on
password storage asks for and takes about an eighth of a second. The words are the long list that
the EFF made for dice (7,776 words; Joseph Bonneau, 2016; CC BY 3.0), in which 51 names of products
and companies gave way to as many plain words: four of them are 3.7 × 10^15 equally likely phrases.
"""

from __future__ import annotations

import os
import secrets
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.core.people import Bar, Barred
from bedside.core.value import Value, placed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

WORDS_OFFERED = 4
LEAST = 16
"""Letters of a passphrase somebody chooses; about what four short words have."""
_OWN = 8
"""Letters that have to be left when names and common words are taken out."""
_DIFFERENT = 6
_SALT = 16
_NONCE = 12
_FORMAT = 1
_HEAD = struct.Struct(">BIII")
_MOST_MEMORY = 1 << 20
"""KiB that a stored strength may ask for: a changed row must not take the machine down."""
_MOST_PASSES = 64

_COMMON = (
    *("password", "passwort", "passphrase", "passwd", "welcome", "letmein", "let me in", "admin"),
    *("qwertyuiop", "qwertzuiop", "qwerty", "qwertz", "asdfghjkl", "asdfgh", "zxcvbnm", "abc"),
    *("correct horse battery staple", "iloveyou", "i love you", "secret", "changeme", "change me"),
    *("hospital", "clinic", "ward", "nurse", "doctor", "physician", "patient", "bedside", "login"),
    *("spring", "summer", "autumn", "winter", "monday", "tuesday", "wednesday", "thursday"),
    *("friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july"),
    *("august", "september", "october", "november", "december", "please", "the", "my", "is"),
)
"""What is tried first by whoever guesses."""


@placed
class Strength(Value):
    """What one try of a passphrase costs: KiB of memory, passes over it, lanes at once."""

    memory: int
    passes: int
    lanes: int


STRENGTH = Strength(memory=64 * 1024, passes=3, lanes=4)
"""What is sealed from now on costs this; what was sealed before keeps its own."""


def offered() -> str:
    """Return four words drawn by chance, for somebody to take as their passphrase."""
    while True:
        drawn = " ".join(secrets.choice(words()) for _ in range(WORDS_OFFERED))
        if weakness(drawn) is None:  # four of the shortest words are shorter than may be chosen
            return drawn


@cache
def words() -> tuple[str, ...]:
    """Return the 7,776 words that are drawn from."""
    return tuple((Path(__file__).with_name("words.txt")).read_text("ascii").split())


def plain(passphrase: str) -> str:
    """Return a passphrase as it counts: small letters, single spaces, hyphens as spaces.

    A caps lock, or a hyphen for a space, must not keep anybody from a patient; four words lose
    nothing by it.
    """
    text = unicodedata.normalize("NFKC", passphrase).casefold().replace("-", " ")
    return " ".join(text.split())


def weakness(passphrase: str, *known: str) -> Barred | None:
    """Return why a passphrase is too weak; `known` are names that somebody would guess first."""
    counted = plain(passphrase)
    if len(counted) < LEAST:
        return Barred(Bar.SHORT, str(LEAST))
    left = counted
    named = (word for name in known for word in (plain(name), *plain(name).split()))
    for word in sorted({*_COMMON, *named}, key=len, reverse=True):
        left = left.replace(word, " ") if len(word) > 3 or f" {word} " in f" {left} " else left
    left = "".join(letter for letter in left if letter.isalpha())
    if len(left) < _OWN or len(set(left)) < _DIFFERENT:
        return Barred(Bar.COMMON)
    return None


def seal_under(passphrase: str, body: bytes, place: str) -> bytes:
    """Return a body that opens with the passphrase alone, its strength and salt kept beside it."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    head = _HEAD.pack(_FORMAT, STRENGTH.memory, STRENGTH.passes, STRENGTH.lanes) + salt
    key = derived(plain(passphrase), salt, STRENGTH)
    return head + nonce + cipher(key).encrypt(nonce, body, head + place.encode())


def open_under(passphrase: str, sealed: bytes, place: str) -> bytes | None:
    """Return what a passphrase opens; nothing where it is the wrong one, or the bytes changed."""
    from cryptography.exceptions import InvalidTag

    at = _HEAD.size + _SALT
    head, nonce, rest = sealed[:at], sealed[at : at + _NONCE], sealed[at + _NONCE :]
    if len(sealed) <= at + _NONCE:
        return None
    format_, memory, passes, lanes = _HEAD.unpack_from(head)
    if format_ != _FORMAT or memory > _MOST_MEMORY or passes > _MOST_PASSES:
        return None
    try:
        key = derived(plain(passphrase), head[_HEAD.size :], Strength(memory, passes, lanes))
        return cipher(key).decrypt(nonce, rest, head + place.encode())
    except (InvalidTag, ValueError):
        return None


def derived(secret: str, salt: bytes, strength: Strength, pepper: bytes | None = None) -> bytes:
    """Return the 32 bytes that a secret gives with a salt, at this cost (RFC 9106).

    ValueError for a cost that makes no sense.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    made = Argon2id(
        salt=salt,
        length=32,
        iterations=strength.passes,
        lanes=strength.lanes,
        memory_cost=strength.memory,
        secret=pepper,
    )
    return made.derive(secret.encode())


def cipher(key: bytes) -> ChaCha20Poly1305:
    """Return the cipher of RFC 8439 under a key."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key)
