"""`audit` tells what was done, and whether the log is whole; `purge` what becomes of visits."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core.acts import Act
from bedside.store.audit.check import Fault
from bedside.store.paths import find_places
from bedside.store.retention import Fate
from bedside.words.audit import ACTS, FATES, FAULTS
from tests.cli.conftest import Run
from tests.cli.test_blank_visits import after, left_blank
from tests.cli.visits import handed_on, left_open, signed
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, SharedSite
from tests.people import CLINICIAN, ROWAN, WORDS
from tests.worlds import UNCERTAINTY, shipped_checklist


def spoiled(statement: str, *values: object) -> None:
    """Change the log as no part of bedside would."""
    with Desk().store.writing() as connection:
        connection.execute(statement, values)


def head(run: Run) -> str:
    """Return the head that verify prints."""
    return run("audit", "verify").out.partition("head now: ")[2].partition("\n")[0]


def test_every_act_fault_and_fate_has_its_words() -> None:
    assert set(ACTS) == set(Act)
    assert set(FAULTS) == {fault.value for fault in Fault}
    assert set(FATES) == {fate.value for fate in Fate}


def test_what_was_done_is_told_in_plain_words_and_names_no_patient(run: Run) -> None:
    visit = left_open()
    handed_on()
    run("note", visit)
    shown = run("audit")
    assert shown.code == Exit.FINE
    rows = [re.split("  +", line) for line in shown.out.splitlines()]
    assert rows[0] == ["entry", "when", "who", "what", "visit"]
    assert [row[3] for row in rows[1:]] == [
        "the log was begun",
        "began a visit",
        "began a visit",
        "signed a note",
        "opened a visit",
        "handed a note on",
        "read a visit",
    ]
    assert rows[2][4] == rows[7][4] != rows[3][4]
    for word in (ROWAN.label, WORDS, visit, CLINICIAN[0]):
        assert word not in shown.out
    assert run("audit", "show").out == shown.out


def test_a_day_or_one_visit_can_be_asked_for(run: Run) -> None:
    visit = left_open()
    signed()
    assert run("audit", "--since", "2099-01-01").out == "Nothing was entered since 2099-01-01.\n"
    told = json.loads(run("audit", "show", "--visit", visit, "--json").out)
    assert [one["act"] for one in told] == ["begun"]
    assert told[0]["entry"] == 2
    assert told[0]["late"] is False
    wrong = run("audit", "--since", "soon")
    assert (wrong.code, wrong.out) == (Exit.USAGE, "")


def test_a_log_with_nothing_in_it_says_so(run: Run) -> None:
    assert run("audit") == (Exit.FINE, "Nothing is in the log yet.\n", "")
    assert run("audit", "verify") == (Exit.FINE, "Nothing is in the log yet.\n", "")


def test_a_whole_log_verifies_by_itself_and_against_the_notes(run: Run) -> None:
    left_open()
    handed_on()
    ran = run("audit", "verify")
    assert ran.code == Exit.FINE
    assert "The log is whole: 6 entries." in ran.out
    assert "made with the key of its place" in ran.out
    assert "The heads that one signed note carries agree with it." in ran.out
    assert "log: whole, 6 entries" in run("doctor").out


def test_a_changed_entry_is_named_with_what_stands_there(run: Run) -> None:
    left_open()
    signed()
    spoiled("UPDATE audit SET body = replace(body, '|begun|', '|read|') WHERE n = 3")
    ran = run("audit", "verify")
    assert ran.code == Exit.FINDINGS
    assert "Entry 3 is not as it was written. The 2 before it are sound." in ran.out
    assert "read a visit" in ran.out
    assert str(Desk().places.visits) in ran.out
    doctor = run("doctor")
    assert doctor.code == Exit.FINDINGS
    assert "LOOK log: not whole after entry 2" in doctor.out


def test_a_cut_end_is_found_by_the_key_that_is_kept_and_by_a_signed_note(run: Run) -> None:
    """Whoever cut it set back the count that is kept; the key cannot be, but can be destroyed."""
    left_open()
    left_open()
    visit = signed()
    spoiled("DELETE FROM audit WHERE n > 2")
    spoiled("UPDATE audit_state SET n = 2")
    ran = run("audit", "verify")
    assert ran.code == Exit.FINDINGS
    assert "cut after entry 2: the key book, which stands apart from it, says that" in ran.out
    with Desk().store.book.changing() as connection:
        connection.execute("DELETE FROM marks")
    ran = run("audit", "verify")
    assert ran.code == Exit.FINDINGS
    assert "cut after entry 2: its own end says that it had reached entry 5." in ran.out
    spoiled("UPDATE audit_state SET key = zeroblob(32)")
    ran = run("audit", "verify")
    assert ran.code == Exit.FINDINGS
    told = f"The log was cut after entry 2: the note of visit {visit} says that it had reached"
    assert told in ran.out


def test_a_head_from_paper_shows_what_was_cut(run: Run) -> None:
    left_open()
    left_open()
    known = head(run)
    assert run("audit", "verify", "--anchor", known.lower()).code == Exit.FINE
    spoiled("DELETE FROM audit WHERE n > 2")
    spoiled("DELETE FROM audit_state")
    ran = run("audit", "verify", "--anchor", f"log {known}")
    assert ran.code == Exit.FINDINGS
    assert "cut after entry 2: the head you gave says that it had reached entry 3" in ran.out


def test_a_log_begun_anew_says_so_and_does_not_agree_with_the_notes(run: Run) -> None:
    left_open()
    left_open()
    visit = signed()
    spoiled("DELETE FROM audit")
    spoiled("DELETE FROM audit_state")
    for _ in range(4):
        left_open()
    ran = run("audit", "verify")
    assert ran.code == Exit.FINDINGS
    assert f"is not the one that visit {visit} was signed with" in ran.out
    assert "log number 2 of this workstation" in ran.out


def test_a_log_whose_table_is_gone_is_said_with_a_way_out(run: Run) -> None:
    left_open()
    spoiled("DROP TABLE audit")
    for command in ("show", "verify"):
        ran = run("audit", command)
        assert (ran.code, ran.out) == (Exit.FINDINGS, "")
        assert "The log cannot be read" in ran.err
        assert "Keep a copy of" in ran.err
    left_open()
    assert len(Desk().visits()) == 2


def test_bytes_that_are_no_entry_are_left_out_of_what_is_shown(run: Run) -> None:
    left_open()
    for value in ("\x1b]52;c;eA==\x07", 17, "a|b|c", b"\xff\x00"):
        spoiled("UPDATE audit SET body = ? WHERE n = 2", value)
        shown = run("audit")
        assert shown.code == Exit.FINE
        assert "\x1b" not in shown.out
        assert len(shown.out.splitlines()) == 2
        assert run("audit", "verify").code == Exit.FINDINGS


@pytest.mark.parametrize(
    "given",
    [
        ("verify", "--json"),
        ("verify", "--since", "2026-11-01"),
        ("show", "--anchor", "1 AAAA-AAAA-AAAA-AAAA"),
        ("verify", "--anchor", "nonsense"),
        ("wipe",),
    ],
)
def test_what_does_not_go_together_is_said(run: Run, given: tuple[str, ...]) -> None:
    ran = run("audit", *given)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert ran.err


def test_a_file_that_was_written_and_a_note_that_was_read_are_entered(
    run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    visit = signed()
    folder = tmp_path_factory.mktemp("out")
    run("export", visit, "-o", str(folder / "note.txt"))
    run("note", visit, "-o", str(folder / "other.txt"))
    run("doctor")
    told = [one["act"] for one in json.loads(run("audit", "--json").out)]
    entered = ["read", "exported", "opened", "delivered", "read", "exported"]
    assert sorted(told[3:]) == sorted(entered)  # what rides with nothing else may come a bit later


def test_a_dry_run_says_of_every_visit_what_becomes_of_it_and_changes_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, here, goes, blank = left_open(), signed(), handed_on(), left_blank()
    dry = run("purge", "--dry-run")
    told = {line[:20]: line for line in dry.out.splitlines()[1:-1]}
    assert "not signed, so it never goes by itself" in told[stays]
    assert "not all of its note has left" in told[here]
    assert re.search(r"its key and its rows go from \d{4}-\d\d-\d\d \d\d:\d\d on", told[goes])
    assert "nothing was recorded in it" in told[blank]
    assert dry.out.endswith("0 would be removed.\n")
    assert "Not promised: what old flash cells" in dry.err
    assert "only a shared one closes it sooner" in dry.err
    after(31 * 24, monkeypatch)
    late = run("purge", "--dry-run")
    assert [line[:20] for line in late.out.splitlines()[1:3]] == [goes, blank]
    assert late.out.endswith("2 would be removed.\n")
    assert len(Desk().visits()) == 4
    assert run("purge", "--yes").out.endswith("2 removed.\n")
    assert {visit.id for visit in Desk().visits()} == {stays, here}


def test_a_visit_that_is_open_elsewhere_is_left_alone_by_a_purge(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.session import Session

    visit = handed_on()
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    after(31 * 24, monkeypatch)
    ran = run("purge", "--yes")
    assert ran.code == Exit.UNAVAILABLE
    assert "1 left alone, because another window has them open or went on" in ran.err
    session.close()
    desk.store.close()
    assert [one.id for one in Desk().visits()] == [visit]


@pytest.fixture
def site(tmp_path: Path) -> SharedSite:
    """A shared workstation, on which two clinicians have begun a visit each."""
    site = SharedSite(find_places(os.environ), tmp_path / "records")
    for name in (KEEPER, COLLEAGUE):
        site.begun(site.ring(name), shipped_checklist(UNCERTAINTY))
    return site


def signing_in(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody sit at the terminal who signs in when asked."""
    monkeypatch.setattr("bedside.cli.signin.can_ask", lambda: True)
    monkeypatch.setattr("bedside.cli.signin.asked", lambda *_: name)
    monkeypatch.setattr("bedside.cli.signin.hidden", lambda *_: PHRASE)


