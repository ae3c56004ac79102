"""A watched folder: whole files, never over another, and what is known of them after a cut."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import pytest

from bedside.core.destinations import Folder
from bedside.core.parcels import Fate, Parcel
from bedside.deliver.file import _Place
from bedside.deliver.folder import MARKS, FolderSender
from bedside.deliver.sidecar import PAIR, files_of
from tests.deliver.posting import AVERY, Office, addendum


@pytest.fixture
def sent(tmp_path: Path) -> tuple[FolderSender, Parcel, Path]:
    """A sender that waits to be taken from, a parcel, and the folder."""
    place = tmp_path / "in"
    place.mkdir()
    sender = FolderSender(Folder(name="importer", path=str(place), receipt="taken"))
    return sender, parcel(), place


def parcel(body: bytes = b"MSH|", control: str = "0" * 20) -> Parcel:
    """Return a parcel of one message."""
    visit = "06H2NE95RNYYQ7HHNT13"
    return Parcel(
        control=control,
        destination="importer",
        visit=visit,
        document=f"{visit}.1",
        parent=visit,
        turn="addendum",
        media="x-application/hl7-v2+er7",
        body=body,
        digest="",
    )


def seen(place: Path) -> list[str]:
    """Return the files a receiver sees."""
    return sorted(path.name for path in place.iterdir() if path.is_file())


def test_a_file_lies_there_until_it_is_taken_and_its_going_is_the_receipt(
    sent: tuple[FolderSender, Parcel, Path],
) -> None:
    sender, one, place = sent
    assert sender.find(one) is not None
    assert sender.send(one).fate is Fate.UNKNOWN
    (name,) = seen(place)
    assert name.endswith(f"Z_{one.document}.hl7")
    waits = sender.find(one)
    assert waits is not None
    assert waits.fate is Fate.UNKNOWN
    (place / name).unlink()
    taken = sender.find(one)
    assert taken is not None
    assert (taken.fate, taken.receipt) == (Fate.DELIVERED, str(place / name))


def test_a_file_that_is_renamed_was_taken(sent: tuple[FolderSender, Parcel, Path]) -> None:
    sender, one, place = sent
    sender.send(one)
    path = place / seen(place)[0]
    path.rename(f"{path}.imported")
    taken = sender.find(one)
    assert taken is not None
    assert taken.receipt == f"{path}.imported"


def test_after_a_cut_it_is_known_whether_it_was_written(
    sent: tuple[FolderSender, Parcel, Path],
) -> None:
    sender, one, place = sent
    never = sender.find(one)
    assert never is not None
    assert never.fate is Fate.AGAIN
    (place / MARKS).mkdir()
    (place / MARKS / f"{one.control}.begun").touch()
    assert sender.find(one) is None, "begun, not known to be written, and not there"


def test_another_file_of_the_name_is_never_written_over(
    sent: tuple[FolderSender, Parcel, Path],
) -> None:
    sender, one, place = sent
    sender.send(one)
    reply = sender.send(parcel(b"other", "1" * 20))
    assert reply.fate is Fate.HELD
    assert (place / seen(place)[0]).read_bytes() == one.body


def test_the_same_once_more_is_no_conflict(sent: tuple[FolderSender, Parcel, Path]) -> None:
    sender, one, place = sent
    sender.send(one)
    assert sender.send(one).fate is Fate.UNKNOWN
    assert len(seen(place)) == 1


def test_a_folder_that_is_away_for_a_while_says_nothing_about_what_was_taken(
    sent: tuple[FolderSender, Parcel, Path],
) -> None:
    """What was taken before the network went is not written a second time after it."""
    sender, one, place = sent
    sender.send(one)
    (name,) = seen(place)
    (place / name).unlink()
    away = place.rename(place.with_name("away"))
    found = sender.find(one)
    assert found is not None
    assert found.fate is Fate.UNKNOWN
    assert sender.send(one).fate is Fate.AGAIN
    away.rename(place)
    assert sender.send(one).fate is Fate.DELIVERED
    assert seen(place) == []


@pytest.mark.parametrize("receipt", ["taken", "written"])
def test_a_receiver_that_takes_a_file_before_it_is_read_back_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, receipt: Literal["taken", "written"]
) -> None:
    one, taken = parcel(), list[str]()

    def quick(place: _Place) -> None:
        for path in tmp_path.glob("*.hl7"):
            path.unlink()
            taken.append(path.name)

    monkeypatch.setattr(_Place, "sync", quick)
    sender = FolderSender(Folder(name="importer", path=str(tmp_path), receipt=receipt))
    reply = sender.send(one)
    assert (len(taken), reply.fate, reply.compared) == (1, Fate.DELIVERED, None)
    assert sender.send(one).fate is Fate.DELIVERED
    assert len(taken) == 1


def test_a_receiver_that_holds_a_file_shut_before_it_is_read_back_has_it(
    sent: tuple[FolderSender, Parcel, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows whoever reads a file may keep others from opening it."""
    sender, one, place = sent

    def shut(*_: object) -> bytes:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr("bedside.deliver.file._read", shut)
    assert (sender.send(one).fate, sender.send(one).fate) == (Fate.UNKNOWN, Fate.UNKNOWN)
    (name,) = seen(place)
    (place / name).unlink()
    taken = sender.find(one)
    assert taken is not None
    assert (taken.fate, seen(place)) == (Fate.DELIVERED, [])


