"""What a command says fits the window it speaks into, and nothing that is copied is broken."""

from __future__ import annotations

import io
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.cli import window
from bedside.cli.findings import shown
from bedside.cli.tables import table
from bedside.cli.window import columns, fitted
from bedside.core.problems import Edit, Finding, Fix, Point, Span
from bedside.core.text import cells, wrap
from tests.cli.conftest import Run

SENTENCES = st.lists(st.text("abç死{}=“”.", min_size=1, max_size=18), min_size=1, max_size=30)


def finding(file: str = "", step: str = "", span: Span | None = None) -> Finding:
    """Return a finding with a long message and a long way out."""
    message = "This line is one that cannot be read, and nobody knows what was meant by it."
    help_ = 'write a word, an equals sign and the text in straight quotation marks: a = "b"'
    return Finding(code="T110", message=message, help=help_, file=file, step=step, span=span)


@given(SENTENCES, st.integers(20, 60))
def test_a_line_breaks_only_between_words_and_fits_where_they_do(
    words: list[str], width: int
) -> None:
    lines = fitted(" ".join(words), width).split("\n")
    assert " ".join(lines).split() == words
    for line in lines:
        assert cells(line) <= width or " " not in line


@given(SENTENCES)
def test_without_a_window_every_sentence_is_one_line(words: list[str]) -> None:
    assert fitted(" ".join(words), 0) == " ".join(words)


def test_what_goes_on_stands_under_its_beginning() -> None:
    said = fitted("one\n  two three four five six seven", 20, "  ")
    assert said == "one\n  two three four\n    five six seven"


def test_what_is_no_terminal_has_no_width() -> None:
    assert columns(io.StringIO()) == 0


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_finding_fits_the_window(width: int) -> None:
    rows = shown([finding(step="ask-first", file="night.toml")], width=width).splitlines()
    assert max(map(cells, rows)) <= width
    assert any(row.startswith("     ") for row in rows), "the way out hangs under its beginning"


def test_the_line_in_question_is_cut_to_the_window_with_the_mark_in_sight(
    tmp_path: Path,
) -> None:
    path = tmp_path / "night.toml"
    path.write_text(
        'say.plain = "What goes round in your head all the night?" bad\n', encoding="utf-8"
    )
    span = Span(Point(1, 59), Point(1, 62))
    rows = shown([finding(file=str(path), span=span)], width=40).splitlines()
    text, marks = next((a, b) for a, b in pairwise(rows) if "^" in b)
    assert cells(text) <= 40
    assert text[marks.index("^") :] == "bad"


def test_a_way_out_that_is_the_mend_itself_is_said_once() -> None:
    fix = Fix("write true", (Edit(Span(Point(1, 1), Point(1, 2)), "true"),))
    said = shown([Finding(code="T115", message="m", help="Write true", fix=fix)])
    assert said.count("rite true") == 1
    assert "= mend: write true" in said


def test_what_ends_a_command_fits_the_window(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "columns", lambda stream: 40 if stream is sys.stderr else 0)
    rows = run("walk", "a-talk-nobody-has-written-down-yet").err.splitlines()
    assert len(rows) > 1
    assert max(map(cells, rows)) <= 40


@pytest.mark.parametrize("width", [1, 2, 5, 9, 15, 19])
def test_a_window_too_narrow_for_anything_ends_all_the_same(width: int, tmp_path: Path) -> None:
    path = tmp_path / "night.toml"
    path.write_text(f"{'words ' * 40}here{' more' * 40}\n" * 120, encoding="utf-8")
    span = Span(Point(101, 241), Point(101, 245))
    assert "here" in shown([finding(file=str(path), span=span)], width=width)
    assert "b" in table(("id", "title"), [("a" * 30, "b" * 90)], width)
    assert "".join(wrap("long words", -width)) == "longwords"
