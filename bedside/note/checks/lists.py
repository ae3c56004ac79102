"""The lists of words that notes are checked for: ours, those checklists share, a clinic's own.

Data all: words.toml, beside this file, the core's phrases.toml, and the clinic's settings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from bedside import core
from bedside.core.clinic import ClinicWords
from bedside.core.phrases import Better, Phrases, phrases_of

_FILES = (Path(__file__).parent / "words.toml", Path(core.__path__[0]) / "phrases.toml")
_READY = re.compile(r'"([^"]+)"')


Pairs = tuple[tuple[str, str], ...]
Table = Mapping[str, Mapping[str, str]]


class Lists(NamedTuple):
    """What one clinic's notes are checked for."""

    judging: Phrases
    jargon: Phrases
    shorts: Mapping[str, Better]
    """Short forms by how they are written, each with what it stands for."""
    free: tuple[re.Pattern[str], ...]
    """Find what is harmless, and what the clinic knows."""


def lists(own: ClinicWords) -> Lists:
    """Return what notes are checked for where a clinic has these words of its own."""
    tables = (own.judging, own.jargon, own.abbreviations)
    return _lists(own.allowed, *(tuple(table.items()) for table in tables))


@cache
def tables() -> Mapping[str, object]:
    """Return every list as it is written."""
    return {
        name: table
        for file in _FILES
        for name, table in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


def table(*path: str) -> Mapping[str, str]:
    """Return the texts of one list by what they stand beside."""
    return cast("Mapping[str, str]", _at(path))


def numbers(*path: str) -> Mapping[str, int]:
    """Return the numbers of one list by what they stand beside."""
    return cast("Mapping[str, int]", _at(path))


def words(*path: str) -> tuple[str, ...]:
    """Return a plain list of texts."""
    return tuple(cast("Iterable[str]", _at(path)))


def spelled(*path: str) -> str:
    """Return the pattern of a plain list: any of its texts, the longer ones first."""
    return any_of(words(*path))


def any_of(texts: Iterable[str]) -> str:
    """Return the pattern of any of these texts, the longer ones first, spaces as they come."""
    longest = sorted(texts, key=lambda text: (-len(text), text))
    parts = (re.escape(one).replace(r"\ ", r"\s+").replace("'", "['’]") for one in longest)
    return f"(?:{'|'.join(parts)})"


def whole(pattern: str) -> re.Pattern[str]:
    """Return a pattern that matches whole words only, in small and in capital letters."""
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-]|['’]\w)", re.IGNORECASE)


def _at(path: Iterable[str]) -> object:
    found: object = tables()
    for name in path:
        found = cast("Mapping[str, object]", found)[name]
    return found


@cache
def _lists(allowed: tuple[str, ...], judging: Pairs, jargon: Pairs, shorts: Pairs) -> Lists:
    advice = table("jargon", "advice")
    ready = {word: _READY.findall(advice[word])[0] for word in words("jargon", "ready")}
    advised = {word: text for word, text in advice.items() if word not in ready}
    small = [tuple((word.lower(), text) for word, text in pairs) for pairs in (judging, jargon)]
    letters = {"advice": table("letters", "advice")}
    return Lists(
        judging=phrases_of(_joined(small[0], {"swap": table("hurtful", "swap")}, _both("judging"))),
        jargon=phrases_of(_joined(small[1], {"swap": ready, "advice": advised})),
        shorts=_by_word(_joined(shorts, letters, _both("abbreviations"))),
        free=tuple(
            whole(any_of(known)) for known in (words("harmless", "phrases"), allowed) if known
        ),
    )


def _both(name: str) -> Table:
    return {way: table(name, way) for way in ("swap", "advice")}


def _joined(own: Pairs, *ours: Table) -> Table:
    """Return one list of several: what comes later wins, and a clinic's own over all."""
    found: dict[str, tuple[str, str]] = {}
    for each in ours:
        for way, texts in each.items():
            found |= {phrase: (way, text) for phrase, text in texts.items()}
    found |= {phrase: ("swap" if text else "advice", text) for phrase, text in own}
    ways: dict[str, dict[str, str]] = {"swap": {}, "advice": {}}
    for phrase, (way, text) in found.items():
        ways[way][phrase] = text
    return ways


def _by_word(ways: Table) -> Mapping[str, Better]:
    return {w: Better(**{way: text}) for way, texts in ways.items() for w, text in texts.items()}
