"""A clinic is set up: its keys are made, shown once, and only then is anything written.

Three private halves come into being here. Recovery's is printed in two halves and records' is
written to a folder the keeper names; neither is kept. The signing half stays in the key book,
locked for keepers and for recovery.
"""

from __future__ import annotations

import base64
import os
import sqlite3
from errno import EIO
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.core.value import Value, placed
from bedside.store.audit.roots import is_root
from bedside.store.filing import file_event
from bedside.store.keys import pairs, recovery
from bedside.store.keys.book import KeyBook
from bedside.store.keys.clinic import GRACE_HOURS, KEEP_DAYS, Clinic, signed_file, write_clinic
from bedside.store.keys.keyring import SOLO, SoloKeyring
from bedside.store.keys.people import People, Person, new_person_id
from bedside.store.keys.rings import RECOVERY, PersonKeyring
from bedside.store.locks import StoreError, VisitLock
from bedside.store.paths import Places, sync_folder

if TYPE_CHECKING:
    from bedside.store.store import Store

_RECORDS_HEAD = "bedside records key 1"
_BADGE_KEY = 32


@placed
class Asked(Value):
    """What whoever sets up a clinic says: the clinic, the first clinician, seconds to the lock."""

    clinic: str
    name: str
    role: str
    lock_after: int


class Founding:
    """A clinic about to be set up. Nothing of it is on the disk before `settle`."""

    def __init__(self, asked: Asked, utc: int) -> None:
        """Make the keys of a clinic, at this time (UTC ms)."""
        self._recovery, self._signing = pairs.new_pair(), pairs.new_signing_pair()
        self._records, own = pairs.new_pair(), pairs.new_pair()
        self.clinic = Clinic(
            name=asked.clinic,
            founded=utc,
            records=self._records.public,
            recovery=self._recovery.public,
            signing=self._signing.public,
            lock_after=asked.lock_after,
            grace_hours=GRACE_HOURS,
            keep_days=KEEP_DAYS,
        )
        self.first = Person(new_person_id(), asked.name, asked.role, own.public, keeper=True)
        self._private = own.private
        self.halves = recovery.split(self._recovery.private)
        """Both halves of the recovery key as letters, to be printed once."""

    def __repr__(self) -> str:
        """Say which clinic it is of."""
        return f"Founding({self.clinic.fingerprint})"

    def keyring(self) -> PersonKeyring:
        """Return the keyring of the first clinician."""
        return PersonKeyring(self.clinic, self.first, self._private)

    def write_records_key(self, folder: Path) -> Path:
        """Write the private half of records into a folder, once, and return the file.

        It is read back. OSError where it cannot be written there, is not there as it was written,
        or a file of its name is there already.
        """
        path = folder / f"bedside-records-{self.clinic.fingerprint.lower()}.key"
        text = base64.b64encode(self._records.private).decode()
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(file, "w", encoding="ascii", newline="\n") as out:
                out.write(f"{_RECORDS_HEAD}\n{self.clinic.fingerprint}\n{text}\n")
                out.flush()
                os.fsync(out.fileno())
            sync_folder(folder)
            read_records_key(path, self.clinic)  # what is not there opens no note, ever
        except (OSError, ValueError) as error:
            path.unlink(missing_ok=True)
            raise OSError(EIO, os.strerror(EIO), str(path)) from error
        return path

    def settle(self, places: Places, phrase: str) -> int:
        """Set the clinic up here; return how many visits went over to the first clinician.

        The key book is changed in one transaction and the clinic's file is written after it; where
        that fails, the book is as it was. StoreError then, and where a visit is open in another
        window. A cut between the two is made good by putting the file back.
        """
        content = signed_file(self.clinic, self._signing.private)
        book = KeyBook(places.keys)
        people = People(book, self.clinic)
        sealed = people.sealed(self.first, self._private, phrase)
        theirs = taken_over(places, book, self.keyring())
        with book.changing() as connection:
            _clear(connection)
            self._remember(connection, content)
            people.keep(connection, self.first, self._signing.private, sealed)
            connection.execute("UPDATE people SET given = 0")
            connection.executemany("INSERT OR REPLACE INTO wraps VALUES (?, ?, ?)", theirs)
        try:
            write_clinic(places.clinic, content)
        except StoreError:
            with book.changing() as connection:
                _clear(connection)
                connection.execute("DELETE FROM wraps WHERE recipient != ?", (SOLO,))
            raise
        leave_solo(places, book)
        return len({visit for visit, _, _ in theirs if not is_root(visit)})

    def _remember(self, connection: sqlite3.Connection, content: bytes) -> None:
        """Keep what has to be known of the clinic, and its signing key for those who may sign."""
        known = {
            "fingerprint": self.clinic.fingerprint.encode(),
            "badges": os.urandom(_BADGE_KEY),
            "file": content,
        }
        connection.executemany("INSERT INTO clinic VALUES (?, ?)", known.items())
        signers = {RECOVERY: self.clinic.recovery, self.first.id: self.first.public}
        for recipient, public in signers.items():
            locked = pairs.lock(public, self._signing.private, signing_info(recipient))
            connection.execute("INSERT INTO signing VALUES (?, ?)", (recipient, locked))


