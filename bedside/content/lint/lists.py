"""The lists of words the rules look for: data in words.toml, made quick to look up.

A phrase is looked for only where its longest word stands in a text at all, so that a text
without any costs one look into a set.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Set
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

_FILE = Path(__file__).parent / "words.toml"
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_LETTERS = bytes(code if chr(code).islower() or chr(code) in "'-" else 32 for code in range(256))
"""Turns every other byte than those of a word into a space."""

_EDGES = ("--", "''", "-'", "'-", "' ", " '", "- ", " -")
"""Marks that no word has within it."""


class Better(NamedTuple):
    """What to say in place of a phrase: ready words for it, for its whole sentence, or advice."""

    swap: str = ""
    instead: str = ""
    advice: str = ""


class Phrases:
    """One list of phrases, each with what is better."""

    def __init__(self, better: Mapping[str, Better]) -> None:
        """Know each phrase by its longest word."""
        self._better = better
        self._by_word: dict[str, list[str]] = {}
        for phrase in better:
            longest = max(words_of(phrase), key=len)
            self._by_word.setdefault(longest, []).append(phrase)
        self.words = frozenset(self._by_word)

    def pattern(self, words: Set[str], whole: str) -> re.Pattern[str] | None:
        """Return what finds the phrases that stand in a folded text of these words, if any do."""
        near = self.words & words
        wanted = [p for word in near for p in self._by_word[word] if p in whole]
        return _pattern(tuple(sorted(wanted))) if wanted else None

    def better(self, found: str) -> Better:
        """Return what is better than a phrase as it was found."""
        return self._better[" ".join(folded(found).split())]


def folded(text: str) -> str:
    """Return a text in small letters with straight apostrophes, as the lists are written."""
    return text.lower().replace("’", "'")


def words_of(text: str) -> list[str]:
    """Return the words of a folded text; a hyphen or an apostrophe inside one belongs to it."""
    return _WORD.findall(text)


def split(text: str) -> list[str]:
    """Return the words of a folded text as `words_of` does, in a fraction of the time."""
    plain = text.encode("ascii", "replace").translate(_LETTERS).decode("ascii")
    plain = f" {plain} "
    for edge in _EDGES:
        plain = plain.replace(edge, " ")
    return plain.split()


@cache
def phrases(name: str) -> Phrases:
    """Return one of the lists."""
    table = cast("Mapping[str, Mapping[str, str]]", tables()[name])
    ways = [way for way in Better._fields if way in table]
    return Phrases(
        {phrase: Better(**{way: text}) for way in ways for phrase, text in table[way].items()}
    )


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
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def texts_in(name: str, key: str) -> tuple[str, ...]:
    """Return a plain list of one of the tables."""
    return tuple(cast("Iterable[str]", tables()[name][key]))


@cache
def _pattern(wanted: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of some phrases, longer ones first, in small and in capital letters."""
    longest = sorted(wanted, key=len, reverse=True)
    parts = (re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in longest)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-]|['’]\w)", re.IGNORECASE)
