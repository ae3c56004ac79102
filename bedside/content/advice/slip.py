"""What a rule of advice is given, and what it returns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bedside.core.problems import toml_place
from bedside.core.text import clean, cut


class Spot(NamedTuple):
    """A place in the lines of a text, both counted from 0."""

    row: int
    column: int


class Stuck(NamedTuple):
    """Where reading ended: the statement that it ended in, what tomllib said, and where.

    `row` is the statement's first line; `at` may stand on a later one. `numbers` are the lines
    that the rows have in the file, where they are not counted from the first.
    """

    rows: Sequence[str]
    row: int
    said: str
    at: Spot
    numbers: Sequence[int] = ()

    def number(self, row: int) -> int:
        """Return the number that a row has in the file."""
        return self.numbers[row] if row < len(self.numbers) else row + 1

    @property
    def line(self) -> str:
        """The statement's first line."""
        return self.rows[self.row]

    @property
    def column(self) -> int:
        """Where reading ended on that line; its end where that was on a later one."""
        return self.at.column if self.at.row == self.row else len(self.line)


class Slip(NamedTuple):
    """One mistake: what to say of it, what to point at, and the lines as they were meant.

    `rows` take the place of the lines from `first` to `last`, which are the statement's first line
    where nothing is said; None says that they cannot be known. With a `title` they are offered as
    a mend; without one they only serve to read on. What is not `is_sure` leaves out what was meant.
    What `is_apart` is no part of the block that it stands in.
    """

    code: str
    message: str
    help: str
    start: Spot
    end: Spot
    rows: tuple[str, ...] | None = None
    last: int = -1
    first: int = -1
    title: str = ""
    is_sure: bool = True
    related: tuple[tuple[str, Spot, Spot], ...] = ()
    is_apart: bool = False


Rule = Callable[[Stuck], Slip | None]
"""Recognises one kind of slip in a statement."""

TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*|.')
"""A line's parts: texts in straight quotes, a comment, single signs."""
_ROWS = 60
"""A statement that goes on over more lines than these is not looked at to its end."""
VALUE = re.compile(r"=[ \t]*")
STATEMENT = re.compile(
    r"[ \t]*(?:\[\[?[ \t]*[\w.-]+[ \t]*\]\]?[ \t]*(?:#.*)?\Z"
    r"|[\w-]+(?:[ \t]*\.[ \t]*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*[ \t]*=)"
)
"""What begins a header or an entry, so that nothing before it goes on."""
KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*')"""
NEWER = "is read by newer programs only, so this file may not open everywhere."
"""What TOML 1.1 allows and 1.0 does not, as tomllib reads it before Python 3.15."""
NAME = re.compile(rf"{KEY}(?:[ \t]*\.[ \t]*{KEY})*\Z")
"""A name as TOML wants it."""


class Parts(NamedTuple):
    """A line with an equals sign: where its name begins and ends, and its value."""

    line: str
    begin: int
    end: int
    sign: int
    value: int

    @property
    def name(self) -> str:
        """What stands before the sign."""
        return self.line[self.begin : self.end]

    @property
    def said(self) -> str:
        """What stands behind it, without a comment."""
        return self.line[self.value : self.stop]

    @property
    def stop(self) -> int:
        """Where the value ends: before a comment and the spaces before that."""
        at = comment_at(self.line, self.value)
        return self.value + len(self.line[self.value : at].rstrip())

    def saying(self, value: str) -> str:
        """Return the line with another value."""
        return self.line[: self.value] + value + self.line[self.stop :]


def parts(line: str) -> Parts | None:
    """Return the parts of a line with an equals sign outside quotation marks."""
    for token in TOKENS.finditer(line):
        if token[0][0] == "#":
            return None
        if token[0] == "=":
            begin = len(line) - len(line.lstrip())
            end = len(line[: token.start()].rstrip())
            value = VALUE.match(line, token.start())
            return Parts(line, begin, max(begin, end), token.start(), value.end() if value else 0)
    return None


def comment_at(line: str, begin: int) -> int:
    """Return where a comment begins that follows a space; the line's end where there is none.

    In words without quotation marks a number sign may be one of the words.
    """
    for token in TOKENS.finditer(line, begin):
        if token[0][0] == "#" and (token.start() == begin or line[token.start() - 1] in " \t"):
            return token.start()
    return len(line)


def reads(rows: Sequence[str]) -> bool:
    """Whether these lines can be read by themselves."""
    return fault("\n".join(rows)) is None


def place_of(error: tomllib.TOMLDecodeError, text: str) -> tuple[str, Spot]:
    """Return what tomllib said of a text, in small letters, and where it ended."""
    said, span = toml_place(str(error), text)
    return said, Spot(span.start.line - 1, span.start.column - 1)


def fault(text: str) -> tuple[str, Spot] | None:
    """Return what keeps a text from being read, and where, as tomllib says it."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return place_of(error, text)
    except (RecursionError, ValueError):
        return None
    return None


def shown(words: str) -> str:
    """Return what an author wrote as it is named in a sentence, a long one cut."""
    return cut(clean(words), 40)


_SIGNS = {
    ",": "comma",
    ";": "semicolon",
    ".": "full stop",
    ":": "colon",
    "：": "colon",
    "/": "slash",
    "|": "upright line",
    "&": "sign &",
    "+": "plus sign",
}


def called(signs: str) -> str:
    """Return what signs are called in words; as they are where they have no name."""
    if any(sign not in _SIGNS for sign in signs):
        return f"sign {signs}"
    return " or ".join(dict.fromkeys(_SIGNS[sign] for sign in signs))


def extent(stuck: Stuck) -> int:
    """Return the last line of the statement: that of its closing bracket or three marks."""
    found = parts(stuck.line)
    begin = found.said[:3] if found else ""
    is_list = begin[:1] in ("[", "{")
    if begin not in ('"""', "'''") and not is_list:
        return stuck.row
    for row in range(stuck.row, min(stuck.row + _ROWS, len(stuck.rows))):
        line = stuck.rows[row].rstrip().rstrip(",")
        if row > stuck.row and STATEMENT.match(line):
            return max(stuck.row, min(row - 1, stuck.at.row))
        if row >= stuck.at.row and (line[-1:] in ("]", "}") if is_list else line[-3:] == begin):
            return row
    return stuck.row


def slip(stuck: Stuck, code: str, said: tuple[str, str], where: tuple[int, int]) -> Slip:
    """Return a slip on the statement's first line; `said` are message and help."""
    start, end = where
    return Slip(code, *said, Spot(stuck.row, start), Spot(stuck.row, max(end, start + 1)))


def mended(one: Slip, title: str, *rows: str, last: int = -1) -> Slip:
    """Return the slip with the lines as they were meant, and what writing them so is called."""
    return one._replace(rows=rows, title=title, last=last)
