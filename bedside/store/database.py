"""The SQLite database: how it is opened so that what it acknowledged survives a power cut.

Write-ahead logging with FULL where the library is free of the WAL-reset fault that two
connections can meet; a rollback journal with EXTRA elsewhere. Never NORMAL: it loses commits.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from pathlib import Path

from bedside.core.value import Value, placed
from bedside.store.locks import StoreDamaged, StoreError
from bedside.store.outbox.tables import OUTBOX
from bedside.store.paths import make_private, sync_folder

BUSY_SECONDS = 5.0
_TURN_SECONDS = 0.002
"""Between two looks at whether another process is done writing."""


@placed
class Schema(Value):
    """The tables of a database, and the number that is raised with every change of them."""

    version: int
    tables: str
    grows_from: int = 1
    """The earliest version that lacks no more than tables, which are made where it is met."""


VISITS = Schema(
    version=6,
    grows_from=2,
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
CREATE TABLE IF NOT EXISTS notes (
    visit TEXT NOT NULL, seq INTEGER NOT NULL, utc INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (visit, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS delivered (visit TEXT PRIMARY KEY, utc INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS audit (
    n INTEGER PRIMARY KEY, body BLOB NOT NULL, mac BLOB NOT NULL, head BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS audit_state (
    id INTEGER PRIMARY KEY CHECK (id = 1), n INTEGER NOT NULL, head BLOB NOT NULL,
    key BLOB NOT NULL, names BLOB NOT NULL,
    utc INTEGER NOT NULL, boot TEXT NOT NULL, ns INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS upkeep (what TEXT PRIMARY KEY, utc INTEGER NOT NULL);
"""
    + OUTBOX,
)
"""The store of visits. Version 1 kept its bodies clear; `migrate.py` seals them. Version 2 had no
log, and did not say when a visit's whole note was last handed on. Version 3 had no outbox,
version 4 no clinic's database beside it, and version 5 did not say to which destination it owes."""

GONE = "gone (visit TEXT PRIMARY KEY)"
"""Which visits were removed, made with the first: nothing brings one of them back."""

REPLAYED = "replayed (name TEXT PRIMARY KEY)"
"""Which files of the second place the store has all of, made with the first: none is put in twice,
nor over what has been saved since."""


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
        sync_folder(path.parent)  # SQLite makes only the names of its journals last
    with ExitStack() as left_open:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        left_open.callback(connection.close)
        connection.text_factory = _text
        _set_up(connection, schema)
        left_open.pop_all()
    return connection


def begin(connection: sqlite3.Connection) -> None:
    """Begin to write as soon as no other process does; sqlite3.OperationalError if one stays.

    SQLite's own waiting sleeps longer each time, so that among several writers the one that came
    first waits longest; short even sleeps take turns.
    """
    connection.execute("PRAGMA busy_timeout=0")
    try:
        until = time.monotonic() + BUSY_SECONDS
        while not _has_begun(connection, last=time.monotonic() > until):
            time.sleep(_TURN_SECONDS)
    finally:
        connection.execute(f"PRAGMA busy_timeout={round(BUSY_SECONDS * 1000)}")


def _has_begun(connection: sqlite3.Connection, last: bool) -> bool:
    """Begin to write unless another process does; where this is the last try, that is an error."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if last or code != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def prepare(path: Path, look: Callable[[sqlite3.Connection], None] = lambda _: None) -> None:
    """Make the database ready and certain to be writable; let something look at it meanwhile.

    Raises sqlite3.Error or OSError if it is not.
    """
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        look(connection)
        connection.execute("COMMIT")


def remember(connection: sqlite3.Connection, names: Iterable[str]) -> int:
    """Know that a store has all that these files of the second place hold; say of how many anew.

    In a transaction: what is in the store and that it is are one.
    """
    connection.execute(f"CREATE TABLE IF NOT EXISTS {REPLAYED}")
    rows = [(name,) for name in names]
    return connection.executemany("INSERT OR IGNORE INTO replayed VALUES (?)", rows).rowcount


def gone_in(connection: sqlite3.Connection) -> set[str]:
    """Return which visits were removed from a store."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'gone'"
    if connection.execute(query).fetchone() is None:
        return set()
    return {str(visit) for (visit,) in connection.execute("SELECT visit FROM gone")}


def reason_of(error: Exception) -> str:
    """Return why a database failed, as the end of a sentence for a person."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF  # without its details
    return _REASONS.get(code, str(error))


_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the disk can only be read",
    sqlite3.SQLITE_IOERR: "the disk does not answer as it should",
    sqlite3.SQLITE_CANTOPEN: "their file cannot be opened",
    sqlite3.SQLITE_BUSY: "another window keeps it busy",
    sqlite3.SQLITE_LOCKED: "another window keeps it busy",
    sqlite3.SQLITE_CORRUPT: "their file is damaged",
    sqlite3.SQLITE_NOTADB: "their file is damaged",
}


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
    if not found or schema.grows_from <= found < schema.version:
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
