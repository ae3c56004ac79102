"""The disk that visits are kept on: who may read it, what kind it is, how fast it says "kept"."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bedside.cli.machine.report import Report
from bedside.store.paths import Places, make_private

_TRIES = 21
_BLOCK = bytes(4096)
_TOO_FAST = 0.03
"""Milliseconds: no disk or flash cell answers sooner that something is on it; a cache does."""
_SLOW = 100.0
_LEAST_ROOM = 100 * 1024 * 1024


def looked_at(places: Places) -> Iterator[Report]:
    """Report on the disk under a store that can be opened."""
    yield _modes(places)
    yield _room(places.state)
    try:
        yield speed(sync_times(places.state))
    except OSError as error:
        yield Report("sync", False, f"a file cannot be written there: {error.strerror}", _CHECK)


def sync_times(folder: Path) -> list[float]:
    """Return how long, in milliseconds, some small writes took until they were said to be kept.

    OSError where nothing can be written.
    """
    make_private(folder)
    path = folder / f"doctor.{os.getpid()}.part"
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        return [_one_sync(file) for _ in range(_TRIES)]
    finally:
        os.close(file)
        path.unlink()


def speed(times: list[float]) -> Report:
    """Report on how long the disk takes to say that something is kept."""
    middle, worst = median(times), max(times)
    found = (
        f"{middle:.2f} ms until a change is kept, {worst:.1f} ms at worst, in {len(times)} tries"
    )
    if middle < _TOO_FAST:
        found = f"{found}: too fast to be true"
        todo = (
            "this disk, or the machine it is part of, says that a change is kept before it is; a"
            " power cut may then lose what bedside called saved. Ask whoever keeps it"
        )
        return Report("sync", True, found, todo)
    slow = "the word saved will often come late; nothing waits for it" if middle > _SLOW else ""
    return Report("sync", True, found, slow)


def _one_sync(file: int) -> float:
    os.write(file, _BLOCK)
    began = time.perf_counter()
    os.fsync(file)
    return (time.perf_counter() - began) * 1000


def _room(folder: Path) -> Report:
    free = shutil.disk_usage(folder).free
    found = f"{free // (1024 * 1024):,} MiB free"
    full = free < _LEAST_ROOM
    return Report("room", not full, found, "make room on that disk" if full else "")


def _modes(places: Places) -> Report:
    kept = (places.state, places.visits, places.keys, places.key_file)
    loose = [path for path in kept if _is_open_to_others(path)]
    todo = f"chmod go= {' '.join(map(str, loose))}" if loose else ""
    return Report("file modes", not loose, "others can read" if loose else "private", todo)


def _is_open_to_others(path: Path) -> bool:
    """Whether other accounts may read a path; Windows says this in other ways."""
    return sys.platform != "win32" and path.exists() and bool(path.stat().st_mode & 0o077)


_CHECK = "check the disk and the rights of that folder"
