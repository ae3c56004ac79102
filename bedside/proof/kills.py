"""Kills: the process that saves is ended at a moment of chance, with no warning.

What it had called saved must be there, and nothing may be damaged.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bedside.proof.acting import missing, places_in
from bedside.store.store import Store

_WITHIN = 0.08
"""Seconds after the first save within which the process is ended."""


class Kills:
    """Ends a process that saves, and looks at what it has left."""

    def __init__(self, folder: Path) -> None:
        """Work in a new folder within this one, so that its disk is the one that is tried."""
        self._home = Path(tempfile.mkdtemp(prefix="proof-", dir=folder))

    def told(self, number: int) -> str:
        """Return what is missing after the kill of this number."""
        chance = random.Random(number)  # noqa: S311  # chance that can be had again, not a secret
        home = self._home / str(number)
        command = (sys.executable, "-I", "-m", "bedside.proof.acting", str(home), str(number))
        with subprocess.Popen(  # noqa: S603  # this very program
            command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        ) as child:
            assert child.stdout is not None  # noqa: S101  # it was asked for just above
            first = child.stdout.readline()
            time.sleep(chance.random() * _WITHIN)
            child.kill()
            said = [line for line in (first + child.stdout.read()).split("\n")[:-1] if line]
        try:
            return self._left(home, said)
        finally:
            shutil.rmtree(home, ignore_errors=True)

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._home, ignore_errors=True)

    def _left(self, home: Path, said: list[str]) -> str:
        if not said:
            return "nothing was ever called saved: the process could not begin"
        visit, _, seq = said[-1].partition(" ")
        store = Store(places_in(home))
        try:
            return missing(store, visit, int(seq))
        finally:
            store.close()