def test_a_folder_that_is_not_there_is_out_of_reach(tmp_path: Path) -> None:
    sender = FolderSender(Folder(name="importer", path=str(tmp_path / "gone")))
    reply = sender.send(parcel())
    assert (reply.fate, reply.code) == (Fate.AGAIN, "")


@pytest.mark.skipif(
    sys.platform == "win32" or getattr(os, "geteuid", int)() == 0,
    reason="needs rights that bind its account",
)
def test_a_folder_that_lets_nobody_in_is_shut(sent: tuple[FolderSender, Parcel, Path]) -> None:
    sender, one, place = sent
    place.chmod(0o500)
    assert sender.send(one).fate is Fate.CLOSED
    place.chmod(0o700)


def test_a_note_has_its_sidecar_beside_it_and_lies_there_last(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    to = Folder(name="importer", path=str(place))
    office = Office(tmp_path, to)
    sender = FolderSender(to)
    office.receivers["importer"].make = sender.make  # type: ignore[method-assign]
    office.receivers["importer"].send = sender.send  # type: ignore[method-assign]
    visit = office.signed(AVERY, addendum("the words that were added"))
    office.round()
    assert [row.media for row in office.rows()] == [PAIR, PAIR]
    notes = sorted(place.glob("*.txt"))
    assert [path.name.partition("_")[2] for path in notes] == [f"{visit}.1.txt", f"{visit}.txt"]
    assert "the words that were added" in notes[0].read_text(encoding="utf-8")
    assert "Test, Avery" in notes[1].read_text(encoding="utf-8")


def test_the_file_that_is_looked_for_is_written_last() -> None:
    assert list(files_of(b"MSH|", "x-application/hl7-v2+er7")) == ["hl7"]
    head = b'{"ending": "txt", "sidecar": {}}'
    assert list(files_of(len(head).to_bytes(4, "big") + head + b"note", PAIR)) == ["json", "txt"]


def test_a_message_goes_into_a_folder_as_it_is(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    to = Folder(name="importer", path=str(place), form="hl7")
    office = Office(tmp_path, to)
    sender = FolderSender(to)
    office.receivers["importer"].make = sender.make  # type: ignore[method-assign]
    office.receivers["importer"].send = sender.send  # type: ignore[method-assign]
    office.signed(AVERY)
    office.round()
    (path,) = place.glob("*.hl7")
    assert path.read_bytes().startswith(b"MSH|^~\\&|")
    assert office.states() == ["delivered"]
