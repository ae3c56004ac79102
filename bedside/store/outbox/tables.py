"""The tables of the outbox, which grow into a store of an earlier version."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedside.store.outbox.sql import Sql

OUTBOX = """
CREATE TABLE IF NOT EXISTS outbox (
    control TEXT PRIMARY KEY, destination TEXT NOT NULL, visit TEXT NOT NULL, seq INTEGER NOT NULL,
    turn TEXT NOT NULL, document TEXT NOT NULL, parent TEXT NOT NULL, media TEXT NOT NULL,
    digest TEXT NOT NULL, utc INTEGER NOT NULL, lane INTEGER NOT NULL, talk INTEGER NOT NULL,
    state TEXT NOT NULL, why TEXT NOT NULL, maybe INTEGER NOT NULL, tries INTEGER NOT NULL,
    fails INTEGER NOT NULL, strikes INTEGER NOT NULL, due INTEGER NOT NULL, ended INTEGER NOT NULL,
    told INTEGER NOT NULL, own BLOB NOT NULL, relay BLOB NOT NULL, body BLOB NOT NULL,
    said BLOB NOT NULL, UNIQUE (visit, seq, destination)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS outbox_lanes ON outbox (destination, lane, utc);
CREATE TABLE IF NOT EXISTS outbox_lease (
    id INTEGER PRIMARY KEY CHECK (id = 1), holder TEXT NOT NULL, utc INTEGER NOT NULL,
    until INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS outbox_doors (
    destination TEXT PRIMARY KEY, since INTEGER NOT NULL, settings TEXT NOT NULL,
    closed INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS outbox_owed (visit TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS outbox_owing (
    visit TEXT NOT NULL, destination TEXT NOT NULL, PRIMARY KEY (visit, destination)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox_moved (control TEXT PRIMARY KEY, utc INTEGER NOT NULL)
"""
"""`outbox` has a row for each thing signed and each destination; `maybe` says that it may be there,
`fails` how often in a row it failed, `strikes` how often its receiver put it off, `told` that the
visit knows of its receipt. `outbox_doors` says since when a destination takes what is signed, and
whether it let us in; `outbox_owed` names visits whose events came in by another way, so that
nothing is queued for them yet. `outbox_owing` names those that are to be queued for a destination
that a mistake in the settings leaves out. `outbox_moved` names the rows that are sent from the
clinic's database and never from here, since when they are surely there; 0 for those on their way to
it."""

PENDING = ("queued", "sending", "unknown", "held")
PENDING_SQL = ", ".join(f"'{one}'" for one in PENDING)
"""Where a row stands as long as it is not at its end, as SQL spells a list."""

UNDELIVERED = (
    f"EXISTS (SELECT 1 FROM outbox o WHERE o.visit = v.id AND o.state IN ({PENDING_SQL}))"  # noqa: S608
    " OR EXISTS (SELECT 1 FROM outbox_owed w, outbox_doors WHERE w.visit = v.id)"
    " OR EXISTS (SELECT 1 FROM outbox_owing g JOIN outbox_doors d ON d.destination = g.destination"
    " WHERE g.visit = v.id)"
)
"""Whether something of a visit, its row called v, is still to be delivered.

A store whose site sends notes nowhere has no doors, and owes nothing; nor is anything owed to one
that is not in the settings any more.
"""


def strip(connection: Sql, where: str, *given: object) -> int:
    """Leave of the rows that a condition finds only ids, times and digests; return how many."""
    done = connection.execute(
        "UPDATE outbox SET own = ?, relay = ?, body = ?, said = ?,"  # noqa: S608
        f" state = CASE WHEN state IN ({PENDING_SQL}) THEN 'cancelled' ELSE state END"
        f" WHERE {where}",
        (b"", b"", b"", b"", *given),
    )
    return done.rowcount
