"""The ground a folder stands on: a share that is not mounted leaves a folder of its name behind.

What is written there would lie beneath the share, on the local disk, and nobody would ever find it.
So a mark is left in the folder, and kept in mind here together with what was mounted then. Without
the mark, and with nothing mounted where something was, it is another folder. Either alone is none:
an importer may clear all away, and a share may be moved with all that is in it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from bedside.store.paths import make_private

MARK = "place"


class Ground:
    """What is kept in mind of one destination's folder."""

    def __init__(self, name: str, folder: Path, marks: Path, memory: Path | None) -> None:
        """Keep it in a file of the folder `memory`; with none, nothing is kept."""
        self._folder, self._mark = folder, marks / MARK
        named = hashlib.blake2b(
            f"{name}\0{folder}".encode("utf-8", "surrogatepass"), digest_size=12
        )
        self._kept = memory / named.hexdigest() if memory else None

    def missing(self) -> str:
        """Return what was mounted when notes went there, and is not now; "" where all is as it was.

        A folder that is not there at all is told otherwise. What cannot be read is no sign.
        """
        mark, _, mounted = self._remembered().partition("\n")
        if not mounted or self._found() == mark:
            return ""
        with suppress(OSError, RuntimeError):  # the latter where links lead in a ring
            return mounted if mount_of(self._folder) in Path(mounted).parents else ""
        return ""

    def keep(self) -> None:
        """Leave the mark where there is none, and keep it in mind; what fails costs no note."""
        if self._kept is None:
            return
        with suppress(OSError, RuntimeError):
            mark = self._found() or self._laid()
            now = f"{mark}\n{mount_of(self._folder)}"
            if now != self._remembered():
                make_private(self._kept.parent)
                self._kept.write_text(now, encoding="utf-8", errors="surrogateescape")

    def _laid(self) -> str:
        """Leave a new mark; return the one that lies there, which may be another workstation's."""
        mark = secrets.token_hex(8)
        with suppress(FileExistsError), self._mark.open("x", encoding="ascii") as file:
            file.write(mark)
        return self._found()

    def _found(self) -> str:
        with suppress(OSError, ValueError):
            return self._mark.read_text(encoding="ascii").strip()
        return ""

    def _remembered(self) -> str:
        with suppress(OSError, ValueError):
            if self._kept is not None:
                return self._kept.read_text(encoding="utf-8", errors="surrogateescape")
        return ""


def mount_of(folder: Path) -> Path:
    """Return the nearest folder, itself or one above it, that something is mounted at."""
    whole = folder.resolve()
    every = (whole, *whole.parents)
    # pathlib's own question is not answered on Windows before Python 3.12.
    return next((one for one in every if os.path.ismount(one)), every[-1])
