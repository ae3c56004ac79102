"""Short names for what others call by numbers, codes or whole sentences."""

from __future__ import annotations

import re
import unicodedata

from bedside.core.answers import RESERVED

_LONGEST = 40
_WORDS = 4


class Names:
    """The short names given so far."""

    def __init__(self) -> None:
        """Begin with none given."""
        self._given: set[str] = set()

    def take(self, name: str) -> None:
        """Keep that a name is somebody's already."""
        self._given.add(name)

    def given(self, wanted: str, words: str) -> str:
        """Return a name nobody has: what was wanted where it says something, else of the words."""
        name = slug(wanted)
        if not re.search(r"[a-z]{2}", name) or len(name) > _LONGEST:
            name = slug(" ".join(re.findall(r"\w+", words)[:_WORDS])) or name or "step"
        name = name[:_LONGEST].strip("-")
        return self._free(name)

    def _free(self, name: str) -> str:
        number, found = 1, name
        while found in self._given:
            number += 1
            found = f"{name}-{number}"
        self._given.add(found)
        return found


def option_name(label: str, code: str, taken: set[str]) -> str:
    """Return a short name for an answer that nobody of `taken` has; it is added to them."""
    words = re.findall(r"\w+", _plain(label))[:_WORDS]
    name = slug(" ".join(words)) or slug(code) or "answer"
    name = f"{name}-answer" if name in RESERVED else name
    number, found = 1, name[:_LONGEST].strip("-")
    base = found
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    taken.add(found)
    return found


def slug(text: str) -> str:
    """Return a text in small letters, digits and hyphens; "" where nothing is left of it."""
    return re.sub(r"[^a-z0-9]+", "-", _plain(text).lower()).strip("-")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
