"""A share that is not mounted: no note is written beneath it, and no other is taken for one."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.core.destinations import Folder
from bedside.core.parcels import Fate
from bedside.deliver.folder import MARKS, FolderSender
from tests.deliver.test_folder import parcel, seen


class Share:
    """A share at a mount point: what is in it goes and comes with it."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Mount it; beneath lies a folder of the same name, empty."""
        self.mount, self.memory = tmp_path / "mnt", tmp_path / "state" / "folders"
        self.folder = self.mount / "in"
        self._away, self._beneath = tmp_path / "share", tmp_path / "beneath"
        self.folder.mkdir(parents=True)
        (self._beneath / "in").mkdir(parents=True)
        self.is_mounted = True
        ismount = os.path.ismount
        monkeypatch.setattr(
            os.path,
            "ismount",
            lambda path: (self.is_mounted and Path(path) == self.mount) or ismount(path),
        )

    def unmount(self) -> None:
        """Take the share away; what lies beneath is seen."""
        self.mount.rename(self._away)
        self._beneath.rename(self.mount)
        self.is_mounted = False

    def mount_again(self) -> None:
        """Mount the share once more."""
        self.mount.rename(self._beneath)
        self._away.rename(self.mount)
        self.is_mounted = True

    def sender(self) -> FolderSender:
        """Return a sender, as another start of bedside would have it."""
        return FolderSender(Folder(name="importer", path=str(self.folder)), self.memory)


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Share:
    """A share that is mounted."""
    return Share(tmp_path, monkeypatch)


@pytest.mark.parametrize("first", ["a note", "a test"])
def test_nothing_is_written_beneath_a_share_that_is_not_mounted(share: Share, first: str) -> None:
    if first == "a test":
        assert share.sender().test().is_well
    else:
        assert share.sender().send(parcel()).fate is Fate.DELIVERED
    share.unmount()
    later = replace(parcel(), control="1" * 20, document="06H2NE95RNYYQ7HHNT13.2")
    reply = share.sender().send(later)
    assert (reply.fate, reply.code) == (Fate.AGAIN, ""), "it is tried for as long as that takes"
    assert f"nothing is mounted at {share.mount} now" in reply.said
    assert seen(share.folder) == []
    trial = share.sender().test()
    assert (trial.is_well, seen(share.folder)) == (False, [])
    assert MARKS in trial.lines[0]
    share.mount_again()
    assert share.sender().send(later).fate is Fate.DELIVERED


def test_what_lies_there_is_not_taken_for_gone_while_its_share_is_away(share: Share) -> None:
    to = Folder(name="importer", path=str(share.folder), receipt="taken")
    sender = FolderSender(to, share.memory)
    assert sender.send(parcel()).fate is Fate.UNKNOWN
    share.unmount()
    found = sender.find(parcel())
    assert found is not None
    assert found.fate is Fate.UNKNOWN
    share.mount_again()
    (share.folder / seen(share.folder)[0]).unlink()
    found = sender.find(parcel())
    assert found is not None
    assert found.fate is Fate.DELIVERED


def test_a_folder_that_was_used_before_the_share_was_mounted_over_it_is_no_share(
    share: Share,
) -> None:
    share.unmount()
    assert share.sender().test().is_well
    share.mount_again()
    assert share.sender().test().is_well
    share.unmount()
    assert share.sender().send(parcel()).fate is Fate.AGAIN


def test_an_importer_that_clears_all_away_raises_no_alarm(share: Share) -> None:
    share.sender().test()
    shutil.rmtree(share.folder / MARKS)
    assert share.sender().send(parcel()).fate is Fate.DELIVERED
    share.unmount()
    assert share.sender().send(parcel()).fate is Fate.AGAIN, "and the mark is there again"


def test_a_share_that_was_moved_with_all_that_is_in_it_raises_no_alarm(share: Share) -> None:
    share.sender().test()
    share.is_mounted = False
    assert share.sender().send(parcel()).fate is Fate.DELIVERED
    assert share.sender().test().is_well


def test_a_folder_on_the_local_disk_that_is_made_anew_raises_no_alarm(tmp_path: Path) -> None:
    place, memory = tmp_path / "in", tmp_path / "state"
    place.mkdir()
    sender = FolderSender(Folder(name="importer", path=str(place)), memory)
    sender.test()
    shutil.rmtree(place)
    place.mkdir()
    assert sender.send(parcel()).fate is Fate.DELIVERED


def test_a_share_that_two_workstations_write_into_has_one_mark(
    share: Share, tmp_path: Path
) -> None:
    share.sender().test()
    to = Folder(name="importer", path=str(share.folder))
    second = FolderSender(to, tmp_path / "second")
    assert second.test().is_well
    for sender in (share.sender(), second):
        assert sender.test().is_well
    share.unmount()
    assert not second.test().is_well
    assert not share.sender().test().is_well


def test_a_memory_that_cannot_be_kept_or_read_costs_no_note(share: Share) -> None:
    share.memory.parent.mkdir()
    share.memory.write_text("a file where a folder should be", encoding="utf-8")
    assert share.sender().send(parcel()).fate is Fate.DELIVERED
    share.memory.unlink()
    share.sender().test()
    (kept,) = share.memory.iterdir()
    kept.write_bytes(b"\xff\x00 odd")
    assert share.sender().test().is_well


def test_the_mark_outlasts_those_of_single_notes(share: Share) -> None:
    share.sender().test()
    (mark,) = (share.folder / MARKS).iterdir()
    os.utime(mark, (0, 0))
    share.sender().send(parcel())
    assert mark.is_file()
