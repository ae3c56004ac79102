"""Shared: a clinic of nobody, whose visits open with their author's passphrase and nothing else."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bedside.proof.acting import checklist_for, places_in
from bedside.proof.leaks import readable, record, words_of
from bedside.session import Session
from bedside.store.keys.book import KeyBook
from bedside.store.keys.door import Door
from bedside.store.keys.founding import Asked, Founding
from bedside.store.keys.keyring import Keyring, NobodysKeyring, NotYours, SoloKeyring
from bedside.store.keys.passphrase import offered
from bedside.store.keys.people import People, Person
from bedside.store.keys.rings import EmergencyKeyring, PersonKeyring
from bedside.store.keys.roster import Admitted, Roster
from bedside.store.moments import now
from bedside.store.store import Store


class Shared:
    """Has one clinician record words, and everybody else try to read them."""

    def __init__(self, folder: Path) -> None:
        """Set a clinic with two clinicians up in a new folder within this one."""
        self._home = Path(tempfile.mkdtemp(prefix="proof-", dir=folder))
        self._places, self._phrase = places_in(self._home), offered()
        founding = Founding(Asked("A clinic of nobody", "First", "nurse", 120), now().utc)
        founding.settle(self._places, self._phrase)
        self._first, self._clinic = founding.first, founding.clinic
        self._book = KeyBook(self._places.keys)
        second = Person("", "Second", "nurse", b"")
        added = Roster(self._book, self._clinic).add(second, founding.keyring())
        if not isinstance(added, Admitted):
            raise FileNotFoundError("nobody could be added to the clinic")
        self._second = Door(self._places).sign_in(added.person.id, added.phrase)

    def told(self, number: int) -> str:
        """Return to whom the words of this number are open who may not read them, or to whom not.

        With them, the author's passphrase is looked for in every file.
        """
        chance = random.Random(number)  # noqa: S311  # chance that can be had again, not a secret
        words = words_of(chance)
        author = self._by(self._phrase)
        if author is None:
            return "the author's own passphrase opens nothing"
        store = Store(self._places, author)
        session = Session.begin(store, checklist_for(self._home))
        record(session, words)
        store.close()
        visit = session.visit.id
        wrong = [f"it opens for {who}" for who, ring in self._others() if self._opens(ring, visit)]
        if self._by(f"{self._phrase} {words[0]}") is not None:
            wrong.append("another passphrase opens the author's key")
        if not self._opens(author, visit):
            wrong.append("the visit does not open for its author")
        found = readable(self._home, [*words, self._phrase])
        wrong += [f"a word can be read in {path.name}" for path in found[:1]]
        return wrong[0] if wrong else ""

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._home, ignore_errors=True)

    def _opens(self, ring: Keyring, visit: str) -> bool:
        """Whether a visit is listed or can be read with this keyring."""
        store = Store(self._places, ring)
        try:
            listed = any(one.id == visit for one in store.listings())
            return listed or bool(store.read(visit, None).events)
        except NotYours:
            return False
        finally:
            store.close()

    def _by(self, phrase: str) -> PersonKeyring | None:
        """Return the author's keyring, as a passphrase opens it."""
        private = People(self._book, self._clinic).opened(self._first, phrase)
        return PersonKeyring(self._clinic, self._first, private) if private else None

    def _others(self) -> Iterator[tuple[str, Keyring]]:
        """Yield everybody who may not read what the author wrote."""
        yield "nobody", NobodysKeyring()
        yield "an emergency", EmergencyKeyring(self._clinic, ())
        yield "the account", SoloKeyring(self._home / "another key")
        if isinstance(self._second, PersonKeyring):
            yield "a colleague", self._second
