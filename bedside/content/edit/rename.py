"""One short name changed everywhere: in its file, and in those beside it that speak of it.

Which places speak of a name is a table of paths below. What the files are to mean is worked out on
their meaning, what is written on their text, and the two are compared as for any change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Literal, NamedTuple, cast

from bedside.content.edit.law import lawful
from bedside.content.edit.paper import Paper
from bedside.content.edit.text import Refused, Refusing, Splice, written, written_key
from bedside.content.shape import Table
from bedside.core.answers import RESERVED
from bedside.core.spans import Mark, Path

What = Literal["step", "task", "option", "tone", "source"]


class Rename(NamedTuple):
    """A short name that becomes another; `step` is whose option or tone it is."""

    what: What
    old: str
    new: str
    step: str = ""


class _Places(NamedTuple):
    """Where a name can stand as a name, and where as a value, alone or in a list.

    Of a pattern's words `#` is any number, `*` any name, OLD the name itself, STEP the step it
    belongs to, and `@` the number of that step's block.
    """

    names: tuple[str, ...]
    values: tuple[str, ...]


_PLACES: Mapping[What, _Places] = {
    "step": _Places(
        names=(
            "steps|tasks|add # when|or OLD",
            "change * when|or OLD",
            "change OLD",
            "steps OLD",
            "patients # replies OLD",
        ),
        values=(
            "steps|add # id",
            "add # after",
            "remove",
            "accepted # step",
            "patients # shown|reaches|misses",
        ),
    ),
    "task": _Places(
        names=("tasks OLD",), values=("tasks # id", "accepted # step", "patients # tasks")
    ),
    "option": _Places(
        names=(
            "steps|add @ options|note|patient|handover OLD",
            "change|steps STEP options|note|patient|handover OLD",
            "steps STEP of options|note|patient|handover OLD",
        ),
        values=(
            "steps|tasks|add # when|or STEP",
            "steps|tasks|add # when|or STEP not|is",
            "change * when|or STEP",
            "change * when|or STEP not|is",
            "patients # replies STEP",
            "patients # replies STEP *",
        ),
    ),
    "tone": _Places(
        names=("steps|add @ say OLD", "change|steps STEP say OLD", "steps STEP of say OLD"),
        values=(),
    ),
    "source": _Places(names=("sources OLD",), values=("steps|add # source", "change * source")),
}
_USED = _Places(names=(), values=("steps|add # use",))

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_RECORDS = ("history", "published")
"""Side files that say what once was; they keep the names of then."""


def renamed(files: Mapping[str, str], main: str, rename: Rename) -> dict[str, str] | Refused:
    """Return the new text of every file that a rename concerns, or why it is refused.

    `files` are the texts of the checklist or bank called `main`, of the files beside it, of its
    overlays, and of the checklists that may take steps from it, by their paths.
    """
    try:
        papers = {name: Paper(text) for name, text in files.items() if not _is_record(name)}
        _check(papers[main].table, rename)
        changed = {}
        for name, paper in papers.items():
            seen = _seen(paper.table, rename, papers[main].table, is_own=_is_beside(name, main))
            if new := _rewritten(paper, seen):
                changed[name] = new
        return changed
    except Refusing as refusing:
        return Refused(str(refusing))


class _Sought(NamedTuple):
    """A name in the words of one file: what is written there, what shall be, and where."""

    old: str
    new: str
    step: str
    number: int
    places: _Places

    def is_name(self, path: Path) -> bool:
        """Whether the last part of this path is the name."""
        return path[-1] == self.old and any(self._fits(path, one) for one in self.places.names)

    def is_value(self, path: Path, value: object) -> bool:
        """Whether this value is the name."""
        if value != self.old or not isinstance(value, str):
            return False
        whole = path[:-1] if isinstance(path[-1], int) else path
        return any(self._fits(whole, one) for one in self.places.values)

    def _fits(self, path: Path, pattern: str) -> bool:
        words = pattern.split()
        return len(words) == len(path) and all(map(self._is, path, words))

    def _is(self, part: str | int, word: str) -> bool:
        if isinstance(part, int):
            return word == "#" or (word == "@" and part == self.number)
        known = {"OLD": self.old, "STEP": self.step}
        return word == "*" or part in known.get(word, word).split("|")


def _seen(table: Table, rename: Rename, main: Table, *, is_own: bool) -> _Sought:
    """Return what a rename means in one file: another checklist speaks of a bank's steps alone."""
    if is_own:
        number = _number(table, rename.step)
        return _Sought(rename.old, rename.new, rename.step, number, _PLACES[rename.what])
    bank = f"{main.get('id')}/" if main.get("bank") is True else ""
    if rename.what in ("option", "tone") and bank and _uses(table, bank + rename.step):
        raise Refusing(f"{table.get('title', 'another checklist')} takes this step from the bank")
    if rename.what != "step" or not bank:
        return _Sought("", "", "", -1, _Places((), ()))
    return _Sought(bank + rename.old, bank + rename.new, "", -1, _USED)


