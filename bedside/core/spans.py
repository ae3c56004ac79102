"""Where everything stands in a TOML text that tomllib has accepted.

tomllib decides what the text means; this only finds places, so it need not validate. Its test is
absolute: the slice at a value's span, parsed again, is that value. After TOML 1.0.0.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from bedside.core.problems import Point, Span

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t]|\r?\n|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_KEY = re.compile(r"[ \t]*+([A-Za-z0-9_-]++)[ \t]*+(?!\.)")
_BASIC = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
_LITERAL = re.compile(r"'[^']*'")
_LONG_BASIC = re.compile(r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""(?:"{1,2}(?!"))?', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''[^']*+(?:'(?!'')[^']*+)*+'''(?:'{1,2}(?!'))?")
_PLAIN = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^,\]}\s#]*|[^,\]}\s#]+")

_END = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_SIMPLE = re.compile(
    r"""(?:[ \t]*+(?:[\w.-]++[ \t]*+=[ \t]*+(?:"[^"\\\n]*+"(?!")|'[^'\n]*+'(?!')|[\w.:+-]++)"""
    r"""|\[\[?+[\w.-]++\]\]?+)?+[ \t]*+(?:\#[^\n]*+)?+\r?\n)*+"""
)
"""As many lines as hold no more than a name and a plain value, and so begin nothing."""


class Mark(NamedTuple):
    """Where a key's parts and its value begin and end, as offsets into the text."""

    keys: tuple[tuple[int, int], ...]
    value: tuple[int, int]


