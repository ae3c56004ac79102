"""The note as Markdown (CommonMark 0.31): every character of data stands for itself."""

from __future__ import annotations

import re

from bedside.core.note import Note, Passage
from bedside.note import wording as w
from bedside.note.render.text import identity

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+\-!|~&])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")


def render_markdown(note: Note) -> str:
    """Return the note as Markdown: a heading, the four core lines, what hangs below as lists."""
    blocks = [f"**{w.DRAFT}**"] if note.draft else []
    blocks += [_block(passage) for passage in note.passages]
    return "\n".join((*blocks, "", f"*{escape(identity(note))}*")) + "\n"


def escape(text: str) -> str:
    """Return the text with everything escaped that Markdown would read as its own."""
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _block(passage: Passage) -> str:
    text = escape(" ".join(sentence.text for sentence in passage.sentences))
    if passage.place == "heading":
        return f"# {text}\n"
    if not passage.label:
        return f"{text}\n"
    label = escape(passage.label)
    hangs = passage.group in ("talked", "decided", "next") and passage.place != passage.group
    return f"  - {label}: {text}" if hangs else f"- **{label}:** {text}"
