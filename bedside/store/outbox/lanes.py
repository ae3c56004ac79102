"""The key of lanes: by it patients are told apart in the outbox, in 16 bits that name nobody."""

from __future__ import annotations

from bedside.store.keys.book import KeyBook
from bedside.store.keys.seal import new_key

_NAME = "lanes"


def lane_key(book: KeyBook) -> bytes:
    """Return the key, made and kept in the key book at the first call. StoreError if it cannot be.

    It stands apart from the store: who has that alone cannot try out numbers.
    """
    query = "SELECT body FROM clinic WHERE name = ?"
    with book.reading() as connection:
        row = connection.execute(query, (_NAME,)).fetchone()
    if row is None:
        with book.changing() as connection:
            made = (_NAME, new_key())
            connection.execute("INSERT OR IGNORE INTO clinic VALUES (?, ?)", made)
            row = connection.execute(query, (_NAME,)).fetchone()
    return bytes(row[0])
