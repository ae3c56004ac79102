"""Ballast: room on the disk that is held back, so that a full one does not end a conversation.

A file that is really filled: one with holes takes no room, and frees none when it goes.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from bedside.store.paths import make_private

BYTES = 16 * 2**20
"""Enough for hundreds of answers in either journal mode; a write-ahead log grows the faster."""

_PIECE = 2**20
_NO_ROOM = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT") if hasattr(errno, name))


class Ballast:
    """The file that holds the room back; all windows of one store share it."""

    def __init__(self, path: Path, size: int = BYTES) -> None:
        """Name the file and how many bytes it holds; nothing is written yet."""
        self._path, self._size = path, size

    @property
    def is_there(self) -> bool:
        """Whether the room is held back now."""
        try:
            return self._path.stat().st_size == self._size
        except OSError:
            return False

    @property
    def is_short(self) -> bool:
        """Whether there is too little room on the disk to hold any back."""
        try:
            return free_bytes(self._path.parent) < 2 * self._size
        except OSError:
            return False

    def make(self) -> bool:
        """Hold the room back, unless it is already; say whether it is.

        Takes as long as writing the file does. Made only where as much again stays free, and
        under another name until it is whole.
        """
        if self.is_there:
            return True
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        try:
            make_private(self._path.parent)
            self._clear_away()
            if self.is_short:
                return False
            self._fill(part)
            part.replace(self._path)
        except OSError:
            return False
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return True

    def release(self) -> bool:
        """Give the room back to whoever writes next; say whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    def _fill(self, part: Path) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        file = os.open(part, flags | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(file, "wb", buffering=0) as out:
            left = self._size
            while left:  # chance, as some file systems store what repeats in no room at all
                left -= out.write(os.urandom(min(left, _PIECE)))
                os.fsync(out.fileno())

    def _clear_away(self) -> None:
        """Remove what makers that were killed have left."""
        for old in self._path.parent.glob(f"{self._path.name}.*.part"):
            old.unlink(missing_ok=True)


def is_full(error: BaseException, folder: Path) -> bool:
    """Whether an error means that the disk, or one's share of it, is full.

    SQLite says so itself of a full disk, and of a used-up quota only that writing failed; then
    the folder is asked by writing a little into it.
    """
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        asks = code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
        return code == sqlite3.SQLITE_FULL or (asks and _refuses(folder))
    return isinstance(error, OSError) and error.errno in _NO_ROOM


def free_bytes(folder: Path) -> int:
    """Return how many bytes this account can still write into a folder's volume."""
    import shutil

    return shutil.disk_usage(folder).free


def _refuses(folder: Path) -> bool:
    """Whether not even a little can be written into a folder, for want of room."""
    trial = folder / f"trial.{os.getpid()}.part"
    try:
        file = os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(file, os.urandom(2 * 4096))
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        return error.errno in _NO_ROOM
    finally:
        with suppress(OSError):
            trial.unlink(missing_ok=True)
    return False
