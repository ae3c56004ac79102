"""Migration: a store of an earlier version becomes one of this, in one transaction.

Version 1 kept every body clear. Each visit gets a key of its own, and its rows are sealed with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bedside.store.bodies import UNLISTED, from_body, to_body
from bedside.store.database import VISITS, connect, make, version_of
from bedside.store.keys.seal import CONFLICT, DRAFT, EVENT, SUMMARY, Seal, new_key
from bedside.store.safety.backup import copy_of

CLEAR_VERSION = 1


def is_clear(path: Path) -> bool:
    """Whether a store is of the version that kept its bodies clear."""
    with closing(connect(path)) as connection:
        return version_of(connection) == CLEAR_VERSION


def seal_all(path: Path, share: Callable[[str, bytes], None]) -> None:
    """Seal every row of a store; `share` keeps each visit's key before its rows need it.

    What was clear is written over. A copy is made first and stays until all of it is done, as it
    is clear. sqlite3.Error or OSError where that cannot be done: then the store is as it was.
    """
    before = copy_before(path)
    before.unlink(missing_ok=True)  # of an upgrade that was cut off; the store is still as it was
    copy_of(path, before)
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("BEGIN IMMEDIATE")
        if version_of(connection) == CLEAR_VERSION:  # another window may have done it meanwhile
            make(connection, VISITS)
            for visit, digest in connection.execute("SELECT id, digest FROM visits").fetchall():
                seal = Seal(new_key(), visit, digest)
                share(visit, seal.key)
                _seal_visit(connection, seal)
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    before.unlink(missing_ok=True)


def copy_before(path: Path) -> Path:
    """Return where the copy lies that an upgrade makes first."""
    return path.with_name(f"{path.name}.before-{VISITS.version}")


def _seal_visit(connection: sqlite3.Connection, seal: Seal) -> None:
    of_visit = (seal.visit,)
    query = "SELECT touched, state, summary FROM visits WHERE id = ?"
    touched, state, summary = connection.execute(query, of_visit).fetchone()
    drafts = connection.execute(
        "SELECT epoch, utc, body FROM drafts WHERE visit = ?", of_visit
    ).fetchall()
    if summary != UNLISTED:
        plain = {"listing": from_body(summary), "draft": drafts[0][1] if drafts else 0}
        closed = seal.close(to_body(plain), SUMMARY, touched, state)
        connection.execute("UPDATE visits SET summary = ? WHERE id = ?", (closed, seal.visit))
    for epoch, utc, body in drafts:
        closed = seal.close(body, DRAFT, epoch, utc)
        connection.execute("UPDATE drafts SET body = ? WHERE visit = ?", (closed, seal.visit))
    query = "SELECT epoch, seq, utc, boot_ns, body FROM events WHERE visit = ?"
    for epoch, seq, utc, ns, body in connection.execute(query, of_visit).fetchall():
        closed = seal.close(body, EVENT, epoch, seq, utc, ns)
        place = (closed, seal.visit, seq)
        connection.execute("UPDATE events SET body = ? WHERE visit = ? AND seq = ?", place)
    query = "SELECT rowid, epoch, utc, body FROM conflicts WHERE visit = ?"
    for row, epoch, utc, body in connection.execute(query, of_visit).fetchall():
        closed = seal.close(body, CONFLICT, epoch, utc)
        connection.execute("UPDATE conflicts SET body = ? WHERE rowid = ?", (closed, row))
