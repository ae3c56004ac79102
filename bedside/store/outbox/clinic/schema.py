"""The tables of the clinic's database, as a script that whoever keeps it runs.

They are those of a workstation, spelled for PostgreSQL, with who sends a row and until when that is
to be believed. The role that workstations use may add and change rows, and remove none.
"""

from __future__ import annotations

import re

from bedside.store.outbox.tables import OUTBOX, PENDING_SQL

SCHEMA = "bedside"
"""The schema that they lie in."""
VERSION = 1
"""Raised with every change of the tables."""
ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")
"""What the name of a role may be; nothing has to be quoted in it."""

_SHARED = ("outbox", "outbox_lanes", "outbox_doors")
"""Which of a workstation's tables and indexes there are here too."""
_TYPES = (
    (" WITHOUT ROWID", ""),
    ("INTEGER", "BIGINT"),
    ("BLOB", "BYTEA"),
    ("TEXT", 'TEXT COLLATE "C"'),
)
"""What SQLite calls a type, and PostgreSQL: ids sort by their bytes on both."""

_MORE = """
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS holder TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS until BIGINT NOT NULL DEFAULT 0;
COMMENT ON COLUMN outbox.until IS 'a row on its way is lost after this (UTC ms by this server)';
CREATE INDEX IF NOT EXISTS outbox_pending ON outbox (utc, control)
    WHERE state IN ({pending});
CREATE INDEX IF NOT EXISTS outbox_bodies ON outbox (ended) WHERE length(body) > 0;
CREATE INDEX IF NOT EXISTS outbox_talks ON outbox (destination, talk) WHERE turn = 'retraction';
CREATE TABLE IF NOT EXISTS outbox_clinic (name TEXT PRIMARY KEY, body BYTEA NOT NULL);
INSERT INTO outbox_clinic VALUES ('version', '{version}') ON CONFLICT DO NOTHING
"""

_HEAD = """\
-- The clinic's outbox: what waits to be delivered, and what came of it. Notes in it are sealed; in
-- clear are ids, times, digests, names of destinations, and how each row stands.
-- Run it as whoever owns the database, for instance: bedside outbox prepare {role} | psql clinic
-- It can be run again. The role has to be there: CREATE ROLE {role} LOGIN PASSWORD '...'
BEGIN;
CREATE SCHEMA IF NOT EXISTS {schema};
SET LOCAL search_path TO {schema};
"""
_RIGHTS = """\
-- What the role of the workstations may do: read, add and change; it removes nothing.
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE ON outbox, outbox_doors TO {role};
GRANT SELECT, INSERT ON outbox_clinic TO {role};
COMMIT;
"""


def script(role: str) -> str:
    """Return the script that makes the tables and gives a role its rights; ValueError for no name.

    It can be run again: what is there stays.
    """
    if not ROLE.fullmatch(role):
        raise ValueError(f"{role!r} is no plain name")
    lines = [*_tables(), *(one.strip() for one in _MORE.split(";"))]
    whole = _HEAD + ";\n".join(lines) + ";\n" + _RIGHTS
    given = {"role": role, "schema": SCHEMA, "version": VERSION, "pending": PENDING_SQL}
    return whole.format(**given)


def _tables() -> list[str]:
    """Return the statements that make what is shared with workstations, for PostgreSQL."""
    found = []
    for statement in OUTBOX.split(";"):
        name = statement.split()[5]
        if name in _SHARED:
            spelled = statement.strip()
            for ours, theirs in _TYPES:
                spelled = spelled.replace(ours, theirs)
            found.append(spelled)
    return found
