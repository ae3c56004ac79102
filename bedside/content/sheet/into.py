"""From the rows of a sheet to the table of a checklist file, and what keeps cells from being read.

What the rows mean as a checklist is looked at afterwards, as in any other checklist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from bedside.content.shape import Table
from bedside.content.sheet.cells import Cell, value_of
from bedside.content.sheet.columns import (
    ABOUT,
    BLOCKS,
    HEAD,
    NEEDED,
    SORTS,
    STEP_COLUMNS,
    Sort,
)
from bedside.content.sheet.grid import Grid, cell_name
from bedside.content.sheet.lines import Unclear, read_word, told
from bedside.core.checklist import FORMAT
from bedside.core.problems import Finding, nearest

MAX_ROWS = 5000
"""More rows than the largest checklist has."""

_PARTS = tuple(name for name in HEAD if name in ("sources", "review", "note"))

Places = Mapping[tuple[str | int, ...], int]
"""The row of every step, task and accepted warning, and of what is said of the whole."""


class Taken(NamedTuple):
    """What a sheet says: the table of a checklist, its rows and headings, and what is wrong."""

    table: Table
    places: Places
    heads: Sequence[str]
    findings: Sequence[Finding]


class Intake:
    """Takes one sheet in, gathering findings on the way."""

    def __init__(self, grid: Grid, name: str) -> None:
        """Take this sheet; findings call its file by this name."""
        self.rows, self.name = grid.rows, name
        self.findings: list[Finding] = []
        self.heads: list[str] = []
        self.places: dict[tuple[str | int, ...], int] = {}
        self._head: Table = {}
        self._blocks: dict[str, list[Table]] = {}
        self._at = (0, 0)

    def taken(self) -> Taken:
        """Return the checklist's table, as far as it could be read, and everything wrong."""
        first = next((at for at, row in enumerate(self.rows) if any(map(str.strip, row))), 0)
        if self._headings(first) and self._is_short():
            for at in range(first + 1, len(self.rows)):
                self._row(at)
        order = {name: at for at, name in enumerate(HEAD)}
        head = {"format": FORMAT, **self._head}
        known = sorted(head, key=lambda name: order.get(name, len(order)))
        table = {name: head[name] for name in known} | self._blocks
        return Taken(table, self.places, self.heads, self.findings)

    def finding(self, code: str, message: str, help_: str) -> None:
        """Add a finding about the sheet, its place already in the message."""
        self.findings.append(Finding(code=code, message=message, help=help_, file=self.name))

    def _here(self, row: int, column: int) -> str:
        """Return a cell as it is told: by row, heading, and what the spreadsheet calls it."""
        head = self.heads[column] if column < len(self.heads) else ""
        named = f", column {head}" if head else ""
        return f"Row {row + 1}{named} (cell {cell_name(row, column)})"

    def _headings(self, at: int) -> bool:
        """Whether the first row has the headings that are needed; every odd one is told."""
        row = self.rows[at] if self.rows else []
        self.heads = [cell.strip().casefold() for cell in row]
        lacking = [name for name in NEEDED if name not in self.heads]
        if lacking:
            message = f"The first row of this sheet has no heading {' and no '.join(lacking)}."
            help_ = f"write the headings into the first row: {', '.join(SORTS)}"
            self.finding("T141", message, help_)
            return False
        for column, head in enumerate(self.heads):
            if head and head not in SORTS:
                near = nearest(head, SORTS)
                help_ = f"did you mean {near}?" if near else "take the column out, or rename it"
                message = f"{self._here(at, column)}: no column is called {told(row[column])}."
                self.finding("T142", message, help_)
            elif head and head in self.heads[:column]:
                message = f"{self._here(at, column)}: another column has this heading already."
                self.finding("T149", message, "put both into one column")
        return True

    def _is_short(self) -> bool:
        if len(self.rows) <= MAX_ROWS:
            return True
        message = f"This sheet has {len(self.rows)} rows; a checklist has at most {MAX_ROWS}."
        self.finding("T147", message, "take out the rows that are empty, or split the checklist")
        return False

    def _row(self, at: int) -> None:
        cells = {
            head: Cell(text, at, column)
            for column, (text, head) in enumerate(zip(self.rows[at], self.heads, strict=False))
            if text.strip() and head in SORTS
        }
        for column in range(len(self.rows[at])):
            if self.rows[at][column].strip() and not "".join(self.heads[column : column + 1]):
                self._stray(at, column, "a column without a heading")
        kind = cells["kind"].text.strip().lower() if "kind" in cells else ""
        if kind.startswith("#") or not cells:
            return
        if kind:  # spreadsheet programs like to begin a cell with a capital
            cells["kind"] = cells["kind"]._replace(text=kind)
        if kind == ABOUT:
            self._about(cells, at)
        elif kind in BLOCKS:
            name, columns = BLOCKS[kind]
            self._block(name, columns, cells, at)
        else:
            self._block("steps", STEP_COLUMNS, cells, at)

    def _about(self, cells: dict[str, Cell], at: int) -> None:
        """Take in what is said of the whole checklist."""
        self._strays(cells, ("kind", "id", "title"), f"a row of kind {ABOUT}")
        dotted = cells["id"].text.strip() if "id" in cells else ""
        name, dot, rest = dotted.partition(".")
        part = read_word(rest)
        is_known = name in HEAD and bool(dot and part) == (name in _PARTS)
        if not is_known:
            known = [*(n for n in HEAD if n not in _PARTS), *(f"{n}." for n in _PARTS)]
            near = nearest(dotted, known)
            help_ = f"did you mean {near}?" if near else f"it is one of: {', '.join(known)}"
            where = self._here(at, self.heads.index("id"))
            self.finding("T142", f"{where}: nothing about a checklist is called {told(dotted)}.",
                         help_)  # fmt: skip
            return
        into = cast("Table", self._head.setdefault(name, {})) if part else self._head
        key = part or name
        if key in into:
            where = self._here(at, self.heads.index("id"))
            self.finding("T149", f"{where}: {dotted} is said in a row above already.",
                         "take one of the two rows out")  # fmt: skip
            return
        self.places[(name, part) if part else (name,)] = at
        if "title" in cells:
            sort = HEAD.get(dotted, HEAD[name])
            for value in self._value(cells["title"], sort, dotted):
                into[key] = value

    def _block(
        self, name: str, columns: Mapping[str, str], cells: dict[str, Cell], at: int
    ) -> None:
        """Take in a row as a step, a task or an accepted warning."""
        rows = self._blocks.setdefault(name, [])
        self.places[name, len(rows)] = at
        kind = () if name == "steps" else ("kind",)
        what = {"steps": "a step", "tasks": "a task"}.get(name, "an accepted warning")
        self._strays(cells, (*columns.values(), *kind), what)
        raw: Table = {}
        for key, head in columns.items():
            if head in cells:
                for value in self._value(cells[head], SORTS[head], head):
                    raw[key] = value
        rows.append(raw)

    def _strays(self, cells: Mapping[str, Cell], allowed: Sequence[str], what: str) -> None:
        for head, cell in cells.items():
            if head not in allowed:
                self._stray(cell.row, cell.column, f"{what}, which has no {head}")

    def _stray(self, row: int, column: int, what: str) -> None:
        message = f"{self._here(row, column)}: these words stand in {what}."
        self.finding("T148", message, "move them to the column they belong to, or take them out")

    def _value(self, cell: Cell, sort: Sort, name: str) -> Iterator[object]:
        """Yield what a cell says; nothing where it cannot be read, which is told."""
        try:
            yield value_of(cell.text, sort, name)
        except Unclear as unclear:
            code = "T145" if unclear.is_mangled else "T144" if sort in _SINGLE else "T143"
            where = self._here(cell.row, cell.column)
            self.finding(code, f"{where}: {unclear.message}.", unclear.way_out)


_SINGLE = (Sort.NUMBER, Sort.TRUTH, Sort.DAY, Sort.TEXT, Sort.NAME)