def _clear(connection: sqlite3.Connection) -> None:
    """Forget whatever a setting up that was not finished has left."""
    for table in ("clinic", "signing", "people", "tries", "offers", "passed", "openings"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608


def signing_info(recipient: str) -> str:
    """Return what the clinic's signing key is locked to, for one of those who may sign."""
    return f"bedside signing key 1|{recipient}"


def read_records_key(path: Path, clinic: Clinic) -> bytes:
    """Return the private half of records; ValueError, with why, where the file is another.

    OSError where it cannot be read.
    """
    try:
        head, fingerprint, text = path.read_text("ascii").split("\n")[:3]
        private = base64.b64decode(text, validate=True)
    except ValueError:
        head = fingerprint = ""
        private = b""
    if head != _RECORDS_HEAD or len(private) != pairs.HALF:
        raise ValueError("it is no records key; it begins with the line “bedside records key 1”")
    if fingerprint != clinic.fingerprint or pairs.public_of(private) != clinic.records:
        raise ValueError(f"it belongs to another clinic than this one, {clinic.fingerprint}")
    return private


def taken_over(
    places: Places, book: KeyBook, keyring: PersonKeyring
) -> list[tuple[str, str, bytes]]:
    """Return the keys this account kept so far, locked for a clinician and recovery.

    StoreError where a visit of them is open in another window, or its key cannot be had.
    """
    solo = SoloKeyring(places.key_file)
    kept = {visit: wraps for visit, wraps in book.every().items() if SOLO in wraps}
    for visit in kept:
        _refuse_if_open(places, visit)
    rows = []
    for visit, wraps in kept.items():
        key = solo.unwrap(visit, wraps)
        if key is not None:
            rows += [(visit, who, body) for who, body in keyring.wrap(visit, key).items()]
    return rows


def take_over(places: Places, book: KeyBook, keyring: PersonKeyring) -> None:
    """Lock the visits this account still keeps for itself for a clinician and recovery."""
    rows = taken_over(places, book, keyring)
    with book.changing() as connection:
        connection.executemany("INSERT OR REPLACE INTO wraps VALUES (?, ?, ?)", rows)
    leave_solo(places, book)


def file_signed(store: Store) -> int:
    """File for the clinic's records what was signed before there were any; say of how many visits.

    Of those that open for who has the store open.
    """
    filed = 0
    for visit in [one.id for one in store.listings() if one.is_signed]:
        events = store.read(visit).events
        with store.writing() as connection:
            for event in events:
                file_event(connection, visit, event, store.keyring.for_records)
        filed += 1
    return filed


def leave_solo(places: Places, book: KeyBook) -> None:
    """Destroy what the account's own key file opens, and the file, for visits others open too."""
    with book.destroying() as connection:
        connection.execute(
            "DELETE FROM wraps WHERE recipient = ? AND visit IN"
            " (SELECT visit FROM wraps WHERE recipient = ?)",
            (SOLO, RECOVERY),
        )
        left = connection.execute("SELECT 1 FROM wraps WHERE recipient = ?", (SOLO,)).fetchone()
    if left is None:
        _erase(places.key_file)


def _refuse_if_open(places: Places, visit: str) -> None:
    lock = VisitLock(places.locks, visit)
    if lock.acquire() is not None:
        raise StoreError(f"visit {visit} is open in another window; close it there first")
    lock.release()


def _erase(path: Path) -> None:
    """Write a key file over and remove it; what flash cells keep of it is out of reach."""
    try:
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
