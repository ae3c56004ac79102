"""The tables of the key book beside the wraps: the clinic, its people, and visits passed on."""

from __future__ import annotations

SHARED = """
CREATE TABLE IF NOT EXISTS clinic (name TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS signing (recipient TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS people (
    id TEXT PRIMARY KEY, body BLOB NOT NULL, signature BLOB NOT NULL, sealed BLOB NOT NULL,
    given INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS tries (
    person TEXT PRIMARY KEY, failed INTEGER NOT NULL, utc INTEGER NOT NULL,
    boot TEXT NOT NULL, ns INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS offers (
    visit TEXT PRIMARY KEY, giver TEXT NOT NULL, receiver TEXT NOT NULL, utc INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS passed (
    visit TEXT NOT NULL, giver TEXT NOT NULL, receiver TEXT NOT NULL, utc INTEGER NOT NULL,
    PRIMARY KEY (visit, receiver)
);
CREATE TABLE IF NOT EXISTS openings (
    visit TEXT NOT NULL, person TEXT NOT NULL, utc INTEGER NOT NULL, told INTEGER NOT NULL,
    body BLOB NOT NULL, PRIMARY KEY (visit, person, utc)
);
"""
"""`clinic` holds what is remembered of it (fingerprint, the key of badge digests); `signing` the
clinic's signing key, locked for each keeper and for recovery; `people` each as signed; `tries`
wrong passphrases; `offers` visits on their way and `passed` those that arrived; `openings`
emergency readings, for each whose visit it was."""
