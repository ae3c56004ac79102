"""The disk that visits are kept on: who may read it, what kind it is, how fast it says "kept"."""

from __future__ import annotations

import os
import shutil
import stat
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
_FEW = 4
"""So many paths are named one by one."""
_IN_MEMORY = frozenset(("tmpfs", "ramfs"))
_ON_THIS_MACHINE = "keep the visits on a disk of this machine: BEDSIDE_HOME names the folder"


def looked_at(places: Places) -> Iterator[Report]:
    """Report on the disk under a store that can be opened."""
    yield _modes(places)
    yield volume(places.state)
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
        return Report("sync", False, found, todo)
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


def volume(folder: Path) -> Report:
    """Report on what kind of volume a store lies on, and what that means for it."""
    from bedside.store.safety.volumes import network_kind, volume_kind

    if kind := network_kind(folder):
        found = (
            f"{folder} lies on a network volume ({kind}): one window of bedside at a time, and"
            " what is called saved is as safe as that server keeps it"
        )
        return Report("volume", False, found, _ON_THIS_MACHINE)
    kind = volume_kind(folder)
    if kind in _IN_MEMORY:
        found = f"{folder} lies in memory ({kind}): all of it is gone with the next start"
        return Report("volume", False, found, _ON_THIS_MACHINE)
    return Report("volume", True, kind or "of this machine, as far as the system says")


def _modes(places: Places) -> Report:
    """Report on whether other accounts may read anything that is kept of visits."""
    if sys.platform == "win32":
        return Report("file modes", True, "not looked at: here the account's own folder is closed")
    kept = (places.state, places.notes, *places.second)
    loose = {root: open_ for root in kept if (open_ := _open_to_others(root, places.cache))}
    count = sum(map(len, loose.values()))
    if not count:
        return Report("file modes", True, "private")
    todo = f"chmod -R go= {' '.join(map(str, loose))}"
    if count <= _FEW:
        todo = f"chmod go= {' '.join(str(path) for open_ in loose.values() for path in open_)}"
    found = "one path is" if count == 1 else f"{count} paths are"
    return Report("file modes", False, f"{found} not closed to others", todo)


def _open_to_others(root: Path, but: Path) -> list[Path]:
    """Return what other accounts may read, or change, of a folder and all in it; links aside.

    `but` is left out: what was read before of checklists says nothing of anybody.
    """
    found = [root] if _is_open_to_others(root) else []
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = [name for name in folders if here / name != but]
        found += [here / name for name in (*folders, *files) if _is_open_to_others(here / name)]
    return found


def _is_open_to_others(path: Path) -> bool:
    """Whether the modes of a path let other accounts in; one that has just gone does not."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return bool(mode & 0o077) and not stat.S_ISLNK(mode)


_CHECK = "check the disk and the rights of that folder"
