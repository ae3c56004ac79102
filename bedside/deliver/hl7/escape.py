"""Escapes of HL7's vertical-bar encoding, both ways (ER7; HL7 v2.5.1, 2.7).

Whatever text goes in, no letter of it separates anything, ends a segment, or ends the block that
the message travels in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ESCAPED = {
    **{number: f"\\X{number:02X}\\" for number in (*range(0x20), 0x7F)},
    ord("|"): "\\F\\",
    ord("^"): "\\S\\",
    ord("&"): "\\T\\",
    ord("~"): "\\R\\",
    ord("\\"): "\\E\\",
}
"""The five separators by their names, and controls, line breaks among them, by their numbers."""

_NAMED = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\", ".br": "\n", "H": "", "N": ""}
_SEQUENCE = re.compile(r"\\([^\\]*)\\")
_BREAK = "\\.br\\"


def escape(text: str) -> str:
    """Return the text as it stands in a field, a component or a subcomponent."""
    return text.translate(_ESCAPED)


def formatted(lines: Iterable[str]) -> str:
    """Return lines as one value of formatted text (FT; HL7 v2.5.1, 2.7.6)."""
    return _BREAK.join(map(escape, lines))


def unescape(text: str) -> str:
    """Return what a field says; a sequence that nobody knows stays as it is."""
    return _SEQUENCE.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    name = found[1]
    if name in _NAMED:
        return _NAMED[name]
    if not name.startswith("X"):
        return found[0]
    try:
        return bytes.fromhex(name[1:]).decode()
    except ValueError:
        return found[0]
