"""Several things that an author wrote as one text, with commas or semicolons between them.

A comma stands within a sentence as well as between two, so what is not clearly a list stays one.
"""

from __future__ import annotations

import re
from collections.abc import Container

_MARKS = re.compile(r"\s*[,;|]\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")
_STRONG = re.compile(r"\s+/\s+|;|\n")
"""What people put between things, and hardly ever into one."""
_WORDS = 3
"""A role or a tag has no more words than these."""
_FEW = 3
"""So many pieces that all begin anew are no sentence."""


def named_apart(text: str, *, is_sure_of_two: bool = True) -> list[str]:
    """Return the names that stand in one text, such as roles or tags; none where it is one name.

    Two that may be one with something said of it are only told apart where that `is_sure_of_two`.
    """
    if not re.search(r"[,;|]", text) or re.search(r"[()]", text):
        return []
    pieces = [piece for piece in _MARKS.split(text.strip(" ,;|.")) if piece]
    words = [len(piece.split()) for piece in pieces]
    most = _WORDS if is_sure_of_two or len(pieces) >= _FEW else 1
    is_list = len(pieces) > 1 and max(words) <= most
    return pieces if is_list and all(piece[0].isalpha() for piece in pieces) else []


def known_apart(text: str, known: Container[str]) -> list[str]:
    """Return the names that stand in one text, where each of several is known; none otherwise."""
    names = [piece for piece in _MARKS.split(text.strip(" ,;|")) if piece]
    return names if len(names) > 1 and all(name in known for name in names) else []


def points_apart(text: str) -> list[str]:
    """Return the points that stand in one text: three or more, each begun with a capital."""
    for mark in (";", "|", ","):
        pieces = [piece.strip() for piece in text.strip(" ,;|").split(mark)]
        if len(pieces) >= _FEW and all(piece[:1].isupper() for piece in pieces):
            return pieces
    return []


def as_items(text: str) -> list[str]:
    """Return what a text is as a list, itself where it is one thing; none where nobody can tell."""
    if found := points_apart(text):
        return found
    pieces = [piece.strip() for piece in _STRONG.split(text) if piece.strip()]
    return pieces if len(pieces) > 1 or "," not in text else []
