"""A note as a file: whole or not at all, never over another, for its owner's eyes only.

Everything is done by a handle of the folder where the system has them, so that nobody can put
another folder in its place meanwhile. What stands at the final name is never followed, waited for
or replaced: a link, a pipe, a folder or another text is a conflict.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bedside.store.paths import make_private

_ENDINGS = {"text": "txt", "ascii": "ascii.txt", "markdown": "md"}
"""How the name of a file in a format ends; that of any other ends in what it is called."""

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_NEW |= getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_READ |= getattr(os, "O_BINARY", 0)


class Conflict(OSError):
    """A file of that name is there already and holds something else."""


class Gone(FileNotFoundError):
    """The file was put there, and somebody took it, or holds it, before it was read back."""


def save(folder: Path, name: str, text: str) -> Path:
    """Write a text to a new file in a folder and read it back; return its path.

    The same text there already counts as saved. Conflict if another text is there; OSError if it
    cannot be written. Names come from ids only, so no name ever holds a patient's data.
    """
    make_private(folder)
    return publish(folder / name, text)


def name_of(visit: str, reader: str, form: str) -> str:
    """Return what the file of a text is called: made of ids only."""
    whose = "" if reader == "chart" else f"_{reader}"
    return f"bedside_{visit}{whose}.{_ENDINGS.get(form, form)}"


def publish(target: Path, text: str | bytes, mode: int = 0o600) -> Path:
    """Put the text at the target path by way of a temporary file beside it, and read it back.

    A text is written as UTF-8, bytes as they are. A new file has this mode, whatever the umask
    says; on Windows, and where the file system has rights of its own, it has those.
    """
    whole = text.encode() if isinstance(text, str) else text
    with _opened(target.parent) as folder:
        _clear_away(target)
        part = target.with_name(f".{target.name}.{os.urandom(6).hex()}.part")
        at = _Place(target.parent, folder, mode)
        file = at.open(part.name, _NEW)
        try:
            _hold(file)
            _write(file, whole)
            is_ours = at.take_name(part.name, target.name, whole)
        finally:
            os.close(file)
            at.remove(part.name)
        at.sync()
        _compare(at, target, whole, is_ours)
    return target


class _Place:
    """A folder, by its handle where the system opens folders, else by its path."""

    def __init__(self, path: Path, handle: int | None, mode: int = 0o600) -> None:
        """Work in this folder; new files have this mode."""
        self._path, self._handle, self._mode = path, handle, mode

    def open(self, name: str, flags: int) -> int:
        """Open a file in the folder; a new one is its owner's alone until it has its mode."""
        if self._handle is None:
            file = os.open(self._path / name, flags, 0o600)
        else:
            file = os.open(name, flags, 0o600, dir_fd=self._handle)
        if sys.platform != "win32" and flags & os.O_CREAT and self._mode != 0o600:
            with suppress(OSError):  # a file system that has rights of its own keeps them
                os.fchmod(file, self._mode)
        return file

    def remove(self, name: str) -> None:
        """Take a name away, if it is there."""
        with suppress(OSError):
            if self._handle is None:
                (self._path / name).unlink()
            else:
                os.unlink(name, dir_fd=self._handle)

    def take_name(self, part: str, name: str, whole: bytes) -> bool:
        """Give the finished file its name without ever replacing another; say whether it has it."""
        try:
            if self._handle is None:
                os.link(self._path / part, self._path / name)
            else:
                os.link(part, name, src_dir_fd=self._handle, dst_dir_fd=self._handle)
        except FileExistsError:
            return False
        except OSError:
            return self._copy(name, whole)
        return True

    def _copy(self, name: str, whole: bytes) -> bool:
        """Do the same where the file system has no hard links; what fails leaves no name."""
        try:
            file = self.open(name, _NEW)
        except FileExistsError:
            return False
        is_whole = False
        try:
            _write(file, whole)
            is_whole = True
        finally:
            os.close(file)
            if not is_whole:
                self.remove(name)
        return True

    def sync(self) -> None:
        """Make the new name durable; Windows has no way to ask for it."""
        if self._handle is not None:
            os.fsync(self._handle)


@contextmanager
def _opened(folder: Path) -> Iterator[int | None]:
    """Give a handle of a folder; nothing on Windows, which opens none."""
    if sys.platform == "win32":
        yield None
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


def _compare(at: _Place, target: Path, whole: bytes, is_ours: bool) -> None:
    """Read the file back. Conflict if it was there with another text, Gone if ours was taken.

    OSError if ours does not read as it was written.
    """
    try:
        found = _read(at, target.name, len(whole) + 1)
    except FileNotFoundError as error:
        if is_ours and target.parent.is_dir():
            raise Gone(errno.ENOENT, error.strerror, str(target)) from error
        raise
    except OSError as error:
        if is_ours and isinstance(error, PermissionError):  # Windows: its reader keeps it shut
            raise Gone(error.errno, error.strerror, str(target)) from error
        raise Conflict(errno.EEXIST, _TAKEN, str(target)) from error
    if found == whole:
        return
    if is_ours:
        at.remove(target.name)
        what = "what was written does not read back as it was, so it was taken away again"
        raise OSError(errno.EIO, what, str(target))
    raise Conflict(errno.EEXIST, _TAKEN, str(target))


_TAKEN = "another file of this name is already there"


def _read(at: _Place, name: str, most: int) -> bytes:
    """Return what a plain file holds, up to so many bytes; OSError where it is something else."""
    file = at.open(name, _READ)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EEXIST, _TAKEN, name)
        found = bytearray()
        while len(found) < most and (piece := os.read(file, most - len(found))):
            found += piece
        return bytes(found)
    finally:
        os.close(file)


def _write(file: int, whole: bytes) -> None:
    """Write all of it, however many calls it takes, and make it durable."""
    view = memoryview(whole)
    while view:
        view = view[os.write(file, view) :]
    os.fsync(file)


def _clear_away(target: Path) -> None:
    """Remove what writers of the same file that were killed have left: it is somebody's note.

    One that is being written now is locked here, or cannot be removed on Windows.
    """
    for old in target.parent.glob(f".{target.name}.*.part"):
        with suppress(OSError):
            if sys.platform == "win32":
                old.unlink()
            else:
                _remove_unheld(old)


def _remove_unheld(old: Path) -> None:
    file = os.open(old, _READ)
    try:
        _hold(file)
        old.unlink()
    finally:
        os.close(file)


def _hold(file: int) -> None:
    """Lock a file that is being written; OSError where another process does. Not on Windows."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
