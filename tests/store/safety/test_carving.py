"""Carving: what SQLite reads of a sound file is found in its pages, and most of a broken one's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.store.safety.carving import Row, carved


def found(raw: bytes, log: bytes = b"") -> set[Row]:
    """Return every row that is carved out of these bytes."""
    return {one.row for one in carved(raw, log)}


TABLES = """
CREATE TABLE plain (id TEXT PRIMARY KEY, number INTEGER, body BLOB);
CREATE TABLE keyed (id TEXT, seq INTEGER, body BLOB, PRIMARY KEY (id, seq)) WITHOUT ROWID;
"""


def made(path: Path, seed: int, page: int = 4096) -> set[Row]:
    """Make a database of random rows; return them."""
    chance, rows = Random(seed), set[Row]()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA page_size={page}")
        connection.executescript(TABLES)
        with connection:
            for number in range(chance.randint(1, 200)):
                value = chance.choice((0, 1, -1, 127, -129, 2**23, -(2**31), 2**40, 2**62))
                body = chance.randbytes(chance.choice((0, 10, 300, 300, 5000, 40_000)))
                row = (f"id-{number}-é", value, body)
                table = chance.choice(("plain", "keyed"))
                connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", row)
                rows.add(row)
    return rows


@given(seed=st.integers(0, 2**32), page=st.sampled_from((512, 1024, 4096, 65536)))
def test_every_row_of_a_sound_file_is_found(
    tmp_path_factory: pytest.TempPathFactory, seed: int, page: int
) -> None:
    path = tmp_path_factory.mktemp("carving") / "made.sqlite3"
    rows = made(path, seed, page)
    assert rows <= found(path.read_bytes())


def test_rows_that_stand_only_in_the_log_are_found(tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=wal")
        connection.executescript(TABLES)
        connection.execute("INSERT INTO keyed VALUES ('a', 1, x'01'), ('b', 2, x'02')")
        log = path.with_name(path.name + "-wal").read_bytes()
        assert {("a", 1, b"\1"), ("b", 2, b"\2")} <= found(path.read_bytes(), log)


def test_a_broken_head_and_pages_that_only_lead_elsewhere_cost_no_row(
    tmp_path: Path,
) -> None:
    path = tmp_path / "made.sqlite3"
    rows = made(path, 7)
    raw = bytearray(path.read_bytes())
    raw[:4096] = b"\xa5" * 4096
    for at in range(4096, len(raw), 4096):
        if raw[at] == 0x05:
            raw[at : at + 4096] = b"\xa5" * 4096
    assert rows <= found(bytes(raw))


@given(seed=st.integers(0, 2**32))
def test_any_bytes_end_in_rows_or_in_none(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    path = tmp_path_factory.mktemp("carving") / "made.sqlite3"
    made(path, seed)
    chance, raw = Random(seed), bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 400)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    for row in found(bytes(raw), chance.randbytes(chance.choice((0, 50, 9000)))):
        assert isinstance(row, tuple)
