"""A disk that remembers every write and sync, and fails or is slow as it is told.

SQLite's own file layer with a record kept of it (apsw.VFS), under the connections that bedside
makes itself: its schema, its statements and its settings run on it as they are.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import apsw

MAIN = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE


class Op(NamedTuple):
    """One thing that was done to a file: what, to which, where, and with which bytes."""

    kind: str
    name: str
    at: int = 0
    raw: bytes = b""


class Disk:
    """What was done, in order; and what is to be done before each call."""

    def __init__(self) -> None:
        """Begin with nothing done, and every call well."""
        self.log: list[Op] = []
        self.before: Callable[[str, str], int | None] = lambda *_: None
        """Called with kind and file before each call; may raise, wait, or give how many bytes of
        a write reach the disk before it fails."""
        self._name = f"simulated-{id(self)}"
        self._vfs = _Vfs(self, self._name)

    @contextmanager
    def under(self) -> Iterator[None]:
        """Let every connection that is made meanwhile be one on this disk."""
        with mock.patch.object(sqlite3, "connect", self.connect):
            yield

    def connect(self, path: Path, timeout: float = 5.0, **_: object) -> Connection:
        """Return a connection as `sqlite3.connect` does, on this disk."""
        try:
            made = apsw.Connection(str(path), vfs=self._name, flags=MAIN)
        except apsw.Error as error:
            raise _translated(error) from error
        made.set_busy_timeout(int(timeout * 1000))
        return Connection(made)

    def mark(self, what: str, number: int) -> None:
        """Write into the record that something was said to be saved."""
        self.log.append(Op("mark", what, number))


class Connection:
    """As much of `sqlite3.Connection` as bedside uses, over apsw."""

    def __init__(self, real: apsw.Connection) -> None:
        """Wrap a connection."""
        self._real = real

    def execute(self, statement: str, values: Any = ()) -> _Rows:
        """Run a statement to its end; sqlite3.Error where it fails."""
        try:
            rows = list(self._real.execute(statement, values))
            return _Rows(rows, self._real.changes())
        except apsw.Error as error:
            raise _translated(error) from error

    def executemany(self, statement: str, many: Any) -> _Rows:
        """Run a statement for each of these values; what it gives says how many rows it changed."""
        return _Rows([], sum(self.execute(statement, values).rowcount for values in many))

    def backup(self, other: Connection) -> None:
        """Copy all of it into another, as it stands."""
        try:
            with other._real.backup("main", self._real, "main") as copy:
                while not copy.done:
                    copy.step(100)
        except apsw.Error as error:
            raise _translated(error) from error
        except SystemError as error:  # how apsw tells of a file that fails while a copy ends
            raise _translated(apsw.IOError(str(error))) from error

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._real.in_transaction

    def close(self) -> None:
        """Close it; what is open is rolled back."""
        try:
            self._real.close()
        except apsw.Error as error:
            raise _translated(error) from error


class _Rows:
    """The rows a statement gave."""

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows, self.rowcount = iter(rows), rowcount

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows


_CODES = {
    apsw.FullError: sqlite3.SQLITE_FULL,
    apsw.IOError: sqlite3.SQLITE_IOERR,
    apsw.ReadOnlyError: sqlite3.SQLITE_READONLY,
    apsw.CantOpenError: sqlite3.SQLITE_CANTOPEN,
    apsw.BusyError: sqlite3.SQLITE_BUSY,
}
"""What SQLite would have said for an error that the simulated disk raised itself."""


def _translated(error: apsw.Error) -> sqlite3.Error:
    """Return the error that the standard library would have raised."""
    code = getattr(error, "extendedresult", 0) or getattr(error, "result", 0)
    code = code or next((code for kind, code in _CODES.items() if isinstance(error, kind)), 0)
    kinds: dict[int, type[sqlite3.Error]] = {
        sqlite3.SQLITE_CORRUPT: sqlite3.DatabaseError,
        sqlite3.SQLITE_NOTADB: sqlite3.DatabaseError,
    }
    kinds[sqlite3.SQLITE_CONSTRAINT] = sqlite3.IntegrityError
    made = kinds.get(code & 0xFF, sqlite3.OperationalError)(str(error))
    made.sqlite_errorcode = code
    return made


class _Vfs(apsw.VFS):
    """SQLite's own file layer, with what is done told to a disk."""

    def __init__(self, disk: Disk, name: str) -> None:
        self._disk = disk
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802
        told = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name)).name
        self._disk.before("open", told)
        return _File(self._disk, told, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self._disk.before("delete", Path(filename).name)
        super().xDelete(filename, syncdir)
        self._disk.log.append(Op("delete", Path(filename).name, int(syncdir)))


class _File(apsw.VFSFile):
    """One file of it."""

    def __init__(self, disk: Disk, told: str, name: Any, flags: list[int]) -> None:
        self._disk, self._told = disk, told
        self._lock = threading.Lock()
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        short = self._disk.before("write", self._told)
        if short is not None:
            super().xWrite(data[: min(short, len(data))], offset)
            raise apsw.FullError("database or disk is full")
        super().xWrite(data, offset)
        self._disk.log.append(Op("write", self._told, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._disk.before("truncate", self._told)
        super().xTruncate(newsize)
        self._disk.log.append(Op("truncate", self._told, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.before("sync", self._told)
        super().xSync(flags)
        self._disk.log.append(Op("sync", self._told))
