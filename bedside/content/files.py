"""Files that people write: opened only where they are ordinary, written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bedside.core.problems import Finding
from bedside.core.reasons import reason

MAX_BYTES = 1024 * 1024
"""The most a checklist file may hold."""

_BOM = "\ufeff"


class Changed(OSError):
    """A file holds something else than when it was read: another program wrote it meanwhile."""


def unreadable(path: Path, error: OSError) -> Finding:
    """Return the finding for a file that cannot be opened at all."""
    return Finding(
        code="T100",
        message=f"This file cannot be opened: {reason(error)}.",
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


def write_text(path: Path, text: str, *, was: bytes | None = None) -> None:
    """Make this text the content of an author's file, in one step: all of it or none.

    Line ends are written as they are; a byte-order mark that stands in the file is kept. So are
    its mode, and a link that leads to it. `was` is what the file held when it was read: Changed
    where it holds something else now. OSError where it cannot be written.
    """
    target = Path(os.path.realpath(path))
    mode = _mode_of(target)
    held = b"" if mode is None else target.read_bytes()
    _same(held, was, path)
    if held.startswith(_BOM.encode()) and not text.startswith(_BOM):
        text = _BOM + text
    with _finished(target, text.encode()) as part:
        if mode is not None:
            part.chmod(mode)
        if was is not None:  # again: writing took its time
            _same(b"" if _mode_of(target) is None else target.read_bytes(), was, path)
        _replace(part, target)


def write_bytes(path: Path, content: bytes, *, force: bool = False) -> None:
    """Make this the content of a file that bedside makes, in one step: all of it or none.

    FileExistsError where something stands there, unless it may be replaced; OSError where it
    cannot be written.
    """
    if not force:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "it is there already", str(path))
        with _finished(path, content) as part:
            _name_new(part, path)
        return
    target = Path(os.path.realpath(path))
    mode = _mode_of(target)
    with _finished(target, content) as part:
        if mode is not None:
            part.chmod(mode)
        _replace(part, target)


def _same(held: bytes, was: bytes | None, path: Path) -> None:
    """Raise Changed where a file does not hold what it held when it was read."""
    if was is not None and held != was:
        raise Changed(errno.EBUSY, "another program has changed it meanwhile", str(path))


@contextmanager
def _finished(target: Path, content: bytes) -> Iterator[Path]:
    """Give a finished file beside another, still to be named; it is gone afterwards."""
    part = target.with_name(f".{target.name[:40]}.{os.urandom(4).hex()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(part, flags, 0o666)
    try:
        with os.fdopen(file, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        yield part
    finally:
        part.unlink(missing_ok=True)


def _name_new(part: Path, path: Path) -> None:
    """Give the finished file a name that nothing has; FileExistsError where something has it."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a disk on which no file has two names
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "it is there already", str(path)) from None
        _replace(part, path)


def _mode_of(target: Path) -> int | None:
    """Return the mode of an ordinary file that may be written; nothing where there is none yet."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no ordinary file", str(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "it may only be read", str(target))
    return stat.S_IMODE(found.st_mode)


def _replace(part: Path, target: Path) -> None:
    """Give the finished file its name; on Windows a look by another program bars that briefly."""
    import time

    for wait in (0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ():
        with suppress(PermissionError):
            part.replace(target)
            return
        time.sleep(wait)
    part.replace(target)
