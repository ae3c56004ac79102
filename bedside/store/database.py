"""The SQLite database: how it is opened so that what it acknowledged survives a power cut.

Write-ahead logging with FULL where the library is free of the WAL-reset fault that two
connections can meet; a rollback journal with EXTRA elsewhere. Never NORMAL: it loses commits.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bedside.core.value import Value, placed
from bedside.store.locks import StoreDamaged, StoreError
from bedside.store.paths import make_private

BUSY_SECONDS = 5.0


@placed
class Schema(Value):
    """The tables of a database, and the number that is raised with every change of them."""

    version: int
    tables: str


VISITS = Schema(
    version=2,
    tables="""
CREATE TABLE IF NOT EXISTS visits (
    id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, digest TEXT NOT NULL,
    opened INTEGER NOT NULL, touched INTEGER NOT NULL, state TEXT NOT NULL, summary BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS events (
    visit TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
    utc INTEGER NOT NULL, boot_ns INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (visit, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drafts (
    visit TEXT PRIMARY KEY, epoch INTEGER NOT NULL, utc INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS conflicts (
    visit TEXT NOT NULL, epoch INTEGER NOT NULL, utc INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS unreadable (
    visit TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
    utc INTEGER NOT NULL, boot_ns INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS checklists (digest TEXT PRIMARY KEY, body BLOB NOT NULL);
""",
)
"""The store of visits. Version 1 kept its bodies clear; `migrate.py` seals them."""


@placed
class Mode(Value):
    """How SQLite keeps its promise here, and why this way."""

    journal: str
    synchronous: str
    why: str


def mode_for(version: tuple[int, ...]) -> Mode:
    """Return the mode for a version of SQLite.

    The WAL-reset fault was mended in 3.51.3 and in the 3.50.7 and 3.44.6 lines (sqlite.org, WAL).
    """
    mended = version >= (3, 51, 3) or any(
        line <= version < (line[0], line[1] + 1) for line in ((3, 50, 7), (3, 44, 6))
    )
    shown = ".".join(map(str, version))
    if mended:
        return Mode("wal", "FULL", f"SQLite {shown} keeps a write-ahead log safely")
    why = f"SQLite {shown} can damage a write-ahead log, so none is kept; this way is as safe"
    return Mode("truncate", "EXTRA", why)


def connect(path: Path, schema: Schema = VISITS) -> sqlite3.Connection:
    """Return a connection in the right mode, to tables that exist; for the thread that made it.

    A database that is not there, or not any more, is made anew.
    Raises sqlite3.Error or OSError where the database cannot be opened or written, or was made by
    a later version.
    """
    make_private(path.parent)
    if not path.exists():
        path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.text_factory = _text
    try:
        _set_up(connection, schema)
    except BaseException:
        connection.close()
        raise
    return connection


def prepare(path: Path) -> None:
    """Make the database ready and certain to be writable.

    Raises sqlite3.Error or OSError if it is not.
    """
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")


def failure(path: Path, error: sqlite3.Error | OSError) -> StoreError:
    """Return what to raise for an error that the database at this path gave."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF  # without its details
    kind = StoreDamaged if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) else StoreError
    return kind(f"{path}: {error}")


def _set_up(connection: sqlite3.Connection, schema: Schema) -> None:
    mode = mode_for(sqlite3.sqlite_version_info)
    connection.execute(f"PRAGMA journal_mode={mode.journal}")
    connection.execute(f"PRAGMA synchronous={mode.synchronous}")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA cache_size=-128")  # KiB; rows are small and soon on disk
    if mode.journal == "wal":
        connection.execute("PRAGMA wal_autocheckpoint=200")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync=1")
    found = version_of(connection)
    if found > schema.version:
        raise sqlite3.DatabaseError(f"it was made by a later version of bedside ({found})")
    if not found:
        connection.execute("BEGIN IMMEDIATE")
        make(connection, schema)
        connection.execute("COMMIT")


def make(connection: sqlite3.Connection, schema: Schema) -> None:
    """Make the tables that are not there yet, and say which version they are; in a transaction."""
    for statement in schema.tables.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={schema.version}")


def _text(raw: bytes) -> str:
    """Return a text whatever its bytes are: a damaged one costs its own row and no other."""
    return raw.decode(errors="replace")


def version_of(connection: sqlite3.Connection) -> int:
    """Return which version a database's tables are; 0 for one that is new."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)