@pytest.mark.usefixtures("site")
def test_a_keeper_sees_every_entry_with_names(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    signing_in(KEEPER, monkeypatch)
    shown = run("audit", "--json")
    begun = [one["name"] for one in json.loads(shown.out) if one["act"] == "begun"]
    assert begun == [KEEPER, COLLEAGUE]
    verified = run("audit", "verify")
    assert verified.code == Exit.FINE
    assert "The log is whole" in verified.out


@pytest.mark.usefixtures("site")
def test_others_see_their_own_entries(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    signing_in(COLLEAGUE, monkeypatch)
    shown = run("audit", "--json")
    assert {one["name"] for one in json.loads(shown.out)} == {COLLEAGUE}
    assert [one["act"] for one in json.loads(shown.out)].count("begun") == 1
    assert "These are your own entries." in shown.err
    verified = run("audit", "verify")
    assert verified.code == Exit.FINE
    assert "the first key does not open for you" in verified.out


@pytest.mark.usefixtures("site")
def test_who_is_not_signed_in_sees_times_and_counts_alone(run: Run) -> None:
    shown = run("audit", "--no-sign-in")
    assert shown.code == Exit.FINE
    assert shown.out.splitlines()[0].split() == ["day", "entries"]
    for word in (KEEPER, COLLEAGUE, "began", "signed"):
        assert word not in shown.out
    assert run("audit", "verify", "--no-sign-in").code == Exit.FINE
    barred = run("audit")
    assert (barred.code, barred.out) == (Exit.NOT_ALLOWED, "")
