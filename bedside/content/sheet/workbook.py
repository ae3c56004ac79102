"""A sheet as a workbook (XLSX, ECMA-376), every cell a text, so that no program rewrites any.

Formulas are refused, and so is what is packed too tightly to be a sheet. openpyxl comes with the
extra `xlsx` and is imported only here.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from bedside.content.sheet.columns import COLUMNS
from bedside.content.sheet.grid import Grid, cell_name
from bedside.core.problems import Finding, Problems

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_MEMBERS = 200
MAX_UNPACKED = 20 * 1024 * 1024
MAX_RATIO = 200
"""So many files in a workbook, so many bytes in all, and so many of them for one that is packed."""
_MAX_ROWS, _MAX_COLUMNS = 5002, 100

_LIKE_A_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, ValueError, TypeError, AttributeError),
    *(LookupError, OSError, EOFError, RuntimeError, ArithmeticError),
)
"""What a damaged workbook makes of its readers."""

_UNREADABLE = Finding(
    code="T140",
    message="This workbook cannot be read; it is damaged, or of another kind than XLSX.",
    help='save it again as "Excel workbook (.xlsx)", without a password',
)
_TOO_LARGE = Finding(
    code="T147",
    message="This workbook holds far more than a checklist, or is packed too tightly to be opened.",
    help="copy the rows of the checklist into a new workbook",
)


def written(grid: Grid) -> bytes:
    """Return a sheet as the bytes of a workbook; ImportError where openpyxl is not installed."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = cast("Worksheet", book.active)
    sheet.title = "checklist"
    sheet.freeze_panes = "D2"
    for at, row in enumerate(grid.rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                _put(cast("Cell", sheet.cell(at, column)), text, is_head=at == 1)
    widths = {column.name: column.width for column in COLUMNS}
    for column, name in enumerate(grid.rows[0]):
        letters = cell_name(0, column)[:-1]
        sheet.column_dimensions[letters].width = widths.get(name, 12)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(raw: bytes, name: str) -> Grid | Problems:
    """Return the sheet in these bytes, or what keeps it from being read.

    It is the sheet called checklist, or else the first. ImportError as above.
    """
    import openpyxl

    try:
        if not _is_modest(raw):
            return Problems((replace(_TOO_LARGE, file=name),))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
        named = (one for one in book.worksheets if one.title.strip().casefold() == "checklist")
        sheet = next(named, book.worksheets[0])
        rows = list(sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS))
    except _BROKEN:
        return Problems((replace(_UNREADABLE, file=name),))
    formulas = tuple(_formulas(cast("Sequence[Sequence[Cell]]", rows), name))
    if formulas:
        return Problems(formulas)
    return Grid([[_text(cell.value) for cell in row] for row in rows])


def _put(cell: Cell, text: str, *, is_head: bool) -> None:
    """Write a text that stays one, whatever it begins with."""
    from openpyxl.styles import Alignment, Font

    cell.value = _LIKE_A_CODE.sub("_x005F_", text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if is_head:
        cell.font = Font(bold=True)


def _is_modest(raw: bytes) -> bool:
    """Whether a workbook is of a size that may be unpacked, and declares nothing of its own."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        members = packed.infolist()
        total = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or total > MAX_UNPACKED:
            return False
        if any(one.file_size > MAX_RATIO * max(one.compress_size, 500) for one in members):
            return False
        return not any(_declares(packed.read(member)) for member in members)


def _declares(content: bytes) -> bool:
    """Whether a file declares things of its own, or is XML in letters that could hide it.

    Its name says nothing: a workbook may call its sheets what it likes.
    """
    head = content[:400]
    is_wide = b"\0" in head and head.replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").startswith(b"<")
    return is_wide or _DECLARED.search(content) is not None


def _formulas(rows: Sequence[Sequence[Cell]], name: str) -> Iterator[Finding]:
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.data_type != "f":
                continue
            where = f"Row {at + 1} (cell {cell_name(at, column)})"
            yield Finding(
                code="T146",
                message=f"{where} holds a formula; what it shows can change from day to day.",
                help="put the words themselves there: copy the cell, then paste only the value",
                file=name,
            )


def _text(value: object) -> str:
    """Return what a cell says as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = _CODE.sub(lambda found: chr(int(found[1], 16)), str(value))
    return text.replace("\r\n", "\n").replace("\r", "\n")
