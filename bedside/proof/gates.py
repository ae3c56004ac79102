"""Gates: texts that would act on a terminal, through the last gate before it."""

from __future__ import annotations

import random
from itertools import chain
from pathlib import Path

from bedside.core.text import safe

_ACTS = frozenset(chain(map(chr, range(32)), map(chr, range(127, 160)))) - {"\t", "\n"}
"""What a terminal takes for a command (ECMA-48: C0, DEL, C1); a line's own end and tab aside."""

_SEQUENCES = (
    "\x1b]52;c;c2VjcmV0\x07",
    "\x1b]0;title\x1b\\",
    "\x1b[2J",
    "\x1b[5n",
    "\x1bP$qm\x1b\\",
    "\x9b31m",
    "\x9d52;c;x\x9c",
    "\x1b_apc\x1b\\",
    "\x1b^pm\x1b\\",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
)


class Gates:
    """Sends texts through the gate."""

    def __init__(self, folder: Path) -> None:
        """Need no folder: the gate writes nothing."""
        del folder

    def told(self, number: int) -> str:
        """Return what got through of the text of this number."""
        chance = random.Random(number)  # noqa: S311  # chance that can be had again, not a secret
        parts = [chance.choice(_SEQUENCES), _noise(chance), "words"]
        chance.shuffle(parts)
        left = safe("".join(parts))
        through = sorted(_ACTS & set(left))
        if through or any(mark in left for mark in _SEQUENCES if len(mark) == 1):
            return f"a mark got through: {left!a}"
        return "" if "words" in left else "words were lost with what was taken out"

    def close(self) -> None:
        """Leave nothing, as nothing was made."""


def _noise(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(1, 0x2100)) for _ in range(chance.randrange(12)))
