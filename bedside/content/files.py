"""Opening files that people write: ordinary ones, and no more of them than a checklist may hold."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from bedside.core.problems import Finding

MAX_BYTES = 1024 * 1024
"""The most a checklist file may hold."""


def unreadable(path: Path, error: OSError) -> Finding:
    """Return the finding for a file that cannot be opened at all."""
    return Finding(
        code="T100",
        message=f"This file cannot be opened: {error.strerror or error}.",
        help="check that it is still there and that you may read it",
        file=path.name,
    )


def read_file(path: Path) -> bytes:
    """Return what a file holds, one byte more than a checklist may hold at the most.

    OSError where it cannot be opened, or is no file that ends: a pipe or a device.
    """
    found = os.stat(path)  # noqa: PTH116  # a third of the time
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no ordinary file")
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # the same
        return file.read(min(found.st_size, MAX_BYTES) + 1)
