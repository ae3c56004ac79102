"""Roots: the first key of each log, wrapped in the key book for those who may verify all of it.

Solo that is the account's own key file; on a shared workstation every keeper, and recovery. Nobody
else can open it, not even who began the log; it opens each entry's box, and checks its key.
"""

from __future__ import annotations

from contextlib import suppress

from bedside.store.keys.book import KeyBook
from bedside.store.keys.keyring import SOLO, Keyring, SoloKeyring
from bedside.store.retention import RECOVERY

_NAME = "audit-{which}"
_MOST = 10_000


def is_root(name: str) -> bool:
    """Whether a name in the key book is that of a log's first key, and of no visit."""
    return name.startswith(_NAME.partition("{")[0])


def name_of_root(which: int) -> str:
    """Return what the first key of a log here, counted from 1, is called in the key book."""
    return _NAME.format(which=which)


def seal_root(book: KeyBook, keyring: Keyring, root: bytes) -> int:
    """Keep the first key of a new log, durably; return which log here it is, from 1.

    StoreError or OSError where it cannot be kept.
    """
    which = next(at for at in range(1, _MOST) if not book.wraps(name_of_root(at)))
    name = name_of_root(which)
    made = keyring.wrap(name, root)
    wraps = {who: body for who, body in made.items() if who in (SOLO, RECOVERY)}
    book.put(name, {**for_keepers(book, keyring, name, root), **wraps})
    return which


def for_keepers(book: KeyBook, keyring: Keyring, name: str, root: bytes) -> dict[str, bytes]:
    """Return the first key of a log locked for every keeper; of none where there are none.

    Nor where the list of clinicians was changed by hand: the log is begun all the same.
    """
    if isinstance(keyring, SoloKeyring):
        return {}
    from bedside.store.keys.clinic import ClinicChanged
    from bedside.store.keys.people import People
    from bedside.store.keys.rings import Ring

    if not isinstance(keyring, Ring):
        return {}
    with suppress(ClinicChanged):
        people = People(book, keyring.clinic).active()
        return {
            one.id: keyring.locked(name, root, one.id, one.public) for one in people if one.keeper
        }
    return {}


def shared_with_keepers(book: KeyBook, keyring: Keyring) -> list[tuple[str, str, bytes]]:
    """Return the first keys that open here, locked for each keeper who cannot open them yet."""
    rows = []
    for name, wraps in book.every().items():
        root = keyring.unwrap(name, wraps) if is_root(name) else None
        if root is not None:
            locked = for_keepers(book, keyring, name, root).items()
            rows += [(name, who, body) for who, body in locked if who not in wraps]
    return rows


def root_of(book: KeyBook, keyring: Keyring, which: int) -> bytes | None:
    """Return the first key of a log, or nothing where it is not for who is there."""
    name = name_of_root(which)
    return keyring.unwrap(name, book.wraps(name))
