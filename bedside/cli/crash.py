"""What is said after an error nobody caught, and how the command then ends.

A store or an output that fails is no fault of ours and is named. After a fault of our own comes an
apology: no locals, no message, and the way back.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from bedside import words
from bedside.cli.exits import Exit
from bedside.core.reasons import reason
from bedside.core.text import cut, safe
from bedside.store.locks import StoreDamaged, StoreError

if TYPE_CHECKING:
    from bedside.launch.link import Seat

_NAMES = ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EBADF")
_FULL = frozenset(getattr(errno, name) for name in _NAMES if hasattr(errno, name))
"""What an output that takes nothing more answers; of a file, the error would give the name."""

_OF_FILES = _FULL | {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ELOOP, errno.ENAMETOOLONG),
    *(errno.ENOTDIR, errno.EISDIR, errno.EMFILE, errno.ENFILE),
}
"""What a disk, a folder or a name answers; no fault of ours, wherever it is met."""


def ending(error: BaseException) -> tuple[Exit, str]:
    """Return the code a command ends with after an error, and what to tell the person."""
    from bedside.store.keys.clinic import ClinicChanged
    from bedside.store.keys.keyring import NotYours

    if isinstance(error, StoreDamaged):
        hint = "Nothing was changed. bedside doctor says what to do."
        hint += " A talk can begin all the same: bedside walk NAME."
        return Exit.UNAVAILABLE, f"bedside: the store of visits is damaged: {error}. {hint}\n"
    if isinstance(error, (NotYours, ClinicChanged)):
        return Exit.NOT_ALLOWED, f"bedside: {error}.\n"
    if isinstance(error, StoreError):
        return Exit.UNAVAILABLE, f"bedside: visits cannot be read or saved now. {error}.\n"
    if isinstance(error, OSError) and error.filename is None and error.errno in _FULL:
        silence()
        why = reason(error)
        return Exit.UNAVAILABLE, f"bedside: the answer could not be written: {why}.\n"
    if isinstance(error, OSError) and error.errno in _OF_FILES and error.filename is not None:
        return Exit.UNAVAILABLE, _of_file(error)
    return Exit.BUG, apology(error)


def _of_file(error: OSError) -> str:
    """Return what to tell of a file or folder that could not be read or written."""
    name = os.fsdecode(error.filename) if not isinstance(error.filename, int) else "a file"
    why = reason(error)
    way = "Check its name, who may use it, and that there is room on the disk."
    return safe(f"bedside: {cut(name, 200)} cannot be read or written: {why}. {way}") + "\n"


def fault(error: BaseException) -> str:
    """Return where an error came from, without its message: that could hold a patient's words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = frames[-1] if frames else None
    at = f"{Path(place.filename).name}:{place.lineno} {place.name}" if place else "unknown place"
    return f"{type(error).__name__} at {at}"


def apology(error: BaseException) -> str:
    """Return what to tell the clinician: sorry, nothing is lost, how to go on."""
    return words.APOLOGY.format(what=fault(error)) + "\n"


def say_ending(error: BaseException, seat: Seat | None = None) -> Exit:
    """Say what an error means, to the launcher where it is our own fault: it may start us again."""
    code, text = ending(error)
    if code is Exit.BUG and seat is not None:
        seat.link.tell(fault=fault(error))
    else:
        sys.stderr.write(text)
    return code


def hush() -> None:
    """Have Python tell a fault nobody caught by its place: no message, no values, no lines of code.

    For every thread, for what fails while it is taken away, and at the very end.
    """

    def told(error: BaseException | None) -> None:
        if error is not None and sys.stderr is not None:
            sys.stderr.write(f"bedside: {fault(error)}\n")

    sys.excepthook = lambda _kind, error, _trace: told(error)
    sys.unraisablehook = lambda failed: told(failed.exc_value)
    threading.excepthook = lambda failed: told(failed.exc_value)


def silence() -> None:
    """Send what is still to be written nowhere: whoever was to read it will not."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
