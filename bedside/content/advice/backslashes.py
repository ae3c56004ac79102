"""Backslashes before letters with which they mean nothing, and those that only newer TOML knows."""

from __future__ import annotations

import re

from bedside.content.advice.quotes import ESCAPE, doubled
from bedside.content.advice.slip import NEWER, Slip, Stuck, mended, parts, slip

_FOLDER = re.compile(r"(?:^|[\"' ])(?:[A-Za-z]:\\|\\\\\w)")
_NEWER = re.compile(r"\\(?:e|x[0-9A-Fa-f]{2})")


def backslash(stuck: Stuck) -> Slip | None:
    """A backslash stands before a letter with which it means nothing."""
    if not stuck.said.startswith(("unescaped", "invalid hex", "escaped character")):
        return _backslash_last(stuck)
    row = stuck.at.row
    line = stuck.rows[row]
    at = max(0, line.rfind("\\", 0, stuck.at.column))
    before, after = list(stuck.rows[stuck.row : row]), _rest_of_text(stuck, row)
    said = (
        f"The backslash before {line[at + 1 : at + 2] or 'the end of the line'!r} is no letter.",
        r"write two of them, \\, or a slash",
    )
    one = slip(stuck, "T121", said, (at, at + 2))
    one = one._replace(start=one.start._replace(row=row), end=one.end._replace(row=row))
    if newer := _NEWER.match(line, at):
        return _newer_escape(one, newer, (*before, line, *after), row - stuck.row)
    every = _FOLDER.search(line) is not None
    new = ESCAPE.sub((lambda _: r"\\") if every else doubled, line)
    if every:
        new = line[: line.find("=") + 1] + re.sub(r"\\+", r"\\\\", line[line.find("=") + 1 :])
    rows = (*before, new, *after)
    return mended(one, r"write \\", *rows, last=stuck.row + len(rows) - 1)


def _newer_escape(one: Slip, newer: re.Match[str], rows: tuple[str, ...], at: int) -> Slip:
    written = newer[0]
    one = one._replace(
        code="T139",
        message=f"{written} {NEWER}",
        help="write the letter itself",
    )
    if written == r"\e":
        return one
    line = rows[at]
    new = f"{line[: newer.start()]}\\u00{written[2:]}{line[newer.end() :]}"
    made = (*rows[:at], new, *rows[at + 1 :])
    title = f"write \\u00{written[2:]}"
    return mended(one, title, *made, last=one.start.row - at + len(made) - 1)


def _rest_of_text(stuck: Stuck, row: int) -> list[str]:
    """Return the lines that follow in a text of several lines, to the one that closes it."""
    found = parts(stuck.line)
    if found is None or not found.line.startswith('"""', found.value):
        return []
    if row == stuck.row and '"""' in stuck.line[found.value + 3 :]:
        return []
    if row > stuck.row and '"""' in stuck.rows[row]:
        return []
    later = stuck.rows[row + 1 :]
    end = next((at for at, line in enumerate(later) if '"""' in line), None)
    return [] if end is None else list(later[: end + 1])


def _backslash_last(stuck: Stuck) -> Slip | None:
    r"""A backslash before the closing mark, as in "C:\new\", makes the mark one of the words."""
    found = parts(stuck.line)
    if found is None or not re.match(r'"[^"]*\\"\Z', found.said):
        return None
    at = found.stop - 2
    said = ("The backslash before the quotation mark makes it one of the words.", r"write \\")
    words = re.sub(r"\\+", r"\\\\", found.said[:-1]) + '"'
    return mended(slip(stuck, "T121", said, (at, at + 2)), r"write \\", found.saying(words))
