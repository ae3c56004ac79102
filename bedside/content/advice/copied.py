"""What a spreadsheet leaves among the lines: rows of cells, and lines with their marks doubled."""

from __future__ import annotations

import re
from functools import cache

from bedside.content.advice.entries import COUNTED, SWITCHES
from bedside.content.advice.quotes import in_straight
from bedside.content.advice.slip import (
    STATEMENT,
    Slip,
    Spot,
    Stuck,
    mended,
    parts,
    reads,
    shown,
    slip,
)
from bedside.content.vocabulary import TABLES, keys_of, step_keys

_SAVED = re.compile(r"[ \t]*\"((?:[^\"]|\"\")+)\"[ \t,;]*\Z")
_PLAIN = re.compile(r"[ \t]*(?:#.*|\[\[?[\w.]+\]\]?|[\w.-]+[ \t]*=[ \t]*[\w.-]+)?[ \t,;]*\Z")
"""A line that a spreadsheet puts no marks around."""
_CELLS = re.compile(r"[ \t]*([A-Za-z_]+(?:\.[\w-]+)*)[ ]*\t[ \t]*([^\t]*[^\s])[ \t]*\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_LINES = 500
"""So many lines are mended as one slip."""


def saved(stuck: Stuck) -> Slip | None:
    """A line stands in quotation marks, and those within it are doubled."""
    if not _single(stuck.line):
        return None
    below = stuck.rows[stuck.row : stuck.row + _LINES]
    last = 0
    for at, line in enumerate(below):
        if _single(line):
            last = at
        elif not _PLAIN.match(line):
            break
    while last + 1 < len(below) and re.fullmatch(r"[,;]+", below[last + 1].strip()):
        last += 1
    rows = [_single(line) or line.rstrip(",;") for line in below[: last + 1]]
    begin = len(stuck.line) - len(stuck.line.lstrip())
    said = (
        "A spreadsheet put quotation marks around this whole line and doubled those within it.",
        f"write {shown(rows[0])}",
    )
    one = slip(stuck, "T120", said, (begin, len(stuck.line.rstrip())))
    if last:
        many = f"write this line, and those below it, as they were: {shown(rows[0])}"
        one = one._replace(help=many)
    return mended(one, "take the doubled marks out", *rows, last=stuck.row + last)


def _single(line: str) -> str:
    """Return a line as it was before a spreadsheet saved it; "" where none did."""
    found = _SAVED.match(line)
    meant = found[1].replace('""', '"') if found else ""
    return meant if STATEMENT.match(meant) and reads([meant]) else ""


def cells(stuck: Stuck) -> Slip | None:
    """A name and what it says are two cells of a spreadsheet, with a tab between."""
    if not _entry(stuck.line):
        return None
    last = stuck.row
    while last + 1 < len(stuck.rows) and _entry(stuck.rows[last + 1]):
        last += 1
    rows = [_entry(line) for line in stuck.rows[stuck.row : last + 1]]
    said = (
        "The equals sign and the quotation marks are missing, as in cells of a spreadsheet.",
        f"write {shown(rows[0])}",
    )
    one = slip(stuck, "T113", said, (stuck.line.find("\t"), stuck.line.rfind("\t") + 1))
    if last > stuck.row:
        one = one._replace(end=Spot(last, len(stuck.rows[last].rstrip())))
    return mended(one, "write = and quotation marks", *rows, last=last)


@cache
def _names() -> frozenset[str]:
    """Return every name that a line of a checklist may begin with."""
    return step_keys().union(*map(keys_of, TABLES.values()))


def _entry(line: str) -> str:
    """Return the line that two cells were meant as; "" where they are none."""
    found = _CELLS.match(line)
    if found is None or parts(line) is not None:
        return ""
    name, words = found[1].lower(), found[2]
    first, last = name.partition(".")[0], name.rpartition(".")[2]
    if first not in _names() or words[0] in "=:":
        return ""
    is_bare = last in COUNTED | SWITCHES or _DAY.match(words) or words[0] in "\"'“„«‘["
    return f"{name} = {words if is_bare else in_straight(words)}"
