"""Roots: the first key of each log, wrapped in the key book for those who may verify all of it.

Solo that is the account's own key file; on a shared workstation whoever began the log, and
recovery. Nobody else can open it, and it is needed for nothing else.
"""

from __future__ import annotations

from bedside.store.keys.book import KeyBook
from bedside.store.keys.keyring import Keyring

_NAME = "audit-{which}"
_MOST = 10_000


def is_root(name: str) -> bool:
    """Whether a name in the key book is that of a log's first key, and of no visit."""
    return name.startswith(_NAME.partition("{")[0])


def seal_root(book: KeyBook, keyring: Keyring, root: bytes) -> int:
    """Keep the first key of a new log, durably; return which log here it is, from 1.

    StoreError or OSError where it cannot be kept.
    """
    which = next(at for at in range(1, _MOST) if not book.wraps(_NAME.format(which=at)))
    name = _NAME.format(which=which)
    wraps = keyring.wrap(name, root)
    book.put(name, {who: body for who, body in wraps.items() if ":" not in who})
    return which


def root_of(book: KeyBook, keyring: Keyring, which: int) -> bytes | None:
    """Return the first key of a log, or nothing where it is not for who is there."""
    name = _NAME.format(which=which)
    return keyring.unwrap(name, book.wraps(name))
