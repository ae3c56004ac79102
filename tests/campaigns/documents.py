"""Documents of every shape TOML 1.0 allows, made from a number: the same number, the same text."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

_WORDS = ("a", "b-c", "D_e", "1", "2031-01-01", "true", "x y", "é", "", "#", "[", "it's", "漢", '"')
_SPACES = ("", "", " ", "\t", "  ")
_NUMBERS = (
    *("0", "-0", "+7", "1_000", "0xDEAD_beef", "0o17", "0b1_0", "9223372036854775807"),
    *("1.5", "-1e-9", "6.0E+3", "1_0.0_1", "inf", "-nan", "+inf", "true", "false"),
)
_DATES = (
    *("2031-03-12", "07:32:00", "07:32:00.25", "2031-03-12T07:32:00", "2031-03-12 07:32:00Z"),
    *("2031-03-12t07:32:00.5+05:45", "2031-03-12 00:00:00-07:00"),
)
_PIECES = ("a", " ", "é", "漢", "🙂", "#", "=", "[", "]", "{", "}", ",", ".", "“", "’", "\t", "'")
_ESCAPES = ('\\"', "\\\\", "\\n", "\\t", "\\u00e9", "\\U0001F642", "\\b")


class Writer:
    """Writes one document, choosing at every place among all ways to write it."""

    def __init__(self, seed: int) -> None:
        """Choose by this number."""
        self._random = random.Random(seed)
        self._count = 0

    def document(self) -> str:
        """Return a whole text that a reader of TOML 1.0 accepts."""
        lines = [self._entry() for _ in range(self._up_to(4))]
        for _ in range(self._up_to(4)):
            lines += self._block() if self._one_in(2) else self._table("")
        text = "".join(self._between() + line + self._end() for line in lines)
        text = text if self._one_in(2) else text.rstrip("\r\n")
        return text.replace("\n", "\r\n") if self._one_in(3) else text

    def _pick(self, *choices: str) -> str:
        return self._random.choice(choices)

    def _up_to(self, most: int) -> int:
        return self._random.randint(0, most)

    def _one_in(self, times: int) -> bool:
        return self._random.randrange(times) == 0

    def _space(self) -> str:
        return self._pick(*_SPACES)

    def _between(self) -> str:
        """Return blank lines and comments, or nothing, and how far the next line is set in."""
        lines = [self._space() + self._pick("", "# note", '# a = "', "# [x]") + "\n"]
        return "".join(lines * self._up_to(2)) + self._space()

    def _end(self) -> str:
        return self._space() + self._pick("", "", "# note", "# ] } \" '") + "\n"

    def _part(self) -> str:
        """Return one part of a key that no other key of the document has."""
        self._count += 1
        word = f"{self._pick(*_WORDS)}-{self._count}"
        kind = self._up_to(2)
        if kind == 0 and word.isascii() and word.replace("-", "").replace("_", "").isalnum():
            return word
        if kind == 1 and "'" not in word:
            return f"'{word}'"
        return json.dumps(word, ensure_ascii=self._one_in(2))

    def _key(self) -> str:
        parts = [self._part() for _ in range(1 + self._up_to(2))]
        return (self._space() + "." + self._space()).join(parts)

    def _entry(self, depth: int = 0) -> str:
        return f"{self._key()}{self._space()}={self._space()}{self._value(depth)}"

    def _table(self, under: str) -> list[str]:
        """Return a header, of a table within `under` where one is named, and its entries."""
        name = under + self._key()
        header = f"[{self._space()}{name}{self._space()}]"
        return [header, *(self._entry() for _ in range(self._up_to(3)))]

    def _block(self) -> list[str]:
        """Return several blocks of one name, some with tables and blocks of their own."""
        name = self._key()
        lines: list[str] = []
        for _ in range(1 + self._up_to(2)):
            lines += [f"[[{self._space()}{name}{self._space()}]]"]
            lines += [self._entry() for _ in range(self._up_to(2))]
            if self._one_in(3):
                lines += self._table(f"{name}.")
            if self._one_in(3):
                lines += [f"[[{name}.inner]]", self._entry()] * (1 + self._up_to(1))
        return lines

    def _value(self, depth: int) -> str:
        """Return a value; at most three lists or tables stand in each other."""
        simple = (self._number, self._date, self._basic, self._literal, self._long, self._raw)
        nested = (self._list, self._braces)
        makers: tuple[Callable[[int], str], ...] = simple if depth > 2 else (*simple, *nested)
        return self._random.choice(makers)(depth)

    def _number(self, _: int) -> str:
        return self._pick(*_NUMBERS)

    def _date(self, _: int) -> str:
        return self._pick(*_DATES)

    def _pieces(self, *more: str) -> str:
        return "".join(self._pick(*_PIECES, *more) for _ in range(self._up_to(6)))

    def _basic(self, _: int) -> str:
        return f'"{self._pieces(*_ESCAPES)}"'

    def _literal(self, _: int) -> str:
        return "'" + self._pieces('"', "\\").replace("'", "") + "'"

    def _long(self, _: int) -> str:
        """Return a text in three quotes: breaks, joined lines, quotes within and at its end."""
        inner = self._pieces(*_ESCAPES, "\n", "\\\n  ", "\\  \n\n ", 'a"b', 'a""b')
        return f'"""{inner}{self._pick("", "", QUOTE, QUOTE * 2)}"""'

    def _raw(self, _: int) -> str:
        inner = self._pieces("\n", "\\", '"""', "a''b").replace("'''", "").strip("'")
        return f"'''{inner}{self._pick('', '', MARK, MARK * 2)}'''"

    def _gap(self) -> str:
        return self._pick("", "", " ", "\n", " # ] \" '\n", "\n\n\t")

    def _list(self, depth: int) -> str:
        items = [self._gap() + self._value(depth + 1) + self._gap() for _ in range(self._up_to(3))]
        comma = "," + self._gap() if items and self._one_in(2) else ""
        return f"[{','.join(items)}{comma}{self._gap()}]"

    def _braces(self, depth: int) -> str:
        items = [
            self._space() + self._entry(depth + 1) + self._space() for _ in range(self._up_to(3))
        ]
        return "{" + ",".join(items) + self._space() + "}"


QUOTE = '"'
MARK = "'"


def document(seed: int) -> str:
    """Return the document of this number."""
    return Writer(seed).document()
