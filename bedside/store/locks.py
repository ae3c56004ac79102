"""The lock a process holds on a visit: the kernel's, so that it goes with the process.

Own code: the library for this costs 44 ms of import (it brings asyncio) for these few lines.
Windows locks a byte range and POSIX the file; the byte lies far behind the text, so that another
process can still read who holds it.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from bedside.core.value import Value, placed
from bedside.store.paths import make_private

_LOCK_BYTE = 1 << 20


class StoreError(Exception):
    """The store cannot be read or written now; the message says why, for a person."""


class StoreDamaged(StoreError):
    """What the store's file holds cannot be read: not a matter of trying again."""


@placed
class Holder(Value):
    """Who holds a visit: its process, its terminal where it has one, and since when (UTC ms)."""

    process: int
    terminal: str
    since: int


class VisitLock:
    """One process's lock on one visit."""

    def __init__(self, folder: Path, visit: str) -> None:
        """Name the lock; nothing is locked yet."""
        self._path = folder / f"{visit}.lock"
        self._file: int | None = None

    def acquire(self) -> Holder | None:
        """Take the lock; return who holds it if another process does.

        StoreError if there is nowhere to keep it.
        """
        try:
            return self._acquire()
        except OSError as error:
            raise StoreError(f"{self._path.parent}: {error}") from error

    def _acquire(self) -> Holder | None:
        make_private(self._path.parent)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(file):
            os.close(file)
            return self.holder()
        self._file = file
        since = time.time_ns() // 1_000_000
        with suppress(OSError):  # on a full disk it is held all the same, by nobody in particular
            os.ftruncate(file, 0)
            os.lseek(file, 0, os.SEEK_SET)
            os.write(file, f"{os.getpid()}\n{_terminal()}\n{since}\n".encode())
        return None

    @property
    def is_held(self) -> bool:
        """Whether this process has the lock."""
        return self._file is not None

    def holder(self) -> Holder:
        """Return who wrote the lock last; process 0 if that cannot be read."""
        try:
            process, terminal, since = self._path.read_text().split("\n")[:3]
            return Holder(int(process), terminal, int(since))
        except (OSError, ValueError):
            return Holder(0, "", 0)

    def release(self) -> None:
        """Give the lock back; closing the file does it on every system."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _lock(file: int) -> bool:
    """Lock the file for this process; say whether it could be had at once."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, _LOCK_BYTE, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _terminal() -> str:
    if sys.platform == "win32":
        return ""
    try:
        return os.ttyname(0)
    except OSError:
        return ""
