"""A shared workstation for tests: a clinic with its halves, three clinicians, their passphrases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bedside.core.checklist import Checklist
from bedside.core.people import Barred
from bedside.session import Session
from bedside.store.keys import recovery
from bedside.store.keys.book import KeyBook
from bedside.store.keys.door import Door
from bedside.store.keys.founding import Asked, Founding
from bedside.store.keys.keyring import Keyring
from bedside.store.keys.people import Person
from bedside.store.keys.rings import PersonKeyring, RecoveryKeyring
from bedside.store.keys.roster import Admitted, Roster
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.people import CLINICIAN

KEEPER, ROLE = CLINICIAN
COLLEAGUE, THIRD = "Dr Roe", "Dr Poe"
PHRASE = "lamp river cousin oat"
"""The passphrase of every clinician of tests, unless somebody has chosen another."""


class SharedSite:
    """A workstation that has been set up, and all that was only shown once."""

    def __init__(self, places: Places, records: Path, named: Callable[[str], str] = str) -> None:
        """Set a clinic up in these folders, with three clinicians who chose their passphrase.

        `named` gives clinic, names and roles as they are kept, as if no gate had seen them.
        """
        asked = Asked(named("Northwing"), named(KEEPER), named(ROLE), 120)
        founding = Founding(asked, 1_900_000_000_000)
        records.mkdir(parents=True, exist_ok=True)
        self.places, self.clinic, self.halves = places, founding.clinic, founding.halves
        self.records_key = founding.write_records_key(records)
        self.taken = founding.settle(places, PHRASE)
        self.book = KeyBook(places.keys)
        self.roster = Roster(self.book, self.clinic)
        self._named = named
        self.ids = {KEEPER: founding.first.id}
        for name in (COLLEAGUE, THIRD):
            self.add(name)

    def add(self, name: str, badge: str = "") -> Admitted:
        """Add a clinician, who then chooses the passphrase of tests."""
        badge = self.roster.people.badge(badge)
        person = Person("", self._named(name), self._named("physician"), b"", badge)
        added = self.roster.add(person, self.ring(KEEPER))
        assert isinstance(added, Admitted), added
        door = Door(self.places)
        assert isinstance(door.sign_in(added.person.id, added.phrase), PersonKeyring)
        assert door.must_choose
        assert door.set_passphrase(added.phrase, PHRASE) is None
        self.ids[name] = added.person.id
        return added

    def door(self, name: str = "") -> Door:
        """Return a door at which somebody has signed in, or nobody."""
        door = Door(self.places)
        if name:
            signed_in = door.sign_in(self.ids.get(name, name), PHRASE)
            assert not isinstance(signed_in, Barred), signed_in
        return door

    def ring(self, name: str) -> PersonKeyring:
        """Return the keyring of somebody who signs in."""
        ring = self.door(name).keyring
        assert isinstance(ring, PersonKeyring)
        return ring

    def recovered(self) -> RecoveryKeyring:
        """Return the keyring that both paper halves give."""
        one, other = map(recovery.typed, self.halves)
        return RecoveryKeyring(self.clinic, recovery.join(one, other, self.clinic.recovery))

    def begun(self, keyring: Keyring, checklist: Checklist) -> str:
        """Return a visit that was begun on this keyring, and left."""
        store = Store(self.places, keyring)
        session = Session.begin(store, checklist)
        visit = session.visit.id
        assert session.close()
        assert store.close()
        return visit
