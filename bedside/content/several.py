"""Several things in one pair of quotation marks, as people write them: "yes, no", "yes or no".

What is a name, such as an answer or a source, can be known for sure. A comma stands within a
sentence as well as between two, so of all else only what is clearly a list is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bedside.content import fixes
from bedside.core.problems import nearest

_BETWEEN = re.compile(r"\s*[,;/|]\s*(?:(?:or|and)\s+)?|\s+(?:or|and|&)\s+", re.IGNORECASE)
"""What people put between names that are known, of which none holds any of it."""
_MARKS = re.compile(r"\s*[,;|]\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")
"""What they put between those that nobody knows; a slash may be part of one."""
_STRONG = re.compile(r"\s+/\s+|;|\n")
"""What they put between things, and hardly ever into one."""
_WORDS = 3
"""A role or a tag has no more words than these."""
_FEW = 3
"""So many pieces that all begin anew are no sentence."""
_COUNTED = {2: "two", 3: "three"}


def apart(text: str) -> list[str]:
    """Return the parts of a text that reads like several names; none where it is one."""
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    return parts if len(parts) > 1 else []


def several(text: str, known: Mapping[str, str]) -> list[str]:
    """Return the names that a text is made of; none unless each of its parts stands for one.

    What stands for one as a whole is not taken apart. `known` leads from what people write, in
    small letters, to the names.
    """
    parts = apart(text) or text.split()
    names = [known.get(part.casefold(), "") for part in parts if len(parts) > 1]
    is_one = text.casefold().strip() in known
    return list(dict.fromkeys(names)) if all(names) and not is_one else []


def by_themselves(names: Iterable[str]) -> dict[str, str]:
    """Return names as what people write for them."""
    return {name.casefold(): name for name in names}


def nearest_one(text: str, names: Sequence[str]) -> str:
    """Return the name that a text is spelled like; "" where it holds one of them beside others.

    To write the one would leave out the others.
    """
    return "" if set(apart(text)) & set(names) else nearest(text, names)


def advice(names: Sequence[str], what: str) -> str:
    """Return what to do about these names in one pair of marks; `what` they are, as of several."""
    count, whole = _COUNTED.get(len(names), "several"), fixes.written_list(names)
    return f"{count} {what} stand in one pair of quotation marks: write {whole}"


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
