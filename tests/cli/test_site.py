"""Setting up a shared workstation: asked, shown once, checked from paper, and only then done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from bedside.store.keys import recovery
from bedside.store.keys.book import remembers_clinic
from bedside.store.keys.clinic import read_clinic
from bedside.store.keys.door import Door
from bedside.store.keys.rings import PersonKeyring
from bedside.store.locks import StoreError
from bedside.store.paths import Places, find_places
from tests.cli.conftest import Run, Seat
from tests.cli.sitting import END, Answers, check_letters, offered, sheets
from tests.cli.test_signing_in import as_
from tests.cli.visits import left_open, signed
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, SharedSite

WRITTEN, CHECK = "Enter when all of it is on paper", "the last letter of each group"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that stands for a memory stick."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def places() -> Places:
    """Where bedside keeps its files in this test."""
    return find_places(os.environ)


def questions(stick: Path) -> Answers:
    """Return the answers to the four questions."""
    return [
        ("What is the clinic", "Northwing"),
        ("Your name", KEEPER),
        ("Your role", "nurse"),
        ("Seconds without a key", "90"),
        ("The folder for the records key", str(stick)),
    ]


def copied() -> Answers:
    """Return the answers of who copies both sheets."""
    return [(WRITTEN, ""), (CHECK, check_letters), (WRITTEN, ""), (CHECK, check_letters)]


def test_setting_up_takes_the_account_s_visits_and_leaves_no_other_key(
    seat: Seat, stick: Path, places: Places
) -> None:
    visit = left_open()
    assert places.key_file.exists()
    answers = [*questions(stick), *copied(), ("Type these four words", offered)]
    sat = seat("site", "init", answers=answers)
    assert sat.code == Exit.FINE
    assert not places.key_file.exists()
    clinic = read_clinic(places.clinic)
    assert (clinic.name, clinic.lock_after) == ("Northwing", 90)
    assert clinic.fingerprint in sat.shown
    assert "1 visit" in sat.shown
    door = Door(places)
    ring = door.sign_in(KEEPER, offered(sat.shown))
    assert isinstance(ring, PersonKeyring)
    assert not door.must_choose
    assert set(door.book.wraps(visit)) == {ring.person, "recovery"}
    one, other = map(recovery.typed, sheets(sat.shown))
    assert recovery.join(one, other, clinic.recovery)
    (key,) = stick.iterdir()
    assert key.stat().st_mode & 0o077 == 0


def test_the_sheets_stand_on_the_terminal_alone_and_are_cleared(seat: Seat, stick: Path) -> None:
    answers = [*questions(stick), *copied(), ("Type these four words", offered)]
    sat = seat("site", "init", answers=answers)
    assert sat.out == ""
    after = sat.shown.split(sheets(sat.shown)[1].split()[-1])[-1]
    assert "\x1b[2J\x1b[3J" in after


def test_what_was_not_copied_right_is_shown_once_more(seat: Seat, stick: Path) -> None:
    slip = [(WRITTEN, ""), (CHECK, "aaaa"), *copied()]
    answers = [*questions(stick), *slip, ("Type these four words", offered)]
    sat = seat("site", "init", answers=answers)
    assert "That is not what stands in row" in sat.shown
    shown = sheets(sat.shown)
    assert len(shown) == 3
    assert shown[0] == shown[1] != shown[2]


def test_an_own_passphrase_is_typed_twice_and_has_to_be_a_strong_one(
    seat: Seat, stick: Path, places: Places
) -> None:
    own = "the geese left early that year"
    typed = [
        ("Type these four words", "welcome northwing 1"),
        ("Type these four words", own),
        ("The same once more", "the geese left early"),
        ("Type these four words", own),
        ("The same once more", own),
    ]
    sat = seat("site", "init", answers=[*questions(stick), *copied(), *typed])
    assert "mostly common words" in sat.shown
    assert "That was not the same" in sat.shown
    assert isinstance(Door(places).sign_in(KEEPER, own), PersonKeyring)


@pytest.mark.parametrize("before", [0, 3, 5, 6, 7, 9])
def test_leaving_before_the_end_leaves_everything_as_it_was(
    seat: Seat, stick: Path, places: Places, before: int
) -> None:
    visit = left_open()
    every = [*questions(stick), *copied(), ("Type these four words", offered)]
    answers = [*every[:before], (every[before][0], END)]
    assert seat("site", "init", answers=answers).code != Exit.FINE
    assert not places.is_shared
    assert places.key_file.exists()
    assert list(stick.iterdir()) == []
    assert set(Door(places).book.wraps(visit)) == {"solo"}


def test_numbers_and_folders_that_will_not_do_are_asked_again(
    seat: Seat, stick: Path, places: Places
) -> None:
    answers = [
        *questions(stick)[:3],
        ("Seconds without a key", "5"),
        ("Seconds without a key", "soon"),
        ("Seconds without a key", ""),
        ("The folder for the records key", str(stick / "not there")),
        ("The folder for the records key", str(places.state)),
        ("The folder for the records key", str(stick)),
        *copied(),
        ("Type these four words", offered),
    ]
    sat = seat("site", "init", answers=answers)
    assert sat.code == Exit.FINE
    assert "is no folder that can be written to" in sat.shown
    assert "The key has to leave this machine" in sat.shown
    assert read_clinic(places.clinic).lock_after == 120


def test_a_visit_open_in_another_window_keeps_the_clinic_from_being_set_up(
    seat: Seat, stick: Path, places: Places
) -> None:
    from bedside.store.locks import VisitLock

    lock = VisitLock(places.locks, left_open())
    assert lock.acquire() is None
    answers = [*questions(stick), *copied(), ("Type these four words", offered)]
    sat = seat("site", "init", answers=answers)
    lock.release()
    assert sat.code == Exit.UNAVAILABLE
    assert "is open in another window" in sat.shown
    assert not places.is_shared
    assert list(stick.iterdir()) == []
    assert not remembers_clinic(places.keys)
    assert seat("visits").code == Exit.FINE


def test_what_was_signed_before_is_filed_for_the_records(seat: Seat, run: Run, stick: Path) -> None:
    visit = signed()
    answers = [*questions(stick), *copied(), ("Type these four words", offered)]
    assert seat("site", "init", answers=answers).code == Exit.FINE
    (key,) = stick.iterdir()
    ran = run("note", visit, "--records-key", str(key))
    assert ran.code == Exit.FINE
    assert visit in ran.out


def test_where_the_clinics_file_cannot_be_written_everything_is_as_it_was(
    seat: Seat, stick: Path, places: Places
) -> None:
    visit = left_open()
    places.clinic.parent.write_text("in the way")
    answers = [*questions(stick), *copied(), ("Type these four words", offered)]
    sat = seat("site", "init", answers=answers)
    assert sat.code == Exit.UNAVAILABLE
    assert list(stick.iterdir()) == []
    assert not remembers_clinic(places.keys)
    assert set(Door(places).book.wraps(visit)) == {"solo"}
    assert visit in seat("visits").out


def test_setting_up_needs_a_terminal(run: Run) -> None:
    ran = run("site", "init", typed="Northwing\n")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "terminal" in ran.err


def test_a_clinic_is_set_up_once(run: Run, site: SharedSite) -> None:
    assert run("site", "init").code == Exit.NOT_ALLOWED


def test_showing_needs_nobody_to_sign_in_and_tells_the_fingerprint(
    run: Run, site: SharedSite
) -> None:
    ran = run("site", "show")
    assert ran.code == Exit.FINE
    assert site.clinic.fingerprint in ran.out
    assert "clinicians   3" in ran.out


@pytest.mark.parametrize("what", ["changed", "gone", "folder gone"])
def test_a_changed_clinic_is_put_back_as_it_was_signed(
    run: Run, seat: Seat, site: SharedSite, what: str
) -> None:
    path = site.places.clinic
    signed = path.read_bytes()
    if what == "changed":
        path.write_bytes(signed.replace(b"120", b"999"))
    else:
        path.unlink()
    if what == "folder gone":
        path.parent.rmdir()
    refused = seat("visits")
    assert refused.code == Exit.NOT_ALLOWED
    assert "bedside site restore" in refused.shown
    assert run("site", "restore").code == Exit.FINE
    assert path.read_bytes() == signed
    assert run("site", "restore").code == Exit.FINE
    again = seat("visits", answers=[("Your name", KEEPER), ("Passphrase", PHRASE)])
    assert again.code == Exit.FINE


def test_on_one_s_own_workstation_there_is_nothing_to_show_or_put_back(run: Run) -> None:
    assert run("site", "show").code == Exit.NOT_FOUND
    assert run("site", "restore").code == Exit.NOT_FOUND
    assert run("clinician", "list").code == Exit.NOT_FOUND
    assert run("take").code == Exit.NOT_FOUND


def test_a_keeper_changes_what_the_clinic_chose_and_the_log_says_so(
    run: Run, seat: Seat, site: SharedSite
) -> None:
    before = site.clinic.fingerprint
    chosen = ("--lock-after", "300", "--grace-hours", "48", "--keep-days", "7")
    sat = seat("site", "set", *chosen, answers=as_(KEEPER))
    assert sat.code == Exit.FINE
    clinic = read_clinic(site.places.clinic, before)
    assert (clinic.lock_after, clinic.grace_hours, clinic.keep_days) == (300, 48, 7)
    assert "changed the settings" in seat("audit", answers=as_(KEEPER)).out
    site.places.clinic.unlink()
    assert run("site", "restore").code == Exit.FINE
    assert read_clinic(site.places.clinic, before) == clinic
    assert "nothing was changed" in seat("site", "set", *chosen, answers=as_(KEEPER)).shown


def test_who_is_no_keeper_changes_nothing_the_clinic_chose(seat: Seat, site: SharedSite) -> None:
    whole = site.places.clinic.read_bytes()
    sat = seat("site", "set", "--keep-days", "1", answers=as_(COLLEAGUE))
    assert sat.code == Exit.NOT_ALLOWED
    assert site.places.clinic.read_bytes() == whole


@pytest.mark.parametrize(
    "given", [(), ("--lock-after", "5"), ("--keep-days", "-1"), ("--grace-hours", "٣")]
)
def test_what_no_clinic_can_choose_is_refused_with_its_limits_before_anybody_signs_in(
    run: Run, site: SharedSite, given: tuple[str, ...]
) -> None:
    assert run("site", "set", *given).code == Exit.USAGE
    assert run("site", "show", *given).code == (Exit.USAGE if given else Exit.FINE)


def test_where_the_file_cannot_be_written_the_choices_are_as_they_were(
    seat: Seat, run: Run, site: SharedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path, _: bytes) -> None:
        raise StoreError(f"{path} cannot be written: the disk is full")

    monkeypatch.setattr("bedside.store.keys.choices.write_clinic", broken)
    sat = seat("site", "set", "--keep-days", "1", answers=as_(KEEPER))
    assert sat.code == Exit.UNAVAILABLE
    site.places.clinic.unlink()
    assert run("site", "restore").code == Exit.FINE
    assert read_clinic(site.places.clinic) == site.clinic
