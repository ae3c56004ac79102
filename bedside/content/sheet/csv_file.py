"""A sheet as a text with separators, as spreadsheet programs write and read it.

Written are UTF-8 with a byte-order mark, commas, every cell in quotation marks, and a tab before
what a program would take for a formula, a number or a date and so rewrite. The tab, because an
apostrophe does not survive being saved there.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

from bedside.content.files import MAX_BYTES
from bedside.content.sheet.columns import NEEDED
from bedside.content.sheet.grid import Grid, Rows
from bedside.core.problems import Finding, Problems

_SEPARATORS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r"sep=([,;|\t])\r?\n", re.IGNORECASE)
_RUNS = re.compile("[=+\\-@\t\n＝＋－＠]")
_SMALL_NUMBER = re.compile(r"(?:0|[1-9]\d{0,8})\Z")
_MONTH = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w{0,6}"
_REWRITTEN = re.compile(
    r"[\d.,][\d.,:/\- ]*(?:e[+-]?\d+|%|[ap]m?)?\Z|true\Z|false\Z"
    rf"|\d{{1,4}}[ ./-]*{_MONTH}[ .,/-]*(?:\d{{1,4}})?\Z"
    rf"|{_MONTH}[ .,/-]*\d{{1,4}}(?:[ ,/-]+\d{{1,4}})?\Z",
    re.IGNORECASE,
)
_WESTERN = (
    "The file was not saved as UTF-8 but in Windows' Western letters; letters that those do not "
    "have may have been lost. Look for question marks."
)
_WIDE = "The file was saved as UTF-16."
_TOO_LARGE = Finding(
    code="T147",
    message="This sheet is larger than 1,024 KiB, the most that a checklist holds.",
    help="take out what does not belong to the checklist, or split it",
)
_NO_LETTERS = Finding(
    code="T140",
    message="This file is no sheet that can be read: its letters are of no known kind.",
    help='save it again as "CSV UTF-8" from the spreadsheet program',
)
_NO_TABLE = Finding(
    code="T140",
    message="This file cannot be read as a sheet: a quotation mark is never closed.",
    help='open it in the spreadsheet program and save it again as "CSV UTF-8"',
)

_LONG_CELL = Finding(
    code="T140",
    message=(
        "A cell of this sheet holds more than 131,072 characters, "
        "or a quotation mark is never closed."
    ),
    help='open it in the spreadsheet program, look for it, and save it again as "CSV UTF-8"',
)


def written(grid: Grid) -> bytes:
    """Return a sheet as the bytes of a CSV file."""
    text = io.StringIO()
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerows([guarded(cell) for cell in row] for row in grid.rows)
    return text.getvalue().encode("utf-8-sig")


def read(raw: bytes, name: str) -> Grid | Problems:
    """Return the sheet in these bytes, whatever separator and letters, or why there is none."""
    if len(raw) > MAX_BYTES:
        return _problem(_TOO_LARGE, name)
    decoded = _decoded(raw)
    if decoded is None:
        return _problem(_NO_LETTERS, name)
    text, told = decoded
    try:
        rows = _rows(text)
    except csv.Error as error:
        return _problem(_LONG_CELL if "field larger" in str(error) else _NO_TABLE, name)
    return Grid([[unguarded(cell) for cell in row] for row in rows], told)


def _problem(finding: Finding, name: str) -> Problems:
    return Problems((replace(finding, file=name),))


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet program runs or rewrites; `unguarded` undoes it."""
    if _RUNS.match(cell) or (_REWRITTEN.match(cell) and not _SMALL_NUMBER.match(cell)):
        return f"\t{cell}"
    return cell


def unguarded(cell: str) -> str:
    """Return what a cell says, without the tab that kept it as it was."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if text.startswith("\t") else text


def _decoded(raw: bytes) -> tuple[str, str] | None:
    """Return the text and what to say of its letters; nothing where they are of no known kind."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _in(raw, "utf-16", _WIDE)
    if b"\0" in raw:
        return None
    return _in(raw, "utf-8-sig", "") or _in(raw, "cp1252", _WESTERN)


def _in(raw: bytes, encoding: str, told: str) -> tuple[str, str] | None:
    try:
        return raw.decode(encoding), told
    except UnicodeDecodeError:
        return None


def _rows(text: str) -> Rows:
    """Return the rows by the separator that gives the headings; by commas where none does."""
    if named := _SEP_LINE.match(text):
        return _split(text[named.end() :], named[1])
    head = text[:2000]
    for separator in _SEPARATORS:
        first = next((row for row in _split(head, separator, False) if any(row)), [])
        if set(NEEDED) <= {cell.strip().casefold() for cell in map(unguarded, first)}:
            return _split(text, separator)
    return _split(text, ",", False)


def _split(text: str, separator: str, strict: bool = True) -> Rows:
    source = io.StringIO(text, newline="")
    return [list(row) for row in csv.reader(source, delimiter=separator, strict=strict)]
