"""Proving: whether a passphrase is somebody's; each wrong one slows the next down."""

from __future__ import annotations

from collections.abc import Callable

from bedside.core.events import Moment
from bedside.core.people import Bar, Barred
from bedside.store.keys import tries
from bedside.store.keys.book import KeyBook
from bedside.store.keys.people import People, Person
from bedside.store.locks import StoreError


class Proving:
    """Tries passphrases; a try counts as wrong before it is made."""

    def __init__(self, book: KeyBook, clock: Callable[[], Moment]) -> None:
        """Count in this book, by this clock."""
        self._book, self._clock = book, clock
        self._unwritten = tries.Unwritten()

    def opened(self, roll: People, person: Person, phrase: str) -> bytes | Barred:
        """Return the private half of somebody whose passphrase this is; else why it is not.

        StoreError where the book cannot be changed.
        """
        pause, failed = tries.count(self._book, person.id, self._clock())
        if pause:
            return Barred(Bar.WAIT, str(pause))
        private = roll.opened(person, phrase)
        if private is None:
            return _wrong(failed)
        tries.forget(self._book, person.id)
        return private

    def still(self, roll: People, person: Person, phrase: str) -> Barred | None:
        """Return why this is not the passphrase of who is signed in already.

        Where the book cannot be changed the tries are counted in memory: what somebody has not
        saved yet must open for them on a disk that takes nothing.
        """
        try:
            opened = self.opened(roll, person, phrase)
        except StoreError:
            opened = self._without_book(roll, person, phrase)
        return opened if isinstance(opened, Barred) else None

    def _without_book(self, roll: People, person: Person, phrase: str) -> bytes | Barred:
        pause, failed = self._unwritten.count(self._clock())
        if pause:
            return Barred(Bar.WAIT, str(pause))
        private = roll.opened(person, phrase)
        if private is None:
            return _wrong(failed)
        self._unwritten = tries.Unwritten()
        return private


def _wrong(failed: int) -> Barred:
    """Return that a passphrase was wrong, and how many tries are left before each one waits."""
    return Barred(Bar.WRONG, str(max(0, tries.FREE - failed)) if failed < tries.FREE else "")
