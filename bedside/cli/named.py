"""The files that an educator names: a checklist by its id or path, and a new file to write."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.core.reasons import reason
from bedside.core.text import safe

if TYPE_CHECKING:
    from bedside.core.checklist import Checklist


def checklist_path(desk: Desk, name: str) -> Path:
    """Return the file that an id or a path names; Ended, with the nearest id, if there is none."""
    if name.endswith(".toml") or len(Path(name).parts) > 1:
        path = Path(name)
        if os.path.exists(path):  # noqa: PTH110  # pathlib's raises
            return path
        raise Ended(Exit.NOT_FOUND, f"there is no file {name}.")
    found = desk.library.find(name)
    if found is not None:
        return found
    near = desk.library.near(name)
    hint = f"Did you mean {near}?" if near else "bedside list shows every checklist."
    raise Ended(Exit.NOT_FOUND, f"there is no checklist '{name}'. {hint}")


def read_checklist(desk: Desk, path: Path) -> Checklist:
    """Return the checklist in a file; Ended, with why, where it cannot be used."""
    from bedside.core.problems import Problems

    try:
        found = desk.library.open(path)
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{path} cannot be opened: {reason(error)}.") from error
    if isinstance(found, Problems):
        from bedside.cli.findings import broken

        raise broken(path.stem, path, found)
    return found


def write_new(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that is not there yet, or over one that may be; Ended where that cannot be."""
    from bedside.content.files import write_bytes

    try:
        write_bytes(path, content, force=force)
    except FileExistsError:
        message = f"{path} is there already, and nothing was written. Add --force to replace it."
        raise Ended(Exit.USAGE, message) from None
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{path} cannot be written: {reason(error)}.") from error
    sys.stderr.write(safe(f"Written to {path}.\n"))


def say(content: bytes) -> None:
    """Write to standard output as it is, whatever letters and line ends the system prefers."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
