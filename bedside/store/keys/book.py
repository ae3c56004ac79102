"""The key book: every visit's key, wrapped for each who may open the visit.

A small database of its own, apart from the store, so that a backup of the store brings no key
back that was destroyed. It has one copy, made anew at each change: a damaged book is restored from
it, and a destroyed key is gone from both, and from what a cut or a fault left beside them. Nothing
in it opens without somebody's own key.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bedside.store.database import BUSY_SECONDS, Schema, connect, failure
from bedside.store.keys.tables import SHARED
from bedside.store.locks import StoreDamaged, StoreError, VisitLock
from bedside.store.paths import sync_folder

KEYS = Schema(
    version=2,
    grows_from=1,
    tables=SHARED
    + """
CREATE TABLE IF NOT EXISTS wraps (
    visit TEXT NOT NULL, recipient TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (visit, recipient)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (
    what TEXT PRIMARY KEY, number INTEGER NOT NULL, head BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS turn (id INTEGER PRIMARY KEY CHECK (id = 1), n INTEGER NOT NULL);
""",
)
"""`marks` says how far visits and the log had come; `turn` counts changes, so that a copy that is
older shows. Version 1 had neither."""

_NEXT_TURN = "INSERT INTO turn VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET n = n + 1"
_TURN_SECONDS = 0.02
"""Between two looks at whether another process has restored the book."""


class KeyBook:
    """The wrapped keys of one store."""

    def __init__(self, path: Path) -> None:
        """Use the book at this path; it is made at the first change."""
        self._path = path
        self._copy, self._damaged = path.with_suffix(".copy"), path.with_suffix(".damaged")

    def wraps(self, visit: str) -> dict[str, bytes]:
        """Return a visit's wrapped keys by recipient; StoreError where the book is unreadable."""
        with self.reading() as connection:
            query = "SELECT recipient, body FROM wraps WHERE visit = ?"
            return dict(connection.execute(query, (visit,)).fetchall())

    def every(self) -> dict[str, dict[str, bytes]]:
        """Return the wrapped keys of every visit."""
        found: dict[str, dict[str, bytes]] = {}
        with self.reading() as connection:
            for visit, recipient, body in connection.execute("SELECT * FROM wraps"):
                found.setdefault(visit, {})[recipient] = body
        return found

    def put(self, visit: str, wraps: Mapping[str, bytes]) -> None:
        """Keep a visit's key for these recipients as well, durably; those there are replaced."""
        rows = [(visit, recipient, body) for recipient, body in wraps.items()]
        with self.changing() as connection:
            connection.executemany("INSERT OR REPLACE INTO wraps VALUES (?, ?, ?)", rows)

    def destroy(self, visit: str, recipient: str = "") -> None:
        """Destroy a visit's key for one recipient, or for all: what it sealed opens no more."""
        with self.destroying() as connection:
            if recipient:
                chosen = (visit, recipient)
                connection.execute("DELETE FROM wraps WHERE visit = ? AND recipient = ?", chosen)
            else:
                connection.execute("DELETE FROM wraps WHERE visit = ?", (visit,))

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection in one transaction, and make the copy anew after it.

        What is deleted is written over. StoreError where the book cannot be changed.
        """
        with self._open("BEGIN IMMEDIATE") as connection:
            yield connection
            connection.execute(_NEXT_TURN)
        self._copy_anew()

    @contextmanager
    def noting(self) -> Iterator[sqlite3.Connection]:
        """Give a connection in one transaction as `changing` does, and leave the copy as it is.

        For what may be lost with the book itself, and destroys nothing.
        """
        with self._open("BEGIN IMMEDIATE") as connection:
            yield connection

    def catch_up(self) -> None:
        """Make the copy anew where a cut left it older than the book.

        A key that was destroyed just before the cut is still in that one. StoreError where it
        cannot be made.
        """
        if not self._path.exists():
            return
        with self.reading() as connection:
            turn = _turn(connection)
        if _turn_at(self._copy) != turn:
            self._copy_anew()

    def _copy_anew(self) -> None:
        with self._failing(), closing(connect(self._path, KEYS)) as turn:
            turn.execute("BEGIN IMMEDIATE")  # one copy at a time, so that none is older than it
            for left in self._copy.parent.glob(f"{self._copy.name}.*.part*"):
                left.unlink(missing_ok=True)  # by a cut: keys that were destroyed since are in it
            with closing(connect(self._path, KEYS)) as connection:
                _copied(connection, self._copy)

    @contextmanager
    def destroying(self) -> Iterator[sqlite3.Connection]:
        """Give a connection as `changing` does; after it a damaged book that was kept is gone too.

        The keys that are destroyed here are still in that one.
        """
        with self.changing() as connection:
            yield connection
        with self._failing():
            self._damaged.unlink(missing_ok=True)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection to read one state of the book. StoreError where it is unreadable."""
        with self._open("BEGIN") as connection:
            yield connection

    @contextmanager
    def _open(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._failing():
            self._restore_if_lost()
            with closing(connect(self._path, KEYS)) as connection:
                connection.execute("PRAGMA secure_delete=ON")
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Raise StoreError where the book cannot be used."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise failure(self._path, error) from error

    def _restore_if_lost(self) -> None:
        """Put the copy in the place of a book that is gone or damaged; that one is kept beside.

        One process does, and others wait for it: a second one would put the copy over what the
        first has written since.
        """
        if not self._is_lost():
            return
        with self._alone():
            if not self._is_lost():
                return
            if not _is_sound(self._copy):
                raise StoreDamaged(f"{self._path} and its copy are damaged")
            with suppress(FileNotFoundError):
                self._path.replace(self._damaged)
            with closing(sqlite3.connect(self._copy)) as connection:
                _copied(connection, self._path)

    def _is_lost(self) -> bool:
        """Whether the book cannot be used, and there is a copy of it."""
        return self._copy.exists() and not _is_sound(self._path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time restore the book; StoreError where another is long about it."""
        lock = VisitLock(self._path.parent, self._path.stem)
        until = time.monotonic() + BUSY_SECONDS
        while (holder := lock.acquire()) is not None:
            if time.monotonic() > until:
                raise StoreError(f"{self._path}: process {holder.process} is restoring it")
            time.sleep(_TURN_SECONDS)
        try:
            yield
        finally:
            lock.release()


def remembers_clinic(path: Path) -> bool:
    """Whether the key book at this path is of a shared workstation; read without changing it.

    Its copy remembers it as well, should the book be gone or damaged.
    """
    return any(map(_names_clinic, (path, path.with_suffix(".copy"))))


def _names_clinic(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            query = "SELECT 1 FROM clinic WHERE name = 'fingerprint'"
            return connection.execute(query).fetchone() is not None
    except sqlite3.Error:
        return False  # whoever opens the book for its keys says what is wrong with it


def _turn(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT n FROM turn").fetchone()
    return int(row[0]) if row else 0


def _turn_at(path: Path) -> int:
    """Return how many changes the copy at a path has seen; -1 where it does not say."""
    try:
        name = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(name, uri=True)) as connection:
            return _turn(connection)
    except sqlite3.Error:
        return -1


def _is_sound(path: Path) -> bool:
    """Whether a file is there, a key book, and can be read to its end; none is made."""
    if not path.exists():
        return False
    try:
        name = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(name, uri=True, timeout=BUSY_SECONDS)) as connection:
            connection.execute("SELECT count(*), sum(length(body)) FROM wraps").fetchone()
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
        if code == sqlite3.SQLITE_CANTOPEN:
            return path.exists()  # taken away this moment, or one that nobody may open
        return code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
    return True


def _copied(connection: sqlite3.Connection, target: Path) -> None:
    """Write a database whole to a path, for its owner alone."""
    part = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(part)) as other:
            connection.backup(other)
        part.replace(target)
        sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


__all__ = ["KEYS", "KeyBook", "StoreError"]