def _rewritten(paper: Paper, sought: _Sought) -> str:
    """Return the text with the name changed; "" where it does not stand in it."""
    new = cast("Table", _meant(paper.table, (), sought))
    splices = set(_splices(paper, sought))
    return lawful(paper.text, splices, new) if splices else ""


def _meant(value: object, path: Path, sought: _Sought) -> object:
    """Return what a file means once the name is changed."""
    if isinstance(value, dict):
        rows = ((key, (*path, key), inner) for key, inner in value.items())
        return {
            sought.new if sought.is_name(place) else key: _meant(inner, place, sought)
            for key, place, inner in rows
        }
    if isinstance(value, list):
        return [_meant(inner, (*path, number), sought) for number, inner in enumerate(value)]
    return sought.new if path and sought.is_value(path, value) else value


def _splices(paper: Paper, sought: _Sought) -> Iterator[Splice]:
    for path, mark in paper.marks.items():
        for place, (start, end) in _named(path, mark):
            if sought.is_name(place):
                yield Splice(start, end, written_key(sought.new))
        text = paper.text[slice(*mark.value)]
        if sought.old in text and sought.is_value(path, _leaf(paper.table, path)):
            yield Splice(*mark.value, written(sought.new))


def _named(path: Path, mark: Mark) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Return the path that each written part of a name leads to, and where it stands."""
    ends = [n for n, part in enumerate(path, 1) if isinstance(part, str)][-len(mark.keys) :]
    if mark.keys:
        yield from ((path[:end], at) for end, at in zip(ends, mark.keys, strict=True))


def _leaf(table: object, path: Path) -> object:
    """Return the text at a path; nothing where there is none, or something else."""
    for part in path:
        table = cast("dict[object, object]", table)[part]
    return table if isinstance(table, str) else None


def _check(table: Table, rename: Rename) -> None:
    """Refuse a name that cannot be used, is taken, or is not there."""
    if not _ID.match(rename.new):
        raise Refusing("a short name has small letters, digits and hyphens, no spaces")
    if rename.what == "option" and rename.new in RESERVED:
        raise Refusing(f"every step already has an answer called {rename.new}")
    known = _known(table, rename)
    if rename.old not in known:
        raise Refusing(f"there is no {rename.what} called {rename.old}")
    if rename.new in known or (rename.what in ("step", "task") and rename.new in _ids(table)):
        raise Refusing(f"{rename.new} is taken")


def _known(table: Table, rename: Rename) -> list[str]:
    """Return the names among which the old one has to be."""
    if rename.what in ("step", "task"):
        return _ids(table, f"{rename.what}s")
    around: object = table.get("sources")
    if rename.what in ("option", "tone"):
        number = _number(table, rename.step)
        step = _rows(table, "steps")[number] if number >= 0 else {}
        around = step.get("options" if rename.what == "option" else "say")
    return list(around) if isinstance(around, dict) else []


def _ids(table: Table, *names: str) -> list[str]:
    return [
        str(row.get("id")) for name in names or ("steps", "tasks") for row in _rows(table, name)
    ]


def _number(table: Table, step: str) -> int:
    """Return the number of a step's block, or of that an overlay adds; -1 where there is none."""
    for name in ("steps", "add"):
        ids = _ids(table, name)
        if step and step in ids:
            return ids.index(step)
    return -1


def _uses(table: Table, step: str) -> bool:
    return any(row.get("use") == step for row in _rows(table, "steps"))


def _rows(table: Table, name: str) -> list[Table]:
    rows = table.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _is_beside(name: str, main: str) -> bool:
    """Whether a file is the checklist, is beside it or changes it: its name begins the same."""
    return PurePath(name).name.split(".")[0] == PurePath(main).name.split(".")[0]


def _is_record(name: str) -> bool:
    return any(part in _RECORDS for part in PurePath(name).name.split(".")[1:])
