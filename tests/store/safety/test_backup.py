"""Backups: whole, hourly whoever makes them, the last three, and never over a disk's last room."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bedside.store.locks import VisitLock
from bedside.store.safety import backup
from bedside.store.safety.backup import EVERY, back_up, backups, copy_of

NOON = 1_930_000_000_000


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A database with something in it."""
    path = tmp_path / "visits.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE kept (body BLOB)")
        connection.executemany("INSERT INTO kept VALUES (?)", [(b"x" * 900,)] * 50)
    return path


def count(path: Path) -> int:
    """Return how many rows a copy has."""
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM kept").fetchone()
    return int(found)


def test_one_is_made_an_hour_and_the_last_three_stay(tmp_path: Path, original: Path) -> None:
    folder = tmp_path / "backups"
    assert back_up(original, folder, NOON)
    assert back_up(original, folder, NOON + EVERY - 1) is None
    made = [back_up(original, folder, NOON + number * EVERY) for number in range(1, 5)]
    assert all(made)
    kept = backups(folder)
    assert kept == [path for path in reversed(made) if path][:3]
    assert [count(path) for path in kept] == [50, 50, 50]
    if os.name != "nt":
        assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_clock_that_was_set_back_keeps_nobody_from_a_backup(
    tmp_path: Path, original: Path
) -> None:
    folder = tmp_path / "backups"
    assert back_up(original, folder, NOON)
    assert back_up(original, folder, NOON - 24 * EVERY)


def test_while_another_process_makes_one_nobody_else_does(tmp_path: Path, original: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    other = VisitLock(folder, "backup")
    assert other.acquire() is None
    assert back_up(original, folder, NOON) is None
    other.release()
    assert back_up(original, folder, NOON)


def test_a_damaged_store_makes_no_backup_and_costs_none(tmp_path: Path, original: Path) -> None:
    folder = tmp_path / "backups"
    assert back_up(original, folder, NOON)
    raw = bytearray(original.read_bytes())
    raw[4096:] = b"\xa5" * (len(raw) - 4096)
    original.write_bytes(raw)
    with pytest.raises(sqlite3.DatabaseError):
        back_up(original, folder, NOON + EVERY)
    assert [count(path) for path in backups(folder)] == [50]
    assert [path.name for path in folder.iterdir() if "part" in path.name] == []


def test_a_backup_never_takes_the_last_room(
    tmp_path: Path, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "free_bytes", lambda _: 2**20)
    assert back_up(original, tmp_path / "backups", NOON) is None


def test_a_copy_replaces_nothing(tmp_path: Path, original: Path) -> None:
    (tmp_path / "there").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        copy_of(original, tmp_path / "there")
    assert (tmp_path / "there").read_text(encoding="utf-8") == "mine"


def test_a_maker_that_is_killed_leaves_no_copy_by_its_name(tmp_path: Path, original: Path) -> None:
    folder = tmp_path / "backups"
    killed = (
        "import os, sqlite3, sys; from pathlib import Path;"
        "from bedside.store.safety import backup;"
        "backup.sync_folder = lambda _: os._exit(9);"
        "Path.replace = lambda *_: os._exit(9);"
        "backup.back_up(Path(sys.argv[1]), Path(sys.argv[2]), 5)"
    )
    done = subprocess.run([sys.executable, "-c", killed, original, folder], check=False)
    assert done.returncode == 9
    assert backups(folder) == []
    assert back_up(original, folder, NOON)
    assert [path.name for path in folder.iterdir() if "part" in path.name] == []
