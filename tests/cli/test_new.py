"""`new`: a checklist of one's own from nothing or from another, and never over anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from tests.cli.authors import change
from tests.cli.clinic import example_in
from tests.cli.conftest import Run
from tests.worlds import UNCERTAINTY


def test_a_new_checklist_stands_in_ones_own_folder_and_is_listed(run: Run, home: Path) -> None:
    ran = run("new", "A hard talk")
    path = home / "config" / "checklists" / "a-hard-talk.toml"
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert f"Wrote {path}." in ran.out
    assert "bedside edit a-hard-talk" in ran.out
    assert "A hard talk" in run("list").out
    assert (path.parent / "bedside-checklist-1.json").exists()
    assert path.read_text(encoding="utf-8").startswith("#:schema bedside-checklist-1.json\n")
    assert "0 errors, 2 warnings" in run("check", str(path)).out


def test_a_copy_has_a_title_of_its_own(run: Run, tmp_path: Path) -> None:
    ran = run("new", "ours", "--from", UNCERTAINTY, "--title", "Ours", "-o", str(tmp_path / "deep"))
    path = tmp_path / "deep" / "ours.toml"
    assert ran.code == Exit.FINE
    text = path.read_text(encoding="utf-8")
    assert 'title    = "Ours"' in text
    assert "# Lines that begin with #" in text
    assert run("check", str(path)).code == Exit.FINE


def test_a_name_may_be_given_as_that_of_a_file(run: Run, home: Path) -> None:
    run("new", "hard-talk.toml")
    assert (home / "config" / "checklists" / "hard-talk.toml").exists()
    assert "Hard talk " in run("list").out


def test_a_name_that_is_taken_is_refused_with_a_free_one(run: Run, home: Path) -> None:
    ran = run("new", "Acknowledging uncertainty")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert f"bedside new {UNCERTAINTY}-2" in ran.err
    assert not (home / "config" / "checklists").exists()
    run("new", "mine")
    assert "bedside new mine-2" in run("new", "mine").err


def test_a_file_that_is_there_is_never_written_over(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("my notes", encoding="utf-8")
    ran = run("new", "mine", "-o", str(tmp_path))
    assert ran.code == Exit.USAGE
    assert path.read_text(encoding="utf-8") == "my notes"


@pytest.mark.parametrize("name", ["東京", "!!!", ""])
def test_a_name_without_letters_asks_for_some(run: Run, name: str) -> None:
    ran = run("new", name)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "--title" in ran.err


def test_a_title_may_hold_any_letters(run: Run, home: Path) -> None:
    assert run("new", "tokyo", "--title", '東京 "夜" \\ {title}').code == Exit.FINE
    assert '東京 "夜" \\ {title}' in run("list").out


def test_what_cannot_be_copied_is_said_with_why(run: Run, tmp_path: Path) -> None:
    assert run("new", "ours", "--from", "nothing-like-it").code == Exit.NOT_FOUND
    broken = example_in(tmp_path)
    change(broken, 'kind  = "words"', 'kind  = "wrds"')
    ran = run("new", "ours", "--from", str(broken))
    assert ran.code == Exit.FINDINGS
    assert f"bedside check {broken} says how" in ran.err


def test_a_folder_that_cannot_be_made_is_said_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = run("new", "mine", "-o", str(tmp_path / "file" / "in"))
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
