"""Room that is held back: really there, given up at once, and never at the cost of the disk."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from bedside.store.safety import ballast
from bedside.store.safety.ballast import Ballast, is_full

SIZE = 2**20


def test_it_takes_the_room_it_holds_back_and_is_private(tmp_path: Path) -> None:
    held = Ballast(tmp_path / "ballast", SIZE)
    assert not held.is_there
    assert held.make()
    assert held.is_there
    found = (tmp_path / "ballast").stat()
    assert found.st_size == SIZE
    if os.name != "nt":
        assert found.st_blocks * 512 >= SIZE
        assert stat.S_IMODE(found.st_mode) == 0o600


def test_giving_it_up_frees_it_once(tmp_path: Path) -> None:
    held = Ballast(tmp_path / "ballast", SIZE)
    assert held.make()
    assert held.release()
    assert not held.is_there
    assert not held.release()
    assert held.make()


def test_it_is_not_made_of_the_last_room_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ballast, "free_bytes", lambda _: 2 * SIZE - 1)
    assert not Ballast(tmp_path / "ballast", SIZE).make()
    assert list(tmp_path.iterdir()) == []


def test_a_half_made_one_counts_as_none_and_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "ballast").write_bytes(b"x" * 10)
    (tmp_path / "ballast.99999.part").write_bytes(b"x" * 10)
    held = Ballast(tmp_path / "ballast", SIZE)
    assert not held.is_there
    assert held.make()
    assert [path.name for path in tmp_path.iterdir()] == ["ballast"]


def test_a_folder_that_cannot_be_written_holds_nothing_back(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way", encoding="utf-8")
    assert not Ballast(tmp_path / "state" / "ballast", SIZE).make()


def told(code: int) -> sqlite3.OperationalError:
    """Return SQLite's error of a code."""
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


def test_what_means_a_full_disk_is_known(tmp_path: Path) -> None:
    assert is_full(told(sqlite3.SQLITE_FULL), tmp_path)
    assert is_full(OSError(errno.ENOSPC, "no room"), tmp_path)
    assert not is_full(told(sqlite3.SQLITE_IOERR_WRITE), tmp_path)
    assert not is_full(told(sqlite3.SQLITE_BUSY), tmp_path)
    assert not is_full(OSError(errno.EROFS, "read-only"), tmp_path)


def test_a_used_up_quota_is_told_from_other_faults_by_asking_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quota = getattr(errno, "EDQUOT", errno.ENOSPC)

    def refuse(*_: object) -> int:
        raise OSError(quota, "over quota")

    asked = SimpleNamespace(**{name: getattr(os, name) for name in dir(os)})
    asked.write = refuse
    monkeypatch.setattr(ballast, "os", asked)
    assert is_full(told(sqlite3.SQLITE_IOERR_WRITE), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_not_called_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("in the way", encoding="utf-8")
    held = Ballast(tmp_path / "state" / "ballast", SIZE)
    assert not held.make()
    assert not held.is_short
    monkeypatch.setattr(ballast, "free_bytes", lambda _: 100)
    assert held.is_short
