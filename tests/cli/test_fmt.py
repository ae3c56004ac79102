"""`bedside fmt`: which files it touches, what it says, and how it ends."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from bedside.cli.main import main
from tests.cli.conftest import Run

UNTIDY = b"\xef\xbb\xbfformat=1\r\nid= 'a'\r\n\r\n\r\n[[steps]]\r\nid='x' # mine\r\n"
TIDY = b'\xef\xbb\xbfformat   = 1\r\nid       = "a"\r\n\r\n[[steps]]\r\nid    = "x" # mine\r\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a file to tidy, a tidy one, a bank, and one that cannot be read."""
    place = tmp_path / "lists"
    (place / "banks").mkdir(parents=True)
    (place / "a.toml").write_bytes(UNTIDY)
    (place / "b.toml").write_bytes(b"format   = 1\n")
    (place / "banks" / "c.toml").write_bytes(b"bank=true\n")
    (place / "broken.toml").write_bytes(b"format = \n")
    (place / "a.history.toml").write_bytes(b"x=1\n")
    return place


def test_files_are_tidied_and_the_broken_one_is_left_as_it_is(run: Run, folder: Path) -> None:
    ran = run("fmt", str(folder))
    assert ran.code == 1
    assert (folder / "a.toml").read_bytes() == TIDY
    assert (folder / "banks" / "c.toml").read_bytes() == b"bank = true\n"
    assert (folder / "broken.toml").read_bytes() == b"format = \n"
    assert (folder / "a.history.toml").read_bytes() == b"x=1\n"
    assert "a.toml: tidied" in ran.out
    assert "b.toml: tidied" not in ran.out
    assert "4 files looked at" in ran.out
    assert "broken.toml was left as it is: the file cannot be read" in ran.err
    (folder / "broken.toml").unlink()
    again = run("fmt", str(folder))
    assert (again.code, again.out) == (0, "3 files looked at.\n")


def test_check_names_what_would_change_and_changes_nothing(run: Run, folder: Path) -> None:
    ran = run("fmt", "--check", str(folder / "a.toml"), str(folder / "b.toml"))
    assert ran.code == 1
    assert ran.out == f"{folder / 'a.toml'}: would be tidied\n"
    assert (folder / "a.toml").read_bytes() == UNTIDY
    assert run("fmt", "--check", str(folder / "b.toml")).code == 0


def test_diff_shows_what_would_change_and_changes_nothing(run: Run, folder: Path) -> None:
    ran = run("fmt", "--diff", str(folder / "a.toml"))
    assert ran.code == 1
    assert "-format=1\n-id= 'a'\n-\n+format   = 1\n+id       = \"a\"\n" in ran.out
    assert (folder / "a.toml").read_bytes() == UNTIDY


def test_standard_input_goes_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(UNTIDY), newline=""))
    assert main(["fmt", "-"]) == 0
    assert capsysbinary.readouterr().out == TIDY
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a =\n"), newline=""))
    assert main(["fmt", "-"]) == 1
    said = capsysbinary.readouterr()
    assert not said.out
    assert b"standard input was left as it is" in said.err


def test_without_a_path_ones_own_checklists_are_tidied(run: Run, folder: Path) -> None:
    assert run("fmt", "--check", "--checklists", str(folder)).code == 1
    assert (folder / "a.toml").read_bytes() == UNTIDY
    assert run("fmt").code == 4


def test_what_is_not_there_is_said(run: Run, folder: Path) -> None:
    ran = run("fmt", str(folder / "nobody.toml"))
    assert ran.code == 3
    assert "nobody.toml was left as it is: there is no such file" in ran.err
    assert run("fmt", "-", str(folder)).code == 2
