"""A small disk that fills up in the midst of a talk: the talk is finished on the room held back.

A disk of its own in memory where one may be mounted, and one that counts what is written where
not; both are met.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import apsw

from bedside.core import moves as m
from bedside.core.refusals import Refusal
from bedside.store.safety import ballast
from bedside.store.safety.ballast import Ballast
from bedside.store.saving import Standing
from tests.campaigns.simulated import Disk
from tests.campaigns.stores import Acting, desk_of, folder, missing

WHAT = "a disk that fills up in a talk: the talk is finished in the room held back, and it is said"
DISK, HELD = 6 * 2**20, 2**21
"""Bytes of the disk, and of the ballast: an eighth of the real one."""
ANSWERS = 120
"""So many more answers a talk has once the disk is full."""


def told(seed: int) -> str:
    """Return what went wrong on the disk of this number."""
    return _filled(seed)


def twin(seed: int) -> str:
    """Return the same with no room held back."""
    with mock.patch.object(Ballast, "make", return_value=False):
        return _filled(seed)


def _filled(seed: int) -> str:
    chance = random.Random(seed)
    with folder() as home, _small(home, seed % 2 == 0) as fill:
        desk = desk_of(home)
        desk.store._rescue.ballast = Ballast(desk.places.ballast, HELD)
        acting = Acting(desk, chance)
        acting.act()
        acting.settle()
        desk.store._rescue.hold_back()
        fill()
        wrong = _finished(acting)
        acting.session.close()
        desk.store.close()
        return wrong or missing(desk_of(home), acting.visit, acting.session.visit.seq)


def _finished(acting: Acting) -> str:
    """Go on with the talk to its end on the full disk; say what of it was not saved or not said."""
    session = acting.session
    for _ in range(ANSWERS):
        acting.act()
        if not acting.settle(5):
            return f"answer {acting.number} was not saved: {session.saving}"
    if session.saving.standing is not Standing.LOW:
        return f"nothing is said of the full disk: {session.saving}"
    refusal = session.saving.refusal
    if isinstance(refusal, Refusal):
        return f"it could not be signed: {refusal}"
    session.do(m.Jot("the last words"))
    return "" if acting.settle(5) else "the last words were not saved"


@contextmanager
def _small(home: Path, mounts: bool) -> Iterator[Callable[[], None]]:
    """Make a folder a small disk; give what fills it."""
    if mounts and _mounted(home):
        try:
            yield lambda: _fill(home)
        finally:
            subprocess.run(["umount", "-l", str(home)], check=False)
        return
    counting = _Counting(home)
    with counting.disk.under(), counting.measured():
        yield counting.fill


def _mounted(home: Path) -> bool:
    if sys.platform != "linux" or os.getuid() != 0 or shutil.which("mount") is None:
        return False
    options = f"size={DISK},mode=700"
    command = ["mount", "-t", "tmpfs", "-o", options, "bedside-small", str(home)]
    return not subprocess.run(command, capture_output=True, check=False).returncode


def _fill(home: Path) -> None:
    """Write until nothing more goes in."""
    with (home / "filling").open("wb", buffering=0) as out:
        for size in (2**16, 2**12, 2**9, 1):
            try:
                while True:
                    out.write(b"x" * size)
            except OSError:
                continue


class _Counting:
    """A disk that counts what lies on it, and takes no more than it has room for."""

    def __init__(self, home: Path) -> None:
        """Begin with room."""
        self._home, self.disk, self._foreign = home, Disk(), 0
        self.disk.before = self._refuse_when_full

    def fill(self) -> None:
        """Let others have written all the rest of it."""
        self._foreign = max(0, DISK - self._own())

    def free(self) -> int:
        """Return how many bytes are left."""
        return DISK - self._foreign - self._own()

    def measured(self) -> mock._patch[Callable[[Path], int]]:
        """Let bedside see what is left."""
        return mock.patch.object(ballast, "free_bytes", self._free_in)

    def _free_in(self, _: Path) -> int:
        return self.free()

    def _own(self) -> int:
        return sum(path.stat().st_size for path in self._home.rglob("*") if path.is_file())

    def _refuse_when_full(self, kind: str, _: str) -> None:
        if kind in ("write", "open") and self.free() < 4096:
            raise apsw.FullError("database or disk is full")
