"""Text on a grid of cells: measuring, wrapping, removing what could act on a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ACTS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Controls, directions, tags, halves of letters, and format characters that nobody sees."""
_SEEMS_EMPTY = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\U000e0100-\U000e01ef"
"""Counted among letters and marks by Unicode, and drawn as nothing."""
_HARMFUL = re.compile(f"[{_ACTS}{_SEEMS_EMPTY}]")
_EMPTY = re.compile(f"[{_SEEMS_EMPTY}]")
_JOINERS = re.compile("[\u200c\u200d]")
_UNSHARED = ("Co", "Cn")
"""Private use and unassigned: what such a character shows, each machine decides for itself."""


def safe(line: str) -> str:
    """Return a line without control, bidirectional and invisible characters.

    CVE-2021-42574 and the escape sequences of ECMA-48 are why; letters stay as typed.
    """
    return _HARMFUL.sub("", line)


def clean(text: str) -> str:
    """Return the text safe and on one line, with one space between words."""
    return " ".join(safe(text.replace("\n", " ")).split())


def harmful(text: str) -> re.Match[str] | None:
    """Return the first character that must not reach a terminal; a line break is none of them."""
    if text.isascii() and text.isprintable():
        return None
    seen = text.replace("\n", " ").replace("\t", " ")
    pattern = _EMPTY if seen.isprintable() else _HARMFUL  # looking for all of them is much slower
    return pattern.search(text)


def unfit(text: str) -> list[int]:
    """Return where characters stand that no authored text may hold, from its start on.

    They are what must not reach a terminal, what each machine shows differently (private use,
    unassigned), and joiners without a letter on either side that needs one: between Latin letters
    or digits they only make two words that look alike differ.
    """
    if text.replace("\n", " ").replace("\t", " ").isprintable():
        return [one.start() for one in _EMPTY.finditer(text)]
    found = {one.start() for one in _HARMFUL.finditer(text)}
    strange = {one for one in set(text) if unicodedata.category(one) in _UNSHARED}
    if strange:
        found |= {at for at, one in enumerate(text) if one in strange}
    joiners = (one.start() for one in _JOINERS.finditer(text))
    found |= {
        at for at in joiners if not all(map(_joins, (text[at - 1 : at], text[at + 1 : at + 2])))
    }
    return sorted(found)


def _joins(letter: str) -> bool:
    """Whether a joiner may stand beside this: letters beyond Latin and Greek, marks, pictures."""
    return letter > "\u03ff" and unicodedata.category(letter)[0] in "LMS"


def cells(text: str) -> int:
    """Return how many terminal cells the text takes (Unicode Standard Annex 11)."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` cells, broken at spaces where it can be.

    No letter is lost: joining the lines gives the text back but for the spaces at the breaks.
    """
    every, width = text.split(), max(1, width)
    if cells(short := " ".join(every)) <= width:
        return [short]
    lines: list[str] = []
    line, used = "", 0
    for whole in every:
        word, size = whole, cells(whole)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        while size > width:
            head = _fitting(word, width)
            lines.append(word[:head])
            word = word[head:]
            size = cells(word)
        line, used = word, size
    return [*lines, line] if line or not lines else lines


def _fitting(word: str, width: int) -> int:
    """Return how many letters of the word fit; at least one, so that wrapping always ends."""
    used = 0
    for at, letter in enumerate(word):
        used += _cell(letter)
        if used > width:
            return max(1, at)
    return len(word)


def cut(text: str, width: int) -> str:
    """Return the text in at most `width` cells, its end shown as cut by an ellipsis."""
    if cells(text) <= width:
        return text
    head = text[: _fitting(text, width - 1)] if width > 1 else ""
    return (head if cells(head) < width else "") + "…"


def hang(label: str, text: str, width: int, indent: str = "  ") -> list[str]:
    """Return label and text wrapped together, lines after the first set in by `indent`."""
    first, *rest = wrap(f"{label} {text}".strip(), width)
    return [first, *(indent + line for line in wrap(" ".join(rest), width - cells(indent)) if line)]


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return the parts as a person lists them: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