class SpanMap:
    """The places of every key and value of one text, by path from the root."""

    def __init__(self, text: str) -> None:
        """Keep the text, one that tomllib accepts; it is read at the first question."""
        self.text = text
        self._counts: dict[Path, int] = {}
        self._marks: dict[Path, Mark] = {}
        self._table: Path = ()
        self._starts: list[int] = []

    @property
    def marks(self) -> dict[Path, Mark]:
        """Where every key and value stands."""
        if not self._marks:
            at = _skip(_BLANK, self.text, 0)
            while at < len(self.text):
                header = self.text[at] == "["
                at = self._header(at) if header else self._entry(at, self._table)
                at = _skip(_BLANK, self.text, at)
        return self._marks

    @property
    def last_table(self) -> Path:
        """The table that a line put at the end of the text would belong to."""
        return self._table if self.marks else ()

    def value(self, path: Path) -> Span | None:
        """Return the span of the value at a path; nothing where the text has none there."""
        mark = self.marks.get(path)
        return self.stretch(*mark.value) if mark else None

    def key(self, path: Path) -> Span | None:
        """Return the span of the last part of the key at a path."""
        mark = self.marks.get(path)
        return self.stretch(*mark.keys[-1]) if mark and mark.keys else self.value(path)

    def nearest(self, path: Path) -> Span | None:
        """Return the span of the key at the path, or of the closest thing around it."""
        while path:
            if found := self.key(path):
                return found
            path = path[:-1]
        return None

    def stretch(self, start: int, end: int) -> Span:
        """Return the span between two offsets into the text."""
        return Span(self._point(start), self._point(end))

    def _point(self, offset: int) -> Point:
        """Return the line and column of an offset; the lines are counted once."""
        if not self._starts:
            breaks = re.finditer("\n", self.text)
            self._starts = [0, *(found.end() for found in breaks)]
        line = bisect_right(self._starts, offset)
        return Point(line, offset - self._starts[line - 1] + 1)

    def statement(self, at: int) -> int | None:
        """Return where the statement that begins here ends; None where it is none.

        The text need not be one that tomllib accepts.
        """
        try:
            header = self.text[at] == "["
            end = self._header(at) if header else self._entry(at, self._table)
        except (IndexError, RecursionError, ValueError):
            return None
        ended = _END.match(self.text, end)
        return ended.end() if ended else None

    def _header(self, at: int) -> int:
        """Read `[a.b]` or `[[a.b]]`; what follows belongs to that table."""
        start, double = at, self.text.startswith("[[", at)
        names, places, at = self._key(at + (2 if double else 1))
        end = at + (2 if double else 1)
        path: Path = ()
        for depth, name in enumerate(names, 1):
            path = (*path, name)
            if path not in self._marks:
                self._marks[path] = Mark(tuple(places[:depth]), (start, end))
            if depth < len(names):
                path = self._entered(path)
        if double:
            count = self._counts[path] = self._counts.get(path, 0) + 1
            path = (*path, count - 1)
        self._table = path
        self._marks[path] = Mark(tuple(places), (start, end))  # nearer than a header within it
        return end

    def _entered(self, path: Path) -> Path:
        """Return the path into the last table of an array of tables, where it is one."""
        count = self._counts.get(path)
        return (*path, count - 1) if count else path

    def _entry(self, at: int, table: Path) -> int:
        """Read `key = value` and remember both; return where it ends."""
        names, places, at = self._key(at)
        at = _skip(_SPACE, self.text, _skip(_SPACE, self.text, at) + 1)
        path: Path = (*table, *names)
        for depth in range(1, len(names)):
            parent = Mark(tuple(places[:depth]), (places[0][0], places[depth - 1][1]))
            self._marks.setdefault((*table, *names[:depth]), parent)
        end = self._value(at, path)
        self._marks[path] = Mark(tuple(places), (at, end))
        return end

    def _key(self, at: int) -> tuple[list[str], list[tuple[int, int]], int]:
        """Read a dotted key; return its parts, their places and where it ends."""
        if plain := _PLAIN_KEY.match(self.text, at):
            return [plain[1]], [plain.span(1)], plain.end()
        names: list[str] = []
        places: list[tuple[int, int]] = []
        while True:
            at = _skip(_SPACE, self.text, at)
            pattern = {'"': _BASIC, "'": _LITERAL}.get(self.text[at], _BARE)
            end = _skip(pattern, self.text, at)
            names.append(_unquoted(self.text[at:end]))
            places.append((at, end))
            at = _skip(_SPACE, self.text, end)
            if not self.text.startswith(".", at):
                return names, places, at
            at += 1

    def _value(self, at: int, path: Path) -> int:
        """Return where the value that begins here ends; arrays and inline tables are entered."""
        text = self.text
        if text[at] == "[":
            return self._array(at, path)
        if text[at] == "{":
            return self._inline(at, path)
        for opening, pattern in (('"""', _LONG_BASIC), ("'''", _LONG_LITERAL)):
            if text.startswith(opening, at):
                return _skip(pattern, text, at)
        return _skip({'"': _BASIC, "'": _LITERAL}.get(text[at], _PLAIN), text, at)

    def _array(self, at: int, path: Path) -> int:
        for index in _numbers():
            at = _skip(_BLANK, self.text, at + 1)
            if self.text[at] == "]":
                break
            end = self._value(at, (*path, index))
            self._marks[(*path, index)] = Mark((), (at, end))
            at = _skip(_BLANK, self.text, end)
            if self.text[at] == "]":
                break
        return at + 1

    def _inline(self, at: int, path: Path) -> int:
        while True:
            at = _skip(_BLANK, self.text, at + 1)
            if self.text[at] == "}":
                return at + 1
            at = _skip(_BLANK, self.text, self._entry(at, path))
            if self.text[at] == "}":
                return at + 1


def point_at(text: str, offset: int) -> Point:
    """Return the line and column of an offset."""
    start = text.rfind("\n", 0, offset) + 1
    return Point(text.count("\n", 0, offset) + 1, offset - start + 1)


def statement_at(text: str, offset: int, begin: int = 0) -> int:
    """Return where the statement begins that reading ended in, at this offset.

    What stands before it has to be well formed; `begin` is where a statement before it begins.
    """
    at = begin
    while True:
        at = _skip(_SIMPLE, text, at, offset)
        at = _skip(_BLANK, text, at)
        end = SpanMap(text).statement(at) if at < offset else None
        if end is None or end > offset or end == len(text):
            return min(at, offset)
        at = end


def _skip(pattern: re.Pattern[str], text: str, at: int, end: int | None = None) -> int:
    found = pattern.match(text, at, len(text) if end is None else end)
    return found.end() if found else at


def _unquoted(key: str) -> str:
    """Return a key part without its quotes; tomllib reads what stands between them."""
    if key[:1] == "'":
        return key[1:-1]
    if "\\" not in key:
        return key.strip('"')
    import tomllib

    return str(tomllib.loads(f"key = {key}")["key"])


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1
