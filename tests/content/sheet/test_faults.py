"""What is wrong with a sheet is told by row, column and cell, with a way out."""

from __future__ import annotations

import io
import tomllib
import zipfile

import openpyxl
import pytest

from bedside.content.sheet import csv_file, workbook
from bedside.content.sheet.convert import checklist_of, sheet_of
from bedside.content.sheet.grid import Grid, cell_name
from bedside.content.sheet.out import grid_of
from bedside.core.problems import Finding, Problems
from tests.content.texts import EXAMPLE

HEADS = "kind,id,title,say,options,required,min,when,note,who"
TALK = f"{HEADS}\r\nabout,id,made\r\nabout,title,Made\r\n"
"""The first rows of a sheet that is otherwise sound."""


def found(raw: bytes | str, name: str = "made.csv") -> list[Finding]:
    """Return what is wrong with a sheet."""
    content = raw.encode() if isinstance(raw, str) else raw
    return list(checklist_of(content, name, "made.toml", {}).findings)


def only(raw: bytes | str, name: str = "made.csv") -> Finding:
    """Return the one thing that is wrong with a sheet."""
    (finding,) = found(raw, name)
    assert finding.help
    assert finding.file == name
    return finding


def example(separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Return the clean example as a sheet of one's own separator and letters."""
    text = csv_file.written(grid_of(tomllib.loads(EXAMPLE))).decode("utf-8-sig")
    return text.replace('","', f'"{separator}"').encode(encoding, "replace")


def filled(**cells: str) -> Grid:
    """Return the clean example with some cells of its second step written over."""
    grid = grid_of(tomllib.loads(EXAMPLE))
    at = next(n for n, row in enumerate(grid.rows) if row[1] == "good-time")
    for head, text in cells.items():
        grid.rows[at][grid.rows[0].index(head)] = text
    return grid


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_is_recognised(separator: str) -> None:
    read = csv_file.read(example(separator), "a")
    assert isinstance(read, Grid)
    assert read.rows[0][:3] == ["kind", "id", "title"]
    assert (read.rows, read.told) == (grid_of(tomllib.loads(EXAMPLE)).rows, "")


def test_a_line_that_names_the_separator_is_passed_over() -> None:
    read = csv_file.read(b"sep=;\r\nkind;id;title\r\n", "a")
    assert read == Grid([["kind", "id", "title"]])


@pytest.mark.parametrize(("encoding", "says"), [("utf-16", "UTF-16"), ("cp1252", "Western")])
def test_other_letters_are_read_and_it_is_said(encoding: str, says: str) -> None:
    read = csv_file.read("kind;id;title\r\nabout;title;Gespräch\r\n".encode(encoding), "a")
    assert isinstance(read, Grid)
    assert read.rows[1][2] == "Gespräch"
    assert says in read.told


@pytest.mark.parametrize(
    "raw", [b"\x00\x01kind,id,title", b'kind,id,title\r\n"a', b"\x81\x8d,\x8f\x90", b"\xff\xfe\x00"]
)
def test_what_is_no_sheet_is_told(raw: bytes) -> None:
    assert only(raw).code in ("T140", "T141")


def test_a_sheet_without_its_headings_names_those_that_lack() -> None:
    finding = only("kind;titel\r\nsay;x\r\n")
    assert finding.code == "T141"
    assert "no id and no title" in finding.message or "no heading id" in finding.message


def test_a_heading_that_is_misspelt_offers_the_nearest() -> None:
    finding = only(TALK.replace("options", "optoins") + "do,sit,Sit down\r\n")
    assert (finding.code, finding.help) == ("T142", "did you mean options?")
    assert "Row 1, column optoins (cell E1)" in finding.message


def test_a_misspelt_part_of_the_whole_offers_the_nearest() -> None:
    finding = only(TALK + "about,versoin,1.2\r\ndo,sit,Sit down\r\n")
    assert (finding.code, finding.help) == ("T142", "did you mean version?")
    assert "Row 4, column id (cell B4)" in finding.message


@pytest.mark.parametrize(
    ("row", "code", "where"),
    [
        ('choose,c,C,"plain: a\nb"', "T143", "column say (cell D4)"),
        ('choose,c,C,,"now: A\nLater"', "T143", "column options (cell E4)"),
        ('choose,c,C,,"now: A\nnow: B"', "T143", "column options (cell E4)"),
        ("do,c,C,,,maybe", "T144", "column required (cell F4)"),
        ("scale,c,C,,,,none", "T144", "column min (cell G4)"),
        ("do,c,C,,,,,if yes", "T143", "column when (cell H4)"),
        ("do,c,C,#NAME?", "T145", "column say (cell D4)"),
        ("about,version,1", "T145", "column title (cell C4)"),
        ("about,review.reviewed,03/04/31", "T145", "column title (cell C4)"),
        ("about,review.reviewed,soon", "T144", "column title (cell C4)"),
        ("about,minutes,,ten", "T148", "column say (cell D4)"),
        ("do,c,C,,,,,,,,stray", "T148", "(cell K4)"),
        ("do,c,C,,,,,,,Ward clerk", "T148", "column who (cell J4)"),
        ("about,title,Again", "T149", "column id (cell B4)"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(row: str, code: str, where: str) -> None:
    finding = only(f"{TALK}{row}\r\n")
    assert finding.code == code
    assert f"Row 4, {where}".replace(", (", " (") in finding.message


def test_a_heading_that_stands_twice_is_told() -> None:
    assert only(TALK.replace("note", "say") + "do,sit,Sit down\r\n").code == "T149"


def test_a_mistake_of_the_checklist_is_told_by_cell_too() -> None:
    finding = only(TALK + 'do,sit,Sit down,,,,,"nowhere: done"\r\n')
    assert finding.code.startswith("L3")
    assert "column when (cell H4)" in finding.message


@pytest.mark.parametrize(
    ("written", "meant"), [("2. 3. 2031", "2031-03-02"), ("2031-03-02 00:00:00", "2031-03-02")]
)
def test_a_date_that_can_be_told_is_read(written: str, meant: str) -> None:
    made = checklist_of(
        f"{TALK}about,review.reviewed,{written}\r\ndo,sit,Sit\r\n".encode(),
        "a.csv",
        "made.toml",
        {},
    )
    assert f"reviewed    = {meant}" in made.text


def test_rows_that_begin_with_a_mark_and_empty_ones_are_passed_over() -> None:
    sheet = f"{TALK}# before the talk\r\n,,\r\nDO,sit,Sit down\r\n"
    assert 'kind  = "do"' in checklist_of(sheet.encode(), "a.csv", "made.toml", {}).text


def test_a_formula_in_a_workbook_is_refused_by_the_name_of_its_cell() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["kind", "id", "title"])
    book.active.append(["do", "sit", '=CONCATENATE("Sit"," down")'])
    out = io.BytesIO()
    book.save(out)
    finding = only(out.getvalue(), "made.xlsx")
    assert finding.code == "T146"
    assert "(cell C2)" in finding.message


def test_numbers_dates_and_ticks_of_a_workbook_are_read_as_meant() -> None:
    from datetime import date, datetime

    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["kind", "id", "title", "required", "min", "max"], ["about", "id", "made"],
                ["about", "title", "Made"], ["about", "minutes", 12.0],
                ["about", "review.reviewed", datetime(2031, 3, 2)],  # noqa: DTZ001  # as it comes
                ["scale", "how", "How", True, 0, 10]):  # fmt: skip
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    made = checklist_of(out.getvalue(), "made.xlsx", "made.toml", {})
    assert not made.findings
    table = tomllib.loads(made.text)
    assert (table["minutes"], table["review"]["reviewed"]) == (12, date(2031, 3, 2))
    assert (table["steps"][0]["required"], table["steps"][0]["max"]) == (True, 10)


def packed(members: dict[str, bytes]) -> bytes:
    """Return files packed as a workbook is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "members",
    [
        {"xl/worksheets/sheet1.xml": b"0" * 30_000_000},
        {"xl/sharedStrings.xml": b"0" * 1_000_000},
        {f"{at}.xml": b"" for at in range(300)},
        {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        {"xl/workbook.xml": "<!DOCTYPE a>".encode("utf-16")},
        {"xl/workbook.xml": '<?xml version="1.0"?><!DOCTYPE a>'.encode("utf-16-le")},
        {"xl/workbook.foo": '<?xml version="1.0"?><!DOCTYPE a>'.encode("utf-16-be")},
        {"xl/sheet1.foo": b"<!DOCTYPE a [<!ENTITY b 'c'>]>"},
    ],
    ids=["large", "tight", "many", "declaring", "wide", "unmarked", "hidden", "renamed"],
)
def test_a_workbook_that_unpacks_to_far_more_is_not_opened(members: dict[str, bytes]) -> None:
    assert only(packed(members), "made.xlsx").code == "T147"


def test_a_cell_that_is_too_long_is_not_taken_for_a_quotation_mark_alone() -> None:
    found = only(b'"kind","id","title"\r\n"say","a","' + b"x" * 200_000 + b'"', "made.csv")
    assert found.code == "T140"
    assert "131,072 characters" in found.message
    assert "quotation mark" in found.message


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"no workbook", packed({"a.xml": b"<a/>"})])
def test_what_is_no_workbook_is_told(raw: bytes) -> None:
    assert only(raw, "made.xlsx").code == "T140"


def test_a_damaged_workbook_never_ends_in_a_fault() -> None:
    raw = sheet_of(tomllib.loads(EXAMPLE), ".xlsx")
    assert isinstance(raw, bytes)
    for at in range(0, len(raw), 211):
        read = workbook.read(raw[:at] + b"\xff" + raw[at + 1 :], "a")
        assert isinstance(read, Grid | Problems)
        assert isinstance(workbook.read(raw[:at], "a"), Grid | Problems)


@pytest.mark.parametrize(("column", "name"), [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1")])
def test_cells_are_named_as_spreadsheets_do(column: int, name: str) -> None:
    assert cell_name(0, column) == name
