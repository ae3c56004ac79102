"""Keyrings: which visits' keys somebody who is there can wrap and unwrap.

Solo, one person uses the account: a key file of its own wraps every visit's key. That protects
what is copied without it, not from whoever can read the whole account.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from bedside.store.keys.seal import KEY_BYTES, Tampered, new_key, opened, sealed
from bedside.store.locks import StoreError
from bedside.store.paths import make_private, sync_folder

SOLO = "solo"


class Keyring(Protocol):
    """What can be opened by who is there."""

    @property
    def person(self) -> str:
        """The id of who is signed in; "" where nobody signs in."""

    @property
    def log_key(self) -> bytes:
        """The key that opens their own entries of the log; nothing where nobody signs in."""

    def wrap(self, visit: str, key: bytes) -> dict[str, bytes]:
        """Return a visit's key wrapped for each who may open the visit, by recipient."""

    def unwrap(self, visit: str, wraps: Mapping[str, bytes]) -> bytes | None:
        """Return a visit's key, or nothing where none of these wraps is for who is there."""

    def for_records(self, visit: str, seq: int, body: bytes) -> bytes | None:
        """Return what was signed, locked for the clinic's records; nothing where it has none."""


class NotYours(StoreError):
    """A visit's key is wrapped for others; the message says so, for a person."""


class NobodysKeyring:
    """The keyring of a page on which nobody has signed in yet: nothing opens, nothing begins."""

    person = ""
    log_key = b""

    def wrap(self, visit: str, key: bytes) -> dict[str, bytes]:
        """Lock nothing: NotYours, as there is nobody to lock it for."""
        _ = key
        raise NotYours(f"nobody is signed in, so visit {visit} cannot be begun")

    def unwrap(self, visit: str, wraps: Mapping[str, bytes]) -> bytes | None:
        """Return nothing, whatever is asked for."""
        _ = visit, wraps
        return None

    def for_records(self, visit: str, seq: int, body: bytes) -> bytes | None:
        """Return nothing: nobody is there who could sign."""
        _ = visit, seq, body
        return None


class SoloKeyring:
    """The keyring of an account that one person uses: a file that only its owner can read."""

    person = ""
    log_key = b""

    def __init__(self, path: Path) -> None:
        """Use the key file at this path; it is made when the first key is wrapped."""
        self._path = path

    def __repr__(self) -> str:
        """Say where the key is, never what it is."""
        return f"SoloKeyring({self._path})"

    def wrap(self, visit: str, key: bytes) -> dict[str, bytes]:
        """Return the key wrapped for this account. OSError where the key file cannot be made."""
        return {SOLO: sealed(self._own(make=True), key, f"wrap|{visit}|{SOLO}")}

    def unwrap(self, visit: str, wraps: Mapping[str, bytes]) -> bytes | None:
        """Return the key; nothing where it was wrapped for others.

        StoreError where the key file is gone or another one than the visit was sealed with.
        """
        if SOLO not in wraps:
            return None
        try:
            return opened(self._own(make=False), wraps[SOLO], f"wrap|{visit}|{SOLO}")
        except FileNotFoundError:
            raise StoreError(f"the key file {self._path} is missing; {_RESTORE}") from None
        except Tampered:
            why = f"the key file {self._path} is not the one this visit was sealed with"
            raise StoreError(f"{why}; {_RESTORE}") from None
        except OSError as error:
            raise StoreError(f"the key file {self._path} cannot be read: {error}") from error

    def for_records(self, visit: str, seq: int, body: bytes) -> None:
        """Return nothing: an account of one's own has no records to file for."""
        _ = visit, seq, body

    def _own(self, make: bool) -> bytes:
        """Return the account's own key, read anew: another window may have made it."""
        try:
            return self._read()
        except FileNotFoundError:
            if not make:
                raise
        _write_once(self._path, new_key())
        return self._read()

    def _read(self) -> bytes:
        key = self._path.read_bytes()
        if len(key) != KEY_BYTES:
            raise StoreError(f"the key file {self._path} is damaged; {_RESTORE}")
        return key


_RESTORE = "have it put back from a backup: without it the visits it seals cannot be opened"


def _write_once(path: Path, content: bytes) -> None:
    """Write a file whole, for its owner alone; one that is there already stays as it is."""
    make_private(path.parent)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, content)
        os.fsync(file)
    finally:
        os.close(file)
    try:
        with suppress(FileExistsError):
            _name(part, path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def _name(part: Path, path: Path) -> None:
    """Give a finished file its name unless something has it; where links are not, by renaming."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        if not path.exists():
            part.rename(path)
