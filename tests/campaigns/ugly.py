"""Checklists written in every way TOML allows, each made from its number."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping

_TEXTS = (
    *("How are you?", "“So”, she said.", 'A "word"', "It's fine.", "C:\\ward", "[x] # not a note"),
    *("Zwölf {answer}", "a\nb", "", "= 1", "🙂 漢字"),
)
_KINDS = ("say", "do", "choose", "yes-no", "section", "scale", "words")
_NOTES = ("# note", "#", '# a = "b"', "# [[steps]]", "#    ruler ------", "# it's \"odd")


class Ugly:
    """Writes one checklist, choosing at every place among the ways an author may write."""

    def __init__(self, seed: int) -> None:
        """Choose by this number."""
        self._random = random.Random(seed)

    def text(self) -> str:
        """Return a whole file with two to six steps, some tasks and a review."""
        lines = [*self._notes(), "format = 1", *self._entry("id", "ugly"), 'title = "Ugly"']
        lines += self._entry("sources", {"book": "A book", "b-c": "Another"})
        lines += [*self._between(), "[review]", *self._entry("owner", "us")]
        for number in range(self._random.randint(2, 6)):
            lines += [*self._between(), "[[steps]]", *self._block(f"s{number}", number)]
        for number in range(self._random.randint(0, 2)):
            lines += [*self._between(), " [[tasks]] # t", *self._block(f"t{number}", number)]
        lines += self._between()
        text = "\n".join(lines) + self._pick("\n", "\n", "", "\n\n\n")
        text = text.replace("\n", "\r\n") if self._is_one_in(4) else text
        return "\ufeff" + text if self._is_one_in(5) else text

    def _block(self, name: str, number: int) -> list[str]:
        lines = [*self._entry("id", name), *self._entry("kind", self._pick(*_KINDS))]
        lines += self._entry("title", self._pick(*_TEXTS))
        tables: dict[str, dict[str, object]] = {
            "options": {"a": "A", "b": "B", "c-d": self._pick(*_TEXTS)},
            "say": {"plain": self._pick(*_TEXTS), "warm": self._pick(*_TEXTS)},
            "instead": {self._pick(*_TEXTS): "x", "it's": "y"},
            "note": {"a": self._pick(*_TEXTS)},
        }
        if number:
            tables["when"] = {"s0": {"not": ["a", "b"]}, "s1": self._pick(*_TEXTS)}
        for key, table in self._random.sample(sorted(tables.items()), k=self._random.randint(0, 4)):
            lines += self._entry(key, table)
        for key in self._random.sample(("tips", "source", "points"), k=self._random.randint(0, 3)):
            lines += self._list(key)
        if self._is_one_in(4):
            nested = self._random.choice(("options", "note", "labels"))
            if not any(line.lstrip().startswith(nested) for line in lines):
                lines += [*self._between(), "[steps.", *self._entry("x", "X")]
                kind = "tasks" if name.startswith("t") else "steps"
                lines[lines.index("[steps.")] = f"[{kind}.{nested}]{self._tail()}"
        return lines

    def _entry(self, key: str, value: object) -> list[str]:
        """Return the lines that give a value: dotted or in braces, in one kind of quotes."""
        indent = self._pick("", "", "  ", "\t")
        equals = self._pick(" = ", "=", "\t= ", "   = ")
        if isinstance(value, Mapping) and self._is_one_in(3):
            inside = ", ".join(f"{self._key(k)} = {self._written(v)}" for k, v in value.items())
            return [f"{indent}{key}{equals}{{ {inside} }}{self._tail()}"]
        if isinstance(value, Mapping):
            rows = [(f"{key}.{self._key(k)}", v) for k, v in value.items()]
            return [line for k, v in rows for line in (*self._notes(), *self._entry(k, v))]
        return [f"{indent}{key}{equals}{self._written(value)}{self._tail()}"]

    def _list(self, key: str) -> list[str]:
        items = [self._written(self._pick(*_TEXTS)) for _ in range(self._random.randint(0, 3))]
        if self._is_one_in(2):
            return [f"{key} = [{', '.join(items)}]{self._tail()}"]
        rows = [row for item in items for row in (*self._notes(), f"  {item},{self._tail()}")]
        return [f"{key} = [{self._tail()}", *rows, "]"]

    def _written(self, value: object) -> str:
        if isinstance(value, list):
            return f"[{', '.join(map(self._written, value))}]"
        if isinstance(value, Mapping):
            inside = (f"{self._key(k)} = {self._written(v)}" for k, v in value.items())
            return f"{{{', '.join(inside)}}}"
        text = str(value)
        if "'" not in text and "\n" not in text and self._is_one_in(3):
            return f"'{text}'"
        if '"' not in text and "\\" not in text and self._is_one_in(4):
            return f'"""\n{text}"""'
        return json.dumps(
            text, ensure_ascii=self._is_one_in(3) and max(text, default="") < "\uffff"
        )

    def _key(self, key: str) -> str:
        is_bare = key.isascii() and key.replace("-", "").isalnum()
        return key if is_bare and not self._is_one_in(5) else json.dumps(key, ensure_ascii=False)

    def _notes(self) -> list[str]:
        return [self._pick(*_NOTES)] if self._is_one_in(5) else []

    def _tail(self) -> str:
        return self._pick("", "", "", "  # mine", "\t# theirs ", " ")

    def _between(self) -> list[str]:
        """Return blank lines and comments, in any order, or nothing."""
        return [self._pick("", "", " ", *_NOTES) for _ in range(self._random.randint(0, 4))]

    def _pick(self, *choices: str) -> str:
        return self._random.choice(choices)

    def _is_one_in(self, times: int) -> bool:
        return self._random.randrange(times) == 0


def ugly(seed: int) -> str:
    """Return the checklist of this number."""
    return Ugly(seed).text()
