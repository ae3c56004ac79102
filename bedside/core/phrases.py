"""Phrases that are looked for in texts, each with what is better, made quick to look up.

A phrase is looked for only where its longest word stands in a text at all, so that a text
without any costs one look into a set. The lists that checklists and notes share are data:
phrases.toml, beside this file; whoever looks something up reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import cache
from typing import NamedTuple

from bedside.core.value import Value, placed

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


@placed
class Phrases(Value):
    """One list of phrases, each with what is better; known by the longest word of each."""

    entries: Mapping[str, Better]
    by_word: Mapping[str, tuple[str, ...]]
    words: frozenset[str]

    def pattern(self, words: Set[str], whole: str) -> re.Pattern[str] | None:
        """Return what finds the phrases that stand in a folded text of these words, if any do."""
        near = self.words & words
        wanted = [p for word in near for p in self.by_word[word] if p in whole]
        return _pattern(tuple(sorted(wanted))) if wanted else None

    def better(self, found: str) -> Better:
        """Return what is better than a phrase as it was found; nothing for odd letters in it."""
        return self.entries.get(" ".join(folded(found).split()), Better())


def phrases_of(table: Mapping[str, Mapping[str, str]]) -> Phrases:
    """Return the list of a table as it is written: phrases under `swap`, `instead`, `advice`."""
    ways = [way for way in Better._fields if way in table]
    entries = {p: Better(**{way: text}) for way in ways for p, text in table[way].items()}
    by_word: dict[str, tuple[str, ...]] = {}
    for phrase in entries:
        longest = max(words_of(phrase), key=len, default="")
        by_word[longest] = (*by_word.get(longest, ()), phrase)
    return Phrases(entries, by_word, frozenset(by_word))


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
def _pattern(wanted: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of some phrases, longer ones first, in small and in capital letters."""
    longest = sorted(wanted, key=len, reverse=True)
    parts = (re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in longest)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-]|['’]\w)", re.IGNORECASE)
