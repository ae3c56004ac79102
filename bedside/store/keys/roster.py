"""Clinicians are added, retired, and given a new key when a passphrase was forgotten.

Adding and retiring take the clinic's signing key, which a keeper's own key opens. A new key for
somebody takes recovery: it opens the signing key and every visit that was theirs. No passphrase
and no person's key is kept anywhere for that day.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from bedside.core.people import Bar, Barred
from bedside.core.value import Value, placed
from bedside.store.audit.roots import is_root, shared_with_keepers
from bedside.store.keys import openings, pairs, passphrase
from bedside.store.keys.book import KeyBook
from bedside.store.keys.clinic import Clinic
from bedside.store.keys.founding import signing_info
from bedside.store.keys.older import count_change
from bedside.store.keys.people import People, Person, new_person_id
from bedside.store.keys.rings import CLAIM, RECOVERY, PersonKeyring, RecoveryKeyring


@placed
class Admitted(Value):
    """A clinician with a new key: who, the passphrase to tell them, and how many visits went over.

    They choose a passphrase of their own at the first sign-in.
    """

    person: Person
    phrase: str
    visits: int = 0

    def __repr__(self) -> str:
        """Show who it is, not the passphrase."""
        return f"Admitted({self.person.id})"


class Roster:
    """The list of clinicians, for whoever may change it."""

    def __init__(self, book: KeyBook, clinic: Clinic) -> None:
        """Change the list of this clinic."""
        self._book, self._clinic = book, clinic
        self.people = People(book, clinic)

    def signing(self, ring: PersonKeyring | RecoveryKeyring) -> bytes | None:
        """Return the clinic's signing key, for a keeper or recovery; nothing for others."""
        recipient = ring.person or RECOVERY
        with self._book.reading() as connection:
            row = connection.execute(
                "SELECT body FROM signing WHERE recipient = ?", (recipient,)
            ).fetchone()
        return ring.unlock(row[0], signing_info(recipient)) if row else None

    def add(self, person: Person, ring: PersonKeyring) -> Admitted | Barred:
        """Add a clinician; the id and public half given are replaced by new ones.

        Barred where another active one has the name or badge, or who signed in keeps no list.
        """
        signing = self.signing(ring)
        if signing is None:
            return Barred(Bar.NOT_YOURS, "keeper")
        every = self.people.every()
        for one in every:
            same = one.active and one.name.casefold() == person.name.casefold()
            if same or (person.badge and one.badge == person.badge and one.active):
                return Barred(Bar.TAKEN, one.name)
        pair = pairs.new_pair()
        id_ = new_person_id([one.id for one in every])
        made = replace(person, id=id_, public=pair.public, active=True)
        phrase = passphrase.offered()
        sealed = self.people.sealed(made, pair.private, phrase)
        with self._book.changing() as connection:
            count_change(connection)
            self.people.keep(connection, made, signing, sealed)
            if made.keeper:
                self._share_signing(connection, made, signing)
        if made.keeper:
            self._share_roots(ring)
        return Admitted(made, phrase)

    def retire(self, person: Person, ring: PersonKeyring) -> Barred | None:
        """Retire a clinician: their keys are destroyed, and what they alone held opens by recovery.

        Barred for who signed in themselves, and for who keeps no list.
        """
        signing = self.signing(ring)
        if signing is None:
            return Barred(Bar.NOT_YOURS, "keeper")
        if person.id == ring.person:
            return Barred(Bar.NOT_YOURS, "yourself")
        if not person.active:
            return Barred(Bar.RETIRED, person.name)
        with self._book.destroying() as connection:
            retired = replace(person, active=False, keeper=False, badge="")
            count_change(connection)
            self.people.keep(connection, retired, signing, b"")
            own = (person.id, CLAIM + person.id)
            connection.execute("DELETE FROM wraps WHERE recipient IN (?, ?)", own)
            connection.execute("DELETE FROM signing WHERE recipient = ?", (person.id,))
            connection.execute(
                "DELETE FROM offers WHERE giver = ? OR receiver = ?", (person.id, person.id)
            )
        return None

    def reset(self, person: Person, ring: RecoveryKeyring) -> Admitted | Barred:
        """Give a clinician who forgot the passphrase a new key, and lock what was theirs for it."""
        signing = self.signing(ring)
        if signing is None:
            return Barred(Bar.NOT_YOURS, "keeper")
        if not person.active:
            return Barred(Bar.RETIRED, person.name)
        pair = pairs.new_pair()
        made = replace(person, public=pair.public)
        phrase = passphrase.offered()
        sealed = self.people.sealed(made, pair.private, phrase)
        theirs = self._locked_again(made, ring)
        with self._book.changing() as connection:
            count_change(connection)
            self.people.keep(connection, made, signing, sealed)
            connection.executemany("INSERT OR REPLACE INTO wraps VALUES (?, ?, ?)", theirs)
            connection.execute("DELETE FROM offers WHERE receiver = ?", (person.id,))
            connection.execute("DELETE FROM tries WHERE person = ?", (person.id,))
            openings.locked_again(connection, made, ring)
            if made.keeper:
                self._share_signing(connection, made, signing)
        visits = sum(1 for at, whose, _ in theirs if whose == made.id and not is_root(at))
        return Admitted(made, phrase, visits)

    def _locked_again(self, person: Person, ring: RecoveryKeyring) -> list[tuple[str, str, bytes]]:
        """Return every wrap that was theirs, locked for the new public half."""
        rows = []
        for visit, wraps in self._book.every().items():
            for recipient in (person.id, CLAIM + person.id):
                key = ring.unwrap(visit, wraps) if recipient in wraps else None
                if key is not None:
                    locked = ring.locked(visit, key, recipient, person.public)
                    rows.append((visit, recipient, locked))
        return rows

    def _share_roots(self, ring: PersonKeyring) -> None:
        """Let every keeper verify the logs that who signed in can, those made before too."""
        rows = shared_with_keepers(self._book, ring)
        with self._book.changing() as connection:
            connection.executemany("INSERT OR REPLACE INTO wraps VALUES (?, ?, ?)", rows)

    def _share_signing(
        self, connection: sqlite3.Connection, keeper: Person, signing: bytes
    ) -> None:
        """Lock the signing key for a keeper."""
        locked = pairs.lock(keeper.public, signing, signing_info(keeper.id))
        connection.execute("INSERT OR REPLACE INTO signing VALUES (?, ?)", (keeper.id, locked))
