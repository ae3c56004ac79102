"""The commands about deliveries: what is said, what is done, and the code each ends with."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.main import main
from bedside.core import moves as m
from bedside.core.deliveries import Cause, Receipts
from bedside.core.parcels import Standing
from bedside.session import Session
from bedside.store.paths import find_places
from tests.cli import visits
from tests.deliver.peers import Peer
from tests.deliver.posting import AVERY
from tests.worlds import site_settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that a document importer looks into, and a site that sends notes there."""
    path = tmp_path / "notes"
    path.mkdir()
    site_settings(f'[destinations.importer]\nkind = "folder"\npath = "{path.as_posix()}"\n')
    return path


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def _one() -> str:
    """Return the control id of the only delivery."""
    desk = Desk()
    assert desk.outbox is not None
    (one,) = desk.outbox.shelf.every()
    desk.store.close()
    return one.control


def test_d17_deliver_once_puts_a_note_with_its_sidecar_into_the_folder_and_tells_the_visit(
    folder: Path,
) -> None:
    visit = visits.followed_up(AVERY)
    assert main(["deliver", "--once"]) == 0
    beside, note = _files(folder)
    assert (beside.partition("_")[2], note.partition("_")[2]) == (f"{visit}.json", f"{visit}.txt")
    assert "Avery" not in beside + note
    said = json.loads((folder / beside).read_text(encoding="utf-8"))
    assert (said["document"], said["patient"]["known"]["number"]) == (visit, "000-TEST")
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    (receipt,) = session.visit.receipts
    told = receipt.where.partition(": ")[2].partition(",")[0]
    assert (receipt.how, Path(told).name) == ("folder", note)
    session.close()
    desk.store.close()


def test_a_held_note_is_listed_with_its_way_out_and_can_be_filed_by_hand(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = visits.signed()
    assert main(["deliver", "--once"]) == 1
    assert main(["outbox"]) == 1
    assert "not known here" in " ".join(capsys.readouterr().out.split())
    control = _one()
    assert main(["outbox", "show", control]) == 0
    assert "File it by hand" in " ".join(capsys.readouterr().out.split())
    assert main(["outbox", "text", control]) == 0
    assert capsys.readouterr().out.strip()
    assert main(["purge", "--visit", visit, "--yes"]) == 5
    assert main(["outbox", "filed", control[-6:], "--by", "J. Doe", "--where", "by fax"]) == 0
    assert main(["outbox"]) == 0
    assert main(["outbox", "filed", control, "--by", "J. Doe", "--where", "by fax"]) == 5
    assert main(["purge", "--visit", visit, "--yes"]) == 0


def test_a_receiver_that_takes_it_away_is_the_receipt(folder: Path) -> None:
    site_settings(
        '[destinations.importer]\nprofile = "document-folder"\nidentity = "none"\n'
        f'path = "{folder.as_posix()}"\n'
    )
    visits.signed()
    assert main(["deliver", "--once"]) == 3
    note = next(folder.glob("*.txt"))
    note.rename(note.with_name(f"{note.name}.imported"))
    assert main(["outbox", "retry", _one()]) == 0
    assert main(["deliver", "--once"]) == 0
    desk = Desk()
    assert desk.outbox is not None
    (one,) = desk.outbox.shelf.every()
    assert one.receipt.endswith(".imported")
    desk.store.close()


def test_what_could_not_be_made_is_made_again_once_the_settings_are_mended(folder: Path) -> None:
    visits.signed()
    control = _one()
    site_settings(
        '[destinations.importer]\nkind = "folder"\nidentity = "none"\n'
        f'path = "{folder.as_posix()}"\n'
    )
    assert main(["outbox", "retry", control]) == 0
    assert main(["deliver", "--once"]) == 0
    assert len(_files(folder)) == 2


def test_hold_keeps_one_back_until_it_is_tried_again(folder: Path) -> None:
    visits.followed_up(AVERY)
    control = _one()
    assert main(["outbox", "hold", control]) == 0
    assert main(["deliver", "--once"]) == 1
    assert _files(folder) == []
    assert main(["outbox", "retry", control]) == 0
    assert main(["deliver", "--once"]) == 0


def test_a_visit_that_was_signed_before_is_sent_when_somebody_asks(folder: Path) -> None:
    site = find_places(os.environ).site_settings
    kept = site.read_text(encoding="utf-8")
    site.unlink()
    visit = visits.followed_up(AVERY)
    site.write_text(kept, encoding="utf-8")
    assert main(["deliver", "--once"]) == 0
    assert _files(folder) == []
    assert main(["outbox", "send", visit]) == 0
    assert main(["deliver", "--once"]) == 0
    assert len(_files(folder)) == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["outbox", "show"], 2),
        (["outbox", "list", "X"], 2),
        (["outbox", "show", "NOBODY"], 4),
        (["destination", "test", "importr"], 4),
        (["destination", "test"], 2),
        (["deliver"], 2),
        (["destination"], 0),
        (["destination", "test", "importer"], 0),
    ],
)
def test_what_makes_no_sense_ends_with_its_code(folder: Path, given: list[str], code: int) -> None:
    assert main(given) == code


