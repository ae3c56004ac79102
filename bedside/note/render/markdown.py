"""The note as Markdown (CommonMark 0.31): every character of data stands for itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import groupby

from bedside.core.note import Note, Passage
from bedside.core.text import clean
from bedside.note.render.frame import (
    cores,
    hangs,
    identity,
    label_of,
    later_heading,
    mark_of,
    split,
    text_of,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+\-!|~&=])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")


def render_markdown(note: Note) -> str:
    """Return the note as Markdown: a heading, the four core lines, what hangs below as lists."""
    stamps, body, later = split(note)
    marks = [text_of(one) for one in stamps] + ([mark_of(note)] if mark_of(note) else [])
    blocks = [f"**{escape(mark)}**" for mark in marks]
    blocks += _blocks(body, cores(note))
    if later:
        heading = f"## {escape(later_heading(note))}"
        blocks += [heading, "\n".join(_item(one, frozenset()) for one in later)]
    return "\n\n".join((*blocks, f"*{escape(identity(note))}*")) + "\n"


def escape(text: str) -> str:
    """Return the text with everything escaped that Markdown would read as its own."""
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", clean(text)))


def _blocks(passages: Iterable[Passage], among: AbstractSet[str]) -> Iterator[str]:
    """Return paragraphs, and as one list all that stand together and have a label."""
    for has_label, group in groupby(passages, lambda one: bool(one.label)):
        if has_label:
            yield "\n".join(_item(one, among) for one in group)
        else:
            yield from (_paragraph(one) for one in group)


def _paragraph(passage: Passage) -> str:
    text = escape(text_of(passage))
    return f"# {text}" if passage.place == "heading" else text


def _item(passage: Passage, among: AbstractSet[str]) -> str:
    """Return a passage as a line of a list, set in where it hangs under a line of the core."""
    text, label = escape(text_of(passage)), escape(label_of(passage))
    if not label:
        return f"- {text}"
    return f"  - {label}: {text}" if hangs(passage, among) else f"- **{label}:** {text}"
