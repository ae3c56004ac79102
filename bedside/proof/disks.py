"""Disks: talks on a disk that is full, takes nothing, or fails each write.

Each has to go on, all of it has to be kept in the store or in the second place, and be there
afterwards, also where the process was ended meanwhile.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bedside.proof.acting import missing, places_in
from bedside.proof.refusing import WAYS
from bedside.store.store import Store

_PATIENCE = 120
"""Seconds after which a talk counts as one that does not go on."""
_SAFE = 2
"""So often at least a talk says what is safe: before the disk refuses, and while it does."""


class Disks:
    """Has talks meet such disks, and looks at what they have left."""

    def __init__(self, folder: Path) -> None:
        """Work in a new folder within this one."""
        self._home = Path(tempfile.mkdtemp(prefix="proof-", dir=folder))

    def told(self, number: int) -> str:
        """Return what went wrong on the disk of this number."""
        way = WAYS[number % len(WAYS)]
        home = self._home / str(number)
        arguments = ("bedside.proof.refusing", str(home), str(number), way)
        command = (sys.executable, "-I", "-m", *arguments)
        try:
            ran = subprocess.run(  # noqa: S603  # this very program
                command,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                text=True,
                timeout=_PATIENCE,
                check=False,
            )
            wrong = _wrong(home, ran.stdout.split("\n")[:-1])
        except subprocess.TimeoutExpired:
            wrong = "the talk did not go on"
        finally:
            shutil.rmtree(home, ignore_errors=True)
        return f"{way}: {wrong}" if wrong else ""

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._home, ignore_errors=True)


def _wrong(home: Path, said: list[str]) -> str:
    """Return what is missing of what was called safe, or that nothing was."""
    if "never" in said:
        return "the disk took everything, so nothing was tried"
    if len(said) < _SAFE:
        return "what the disk did not take was never said to be safe"
    visit, _, seq = said[-1].partition(" ")
    store = Store(places_in(home))
    try:
        return missing(store, visit, int(seq))
    finally:
        store.close()
