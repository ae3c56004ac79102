"""The key book after a cut, a fault, or a hand that took files away: no destroyed key is left."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.store.keys import book as book_module
from bedside.store.keys.book import KeyBook, remembers_clinic
from bedside.store.keys.founding import leave_solo
from bedside.store.keys.keyring import SOLO
from bedside.store.keys.marks import marks
from bedside.store.keys.rings import RECOVERY
from bedside.store.locks import StoreError
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.clinics import SharedSite

WRAP = b"a key that is wrapped for somebody"


@pytest.fixture
def book(tmp_path: Path) -> KeyBook:
    """A book with the key of one visit."""
    made = KeyBook(tmp_path / "keys.sqlite3")
    made.put("A", {"x": WRAP})
    return made


def left(folder: Path) -> list[str]:
    """Return the files in which the key still is."""
    return [path.name for path in folder.iterdir() if path.is_file() and WRAP in path.read_bytes()]


def test_a_copy_that_a_cut_left_half_made_is_gone_with_the_next_change(
    book: KeyBook, tmp_path: Path
) -> None:
    shutil.copy(tmp_path / "keys.copy", tmp_path / "keys.copy.1-2.part")
    book.destroy("A")
    assert left(tmp_path) == []


def test_a_damaged_book_that_was_kept_goes_with_the_first_key_that_is_destroyed(
    book: KeyBook, tmp_path: Path
) -> None:
    whole = (tmp_path / "keys.sqlite3").read_bytes()
    (tmp_path / "keys.sqlite3").write_bytes(b"\xff" * 100 + whole[100:])
    assert book.wraps("A") == {"x": WRAP}
    book.put("B", {"x": b"another"})
    assert "keys.damaged" in left(tmp_path)
    book.destroy("A")
    assert left(tmp_path) == []


@pytest.mark.parametrize("is_damaged", [False, True])
def test_of_two_processes_that_find_the_book_lost_one_restores_it_and_no_key_is_lost(
    book: KeyBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_damaged: bool
) -> None:
    path = tmp_path / "keys.sqlite3"
    if is_damaged:
        path.write_bytes(b"\xff" * 4096)
    else:
        path.unlink()
    other = threading.Thread(target=KeyBook(path).put, args=("B", {"x": b"another"}))
    real, begun = book_module._copied, list[int]()

    def copied(connection: sqlite3.Connection, target: Path) -> None:
        if target == path and not begun:
            begun.append(1)
            other.start()
            other.join(0.5)
        real(connection, target)

    monkeypatch.setattr(book_module, "_copied", copied)
    assert book.wraps("A") == {"x": WRAP}
    other.join(20)
    assert book.wraps("B") == {"x": b"another"}
    assert book.wraps("A") == {"x": WRAP}


def test_a_book_that_was_emptied_is_restored_like_one_that_is_gone(
    book: KeyBook, tmp_path: Path
) -> None:
    (tmp_path / "keys.sqlite3").write_bytes(b"")
    assert book.wraps("A") == {"x": WRAP}


def test_a_damaged_book_of_the_account_alone_goes_once_a_clinic_has_taken_its_visits(
    places: Places,
) -> None:
    book = KeyBook(places.keys)
    book.put("A", {SOLO: WRAP})
    shutil.copy(places.keys, places.keys.with_suffix(".damaged"))
    book.put("A", {RECOVERY: b"locked for the clinic"})
    leave_solo(places, book)
    assert left(places.keys.parent) == []
    assert book.wraps("A") == {RECOVERY: b"locked for the clinic"}


def test_the_copy_without_a_destroyed_key_lasts_before_the_key_is_called_destroyed(
    book: KeyBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut brings the old name back, and with it the key, unless its folder was synced."""
    synced: list[list[str]] = []

    def sync(folder: Path) -> None:
        synced.append(left(folder))

    monkeypatch.setattr("bedside.store.keys.book.sync_folder", sync)
    book.destroy("A")
    assert synced[-1] == []


def test_a_copy_that_a_cut_left_older_than_the_book_is_made_anew_at_the_next_start(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key that was destroyed just before is still in that one."""

    def cut(*_: object) -> None:
        raise OSError("the power was cut")

    book = KeyBook(places.keys)
    book.put("A", {"x": WRAP})
    book.put("B", {"x": b"another"})
    with monkeypatch.context() as at_that_moment:
        at_that_moment.setattr(book_module, "_copied", cut)
        with pytest.raises(StoreError):
            book.destroy("A")
    assert left(places.keys.parent) == ["keys.copy"]
    Store(places).close()
    assert left(places.keys.parent) == []
    places.keys.unlink()
    assert book.wraps("B") == {"x": b"another"}


def test_a_book_of_the_version_before_opens_and_says_from_then_on_what_it_remembers(
    book: KeyBook, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "keys.sqlite3")) as connection:
        connection.executescript("DROP TABLE marks; DROP TABLE turn; PRAGMA user_version=1")
    assert book.wraps("A") == {"x": WRAP}
    assert marks(book) == {}
    book.catch_up()
    book.destroy("A")
    assert left(tmp_path) == []


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_shared_workstation_stays_one_though_its_folder_and_its_book_are_taken_away(
    site: SharedSite, is_damaged: bool
) -> None:
    """Its copy puts the book back: a visit begun for the account alone would be everybody's."""
    places = site.places
    shutil.rmtree(places.clinic.parent)
    if is_damaged:
        places.keys.write_bytes(b"no database at all" * 500)
    else:
        places.keys.unlink()
    assert remembers_clinic(places.keys)
    with pytest.raises(Ended) as ended:
        _ = Desk().store
    assert ended.value.code is Exit.NOT_ALLOWED
