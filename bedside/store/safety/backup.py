"""Backups: a whole copy of the store, once an hour while a window is open, the last three kept.

Made by SQLite's own online copy, so that nobody has to stop. The keys are not among them: they
live in a file of their own, and what was shredded there stays shredded.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from bedside.store.locks import VisitLock
from bedside.store.paths import make_private, sync_folder
from bedside.store.safety.ballast import free_bytes

EVERY = 60 * 60 * 1000
"""Milliseconds between two backups, whoever makes them."""
KEPT = 3
ROOM = 2**26
"""Bytes that have to stay free beside a copy: a backup never fills the disk."""


def back_up(store: Path, folder: Path, utc: int) -> Path | None:
    """Make a backup if one is due (UTC in ms); return it, or nothing where none was made.

    One process makes it and the others leave it to that one. sqlite3.Error or OSError where it
    fails; a copy that is not whole never gets its name.
    """
    if not _is_due(folder, utc):
        return None
    make_private(folder)
    lock = VisitLock(folder, "backup")
    if lock.acquire() is not None:
        return None
    try:
        if not _is_due(folder, utc) or free_bytes(folder) < store.stat().st_size + ROOM:
            return None
        return _made(store, folder, utc)
    finally:
        lock.release()


def backups(folder: Path) -> list[Path]:
    """Return every backup, the newest first."""
    return sorted(folder.glob("visits-*.sqlite3"), key=_made_at, reverse=True)


def copy_of(store: Path, target: Path) -> None:
    """Copy a store as it stands to a new file, for its owner only, and make it durable.

    FileExistsError where the file is there already; sqlite3.Error where the copy is not whole.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(target, flags, 0o600))
    with (
        closing(sqlite3.connect(store, timeout=5)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"the copy is not whole: {found}")
    handle = os.open(target, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _made(store: Path, folder: Path, utc: int) -> Path:
    for old in folder.glob("*.part*"):  # of a process that was killed: the lock is ours
        old.unlink(missing_ok=True)
    part = folder / f"visits-{utc}.{os.getpid()}.part"
    try:
        copy_of(store, part)
        path = part.replace(folder / f"visits-{utc}.sqlite3")
        sync_folder(folder)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    _drop(backups(folder)[KEPT:])
    return path


def _drop(old: Sequence[Path]) -> None:
    for path in old:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _is_due(folder: Path, utc: int) -> bool:
    """Whether the newest backup is an hour old; one from a time to come counts as old."""
    newest = next(iter(backups(folder)), None)
    return newest is None or not 0 <= utc - _made_at(newest) < EVERY


def _made_at(path: Path) -> int:
    """Return when a backup was made, in ms of UTC, as its name says."""
    digits = path.stem.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0
