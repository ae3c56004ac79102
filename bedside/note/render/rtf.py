"""The note as RTF (Rich Text Format 1.9.1), for records that take no plain text as a document.

The file is ASCII: every other letter is written as its number, with no stand-in after it, so that
no reader shows a question mark for one. Nothing a person wrote is ever a control word.
"""

from __future__ import annotations

from struct import unpack

from bedside.core.note import Note
from bedside.note.render.blocks import Block, Look, blocks

_OPEN = r"{\rtf1\ansi\ansicpg1252\deff0\uc0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}\f0\fs20"
"""Ten-point letters without serifs, and no stand-in after the number of a letter."""

_SET: dict[Look, str] = {
    "stamp": r"\pard\sa120\b ",
    "heading": r"\pard\sa120\b\fs26 ",
    "part": r"\pard\sb120\sa60\b ",
    "core": r"\pard\li360\fi-360\sa60 ",
    "below": r"\pard\li720\fi-360\sa60 ",
    "plain": r"\pard\li360\fi-360\sa60 ",
    "identity": r"\pard\sb120\fs16 ",
}
"""How each block is set: distances in twentieths of a point, sizes in halves of one."""

_MARKS = {"\\": "\\\\", "{": "\\{", "}": "\\}"}


def render_rtf(note: Note) -> str:
    """Return the note as a file of RTF."""
    return "\n".join((_OPEN, *map(_block, blocks(note)), "}")) + "\n"


def escape(text: str) -> str:
    """Return the text with every letter that RTF would read as its own, or not at all, escaped."""
    return "".join(map(_letter, text))


def _block(block: Block) -> str:
    label = f"{{\\b {escape(block.label)}:}} " if block.label else ""
    return f"{{{_SET[block.look]}{label}{escape(block.text)}\\par}}"


def _letter(letter: str) -> str:
    if letter.isascii() and letter.isprintable():
        return _MARKS.get(letter, letter)
    raw = letter.encode("utf-16-le", "surrogatepass")
    return "".join(f"\\u{unit} " for unit in unpack(f"<{len(raw) // 2}h", raw))
