"""Tables: as wide as the window where there is one, one row a line where they are piped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli import tables
from bedside.cli.tables import table
from bedside.core.actions import ACTIONS
from bedside.core.text import cells
from tests.cli.conftest import Run
from tests.cli.visits import broken_checklist, left_open, own_checklist
from tests.worlds import SHIPPED, UNCERTAINTY

HEADS = ("id", "title", "what it is for")
ROWS = [
    ("first-trust", "First trust", "Somebody who was let down before, and meets you for once."),
    ("short", "Short", "-"),
]


def widest(text: str) -> int:
    """Return the cells of the widest line."""
    return max(map(cells, text.splitlines()))


def test_a_table_without_a_window_has_one_line_a_row() -> None:
    assert len(table(HEADS, ROWS).splitlines()) == 1 + len(ROWS)


def test_the_last_column_is_wrapped_under_itself() -> None:
    assert table(HEADS, ROWS, 50) == (
        "id           title        what it is for\n"
        "first-trust  First trust  Somebody who was let\n"
        "                          down before, and meets\n"
        "                          you for once.\n"
        "short        Short        -\n"
    )


def test_a_table_that_fits_is_left_as_it_is() -> None:
    assert table(HEADS, ROWS, 200) == table(HEADS, ROWS)


@pytest.mark.parametrize("width", range(24, 90))
def test_a_table_fits_any_window_its_first_column_fits(width: int) -> None:
    text = table(HEADS, ROWS, width)
    assert widest(text) <= width
    said = " ".join(text.split())
    for word in " ".join(" ".join(row) for row in (HEADS, *ROWS)).split():
        assert word in said


def test_the_first_column_is_never_broken_for_it_is_typed_and_copied() -> None:
    assert "first-trust" in table(HEADS, ROWS, 24)


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setattr(tables, "_window", lambda: 80)


def test_every_listing_fits_eighty_columns_and_names_everything(
    run: Run, window: None, home: Path, settings_file: Callable[[str], Path]
) -> None:
    visit = left_open()
    own_checklist(home / "config" / "checklists", UNCERTAINTY, "Ours, with a very long title, too")
    settings_file('[keys]\n"visit.note" = ["m"]\n')
    listed, keys, visits = run("list").out, run("keys").out, run("visits").out
    for shown in (listed, keys, visits):
        assert widest(shown) <= 80, shown
    assert [id_ for id_ in SHIPPED if f"\n{id_} " not in listed] == []
    assert "instead of" in " ".join(listed.split())
    assert [id_ for id_ in ACTIONS if f"\n{id_} " not in keys] == []
    assert f"\n{visit} " in visits


def test_what_is_wrong_with_a_checklist_stands_under_its_row(
    run: Run, window: None, home: Path
) -> None:
    broken_checklist(home / "config" / "checklists")
    shown = run("list").out
    assert widest(shown) <= 80
    rows = shown.splitlines()
    (at,) = (number for number, row in enumerate(rows) if row.startswith("mine "))
    assert "There is no kind of step called 'doo'." in " ".join(" ".join(rows[at : at + 4]).split())


def test_a_pipe_gets_one_row_a_line(run: Run) -> None:
    assert len(run("list").out.splitlines()) == 1 + len(SHIPPED)
    assert len(run("keys").out.splitlines()) == 1 + len(ACTIONS)
