"""The span map against tomllib: every slice means what stands there, whatever the document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from bedside.core import spans
from bedside.core.spans import Path, SpanMap
from tests.campaigns.documents import document

WHAT = "every value's slice re-parses to its value, every key's to its name"


def told(seed: int) -> str:
    """Return what is wrong with the places in the document of this number; "" where nothing is."""
    return astray(document(seed))


def twin(seed: int) -> str:
    """Return the same of a span map that takes a text in three quotes to end at the first three."""
    kept = spans._LONG_BASIC
    spans._LONG_BASIC = re.compile(r'""".*?"""', re.DOTALL)
    try:
        return told(seed)
    except (LookupError, tomllib.TOMLDecodeError) as error:
        return repr(error)
    finally:
        spans._LONG_BASIC = kept


def astray(text: str) -> str:
    """Return the first path whose place in this text is wrong, and how; "" where none is."""
    found, table = SpanMap(text), tomllib.loads(text)
    for path, value in (*leaves(table), *_in_braces(found, table)):
        mark = found.marks.get(path)
        if mark is None:
            return f"{path} has no place"
        written = text[slice(*mark.value)]
        if repr(tomllib.loads(f"v = {written}")["v"]) != repr(value):
            return f"{path} is {value!r}, but {written!r} stands at its place"
    for path, mark in found.marks.items():
        names = [part for part in path if isinstance(part, str)]
        written = ".".join(text[slice(*key)] for key in mark.keys)
        if mark.keys and keys_of(written) != names[len(names) - len(mark.keys) :]:
            return f"{path} is named {written!r} at its place"
    return ""


def _in_braces(found: SpanMap, table: object) -> Iterator[tuple[Path, object]]:
    """Return every table that was written as a value, with its path."""
    for path, mark in found.marks.items():
        if found.text[mark.value[0]] != "{":
            continue
        value = table
        for part in path:
            value = value[part]  # type: ignore[index]
        yield path, value


def keys_of(written: str) -> list[str]:
    """Return the parts of a dotted key, as tomllib reads them."""
    names: list[str] = []
    table: object = tomllib.loads(f"{written} = 1")
    while isinstance(table, dict):
        ((name, table),) = table.items()
        names.append(name)
    return names


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Return every value that was written as one, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        if not any(isinstance(inner, dict) for inner in value):
            yield path, value
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value
