"""`upgrade`: says what is in which format, shows before it writes, and asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from tests.cli.authors import change, typing
from tests.cli.conftest import Run
from tests.content.test_upgrade import MADE_UP


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bedside of a later day, whose format is the invented third."""
    from bedside.content import upgrade

    monkeypatch.setattr(upgrade.upgraded, "__defaults__", (MADE_UP, 3))


def test_what_is_in_this_format_is_said_to_be(run: Run, path: Path) -> None:
    before = path.read_bytes()
    ran = run("upgrade")
    assert (ran.code, ran.out, ran.err) == (Exit.FINE, f"{path}: already in format 1.\n", "")
    assert path.read_bytes() == before


def test_files_beside_a_checklist_are_none(run: Run, path: Path) -> None:
    run("publish", str(path), "--yes")
    assert run("upgrade", str(path.parent)).out == f"{path}: already in format 1.\n"


def test_nothing_of_ones_own_is_nothing_to_do(run: Run) -> None:
    assert run("upgrade") == (Exit.FINE, "There is no checklist of your own to upgrade.\n", "")


def test_a_newer_or_broken_file_is_left_alone_with_why(run: Run, path: Path) -> None:
    change(path, "format   = 1", "format   = 2")
    ran = run("upgrade", str(path))
    assert ran.code == Exit.FINDINGS
    assert "knows formats up to 1" in ran.out


def test_a_file_that_is_not_there_is_said_so(run: Run, tmp_path: Path) -> None:
    ran = run("upgrade", str(tmp_path / "gone.toml"))
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")


@pytest.mark.usefixtures("later")
def test_changes_are_shown_and_asked_for_before_they_are_written(
    run: Run,
    path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = path.read_bytes()
    unasked = run("upgrade", str(path))
    assert unasked.code == Exit.USAGE
    assert "+format   = 3" in unasked.out
    assert "everything has a tag" in unasked.out
    assert typing(capsys, monkeypatch, "no")("upgrade", str(path)).code == Exit.FINE
    assert path.read_bytes() == before
    assert typing(capsys, monkeypatch, "yes")("upgrade", str(path)).code == Exit.FINE
    assert b"format   = 3" in path.read_bytes()
    assert run("upgrade", str(path)).out == f"{path}: already in format 3.\n"


@pytest.mark.usefixtures("later")
def test_it_can_be_said_in_advance(run: Run, path: Path) -> None:
    assert run("upgrade", "--yes").code == Exit.FINE
    assert b"format   = 3" in path.read_bytes()
