"""What may stand where a note is to go: none of it is followed, waited for or replaced."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.deliver import file
from bedside.deliver.file import Conflict, publish

TEXT = "NEXT: Call back.\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these traps are made by POSIX calls")


def link_to_the_same(target: Path) -> None:
    """A link to a file that holds the very text."""
    (target.parent / "elsewhere").write_text(TEXT, encoding="utf-8")
    target.symlink_to("elsewhere")


def link_to_nothing(target: Path) -> None:
    """A link that would have the note made somewhere else."""
    target.symlink_to("nowhere")


def pipe(target: Path) -> None:
    """A pipe, which nobody would ever write into."""
    os.mkfifo(target)


def folder(target: Path) -> None:
    """A folder."""
    target.mkdir()


def other_text(target: Path) -> None:
    """Another note."""
    target.write_text("something else", encoding="utf-8")


def longer_text(target: Path) -> None:
    """A note that begins in the same way."""
    target.write_text(TEXT + "More.", encoding="utf-8")


TRAPS = [link_to_the_same, link_to_nothing, pipe, folder, other_text, longer_text]


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_a_conflict_and_stays_as_it_was(
    tmp_path: Path, trap: Callable[[Path], None]
) -> None:
    target = tmp_path / "a.txt"
    trap(target)
    before = target.lstat()
    names = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(Conflict, match="another file of this name"):
        publish(target, TEXT)
    after = target.lstat()
    assert (after.st_ino, after.st_mode, after.st_size) == (
        before.st_ino,
        before.st_mode,
        before.st_size,
    )
    assert {path.name for path in tmp_path.iterdir()} == names


def test_a_file_is_private_even_where_everybody_may_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        publish(tmp_path / "a.txt", TEXT)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o600


def test_what_a_killed_writer_left_is_removed_and_what_one_is_writing_is_not(
    tmp_path: Path,
) -> None:
    import fcntl

    left, written = tmp_path / ".a.txt.0f.part", tmp_path / ".a.txt.1f.part"
    left.write_text(TEXT, encoding="utf-8")
    with written.open("w", encoding="utf-8") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        publish(tmp_path / "a.txt", TEXT)
        assert not left.exists()
        assert written.exists()


def test_a_copy_that_fails_midway_leaves_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are no hard links the file is written under its own name."""

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "not supported")

    real, calls = os.fsync, list[int]()

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "no room")
        real(handle)

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no room"):
        publish(tmp_path / "a.txt", TEXT)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_does_not_read_back_is_no_success_and_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "_read", lambda *_: b"what a failing disk makes of it")
    with pytest.raises(OSError, match="does not read back") as failed:
        publish(tmp_path / "a.txt", TEXT)
    assert not isinstance(failed.value, Conflict)
    assert list(tmp_path.iterdir()) == []
