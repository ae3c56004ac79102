"""A checklist that goes through a sheet is the same checklist afterwards, whatever it says."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content.edit.text import Refused
from bedside.content.load import read
from bedside.content.shape import Table
from bedside.content.sheet import csv_file, workbook
from bedside.content.sheet.convert import checklist_of, sheet_of
from bedside.content.sheet.grid import Grid
from bedside.content.sheet.into import Intake
from bedside.content.sheet.merge import merged
from bedside.content.sheet.out import grid_of
from bedside.content.sheet.same import meaning
from bedside.content.sheet.toml import written
from bedside.core.checklist import Checklist
from tests.content.sheet.made import checklists, words
from tests.content.texts import EXAMPLE, WHOLE

ROOT = Path(__file__).parents[3] / "checklists"
SHIPPED = sorted(path for path in ROOT.rglob("*.toml") if path.name.count(".") == 1)
WRITERS = {".csv": csv_file, ".xlsx": workbook}


def through(table: Table, kind: str) -> Table:
    """Return what is read back of a checklist that was written as a sheet."""
    grid = WRITERS[kind].read(WRITERS[kind].written(grid_of(table)), "a")
    assert isinstance(grid, Grid)
    taken = Intake(grid, "a").taken()
    assert not taken.findings
    return taken.table


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_checklist_comes_back_the_same(path: Path, kind: str) -> None:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert meaning(through(table, kind)) == meaning(table)


@pytest.mark.parametrize("text", [EXAMPLE, WHOLE])
def test_the_checklist_itself_is_equal_afterwards(text: str) -> None:
    table = tomllib.loads(text)
    raw = sheet_of(table, ".csv")
    assert isinstance(raw, bytes)
    made = checklist_of(raw, "made.csv", "", {})
    name = f"{table['id']}.toml"
    before, after = (read(one.encode(), name, {}) for one in (text, made.text))
    assert isinstance(before, Checklist)
    assert before == after


@given(checklists)
def test_any_checklist_comes_back_the_same_from_csv(table: Table) -> None:
    assert meaning(through(table, ".csv")) == meaning(table)


@settings(max_examples=25)
@given(checklists)
def test_any_checklist_comes_back_the_same_from_a_workbook(table: Table) -> None:
    assert meaning(through(table, ".xlsx")) == meaning(table)


@given(checklists)
def test_the_text_of_a_new_file_says_what_the_sheet_says(table: Table) -> None:
    taken = through(table, ".csv")
    assert tomllib.loads(written(taken)) == taken


@given(checklists)
def test_a_sheet_without_a_change_leaves_the_file_as_it_is(table: Table) -> None:
    for line_end in ("\n", "\r\n"):
        text = "# a note to oneself\n" + written(table)
        text = text.replace("\n", line_end)
        assert merged(text, through(table, ".csv")) == text


@given(words)
def test_no_cell_of_a_csv_file_begins_like_a_formula(text: str) -> None:
    raw = csv_file.written(Grid([[text]]))
    (row,) = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert row[0][0] not in "=+-@"
    assert csv_file.unguarded(row[0]) == text


@given(st.text(max_size=30))
def test_what_guards_a_cell_is_undone_exactly(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert csv_file.unguarded(csv_file.guarded(plain)) == plain


@pytest.mark.parametrize(
    "cell", ["1.0", "2031-03-04", "TRUE", "1e5", "3-4", "007", "05:30", "5 May"]
)
def test_what_a_spreadsheet_would_rewrite_is_guarded(cell: str) -> None:
    assert csv_file.guarded(cell) == f"\t{cell}"


@pytest.mark.parametrize("cell", ["12", "Sit down", "good-time: now", "2 days", "maybe"])
def test_what_it_would_leave_alone_is_not(cell: str) -> None:
    assert csv_file.guarded(cell) == cell


def test_what_has_no_place_in_a_sheet_is_refused_rather_than_lost() -> None:
    table = tomllib.loads(EXAMPLE) | {"remove": ["good-time"]}
    refused = sheet_of(table, ".csv")
    assert isinstance(refused, Refused)
    assert "no place in a sheet" in refused.reason


def test_an_overlay_is_refused_with_what_to_convert_instead() -> None:
    refused = sheet_of(tomllib.loads(EXAMPLE) | {"extends": "another 1.0"}, ".csv")
    assert isinstance(refused, Refused)
    assert "convert that one instead" in refused.reason
