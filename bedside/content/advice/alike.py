"""Many lines with the same slip: a program turned every quotation mark of a file at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bedside.content.advice.quotes import TYPED, straightened
from bedside.content.advice.slip import parts, reads
from bedside.content.advice.web import unspelled

MANY = 6
"""So many lines at least are told as one slip, rather than each by itself."""
MOST = 20_000
"""So many are put right at once at most; each is read by itself, which takes its time."""
_HOLDS = re.compile(rf"(?:[=\[,.]|\A)[ \t]*(?:{TYPED.pattern}|&)")
"""A mark from a word processor where words begin."""


def turned(rows: Sequence[str], first: int) -> list[tuple[int, str]]:
    """Return the lines from here on in which such marks hold words, with straight ones instead."""
    found: list[tuple[int, str]] = []
    is_within = False
    for row in range(first, len(rows)):
        line = rows[row]
        if line.count('"""') % 2:
            is_within = not is_within
        elif not is_within and _HOLDS.search(line):
            new = straightened(unspelled(line))
            if new != line and _reads(new) and not _reads(line):
                found.append((row, new))
        if len(found) == MOST:
            break
    return found


def _reads(line: str) -> bool:
    """Whether a line can be read: by itself, as the beginning of a list, or as part of one."""
    bare = line.strip().rstrip(",")
    if parts(line) is None:
        return reads([f"a = [{bare.removesuffix(']')}]"])
    return reads([line]) or ("[" in bare and reads([f"{bare}]"]))