@pytest.mark.parametrize("line", ["password", "pasword", "token"])
def test_a_secret_that_stands_in_the_settings_is_not_said_again(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site_settings(
        f'[destinations.record]\nkind = "fhir"\nbase = "https://x.example"\n{line} = "hunter2"\n'
    )
    assert main(["destination"]) == 2
    told = "".join(capsys.readouterr())
    assert line in told
    assert "hunter2" not in told


def test_a_destination_that_nothing_can_go_to_is_no_success(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.rmdir()
    assert main(["destination", "test", "importer"]) == 3
    told = capsys.readouterr().out
    assert str(folder) in told
    assert "Make the folder" in told


def test_where_notes_go_nowhere_that_is_said_and_nothing_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    visits.signed()
    for given in (["outbox"], ["deliver", "--once"], ["destination"]):
        assert main(given) == 0
        assert "[destinations." in capsys.readouterr().err


def test_a_relay_delivers_what_was_locked_for_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = find_places(os.environ).site_settings
    key = tmp_path / "relay.key"
    assert main(["deliver", "--new-relay-key", str(key)]) == 0
    line = capsys.readouterr().out
    assert main(["deliver", "--new-relay-key", str(key)]) == 2
    site.write_text(line + site.read_text(encoding="utf-8"), encoding="utf-8")
    visits.followed_up(AVERY)
    assert main(["deliver", "--once", "--relay-key", str(key)]) == 0
    assert "can be read" in " ".join(capsys.readouterr().err.split())
    assert len(_files(folder)) == 2
    other = tmp_path / "other.key"
    main(["deliver", "--new-relay-key", str(other)])
    assert main(["deliver", "--once", "--relay-key", str(other)]) == 2


def test_d18_a_rehearsal_sends_notes_about_nobody_and_proposes_nothing_for_a_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["destination", "rehearse", "importer", "--yes"]) == 0
    assert "A retraction: delivered" in capsys.readouterr().err
    assert all("_" in name for name in _files(folder))


def test_whoever_tries_a_way_hears_that_notes_of_patients_go_as_tests_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Peer("AA") as peer:
        engine = f'[destinations.engine]\nkind = "hl7"\ntls = false\nport = {peer.port}\n'
        site_settings(engine)
        assert main(["destination", "test", "engine"]) == 0
        assert 'processing = "P"' in capsys.readouterr().err
        site_settings(engine + '[destinations.engine.hl7]\nprocessing = "P"\n')
        assert main(["destination", "test", "engine"]) == 0
        assert "processing" not in capsys.readouterr().err


def test_a_desk_gives_a_face_what_it_needs(folder: Path) -> None:
    visit = visits.signed()
    desk = Desk()
    assert desk.outbox is not None
    (held,) = desk.outbox.held()
    assert (held.why, held.standing) == (Cause.NOBODY, Standing.HELD)
    assert desk.outbox.waiting() == []
    assert desk.outbox.of_visit(visit) == [held]
    assert desk.outbox.filed(held.control, "J. Doe", "by hand")
    assert desk.outbox.receipts(visit).untold == [
        m.Deliver("folder", "importer: J. Doe, by hand", held.characters)
    ]
    desk.store.close()


def test_while_a_face_is_open_what_is_signed_is_delivered_and_leaving_waits_for_nothing(
    folder: Path,
) -> None:
    desk = Desk()
    desk.look_after()
    visit = visits.followed_up(AVERY)
    until = time.monotonic() + 60
    while len(_files(folder)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    desk.stop_delivering()
    assert [name.partition("_")[2] for name in _files(folder)] == [f"{visit}.json", f"{visit}.txt"]
    assert desk.store.close()


def test_a_visit_that_is_open_is_told_when_it_is_opened_next(folder: Path) -> None:
    visit = visits.followed_up(AVERY)
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    assert desk.outbox is not None
    desk.outbox.dispatcher().round()
    desk.outbox.tell_all()
    assert session.visit.receipts == ()
    session.close()
    again = desk.resume(visit)
    assert isinstance(again, Session)
    assert len(again.visit.receipts) == 1
    again.close()
    assert not desk.outbox.receipts(visit).untold
    assert desk.store.close()


def test_whoever_leaves_while_visits_are_told_waits_a_moment_and_can_go_on_with_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = {visits.followed_up(AVERY) for _ in range(2)}
    desk = Desk()
    assert desk.outbox is not None
    desk.outbox.dispatcher().round()
    asked, goes_on, found = threading.Event(), threading.Event(), desk.outbox.receipts
    told: list[str] = []

    def slow(visit: str) -> Receipts:
        told.append(visit)
        asked.set()
        assert goes_on.wait(60)
        return found(visit)

    monkeypatch.setattr(desk.outbox, "receipts", slow)
    telling = threading.Thread(target=desk.outbox.tell_all)
    telling.start()
    assert asked.wait(60)
    desk.stop_delivering()  # would never come back if it waited for that
    assert not goes_on.is_set()
    goes_on.set()
    telling.join(60)
    assert desk.store.close()
    assert len(told) == 1, "another visit was taken up after that"
    other = Desk()
    for visit in signed:
        session = other.resume(visit)
        assert isinstance(session, Session)
        assert len(session.visit.receipts) == 1
        session.close()
    assert other.store.close()


def test_a_visit_that_cannot_be_told_now_is_let_go_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = visits.followed_up(AVERY)
    desk = Desk()
    assert desk.outbox is not None
    desk.outbox.dispatcher().round()

    def fails(_: str) -> list[object]:
        raise OSError("not now")

    with monkeypatch.context() as patched:
        patched.setattr(desk.outbox, "receipts", fails)
        desk.outbox.tell_all()
    other = Desk()
    session = other.resume(visit)
    assert isinstance(session, Session)
    session.close()
    assert desk.store.close()
    assert other.store.close()


def test_nothing_is_signed_or_added_while_the_settings_cannot_be_read(folder: Path) -> None:
    """What waits could not be queued: reading goes on, adding to a note does not."""
    visit = visits.followed_up(AVERY)
    site_settings("theme = 'pigeon'\n")
    assert main(["note", visit]) == 0
    words = ("--words", "more", "--because", "later", "--by", "Dr Roe")
    assert main(["add", visit, "addendum", *words]) == 2
    site_settings(f'[destinations.importer]\nkind = "folder"\npath = "{folder.as_posix()}"\n')
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    assert session.visit.later == ()
    session.close()
    desk.store.close()
