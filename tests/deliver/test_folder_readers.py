"""Who may read the files of a destination's folder, as its settings say, and what a test tells."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside.core.destinations import Folder, Readers
from bedside.deliver import rights
from bedside.deliver.folder import FolderSender
from bedside.deliver.readers import readers_of
from tests.deliver.posting import AVERY, Office
from tests.deliver.test_folder import parcel

posix = pytest.mark.skipif(sys.platform == "win32", reason="files have no mode there")
MODES = [("owner", 0o600), ("group", 0o640), ("group-writes", 0o660)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that its group may enter."""
    folder = tmp_path / "in"
    folder.mkdir()
    folder.chmod(0o770)
    return folder


@pytest.fixture(params=[0o077, 0o000], ids=["strict", "open"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever the account's habit is with new files."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(place: Path) -> set[int]:
    """Return the modes of the files a receiver sees."""
    return {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir() if path.is_file()}


@posix
@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize(("who", "mode"), MODES)
def test_a_note_and_its_sidecar_have_the_mode_that_is_set(
    tmp_path: Path, place: Path, who: Readers, mode: int
) -> None:
    to = Folder(name="importer", path=str(place), readers=who)
    office, sender = Office(tmp_path, to), FolderSender(to)
    office.receivers["importer"].make = sender.make  # type: ignore[method-assign]
    office.receivers["importer"].send = sender.send  # type: ignore[method-assign]
    office.signed(AVERY)
    office.round()
    assert office.states() == ["delivered"]
    assert modes(place) == {mode}
    assert len(list(place.glob("*.txt"))) == len(list(place.glob("*.json"))) == 1


@posix
@pytest.mark.parametrize(("who", "mode"), MODES)
def test_where_there_are_no_hard_links_it_has_that_mode_too(
    place: Path, monkeypatch: pytest.MonkeyPatch, who: Readers, mode: int
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(1, "not supported")

    monkeypatch.setattr(os, "link", no_links)
    FolderSender(Folder(name="importer", path=str(place), readers=who)).send(parcel())
    assert modes(place) == {mode}


@posix
def test_a_file_system_with_rights_of_its_own_is_written_all_the_same(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchmod", refuses)
    sender = FolderSender(Folder(name="importer", path=str(place), readers="group"))
    assert sender.send(parcel()).receipt
    trial = sender.test()
    assert not trial.is_well, "it is not as it is set, and that is said"
    assert "alone can read it" in trial.lines[-1]


@posix
@pytest.mark.parametrize("form", ["note", "hl7"])
@pytest.mark.parametrize(
    ("who", "says"), [("owner", "alone"), ("group", "group"), ("group-writes", "change")]
)
def test_a_test_says_who_can_read_what_it_wrote(
    place: Path, who: Readers, says: str, form: str
) -> None:
    to = Folder(name="importer", path=str(place), readers=who, form=form)  # type: ignore[arg-type]
    trial = FolderSender(to).test()
    assert trial.is_well
    assert says in trial.lines[-1]


@posix
def test_a_group_that_may_not_enter_the_folder_reads_nothing_there(place: Path) -> None:
    place.chmod(0o700)
    trial = FolderSender(Folder(name="importer", path=str(place), readers="group")).test()
    assert not trial.is_well
    assert "chmod g+rx" in trial.lines[-1]


@posix
@pytest.mark.skipif(getattr(os, "geteuid", int)() != 0, reason="needs to give a folder away")
def test_a_folder_of_another_group_says_how_new_files_become_that_groups(place: Path) -> None:
    os.chown(place, -1, 54_321)  # a number nobody has a name for
    sender = FolderSender(Folder(name="importer", path=str(place), readers="group"))
    assert (
        f"of the group 54321. New files get that group too after: chmod g+s {place}"
        in (sender.test().lines[-1])
    )
    place.chmod(0o2770)
    assert "the group 54321 can read it" in sender.test().lines[-1]


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        ("O:BAG:BAD:(A;;FA;;;BA)(A;;FR;;;S-1-5-21-1-2-3-1001)", "single accounts"),
        ("O:BAG:BAD:(A;ID;FA;;;BA)(A;ID;FR;;;BU)", "a group of people"),
        (None, "a group of people"),
    ],
)
def test_on_windows_the_folders_own_list_says_who(
    place: Path, monkeypatch: pytest.MonkeyPatch, listed: str | None, says: str
) -> None:
    monkeypatch.setattr(rights, "written_rights", lambda _: listed)
    monkeypatch.setattr(sys, "platform", "win32")
    (line,), is_well = readers_of(place / "note.txt", "group")
    assert is_well
    assert says in line
