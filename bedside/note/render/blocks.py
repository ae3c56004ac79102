"""A text as blocks, in order, for formats that set it without columns: RTF, XHTML and PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from bedside.core.note import Note
from bedside.note.render.frame import (
    cores,
    hangs,
    identity,
    is_core,
    label_of,
    later_heading,
    mark_of,
    split,
    text_of,
)

Look = Literal["stamp", "heading", "part", "core", "below", "plain", "identity"]
"""How a block is shown: a warning above all, a heading, one within the text, a line of the core,
what hangs below one, anything else, and the line that the note is traced by."""


class Block(NamedTuple):
    """A paragraph of a text: its look, the word in front of it ("" for none), what it says."""

    look: Look
    label: str
    text: str


def blocks(note: Note) -> Iterator[Block]:
    """Return a text paragraph by paragraph, each on one line and without what could act."""
    stamps, body, later = split(note)
    among = cores(note)
    yield from (Block("stamp", "", text_of(one)) for one in stamps)
    if mark_of(note):
        yield Block("stamp", "", mark_of(note))
    for one in body:
        look: Look = "core" if is_core(one, among) else "below" if hangs(one, among) else "plain"
        yield Block("heading" if one.place == "heading" else look, label_of(one), text_of(one))
    if later:
        yield Block("part", "", later_heading(note))
    yield from (Block("plain", label_of(one), text_of(one)) for one in later)
    yield Block("identity", "", identity(note))


def title_of(note: Note, otherwise: str) -> str:
    """Return the name of a text, which never names the patient."""
    return next((one.text for one in blocks(note) if one.look == "heading"), otherwise)
