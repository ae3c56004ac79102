"""The clinicians of a shared workstation, as the key book keeps them.

What stands for a clinician is signed by the clinic's key: name, role, badge, public half, whether
active, whether a keeper. The private half beside it is sealed under the person's passphrase and
bound to all of that and to the clinic, so that neither can be swapped. A badge is kept as a keyed
digest: it says who somebody is and opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import unicodedata
from collections.abc import Sequence
from typing import cast

from bedside.core.people import Colleague
from bedside.core.problems import nearest
from bedside.core.value import Value, placed
from bedside.store.keys import pairs, passphrase
from bedside.store.keys.book import KeyBook
from bedside.store.keys.clinic import Clinic, ClinicChanged

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_ID_LETTERS = 8
_LEAST_BADGE = 4


@placed
class Person(Value):
    """A clinician as signed; the private half is not among it."""

    id: str
    name: str
    role: str
    public: bytes
    badge: str = ""
    keeper: bool = False
    active: bool = True

    def colleague(self) -> Colleague:
        """Return what others see."""
        return Colleague(self.id, self.name, self.role, self.keeper)


class People:
    """The clinicians in the key book of one clinic."""

    def __init__(self, book: KeyBook, clinic: Clinic) -> None:
        """Read and write them there; every row has to be signed by this clinic."""
        self._book, self._clinic = book, clinic

    def every(self) -> tuple[Person, ...]:
        """Return all of them, the retired too, by name.

        ClinicChanged where a row is not as the clinic signed it.
        """
        with self._book.reading() as connection:
            rows = connection.execute("SELECT id, body, signature FROM people").fetchall()
        found = [self._person(*row) for row in rows]
        return tuple(sorted(found, key=lambda person: (_folded(person.name), person.id)))

    def active(self) -> tuple[Person, ...]:
        """Return those who can sign in, by name."""
        return tuple(person for person in self.every() if person.active)

    def find(self, who: str) -> Person | str:
        """Return the person of an id, name or badge; else the nearest name, or "" for none.

        Where two have one name the active one is meant; two active ones have different names.
        """
        wanted, badge = _folded(who), self.badge(who)
        every = sorted(self.every(), key=lambda person: not person.active)
        for person in every:
            if wanted in (_folded(person.name), person.id.casefold()):
                return person
            if badge and hmac.compare_digest(person.badge, badge):
                return person
        names = [person.name for person in every if person.active]
        return nearest(who, names) or ""

    def called(self, part: str) -> Person | None:
        """Return who has all these words in their name, where one active clinician alone does."""
        wanted = _words(part)
        found = [person for person in self.active() if wanted <= _words(person.name)]
        return found[0] if wanted and len(found) == 1 else None

    def badge(self, scanned: str) -> str:
        """Return the digest that a scanned badge is known by; "" for one too short to be one."""
        text = "".join(scanned.split()).casefold()
        if len(text) < _LEAST_BADGE:
            return ""
        with self._book.reading() as connection:
            row = connection.execute("SELECT body FROM clinic WHERE name = 'badges'").fetchone()
        key = row[0] if row else b""
        return hmac.digest(key, text.encode(), hashlib.sha256).hex()

    def opened(self, person: Person, phrase: str) -> bytes | None:
        """Return a person's private half; nothing for a wrong passphrase.

        ClinicChanged where the half that opens belongs to another public half.
        """
        with self._book.reading() as connection:
            row = connection.execute(
                "SELECT sealed FROM people WHERE id = ?", (person.id,)
            ).fetchone()
        private = passphrase.open_under(phrase, row[0], self._place(person)) if row else None
        if private is not None and pairs.public_of(private) != person.public:
            raise ClinicChanged(f"the key of {person.name} does not belong to the list of people")
        return private

    def is_given(self, person: Person) -> bool:
        """Whether the passphrase was chosen by somebody else, so that an own one is due."""
        with self._book.reading() as connection:
            row = connection.execute(
                "SELECT given FROM people WHERE id = ?", (person.id,)
            ).fetchone()
        return bool(row and row[0])

    def keep(
        self, connection: sqlite3.Connection, person: Person, signing: bytes, sealed: bytes
    ) -> None:
        """Write a person, signed, with the private half as somebody else's passphrase seals it."""
        body = self._body(person)
        connection.execute(
            "INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, 1)",
            (person.id, body, pairs.sign(signing, _signed(body)), sealed),
        )

    def sealed(self, person: Person, private: bytes, phrase: str) -> bytes:
        """Return a person's private half as this passphrase seals it."""
        return passphrase.seal_under(phrase, private, self._place(person))

    def choose(self, person: Person, private: bytes, phrase: str) -> None:
        """Seal a person's private half under a passphrase of their own, durably."""
        sealed = self.sealed(person, private, phrase)
        with self._book.changing() as connection:
            connection.execute(
                "UPDATE people SET sealed = ?, given = 0 WHERE id = ?", (sealed, person.id)
            )

    def _person(self, id_: str, body: bytes, signature: bytes) -> Person:
        if not pairs.is_signed(self._clinic.signing, signature, _signed(body)):
            raise _changed(id_)
        plain = cast("dict[str, object]", json.loads(body))
        if plain.get("id") != id_ or plain.get("clinic") != self._clinic.fingerprint:
            raise _changed(id_)
        return Person(
            id=id_,
            name=str(plain["name"]),
            role=str(plain["role"]),
            public=base64.b64decode(str(plain["public"])),
            badge=str(plain["badge"]),
            keeper=bool(plain["keeper"]),
            active=bool(plain["active"]),
        )

    def _body(self, person: Person) -> bytes:
        plain = {
            "active": person.active,
            "badge": person.badge,
            "clinic": self._clinic.fingerprint,
            "id": person.id,
            "keeper": person.keeper,
            "name": person.name,
            "public": base64.b64encode(person.public).decode(),
            "role": person.role,
        }
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()

    def _place(self, person: Person) -> str:
        public = person.public.hex()
        return f"bedside person 1|{self._clinic.fingerprint}|{person.id}|{public}"


def new_person_id(taken: Sequence[str] = ()) -> str:
    """Return an id that nobody has: eight letters drawn by chance."""
    while True:
        drawn = os.urandom(_ID_LETTERS * 2)
        id_ = "".join(_LETTERS[byte % len(_LETTERS)] for byte in drawn[:_ID_LETTERS])
        if id_ not in taken:
            return id_


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _words(name: str) -> set[str]:
    """Return the words of a name, without the marks around them."""
    return {word.strip(".,") for word in _folded(name).split()} - {""}


def _signed(body: bytes) -> bytes:
    return b"bedside person 1|" + body


def _changed(id_: str) -> ClinicChanged:
    return ClinicChanged(
        f"the list of clinicians was changed by hand, at {id_}, and nobody can sign in. Put"
        " keys.sqlite3 back from a backup, or ask whoever set bedside up. An emergency visit can"
        " still be begun"
    )
