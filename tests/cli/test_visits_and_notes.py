"""`visits`, `note` and `purge`: data on standard output, nothing replaced, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core.text import cells
from bedside.session import Session
from tests.cli.conftest import Run
from tests.cli.visits import change_on_disk, handed_on, left_open, signed
from tests.people import ROWAN, WORDS
from tests.worlds import UNCERTAINTY, shipped_checklist


def test_without_a_visit_there_are_only_heads(run: Run) -> None:
    ran = run("visits")
    assert ran.code == Exit.FINE
    assert ran.out.split() == ["id", "begun", "state", "conversation", "patient"]
    assert json.loads(run("visits", "--json").out) == []


def test_visits_are_listed_newest_first_and_no_answer_is_shown(run: Run) -> None:
    first, second = left_open(), signed()
    third = left_open()
    ran = run("visits")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert [row.split()[0] for row in ran.out.splitlines()[1:]] == [third, second, first]
    assert ROWAN.label in ran.out
    assert WORDS not in ran.out


def test_visits_as_json_are_objects_newest_first(run: Run) -> None:
    first, second = left_open(), signed()
    told = json.loads(run("visits", "--json").out)
    assert [one["id"] for one in told] == [second, first]
    assert [one["state"] for one in told] == ["signed", "open"]
    assert {one["checklist"] for one in told} == {UNCERTAINTY}
    assert told[1]["patient"] == ROWAN.label


def test_a_note_is_printed_and_nothing_else(run: Run) -> None:
    visit = signed()
    ran = run("note", visit)
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert ran.out.startswith("CONVERSATION: ")
    wording = f"{UNCERTAINTY} {shipped_checklist(UNCERTAINTY).version}"
    assert ran.out.endswith(f"Note {visit}, {wording}, draft wording\n")
    assert "DRAFT" not in ran.out
    assert max(map(cells, ran.out.splitlines())) <= 72


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_a_note_that_is_not_signed_says_so_first(run: Run, format_: str) -> None:
    left_open()
    assert "DRAFT, not signed" in run("note", "last", "--format", format_).out.splitlines()[0]


def test_the_private_note_is_in_no_format(run: Run) -> None:
    left_open()
    for format_ in ("text", "markdown", "json"):
        assert WORDS not in run("note", "last", "--format", format_).out


def test_a_note_as_json_says_whether_it_is_a_draft(run: Run) -> None:
    left_open()
    assert json.loads(run("note", "last", "--format", "json").out)["draft"] is True
    signed()
    assert json.loads(run("note", "last", "--format", "json").out)["draft"] is False


def test_a_visit_is_found_by_its_id_its_end_in_any_letters_and_as_the_last(run: Run) -> None:
    first, second = left_open(), signed()
    assert run("note", second) == run("note", "last") == run("note", second[-6:].lower())
    assert run("note", first).out != run("note", second).out


@pytest.mark.parametrize("name", ["", "nowhere", "[/foo]", "../x", "%", "LAST"])
def test_an_unknown_visit_is_not_found(run: Run, name: str) -> None:
    left_open()
    for command in (("note", name), ("resume", name), ("purge", "--yes", "--visit", name)):
        ran = run(*command)
        assert (ran.code, ran.out) == (Exit.NOT_FOUND, ""), command
        assert ran.err == f"bedside: there is no visit {name!r}. bedside visits lists them.\n"
    assert len(Desk().visits()) == 1


def test_an_end_that_several_visits_share_is_not_enough(run: Run) -> None:
    ids = [left_open()]
    while len({one[-1] for one in ids}) == len(ids):
        ids.append(left_open())
    shared = ids[-1][-1]
    ran = run("note", shared)
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")
    assert "type more of the id." in ran.err


def test_a_note_in_a_file_replaces_none(run: Run, tmp_path: Path) -> None:
    left_open()
    target = tmp_path / "note.txt"
    ran = run("note", "last", "-o", str(target))
    assert (ran.code, ran.out) == (Exit.FINE, "")
    assert ran.err == f"Written to {target}.\n"
    written = target.read_text(encoding="utf-8")
    assert written == run("note", "last").out
    assert run("note", "last", "-o", str(target)).code == Exit.FINE
    other = run("note", "last", "--format", "markdown", "--output", str(target))
    assert (other.code, other.out) == (Exit.UNAVAILABLE, "")
    assert "already there. Nothing was replaced." in other.err
    assert target.read_text(encoding="utf-8") == written
    assert sorted(tmp_path.glob(".note*")) == []


@pytest.mark.parametrize("place", ["nowhere/note.txt", "file.txt/note.txt", "."])
def test_a_place_that_cannot_be_written_is_said_so(run: Run, tmp_path: Path, place: str) -> None:
    left_open()
    (tmp_path / "file.txt").write_text("kept")
    ran = run("note", "last", "-o", str(tmp_path / place))
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert "cannot be written: " in ran.err
    assert (tmp_path / "file.txt").read_text() == "kept"


def test_a_signed_note_changed_on_disk_is_never_printed_and_doctor_names_it(run: Run) -> None:
    visit = signed()
    assert "ok   signed notes: 1, each as it was signed\n" in run("doctor").out
    change_on_disk(visit)
    ran = run("note", visit)
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert f"the note of {visit} is no longer what was signed" in ran.err
    doctor = run("doctor")
    assert doctor.code == Exit.FINDINGS
    assert f"LOOK signed notes: 1 of 1 no longer what was signed: {visit}\n" in doctor.out
    assert "do not use what they say; close every window of bedside" in doctor.out
    assert "bedside salvage" in doctor.out


def test_a_retracted_note_says_so_wherever_visits_are_listed(run: Run) -> None:
    kept, gone = signed(), signed()
    said = ("--because", "wrong patient", "--by", "Dr Roe", "--yes")
    assert run("add", gone, "retraction", *said).code == Exit.FINE
    rows = {row.split()[0]: row for row in run("visits").out.splitlines()[1:]}
    assert "signed, RETRACTED" in rows[gone]
    assert "RETRACTED" not in rows[kept]
    told = {one["id"]: one for one in json.loads(run("visits", "--json").out)}
    assert (told[gone]["retracted"], told[kept]["retracted"]) == (True, False)
    assert told[gone]["state"] == "signed"


def test_purge_keeps_what_is_recent_or_not_signed(run: Run) -> None:
    left_open()
    signed()
    assert run("purge", "--yes") == (Exit.FINE, "Nothing to remove.\n", "")
    assert len(Desk().visits()) == 2


def test_purge_removes_signed_visits_whose_days_are_over(
    run: Run, settings_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.core.events import Moment
    from bedside.store import moments

    kept, gone = left_open(), handed_on()
    settings_file("keep_days = 1\n")
    later = moments.now()
    two_days = Moment(utc=later.utc + 2 * 86_400_000, zone=later.zone, boot=later.boot)
    monkeypatch.setattr(moments, "now", lambda: two_days)
    dry = run("purge", "--dry-run")
    assert dry.code == Exit.FINE
    assert dry.out.splitlines()[1].startswith(gone)
    assert dry.out.endswith("1 would be removed.\n")
    assert len(Desk().visits()) == 2
    asked = run("purge")
    assert asked.code == Exit.USAGE
    assert "add --yes to remove without being asked" in asked.err
    assert run("purge", "--yes").out.endswith("1 removed.\n")
    assert [visit.id for visit in Desk().visits()] == [kept]
    assert run("note", gone).code == Exit.NOT_FOUND


@pytest.mark.parametrize(
    ("typed", "left"), [("remove\n", 0), (" Remove \n", 0), ("yes\n", 1), ("\n", 1), ("", 1)]
)
def test_one_visit_is_removed_only_when_that_is_typed(
    run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, left: int
) -> None:
    visit = left_open()
    monkeypatch.setattr("bedside.cli.purge.sys", _AtATerminal)
    monkeypatch.setattr("builtins.input", lambda _: _line(typed))
    ran = run("purge", "--visit", visit)
    assert ran.code == Exit.FINE
    assert len(Desk().visits()) == left
    assert ran.out.endswith("Nothing was removed.\n" if left else "1 removed.\n")


def _line(typed: str) -> str:
    """Return what input() gives for this typing."""
    if not typed:
        raise EOFError
    return typed.removesuffix("\n")


class _AtATerminal:
    """Stands for sys where somebody sits at a terminal."""

    class stdin:  # noqa: N801  # as sys calls it
        """The keyboard."""

        @staticmethod
        def isatty() -> bool:
            """Say that it is one."""
            return True


def test_a_visit_that_is_open_elsewhere_is_not_removed(run: Run) -> None:
    desk = Desk()
    session = desk.begin(UNCERTAINTY)
    assert isinstance(session, Session)
    assert session.settle(5)
    ran = run("purge", "--yes", "--visit", session.visit.id)
    assert ran.code == Exit.UNAVAILABLE
    assert f"{session.visit.id} was kept. Another window has this visit open" in ran.err
    assert session.close()
    assert desk.store.close()
    assert len(Desk().visits()) == 1
