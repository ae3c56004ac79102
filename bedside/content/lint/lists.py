"""The lists of words the rules look for: those for checklists alone, and those notes share.

Data both: words.toml, beside this file, and the core's phrases.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Set
from functools import cache
from pathlib import Path
from typing import cast

from bedside import core
from bedside.core.phrases import Better, Phrases, folded, phrases_of, split, words_of

__all__ = ["Better", "Phrases", "folded", "split", "words_of"]

_FILES = (Path(__file__).parent / "words.toml", Path(core.__path__[0]) / "phrases.toml")


@cache
def phrases(name: str) -> Phrases:
    """Return one of the lists."""
    return phrases_of(cast("Mapping[str, Mapping[str, str]]", tables()[name]))


@cache
def known(names: tuple[str, ...]) -> Set[str]:
    """Return the words without which none of these lists finds a phrase in a text."""
    return frozenset[str]().union(*(phrases(name).words for name in names))


@cache
def letters() -> Mapping[str, Better]:
    """Return the letters of the trade that are known, each with what they say at home."""
    table = cast("Mapping[str, str]", tables()["letters"]["advice"])
    return {short: Better(advice=way) for short, way in table.items()}


@cache
def tables() -> Mapping[str, Mapping[str, object]]:
    """Return every list as it is written."""
    return {
        name: table
        for file in _FILES
        for name, table in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


def texts_in(name: str, key: str) -> tuple[str, ...]:
    """Return a plain list of one of the tables."""
    return tuple(cast("Iterable[str]", tables()[name][key]))
