"""A clinic chooses again: how long until the lock, and how long visits are kept; signed anew.

Its keys stay what they are, and with them its fingerprint: nothing that is locked is touched.
"""

from __future__ import annotations

from bedside.store.keys.book import KeyBook
from bedside.store.keys.clinic import Clinic, signed_file, write_clinic
from bedside.store.locks import StoreError
from bedside.store.paths import Places


def choose(places: Places, book: KeyBook, chosen: Clinic, signing: bytes) -> None:
    """Sign the clinic with other choices, and write it where every start reads it.

    What the key book remembers is changed first, and back where the file cannot be written:
    StoreError then. A cut between the two leaves the choices of before.
    """
    content = signed_file(chosen, signing)
    before = _remembered(book, content)
    try:
        write_clinic(places.clinic, content)
    except StoreError:
        _remembered(book, before)
        raise


def _remembered(book: KeyBook, content: bytes) -> bytes:
    """Have the book remember this file; return the one it remembered."""
    with book.changing() as connection:
        query = "SELECT body FROM clinic WHERE name = 'file'"
        (before,) = connection.execute(query).fetchone() or (b"",)
        connection.execute("INSERT OR REPLACE INTO clinic VALUES ('file', ?)", (content,))
    return bytes(before)
