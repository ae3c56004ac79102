"""Findings in a terminal: the line itself, cut around what is meant; bad files said in time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bedside.cli import findings
from bedside.cli.exits import Exit
from bedside.cli.findings import shown
from bedside.core.problems import Edit, Finding, Fix, Level, Point, Related, Span
from bedside.core.text import cells
from tests.cli.clinic import current
from tests.cli.conftest import Run
from tests.cli.visits import own_checklist
from tests.content.test_bad_files import BAD, posix
from tests.worlds import UNCERTAINTY


def pointing(path: Path, line: int, start: int, end: int) -> str:
    """Return how a finding at a place of a file is shown."""
    span = Span(Point(line, start), Point(line, end))
    return shown([Finding(code="C201", message="m", help="h", file=str(path), span=span)])


@pytest.mark.parametrize("start", [1, 2, 40, 79, 1000, 2500, 4980])
def test_a_very_long_line_is_cut_around_what_is_meant(tmp_path: Path, start: int) -> None:
    path = tmp_path / "long.toml"
    row = "".join(chr(ord("a") + at % 26) for at in range(5000))
    path.write_text(f"\n{row}\n", encoding="utf-8")
    _, _, _, text, marks, *_ = pointing(path, 2, start, start + 5).splitlines()
    assert cells(text) <= 80
    at = marks.index("^")
    assert marks.count("^") == 5
    assert text[at : at + 5] == row[start - 1 : start + 4]
    assert ("…" in text[:at]) is (start > 75)


def test_marks_that_go_on_for_ever_are_cut_too(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_text("x" * 5000, encoding="utf-8")
    rows = pointing(path, 1, 10, 4900).splitlines()
    assert max(map(cells, rows[2:])) <= 80


def test_marks_stand_under_wide_letters(tmp_path: Path) -> None:
    path = tmp_path / "wide.toml"
    path.write_text('title = "死死" x', encoding="utf-8")
    _, _, _, text, marks, *_ = pointing(path, 1, 14, 15).splitlines()
    assert cells(text[: text.index("x")]) == marks.index("^")


def test_marks_of_several_lines_stand_under_the_first_and_the_last(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_text('a = """one\ntwo\nthree"""\r\nb = 1\n', encoding="utf-8")
    span = Span(Point(1, 5), Point(3, 9))
    text = shown([Finding(code="C201", message="m", file=str(path), span=span)])
    assert text.splitlines()[2:] == [
        "  |",
        '1 | a = """one',
        "  |     ^^^^^^",
        "… |",
        '3 | three"""',
        "  | ^^^^^^^^",
    ]


def test_a_stretch_that_ends_before_a_line_does_not_show_it(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a = 1\nb = 2\n", encoding="utf-8")
    span = Span(Point(1, 1), Point(2, 1))
    text = shown([Finding(code="C201", message="m", file=str(path), span=span)])
    assert text.splitlines()[2:] == ["  |", "1 | a = 1", "  | ^^^^^"]


@pytest.mark.parametrize(
    ("row", "where", "shows", "marks"),
    [
        ("\ta = 1", (2, 3), " a = 1", " ^"),
        ("a = 1\r", (1, 2), "a = 1", "^"),
        ('a = "x\u202ey"', (7, 8), 'a = "xy"', "      ^"),
        ("a = 1", (6, 7), "a = 1", "     ^"),
        ("é = 1", (1, 2), "é = 1", "^"),
    ],
)
def test_marks_stand_under_what_is_shown(
    tmp_path: Path, row: str, where: tuple[int, int], shows: str, marks: str
) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(f"{row}\n".encode())
    _, _, _, text, below, *_ = pointing(path, 1, *where).splitlines()
    assert (text, below) == (f"1 | {shows}", f"  | {marks}")


def test_another_place_is_shown_with_its_line_and_the_mend_with_its_title(tmp_path: Path) -> None:
    near, far = tmp_path / "near.toml", tmp_path / "far.toml"
    near.write_text("one = 1\n", encoding="utf-8")
    far.write_text("\ntwo = 2\n", encoding="utf-8")
    first, second = Span(Point(1, 1), Point(1, 4)), Span(Point(2, 1), Point(2, 4))
    finding = Finding(
        code="L301",
        level=Level.WARNING,
        message="Twice.",
        help="choose",
        file=str(near),
        span=first,
        fix=Fix("write three", (Edit(first, "three"),)),
        related=(Related("the first one", str(far), second),),
    )
    assert shown([finding]).splitlines() == [
        "warning L301: Twice.",
        f"  --> {near}:1:1",
        "  |",
        "1 | one = 1",
        "  | ^^^",
        "   = help: choose",
        "   = mend: write three",
        f"   = see: {far}:2:1: the first one",
        "2 | two = 2",
        "  | ---",
    ]


def test_colour_adds_nothing_but_colour(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("one = 1\n", encoding="utf-8")
    finding = Finding(
        code="C201",
        message="\x1b[2J",
        help="h",
        file=str(path),
        span=Span(Point(1, 1), Point(1, 4)),
    )
    coloured = shown([finding], colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == shown([finding])
    assert coloured.count("\x1b[1;31m") == coloured.count("\x1b[0m") == 2


def test_a_file_is_read_once_for_all_its_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a = 1\n" * 60, encoding="utf-8")
    opened, real = list[str](), findings._rows

    def rows(file: str) -> Sequence[str]:
        opened.append(file)
        return real(file)

    monkeypatch.setattr(findings, "_rows", rows)
    span = [Span(Point(line, 1), Point(line, 2)) for line in range(1, 51)]
    text = shown([Finding(code="C201", message="m", file=str(path), span=one) for one in span])
    assert text.count("a = 1") == 50
    assert opened == [str(path)]


@posix
@pytest.mark.parametrize("make", BAD)
def test_a_bad_file_ends_check_and_list_and_walk_in_a_sentence(
    run: Run, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    text = current().replace('"a-bed-by-the-window"', '"good"')
    (folder / "good.toml").write_text(text, encoding="utf-8")
    make(folder / "bad.toml")
    listed = run("list", "--checklists", str(folder))
    assert listed.code == Exit.FINE
    assert f"\n{UNCERTAINTY} " in listed.out
    assert "CANNOT BE USED" in listed.out
    checked = run("check", str(folder))
    assert checked.code in (Exit.UNAVAILABLE, Exit.FINDINGS)
    assert str(folder / "bad.toml") in checked.out
    assert "2 files looked at, 1 error, 0 warnings." in checked.out
    alone = run("check", str(folder / "bad.toml"))
    assert "1 file looked at, 1 error, 0 warnings." in alone.out
    walked = run("walk", "bad", "--plain", "--checklists", str(folder))
    assert walked.code in (Exit.UNAVAILABLE, Exit.FINDINGS)
    assert "bad" in walked.err
    assert run("walk", "good", "--plain", "--checklists", str(folder)).code == Exit.FINE


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that are refused")
def test_a_folder_that_may_not_be_entered_stops_nothing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    own_checklist(folder, "good", "Good")
    folder.chmod(0)
    try:
        assert run("list", "--checklists", str(folder)).code == Exit.FINE
    finally:
        folder.chmod(0o700)
