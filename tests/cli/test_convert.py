"""`convert`: checklists into spreadsheets and back; what changes is shown first."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from tests.cli.clinic import current
from tests.cli.conftest import Run
from tests.content.texts import EXAMPLE_NAME

SHEET = "talk.csv"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A checklist of one's own, with its comments."""
    path = tmp_path / EXAMPLE_NAME
    path.write_text(current(), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def sheet(talk: Path, run: Run) -> Path:
    """The same as a spreadsheet."""
    path = talk.with_name(SHEET)
    assert run("convert", str(talk), "-o", str(path)).code == Exit.FINE
    return path


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a spreadsheet the way somebody does who types in it."""
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def test_a_checklist_goes_out_and_comes_in_as_a_new_file(
    run: Run, sheet: Path, tmp_path: Path
) -> None:
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbf")
    folder = tmp_path / "new"
    folder.mkdir()
    ran = run("convert", str(sheet), "-o", str(folder / EXAMPLE_NAME))
    assert (ran.code, ran.out) == (Exit.FINE, "")
    assert run("check", str(folder / EXAMPLE_NAME)).code == Exit.FINE


def test_without_a_file_it_is_written_to_standard_output(run: Run, talk: Path, sheet: Path) -> None:
    assert run("convert", str(talk)).out.encode() == sheet.read_bytes()
    assert run("convert", str(sheet)).out.startswith("format   = 1\n")


def test_what_is_no_sheet_and_what_is_no_checklist_file_is_said(
    run: Run, talk: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run("convert", "talk.docx", "-o", "talk.toml")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "talk.docx is no spreadsheet that can be read" in ran.err
    ran = run("convert", str(sheet), "-o", talk.stem, "--checklists", str(talk.parent))
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert f"Did you mean -o {talk}?" in ran.err
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ran = run("convert", "first-trust")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "  bedside convert first-trust -o first-trust.csv\n" in ran.err


def test_a_shipped_checklist_is_named_by_its_id(run: Run, tmp_path: Path) -> None:
    ran = run("convert", "first-trust", "-o", str(tmp_path / "a.xlsx"))
    assert (ran.code, ran.out) == (Exit.FINE, "")
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
    assert run("convert", "first-trast").code == Exit.NOT_FOUND


def test_a_spreadsheet_that_is_there_is_replaced_only_by_force(
    run: Run, talk: Path, sheet: Path
) -> None:
    before = sheet.read_bytes()
    ran = run("convert", str(talk), "-o", str(sheet))
    assert ran.code == Exit.USAGE
    assert "is there already" in ran.err
    assert sheet.read_bytes() == before
    assert run("convert", str(talk), "-o", str(sheet), "--force").code == Exit.FINE


def test_a_change_is_shown_in_words_and_lines_and_needs_a_yes(
    run: Run, talk: Path, sheet: Path
) -> None:
    rewrite(sheet, "Now is fine", "Now suits me")
    ran = run("convert", str(sheet), "-o", str(talk))
    assert ran.code == Exit.USAGE
    assert ran.out.startswith("  good-time: ")
    assert '-options.now   = "Now is fine"\n+options.now   = "Now suits me"' in ran.out
    assert "--yes" in ran.err
    assert talk.read_text(encoding="utf-8") == current()


def test_with_a_yes_only_what_differs_is_touched(run: Run, talk: Path, sheet: Path) -> None:
    rewrite(sheet, "Now is fine", "Now suits me")
    ran = run("convert", str(sheet), "-o", str(talk), "--yes")
    assert ran.code == Exit.FINE
    assert "Now suits me" in ran.out
    changed = current().replace("Now is fine", "Now suits me")
    assert talk.read_text(encoding="utf-8") == changed


@pytest.mark.parametrize(("typed", "says"), [("yes\n", "Now suits me"), ("\n", "Now is fine")])
def test_on_a_terminal_it_asks_and_keeps_the_file_unless_told(
    run: Run, sheet: Path, typed: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = sheet.with_name(EXAMPLE_NAME)
    rewrite(sheet, "Now is fine", "Now suits me")
    monkeypatch.setattr("bedside.cli.asked.can_ask", lambda: True)
    assert run("convert", str(sheet), "-o", str(talk), typed=typed).code == Exit.FINE
    assert says in talk.read_text(encoding="utf-8")


def test_line_ends_and_the_mark_of_a_file_are_kept(run: Run, talk: Path, sheet: Path) -> None:
    talk.write_bytes(b"\xef\xbb\xbf" + current().replace("\n", "\r\n").encode())
    rewrite(sheet, "Now is fine", "Now suits me")
    assert run("convert", str(sheet), "-o", str(talk), "--yes").code == Exit.FINE
    raw = talk.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == current().count("\n")


def test_what_says_the_same_is_not_written(run: Run, talk: Path, sheet: Path) -> None:
    ran = run("convert", str(sheet), "-o", str(talk))
    assert (ran.code, ran.out) == (Exit.FINE, "")
    assert "says the same already" in ran.err


def test_mistakes_are_told_by_cell_and_nothing_is_written(
    run: Run, talk: Path, sheet: Path
) -> None:
    rewrite(sheet, '"choose"', '"chose"')
    ran = run("convert", str(sheet), "-o", str(talk), "--yes")
    assert ran.code == Exit.FINDINGS
    assert "error C205: Row" in ran.out
    assert f"--> {sheet} (step good-time)\n" in ran.out
    assert "nothing was written" in ran.err
    assert talk.read_text(encoding="utf-8") == current()


def test_a_broken_checklist_does_not_become_a_spreadsheet(run: Run, talk: Path) -> None:
    talk.write_text(current().replace('"choose"', '"chose"'), encoding="utf-8")
    ran = run("convert", str(talk))
    assert (ran.code, ran.out) == (Exit.FINDINGS, "")
    assert "cannot be used until it is mended" in ran.err


def test_other_letters_of_a_spreadsheet_are_said(run: Run, sheet: Path) -> None:
    sheet.write_bytes(sheet.read_bytes().decode("utf-8-sig").encode("utf-16"))
    ran = run("convert", str(sheet))
    assert ran.code == Exit.FINE
    assert "UTF-16" in ran.err


@pytest.mark.parametrize("name", ["a.ods", "a.toml", "a"])
def test_an_output_of_another_kind_is_refused(run: Run, talk: Path, name: str) -> None:
    ran = run("convert", str(talk), "-o", str(talk.with_name(name)))
    assert ran.code == Exit.USAGE
    assert ".csv or .xlsx" in ran.err


def test_a_spreadsheet_becomes_only_a_checklist(run: Run, sheet: Path) -> None:
    assert run("convert", str(sheet), "-o", str(sheet.with_suffix(".txt"))).code == Exit.USAGE
    assert run("convert", str(sheet.with_name("gone.csv"))).code == Exit.NOT_FOUND


def test_without_the_package_for_workbooks_it_says_what_to_install(
    run: Run, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
        monkeypatch.delitem(sys.modules, name)
    plain = builtins.__import__

    def without(name: str, *more: object) -> object:
        if name.partition(".")[0] == "openpyxl":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return plain(name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    ran = run("convert", str(talk), "-o", str(talk.with_name("a.xlsx")))
    assert ran.code == Exit.UNAVAILABLE
    assert "bedside[xlsx]" in ran.err
    assert not talk.with_name("a.xlsx").exists()


@pytest.mark.parametrize("name", ["talk.json", "talk.csv"])
def test_a_name_that_is_not_the_id_is_told_of_the_file_to_write_with_the_one_to_give_it(
    run: Run, talk: Path, name: str
) -> None:
    source, target = talk.with_name(name), talk.with_name("other.toml")
    run("convert", str(talk), "-o", str(source))
    ran = run("convert", str(source), "-o", str(target))
    told = " ".join(ran.out.split())
    assert (ran.code, told.count("M705")) == (Exit.FINDINGS, 1)
    assert f"--> {target} " in told
    assert f"-o {talk}" in told
    assert f"--> {source}" not in told
    assert f"1 to mend in the name {target}; nothing was written." in ran.err
    assert "cell" not in told
    talk.unlink()
    assert run("convert", str(source), "-o", str(talk)).code == Exit.FINE
