"""Gates: texts that would act on a terminal, through the gates by which they would come to one.

That is the last gate before it, and the one before a checklist is read.
"""

from __future__ import annotations

import random
from itertools import chain
from pathlib import Path

from bedside.content.gate import open_text
from bedside.core.problems import Finding
from bedside.core.text import safe

ACTS = frozenset(chain(map(chr, range(32)), map(chr, range(127, 160)))) - {"\t", "\n"}
"""What a terminal takes for a command (ECMA-48: C0, DEL, C1); a line's own end and tab aside."""

SEQUENCES = (
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
        parts = [chance.choice(SEQUENCES), _noise(chance), "words"]
        chance.shuffle(parts)
        left = safe("".join(parts))
        if acts(left):
            return f"a mark got through: {left!a}"
        if "words" not in left:
            return "words were lost with what was taken out"
        read = open_text(f'title = "{"".join(parts)}"\n'.encode())
        return f"a checklist was read with a mark: {read!a}" if _is_read(read) else ""

    def close(self) -> None:
        """Leave nothing, as nothing was made."""


def acts(text: str) -> bool:
    """Whether a text holds what acts on a terminal, or what a person cannot see."""
    return bool(ACTS & set(text)) or any(mark in text for mark in SEQUENCES if len(mark) == 1)


def _is_read(read: str | Finding) -> bool:
    """Whether a text was let in that holds such a mark; a line that is broken by it is none."""
    return isinstance(read, str) and acts(read.replace("\r\n", "\n"))


def _noise(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(1, 0x2100)) for _ in range(chance.randrange(12)))
