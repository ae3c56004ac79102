"""A checklist file made into a sheet, and a sheet into the text of a checklist file.

Out: what is written reads back as the same checklist, or nothing is written. In: everything wrong
is told by row and column, and a file that is there already is changed only where it differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from bedside.content.banks import Banks
from bedside.content.edit.text import Refused
from bedside.content.load import open_checklist
from bedside.content.shape import Table
from bedside.content.sheet import csv_file
from bedside.content.sheet.grid import Grid
from bedside.content.sheet.into import Intake, Taken
from bedside.content.sheet.merge import merged
from bedside.content.sheet.out import grid_of
from bedside.content.sheet.same import meaning
from bedside.content.sheet.told import told_by_cell
from bedside.content.sheet.toml import written
from bedside.core.problems import Finding, Level, Problems


class Kind(NamedTuple):
    """A kind of sheet: how it is written, and how it is read."""

    write: Callable[[Grid], bytes]
    read: Callable[[bytes, str], Grid | Problems]


def _write_workbook(grid: Grid) -> bytes:
    from bedside.content.sheet.workbook import written

    return written(grid)


def _read_workbook(raw: bytes, name: str) -> Grid | Problems:
    from bedside.content.sheet.workbook import read

    return read(raw, name)


KINDS: Mapping[str, Kind] = {
    ".csv": Kind(csv_file.written, csv_file.read),
    ".tsv": Kind(csv_file.written, csv_file.read),
    ".txt": Kind(csv_file.written, csv_file.read),
    ".xlsx": Kind(_write_workbook, _read_workbook),
}
"""Every kind of sheet by the end of its name; ImportError where a workbook's reader is missing."""


class Made(NamedTuple):
    """What came of a sheet: its checklist, the text of a new file, and everything wrong.

    `told` is what to say of the file itself. Where an error is among the findings, or where the
    sheet could not be read at all, there is no text.
    """

    table: Table
    text: str
    findings: tuple[Finding, ...]
    told: str = ""


def sheet_of(table: Table, kind: str) -> bytes | Refused:
    """Return a checklist's table as the bytes of a sheet, or why it cannot be put into one."""
    if "extends" in table:
        return Refused("it changes another checklist; convert that one instead")
    raw = KINDS[kind].write(grid_of(table))
    again = KINDS[kind].read(raw, "")
    if isinstance(again, Grid) and _says(Intake(again, "").taken(), table):
        return raw
    return Refused("a part of it has no place in a sheet")


def checklist_of(raw: bytes, name: str, target: str, banks: Banks) -> Made:
    """Return what a sheet says as a checklist; `target` is the file it is to become.

    `name` is what findings call the sheet. Without a target the file's name is not looked at.
    """
    grid = KINDS[PurePath(name).suffix.lower()].read(raw, name)
    if isinstance(grid, Problems):
        return Made({}, "", grid.findings)
    taken = Intake(grid, name).taken()
    if taken.findings:
        return Made({}, "", tuple(taken.findings), grid.told)
    text = written(taken.table)
    file = target or f"{taken.table.get('id', '')}.toml"
    opened = open_checklist(text.encode(), file, banks)
    errors = [found for found in opened.findings if found.level is Level.ERROR]
    found = tuple(told_by_cell(errors, text, taken, name))
    return Made(taken.table, "" if found else text, found, grid.told)


def put_into(text: str, made: Made) -> str | Refused:
    """Return an author's text changed to say what a sheet says, every other line as it is."""
    return merged(text, made.table)


def _says(taken: Taken, table: Table) -> bool:
    return not taken.findings and meaning(taken.table) == meaning(table)
