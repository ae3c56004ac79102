"""Random changes to files: each means what was intended, and disturbs nothing else."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path as File
from unittest import mock

from bedside.content.edit import law, splice, steps
from bedside.content.edit.change import Add, Change, Delete, MoveBlock, Put, Remove, intended, moved
from bedside.content.edit.keys import put
from bedside.content.edit.paper import Paper
from bedside.content.edit.splice import BOM, edited
from bedside.content.edit.text import Refused, Splice
from bedside.core.spans import Path, SpanMap
from tests.campaigns.documents import document
from tests.campaigns.ugly import ugly

WHAT = "every change means what was intended, keeps all other lines, and comments with their step"

SHIPPED = [
    file.read_text(encoding="utf-8")
    for file in sorted((File(__file__).parents[2] / "checklists").rglob("*.toml"))
]
_TEXTS = ("New.", '“So”, "so"', "a\nb\\", "It's\t'''", '"""', "", "#", "漢字", "{answer}")
_TEXT_KEYS = ("aim", "why", "title", "note", "note.done", "say.new", "options.new", "instead.Eh?")
REFUSED = Counter[str]()
"""How many changes of each kind were refused, and made; for whoever wants to know."""


def told(seed: int) -> str:
    """Return what a run of changes to the file of this number did wrong; "" where nothing."""
    chance = random.Random(seed)
    text = chance.choice(SHIPPED) if seed % 3 == 0 else ugly(seed) if seed % 3 == 1 else ""
    text = text or document(seed)
    for _ in range(chance.randint(1, 4)):
        table = tomllib.loads(text.removeprefix(BOM))
        change = _change(chance, table)
        new = edited(text, change)
        came = "refused" if isinstance(new, Refused) else "made"
        REFUSED[f"{type(change).__name__} {came}"] += 1
        if isinstance(new, Refused):
            continue
        for wrong in _wrongs(text, new, change):
            return f"{change}: {wrong}"
        text = new
    return ""


def twin(seed: int) -> str:
    """Return the same where the law compares nothing, and where comments stay behind."""
    if seed % 2:
        with mock.patch.object(steps, "_bounds", lambda found: (found[0].start, found[-1].end)):
            return told(seed)
    with mock.patch.object(law, "means", return_value=True), mock.patch.object(splice, "put", _off):
        return told(seed)


def _off(paper: Paper, change: Put, table: dict[str, object]) -> list[Splice]:
    """Return the splices of a change, with a letter of what they write changed."""
    return [one._replace(text=one.text.replace("e", "a")) for one in put(paper, change, table)]


def _change(chance: random.Random, table: dict[str, object]) -> Change:
    """Return a change that may make sense in this file, or may not."""
    names = [n for n in ("steps", "tasks") if isinstance(table.get(n), list) and table[n]]
    paths = list(_leaves(table))
    kind = chance.choice(("put", "put", "new", "remove", "table", "add", "delete", "move", "move"))
    if kind in ("put", "remove") or not names:
        path = chance.choice(paths) if paths else ("a",)
        return Remove(path) if kind == "remove" else Put(path, _value(chance))
    name = chance.choice(names)
    rows = table[name]
    assert isinstance(rows, list)
    number = chance.randrange(len(rows))
    if kind == "new":
        return Put((name, number, *chance.choice(_TEXT_KEYS).split(".")), _value(chance))
    if kind == "table":
        key = chance.choice(("options", "say", "note"))
        old = rows[number].get(key)
        kept = list(old.items()) if isinstance(old, dict) else []
        chance.shuffle(kept)
        return Put((name, number, key), dict([*kept[:3], ("extra", chance.choice(_TEXTS))]))
    if kind == "add":
        block = {"id": "new", "kind": "say", "title": chance.choice(_TEXTS), "say": {"x": "X"}}
        return Add(name, number - 1, block)
    members = chance.random() < 0.5
    if kind == "delete":
        return Delete(name, number, members)
    return MoveBlock(name, number, chance.randrange(-1, len(rows)), members)


def _value(chance: random.Random) -> object:
    texts = [chance.choice(_TEXTS) for _ in range(3)]
    return chance.choice((texts[0], texts[1], texts[2], texts, 7, True, texts[:1]))


def _wrongs(text: str, new: str, change: Change) -> Iterator[str]:
    """Return what is wrong with a change that was made."""
    before, after = (tomllib.loads(one.removeprefix(BOM)) for one in (text, new))
    if repr(_sorted(after)) != repr(_sorted(intended(before, change))):
        yield "it does not mean what was intended"
    if text.startswith(BOM) != new.startswith(BOM):
        yield "the mark at the beginning came or went"
    if _is_windows(text) and "\n" in new and not _is_windows(new):
        yield "another line end came in"
    gone = Counter(_lines(text)) - Counter(_lines(new))
    if gone - Counter(_touched(text, before, change)):
        yield f"lines went that it is not about: {sorted(gone)}"
    if isinstance(change, MoveBlock) and Counter(_lines(new)) - Counter(_lines(text)):
        yield "lines came when a block moved"
    if isinstance(change, (Add, Delete, MoveBlock)):
        lost = set(_comments(text, before)) - set(_comments(new, after))
        own: set[tuple[str, str, str]] = set()
        if isinstance(change, Delete):
            own = set(_comments(text, before, moved(before, change)))
        if lost - own:
            yield f"comments left their block: {lost - own}"


def _is_windows(text: str) -> bool:
    """Whether every line ends as on Windows."""
    return text.count("\n") == text.count("\r\n") > 0


def _lines(text: str) -> list[str]:
    return [line for line in text.removeprefix(BOM).splitlines() if line.strip()]


def _touched(text: str, table: dict[str, object], change: Change) -> list[str]:
    """Return the lines that a change may take away or write anew."""
    text = text.removeprefix(BOM)
    if isinstance(change, (Add, MoveBlock)):
        return []
    if isinstance(change, Delete):
        return _lines(text[: _start(text, change.of, moved(table, change).stop)])
    lines: list[str] = []
    for place, mark in SpanMap(text).marks.items():
        size = min(len(place), len(change.path))
        if not mark.keys or place[:size] != change.path[:size]:
            continue
        start = text.rfind("\n", 0, min(mark.keys[0][0], mark.value[0])) + 1
        lines += _lines(text[start : text.find("\n", mark.value[1]) + 1 or len(text)])
    return lines


def _start(text: str, name: str, number: int) -> int:
    mark = SpanMap(text).marks.get((name, number))
    return mark.value[0] if mark else len(text)


def _comments(
    text: str, table: dict[str, object], among: range | None = None
) -> Iterator[tuple[str, str, str]]:
    """Return each comment directly above a block's header, with the block's name and content."""
    text = text.removeprefix(BOM)
    marks = SpanMap(text).marks
    for name in ("steps", "tasks"):
        rows = table.get(name)
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            mark = marks.get((name, number))
            if mark is None or mark.value[0] > mark.keys[0][0] or (among and number not in among):
                continue
            above = text[: text.rfind("\n", 0, mark.value[0]) + 1].split("\n")[:-1]
            while above and above[-1].strip().startswith("#"):
                yield name, repr(row), above.pop().strip()


def _leaves(value: object, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*path, number))
    elif path:
        yield path


def _sorted(value: object) -> object:
    """Return a value with its tables in one order, so that it can be compared as it is shown."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(one) for one in value] if isinstance(value, list) else value
