"""Keyrings of a shared workstation: of who signed in, of an emergency, and of recovery.

Each visit's key is locked (HPKE, RFC 9180) for every recipient apart, bound to the clinic, the
visit and the recipient, so that a wrap moved to another place opens nothing. No keyring shows,
copies or pickles a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NoReturn

from bedside.core.people import Colleague
from bedside.store.audit.boxes import own_key
from bedside.store.keys import pairs
from bedside.store.keys.clinic import Clinic
from bedside.store.keys.people import Person

RECOVERY = "recovery"
CLAIM = "claim:"
"""Before the id of a clinician who may claim an emergency visit, and cannot read it before."""


def records_info(clinic: Clinic, visit: str, seq: int) -> str:
    """Return what a note filed for records is locked to: its clinic, visit and place."""
    return f"bedside note 1|{clinic.fingerprint}|{visit}|{seq}"


class Ring:
    """What the keyrings have in common."""

    def __init__(self, clinic: Clinic) -> None:
        """Lock what is of this clinic."""
        self.clinic = clinic

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is not to be copied or kept")

    def locked(self, visit: str, key: bytes, recipient: str, public: bytes) -> bytes:
        """Return a visit's key locked for a recipient."""
        return pairs.lock(public, key, self._place(visit, recipient))

    def for_records(self, visit: str, seq: int, body: bytes) -> bytes:
        """Return what was signed, locked for the clinic's records."""
        return pairs.lock(self.clinic.records, body, records_info(self.clinic, visit, seq))

    def _place(self, visit: str, recipient: str) -> str:
        return f"bedside visit key 1|{self.clinic.fingerprint}|{visit}|{recipient}"


class PersonKeyring(Ring):
    """The keyring of a clinician who signed in: opens what was begun by or accepted by them."""

    def __init__(self, clinic: Clinic, person: Person, private: bytes) -> None:
        """Hold this person's private half until the process ends."""
        super().__init__(clinic)
        self._person, self.__private = person, private

    def __repr__(self) -> str:
        """Say whose it is, never what is on it."""
        return f"PersonKeyring({self._person.id})"

    @property
    def person(self) -> str:
        """The id of who is signed in."""
        return self._person.id

    @property
    def log_key(self) -> bytes:
        """The key that opens their own entries of the log."""
        return own_key(self.__private)

    @property
    def me(self) -> Colleague:
        """Who is signed in."""
        return self._person.colleague()

    def wrap(self, visit: str, key: bytes) -> dict[str, bytes]:
        """Return the key locked for this clinician and for recovery."""
        own = self.locked(visit, key, self.person, self._person.public)
        return {
            self.person: own,
            RECOVERY: self.locked(visit, key, RECOVERY, self.clinic.recovery),
        }

    def unwrap(self, visit: str, wraps: Mapping[str, bytes]) -> bytes | None:
        """Return the key; nothing where it is not locked for this clinician."""
        return self.opened(visit, self.person, wraps.get(self.person, b""))

    def opened(self, visit: str, recipient: str, locked: bytes) -> bytes | None:
        """Return a key that was locked for this clinician under a recipient's name."""
        return pairs.unlock(self.__private, locked, self._place(visit, recipient))

    def unlock(self, locked: bytes, info: str) -> bytes | None:
        """Return anything else that was locked for this clinician, for this purpose."""
        return pairs.unlock(self.__private, locked, info)

    def private_half(self) -> bytes:
        """Return the private half, to be sealed again under another passphrase or a PIN."""
        return self.__private


class EmergencyKeyring(Ring):
    """The keyring of nobody: a visit can be begun and written, and nothing can be read."""

    person = ""
    log_key = b""

    def __init__(self, clinic: Clinic, people: Iterable[Person]) -> None:
        """Lock for recovery, and for each of these clinicians to claim."""
        super().__init__(clinic)
        self._people = tuple(people)

    def __repr__(self) -> str:
        """Say what it is."""
        return "EmergencyKeyring()"

    def wrap(self, visit: str, key: bytes) -> dict[str, bytes]:
        """Return the key locked for recovery, and for every active clinician to claim."""
        wraps = {RECOVERY: self.locked(visit, key, RECOVERY, self.clinic.recovery)}
        for person in self._people:
            recipient = CLAIM + person.id
            wraps[recipient] = self.locked(visit, key, recipient, person.public)
        return wraps

    def unwrap(self, visit: str, wraps: Mapping[str, bytes]) -> None:
        """Return nothing, whatever is asked for."""
        _ = visit, wraps


class RecoveryKeyring(Ring):
    """The keyring of both paper halves: opens every visit whose recovery key is still kept."""

    person = ""
    log_key = b""

    def __init__(self, clinic: Clinic, private: bytes) -> None:
        """Hold the recovery key until the process ends."""
        super().__init__(clinic)
        self.__private = private

    def __repr__(self) -> str:
        """Say what it is."""
        return "RecoveryKeyring()"

    def wrap(self, visit: str, key: bytes) -> dict[str, bytes]:
        """Return the key locked for recovery alone."""
        return {RECOVERY: self.locked(visit, key, RECOVERY, self.clinic.recovery)}

    def unwrap(self, visit: str, wraps: Mapping[str, bytes]) -> bytes | None:
        """Return the key; nothing where retention destroyed it for recovery."""
        return pairs.unlock(self.__private, wraps.get(RECOVERY, b""), self._place(visit, RECOVERY))

    def unlock(self, locked: bytes, info: str) -> bytes | None:
        """Return anything else that was locked for recovery, for this purpose."""
        return pairs.unlock(self.__private, locked, info)
