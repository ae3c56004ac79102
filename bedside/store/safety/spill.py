"""Spill: a second place for what the store does not take, row by row, until it takes it again.

One file a process, in the first folder that lets itself be written, each record framed by its
length and a digest that goes on from the record before. A torn end is found by it, and so is a
record that was changed, moved or left out. What stands in it is sealed as in the store.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from bedside.core.value import Value, placed
from bedside.store.locks import StoreError, VisitLock
from bedside.store.paths import make_private, sync_folder

_HEAD = b"bedside spill 1\n"
_ENDING = ".spill"
_LENGTH, _CHECK, _DIGEST = 4, 4, 16
"""Bytes of a record's frame: its length, big-endian, what proves the length (so that a changed one
is not taken for a cut), and the record's digest (BLAKE2b, RFC 7693)."""


@placed
class Spilled(Value):
    """What a file of spilled records holds."""

    records: tuple[bytes, ...]
    is_torn: bool = False
    """Whether the last record is not whole: a cut came while it was written."""
    is_damaged: bool = False
    """Whether something was changed: what stands behind the last record here is not believed."""
    good: int = 0
    """How many bytes, from the first, hold what is believed."""


class _Part:
    """One file of records that this process writes and holds."""

    def __init__(self, path: Path) -> None:
        """Make the file, durably; OSError where its folder does not let itself be written."""
        make_private(path.parent)
        mistrust(path.parent)
        self.path = path
        self._lock = VisitLock(path.parent, path.stem)
        try:
            self._lock.acquire()
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            self._file = os.open(path, flags, 0o600)
        except (OSError, StoreError) as error:
            self._lock.release()
            _unlink(path)
            raise OSError(str(error)) from error
        self._digest = hashlib.blake2b(_HEAD, digest_size=_DIGEST).digest()
        self.is_empty = True

    def append(self, records: Sequence[bytes]) -> None:
        """Keep records behind those before; OSError where they are not durable."""
        framed, digest = bytearray(_HEAD if self.is_empty else b""), self._digest
        for record in records:
            length = len(record).to_bytes(_LENGTH, "big")
            check = _next(digest, length)[:_CHECK]
            digest = _next(digest, record)
            framed += length + check + digest + record
        _write(self._file, bytes(framed))
        os.fsync(self._file)
        if self.is_empty:
            sync_folder(self.path.parent)
        self._digest, self.is_empty = digest, False

    def close(self) -> None:
        """Let the file go; one that never took a record goes altogether."""
        os.close(self._file)
        self._lock.release()
        if self.is_empty:
            _unlink(self.path)


class Spill:
    """Where one process puts records while its store takes none."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Use the first of these folders that can be written; nothing is made yet."""
        self._folders = folders
        self._parts: list[_Part] = []
        self._name = ""
        self._is_sound = False
        """Whether the last part can be written on: its end is not torn."""

    @property
    def path(self) -> Path | None:
        """Where records are kept now; nothing before the first one."""
        return self._parts[-1].path if self._parts else None

    def end_part(self) -> list[str]:
        """Have what comes next go into a file of its own; return the names of those so far.

        For a commit that names them: it may last though it is reported as failed.
        """
        self._is_sound = False
        return [part.path.name for part in self._parts]

    def add(self, records: Sequence[bytes]) -> Path:
        """Keep records in order; return the file in which they are durable now.

        OSError where no folder takes them: then none of them counts as kept.
        """
        if self._is_sound:
            try:
                self._parts[-1].append(records)
                return self._parts[-1].path
            except OSError:
                self._is_sound = False  # what follows goes into a part of its own
        failed = OSError("there is no second folder")
        for folder in self._folders:
            try:
                return self._add_to(folder, records)
            except OSError as error:
                failed = error
        raise failed

    def remove(self) -> None:
        """Take every record away again: the store has them all, and knows their files by name."""
        for part in self._parts:
            part.close()
            _unlink(part.path)
        self._parts, self._is_sound, self._name = [], False, ""

    def close(self) -> None:
        """Let the files go; what is in them stays for the next start."""
        for part in self._parts:
            part.close()
        self._parts, self._is_sound = [], False

    def _add_to(self, folder: Path, records: Sequence[bytes]) -> Path:
        from bedside.store.moments import new_id, now

        self._name = self._name or new_id(now().utc)
        part = _Part(folder / f"{self._name}-{len(self._parts):04}{_ENDING}")
        try:
            part.append(records)
        except OSError:
            part.close()
            raise
        self._parts.append(part)
        self._is_sound = True
        return part.path


class Leftover:
    """A file of records that a process has left; nobody else takes it up meanwhile."""

    def __init__(self, path: Path, lock: VisitLock) -> None:
        """Name the file; its lock is held."""
        self.path, self._lock = path, lock

    def read(self) -> Spilled:
        """Return its records up to the first that is not whole; OSError if it cannot be read."""
        return unframed(self.path.read_bytes())

    def remove(self) -> None:
        """Take it away: the store has what it held."""
        self._lock.release()
        _unlink(self.path)

    def leave(self) -> None:
        """Let it lie for a later start."""
        self._lock.release()


def leftovers(folders: Sequence[Path]) -> Iterator[Leftover]:
    """Yield every file of records whose process is gone, the oldest first."""
    found: list[Path] = []
    for folder in folders:
        with suppress(OSError):
            mistrust(folder)
            found += folder.glob(f"*{_ENDING}")
    for path in sorted(found, key=lambda one: one.name):
        lock = VisitLock(path.parent, path.stem)
        with suppress(StoreError):
            if lock.acquire() is None:
                yield Leftover(path, lock)


def unframed(whole: bytes) -> Spilled:
    """Return the records that these bytes hold, up to the first that is not whole."""
    if not whole.startswith(_HEAD):
        is_torn = _HEAD.startswith(whole)
        return Spilled((), is_torn=is_torn and bool(whole), is_damaged=not is_torn)
    digest = hashlib.blake2b(_HEAD, digest_size=_DIGEST).digest()
    records: list[bytes] = []
    at = len(_HEAD)
    while at < len(whole):
        told, proof = whole[at : at + _LENGTH], at + _LENGTH + _CHECK
        begin = proof + _DIGEST
        if begin > len(whole):
            return Spilled(tuple(records), is_torn=True, good=at)
        if whole[at + _LENGTH : proof] != _next(digest, told)[:_CHECK]:
            return Spilled(tuple(records), is_damaged=True, good=at)
        length = int.from_bytes(told, "big")
        record = whole[begin : begin + length]
        if len(record) < length:
            return Spilled(tuple(records), is_torn=True, good=at)
        digest = _next(digest, record)
        if whole[proof:begin] != digest:
            return Spilled(tuple(records), is_damaged=True, good=at)
        records.append(record)
        at = begin + length
    return Spilled(tuple(records), good=at)


def _next(before: bytes, record: bytes) -> bytes:
    return hashlib.blake2b(before + record, digest_size=_DIGEST).digest()


def _write(file: int, whole: bytes) -> None:
    """Write all of it, however many calls it takes."""
    view = memoryview(whole)
    while view:
        view = view[os.write(file, view) :]


def mistrust(folder: Path) -> None:
    """Raise OSError for a folder that somebody else could have put there; temp is for everybody."""
    found = folder.lstat()
    is_other = hasattr(os, "getuid") and found.st_uid != os.getuid()
    if is_other or folder.is_symlink():
        raise OSError(1, "this folder is somebody else's", str(folder))


def _unlink(path: Path) -> None:
    for one in (path, path.with_suffix(".lock")):
        with suppress(OSError):
            one.unlink(missing_ok=True)
