"""Writing authors' files: whole or not at all, with everything about them that is not text kept."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from bedside.content.files import Changed, write_bytes, write_text

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of this kind")


def test_the_text_is_written_as_it_is_with_its_own_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    write_text(path, 'title = "Lärm"\r\n\n')
    assert path.read_bytes() == 'title = "Lärm"\r\n\n'.encode()


def test_a_byte_order_mark_that_stands_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\n")
    write_text(path, "a = 2\n")
    write_text(path, "\ufeffa = 3\n")
    assert path.read_bytes() == b"\xef\xbb\xbfa = 3\n"


def test_nothing_is_left_beside_it_and_what_stood_there_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        write_text(path, "new\n")
    assert [p.name for p in tmp_path.iterdir()] == ["a.toml"]
    assert path.read_text() == "old\n"


@posix
def test_the_mode_is_kept_and_a_new_file_gets_the_usual_one(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old\n")
    path.chmod(0o640)
    write_text(path, "new\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "b.toml", "new\n")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "b.toml").stat().st_mode) == 0o640


@posix
def test_a_link_stays_a_link_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    path = tmp_path / "far" / "a.toml"
    path.write_text("old\n")
    link = tmp_path / "a.toml"
    link.symlink_to(path)
    write_text(link, "new\n")
    assert link.is_symlink()
    assert path.read_text() == "new\n"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_may_only_be_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old\n")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        write_text(path, "new\n")
    assert path.read_text() == "old\n"


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(OSError, match="ordinary"):
        write_text(tmp_path / "a.toml", "new\n")


def test_a_file_that_another_program_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"theirs\n")
    with pytest.raises(Changed):
        write_text(path, "mine\n", was=b"before\n")
    assert path.read_bytes() == b"theirs\n"
    write_text(path, "mine\n", was=b"theirs\n")
    assert path.read_bytes() == b"mine\n"


def test_a_file_that_changes_while_the_new_one_is_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"old\n")
    monkeypatch.setattr(os, "fsync", lambda _: path.write_bytes(b"theirs\n"))
    with pytest.raises(Changed):
        write_text(path, "mine\n", was=b"old\n")
    assert path.read_bytes() == b"theirs\n"
    assert [one.name for one in tmp_path.iterdir()] == ["a.toml"]


@pytest.mark.parametrize("force", [False, True])
def test_a_disk_that_is_full_leaves_no_half_of_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool
) -> None:
    if force:
        (tmp_path / "a.csv").write_bytes(b"precious")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        write_bytes(tmp_path / "a.csv", b"new" * 9000, force=force)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == (
        {"a.csv": b"precious"} if force else {}
    )


@pytest.mark.parametrize("has_links", [True, False])
def test_what_stands_there_is_replaced_only_where_it_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    if not has_links:

        def none(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", none)
    path = tmp_path / f"{'long' * 60}.html"
    write_bytes(path, b"one")
    with pytest.raises(FileExistsError):
        write_bytes(path, b"two")
    assert path.read_bytes() == b"one"
    write_bytes(path, b"three", force=True)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {path.name: b"three"}


def test_a_name_taken_while_the_file_is_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    monkeypatch.setattr(os, "fsync", lambda _: path.write_bytes(b"theirs"))
    with pytest.raises(FileExistsError):
        write_bytes(path, b"mine")
    assert path.read_bytes() == b"theirs"
