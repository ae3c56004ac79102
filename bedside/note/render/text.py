"""The note as plain text: 72 columns, line feeds, no tabs, no drawing; letters as typed."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from bedside.core.note import Note, Passage
from bedside.core.text import cells, hang, wrap
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

WIDTH = 72
"""Columns of the text; the narrowest record field is assumed to hold this many."""

_BESIDE = {"when": "heading", "guide": "time"}
"""What stands at the end of another line, where both fit."""

_OF_THE_DAY = ("time", "guide", "signed")
"""Lines of the foot that differ from visit to visit, whatever was said."""


def render_text(note: Note, width: int = WIDTH) -> str:
    """Return the note as text that can be pasted into any record."""
    return "\n".join(lines_of(note, width)) + "\n"


def lines_of(note: Note, width: int) -> list[str]:
    """Return the lines of the note as text, none of them wider than this."""
    stamps, body, later = split(note)
    among = cores(note)
    lines = [line for one in stamps for line in wrap(text_of(one), width)]
    lines += wrap(mark_of(note), width) if mark_of(note) else []
    above = ""
    for passage in body:
        own = _lines(passage, among, width)
        fits = len(own) == 1 and lines and cells(lines[-1]) + 2 + cells(own[0]) <= width
        beside, above = above == _BESIDE.get(passage.place), passage.place
        if beside and fits:
            lines[-1] = f"{lines[-1]}  {own[0]}"
        else:
            lines += own
    lines += wrap(later_heading(note).upper(), width) if later else []
    lines += [line for one in later for line in _lines(one, among, width)]
    return [*lines, *wrap(identity(note), width)]


def render_told(note: Note) -> str:
    """Return only what the note tells of the talk: the same for the same answers, any day."""
    among = cores(note)
    _, body, _ = split(note)
    told = [one for one in body if one.group != "head" and one.place not in _OF_THE_DAY]
    return "".join(f"{line}\n" for one in told for line in _lines(one, among, WIDTH))


def _lines(passage: Passage, among: AbstractSet[str], width: int) -> list[str]:
    """Return the lines of a passage, set in where it hangs under a line of the core."""
    text, label = text_of(passage), label_of(passage)
    if passage.place == "heading":
        return wrap(text.upper(), width)
    if not label:
        return wrap(text, width)
    named = (label.upper() if is_core(passage, among) else label) + ":"
    if not hangs(passage, among):
        return hang(named, text, width)
    return ["  " + line for line in hang(named, text, width - 2)]
