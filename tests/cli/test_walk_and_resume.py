"""`walk` and `resume` over lines: to a signed note, to an open visit, or to a plain no."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core import moves as m
from bedside.core.acts import Act
from bedside.core.refusals import Refusal, Why
from bedside.core.text import cells
from bedside.session import Session
from tests.cli.conftest import Run
from tests.cli.visits import left_open, lines, own_checklist, signed
from tests.people import CLINICIAN, ROWAN, WORDS
from tests.plain.telling import SIGNED_BY, WHOLE
from tests.store.audit.logs import acts
from tests.worlds import SHIPPED, UNCERTAINTY, shipped_checklist


@pytest.mark.parametrize("checklist", SHIPPED)
def test_a_file_of_lines_gives_a_signed_note_that_fits_a_page(run: Run, checklist: str) -> None:
    ran = run("walk", checklist, "--plain", typed=lines("", *WHOLE[checklist], *SIGNED_BY))
    assert (ran.code, ran.err) == (Exit.FINE, "")
    note = run("note", "last").out
    assert note in ran.out
    rows = note.splitlines()
    assert len(rows) <= 25
    assert max(map(cells, rows)) <= 80
    assert "Signed: J. Doe, nurse" in note
    assert json.loads(run("visits", "--json").out)[0]["state"] == "signed"


def test_without_an_id_the_conversation_is_chosen_by_number(run: Run) -> None:
    _, second, *_ = sorted(map(shipped_checklist, SHIPPED), key=lambda one: one.title)
    ran = run("walk", "--plain", typed=lines("99", "2", "", "1"))
    assert f"2 {second.title}\n" in ran.out
    numbers = ", ".join(str(at) for at, _ in enumerate(SHIPPED, 1))
    assert f"Type one of the numbers {numbers}, or Enter for none." in ran.out
    assert f"{second.title}, version {second.version}" in ran.out
    assert json.loads(run("visits", "--json").out)[0]["checklist"] == second.id


@pytest.mark.parametrize("typed", ["", "\n"])
def test_where_nothing_is_chosen_nothing_is_begun(run: Run, typed: str) -> None:
    ran = run("--plain", typed=typed)
    assert ran.code == Exit.FINE
    assert "nothing was begun." in ran.err
    assert Desk().visits() == []


def test_the_end_of_input_is_no_error_and_the_visit_is_kept(run: Run) -> None:
    ran = run("walk", UNCERTAINTY, "--plain", typed="\n1\n1\nhalf of wh")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    visit = json.loads(run("visits", "--json").out)[0]["id"]
    assert ran.out.endswith(f"All is kept. Go on with: bedside resume {visit}\n")
    assert "Sees it this way: half of wh" in run("note", "last").out


def test_a_lock_of_lines_stands_in_the_log_as_one_of_the_screen_does(run: Run) -> None:
    assert run("walk", "acknowledging-uncertainty", typed="\n/lock\n").code == 0
    assert acts(Desk().store).count(Act.LOCKED) == 1


def test_resume_says_whose_visit_it_is_before_it_opens_it(run: Run) -> None:
    visit = left_open()
    ran = run("resume", "--plain", typed=lines("", "1"))
    first, question, *_ = ran.out.splitlines()
    assert first == (
        f"Visit with: {ROWAN.label}. Acknowledging uncertainty. Left just now. Visit {visit}."
    )
    assert question == "Press Enter to open it, or type anything to leave it."
    assert "Recorded: Done" in ran.out
    assert ran.code == Exit.FINE


@pytest.mark.parametrize("typed", ["no\n", ""])
def test_a_visit_that_is_not_the_one_meant_stays_closed(run: Run, typed: str) -> None:
    left_open()
    ran = run("resume", "--plain", typed=typed)
    assert ran.code == Exit.FINE
    assert "Step 1 of" not in ran.out


def test_resume_without_an_id_takes_the_visit_that_was_touched_last(run: Run) -> None:
    first, second = left_open(), left_open()
    run("resume", first, "--plain", typed=lines("", "1"))
    signed()
    ran = run("resume", "--plain", typed="no\n")
    assert first in ran.out
    assert second not in ran.out


def test_without_an_open_visit_there_is_nothing_to_resume(run: Run) -> None:
    visit = signed()
    ran = run("resume", "--plain")
    assert (ran.code, ran.err) == (Exit.NOT_FOUND, "bedside: there is no open visit.\n")
    ran = run("resume", visit, "--plain")
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")
    assert ran.err == f"bedside: visit {visit} is signed. bedside note {visit} prints it.\n"


def test_a_resumed_visit_keeps_the_wording_it_was_begun_with(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    path = own_checklist(folder, "mine", "Mine")
    run("walk", "mine", "--plain", "--checklists", str(folder), typed=lines("", "1"))
    path.unlink()
    ran = run("resume", "--plain", typed=lines("", *SIGNED_BY))
    assert "Mine, version 1.0" in ran.out
    assert "Signed: J. Doe, nurse" in run("note", "last").out


def test_the_name_in_the_settings_signs(run: Run, settings_file: Callable[[str], Path]) -> None:
    settings_file(f'[clinician]\nname = "{CLINICIAN[0]}"\nrole = "{CLINICIAN[1]}"\n')
    typed = lines("", *WHOLE[UNCERTAINTY], "/sign", "", "", "-")
    run("walk", UNCERTAINTY, "--plain", typed=typed)
    assert "Signed: J. Doe, nurse" in run("note", "last").out


@pytest.fixture
def no_state(home: Path) -> Path:
    """A home in which a file stands where the folder of visits should be."""
    home.mkdir()
    (home / "state").write_text("in the way")
    return home / "state" / "visits.sqlite3"


@pytest.mark.parametrize(
    "args",
    [("walk", UNCERTAINTY, "--plain"), ("resume", "--plain"), ("visits",), ("note", "last")],
)
def test_a_store_that_cannot_be_written_is_said_at_once_and_nothing_is_begun(
    run: Run, no_state: Path, args: tuple[str, ...]
) -> None:
    ran = run(*args, typed=lines("", "1"))
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert ran.err.startswith("bedside: visits cannot be saved here, so nothing was begun. ")
    assert str(no_state) in ran.err


def test_without_a_place_for_visits_checklists_can_still_be_listed(
    run: Run, no_state: Path
) -> None:
    ran = run("list")
    assert ran.code == Exit.FINE
    assert len(ran.out.splitlines()) == 1 + len(SHIPPED)


def test_doctor_says_where_visits_cannot_be_saved(run: Run, no_state: Path) -> None:
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert "LOOK visits: visits cannot be saved here" in ran.out


def test_a_talk_over_a_store_that_is_no_database_is_kept_beside_and_the_file_left_as_it_is(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.plain.dialogue.TELL_SECONDS", 0.05)
    monkeypatch.setattr("bedside.plain.dialogue.SAVE_SECONDS", 0.1)
    monkeypatch.setattr("bedside.store.writer.RETRY_SECONDS", 0.05)
    monkeypatch.setattr("bedside.store.writer.BESIDE_AFTER", 0.0)
    path = home / "state" / "visits.sqlite3"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"something else entirely, and long enough to be looked at" * 40)
    before = path.read_bytes()
    ran = run("walk", UNCERTAINTY, "--plain", typed=lines("", "1"))
    assert ran.code == Exit.UNAVAILABLE
    assert "kept safe in a second place" in ran.out
    assert f"could not be saved in {path}" in ran.err
    assert "It is kept in " in ran.err
    assert path.read_bytes() == before


def test_a_store_that_fails_midway_says_so_at_once_and_pretends_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("bedside.store.writer.connect", full)
    monkeypatch.setattr("bedside.store.writer.RETRY_SECONDS", 0.01)
    for module in ("plain.dialogue.SAVE_SECONDS", "plain.walker.SAVE_SECONDS"):
        monkeypatch.setattr(f"bedside.{module}", 0.1)
    monkeypatch.setattr("bedside.session.CLOSING_SECONDS", 0.1)
    ran = run("walk", UNCERTAINTY, "--plain", typed=lines("", "1"))
    assert ran.code == Exit.UNAVAILABLE
    assert "NOT SAVED: database or disk is full. Your answers are held here;" in ran.out
    assert "All is kept." not in ran.out
    assert "could not be saved in " in ran.err
    assert "visits.sqlite3: database or disk is full.\n" in ran.err
    assert ran.err.endswith(".spill: the next start of bedside saves it.\n")


def test_signing_waits_until_all_is_saved(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("bedside.store.writer.connect", full)
    monkeypatch.setattr("bedside.store.writer.RETRY_SECONDS", 0.01)
    for module in ("plain.dialogue.SAVE_SECONDS", "plain.walker.SAVE_SECONDS"):
        monkeypatch.setattr(f"bedside.{module}", 0.05)
    monkeypatch.setattr("bedside.session.CLOSING_SECONDS", 0.1)
    ran = run("walk", UNCERTAINTY, "--plain", typed=lines("", "/rest", "5", *SIGNED_BY))
    assert "Not everything is saved yet (database or disk is full). Sign once it is." in ran.out
    assert "Signed. This is the note:" not in ran.out
    assert ran.code == Exit.UNAVAILABLE


def held(desk: Desk) -> Session:
    """Open a visit here and keep it open."""
    session = desk.begin(UNCERTAINTY)
    assert isinstance(session, Session)
    assert session.settle(5)
    return session


def test_a_visit_open_elsewhere_says_who_holds_it_and_is_left_by_enter(run: Run) -> None:
    desk = Desk()
    session = held(desk)
    ran = run("resume", session.visit.id, "--plain", typed=lines("", ""))
    assert ran.code == Exit.FINE
    assert "Another window has this visit open" in ran.out
    assert "(process " in ran.out
    assert "Type take to take it over, or Enter to leave it." in ran.out
    assert not session.saving.fenced
    assert session.close()
    desk.store.close()


@pytest.mark.parametrize(
    ("args", "typed"), [((), ("", "take", "1")), (("--take-over",), ("", "1"))]
)
def test_a_take_over_goes_on_and_the_old_window_loses_nothing(
    run: Run, args: tuple[str, ...], typed: tuple[str, ...]
) -> None:
    desk = Desk()
    session = held(desk)
    ran = run("resume", session.visit.id, "--plain", *args, typed=lines(*typed))
    assert ran.code == Exit.FINE
    assert "Step 1 of" in ran.out
    session.do(m.Jot(WORDS))
    assert not session.settle(5)
    assert session.do(m.Next()) == Refusal(Why.TAKEN_OVER)
    session.close()
    desk.store.close()
    again = run("resume", "--plain", typed=lines("", "/check"))
    assert WORDS in again.out
    assert "private, never leaves: From another window" in again.out
    assert "What is known, agreed with the team: Done" in again.out


def test_two_windows_may_hold_two_visits(run: Run) -> None:
    desk = Desk()
    session = held(desk)
    ran = run("walk", UNCERTAINTY, "--plain", typed=lines("", "1"))
    assert ran.code == Exit.FINE
    assert "All is kept." in ran.out
    assert not session.saving.fenced
    assert session.close()
    desk.store.close()
    assert {visit.state for visit in Desk().visits()} == {"new", "open"}
    assert len(Desk().visits()) == 2


def test_the_plain_face_says_that_nothing_is_saved_and_later_that_all_is_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside import words
    from bedside.store.database import connect as real

    tell, told = words.saving, list[str]()

    def failing(path: Path) -> sqlite3.Connection:
        if not told:
            raise sqlite3.OperationalError("disk I/O error")
        return real(path)

    def saving(standing: str, why: str) -> str:
        text = tell(standing, why)
        told.extend([text] if text.startswith("NOT SAVED") else [])
        return text

    monkeypatch.setattr("bedside.store.writer.connect", failing)
    monkeypatch.setattr("bedside.store.writer.RETRY_SECONDS", 0.01)
    monkeypatch.setattr(words, "saving", saving)
    monkeypatch.setattr("bedside.plain.dialogue.TELL_SECONDS", 0.2)
    ran = run("walk", UNCERTAINTY, "--plain", typed=lines("", "1", "1", "1"))
    assert "NOT SAVED: disk I/O error." in ran.out
    assert "Everything is saved again." in ran.out
    assert ran.out.index("NOT SAVED") < ran.out.index("Everything is saved again.")
    assert ran.code == Exit.FINE
