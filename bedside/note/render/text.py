"""The note as plain text: 72 columns, line feeds, no tabs, no drawing; letters as typed."""

from __future__ import annotations

from bedside.core.note import Note, Passage
from bedside.core.text import cells, hang, wrap
from bedside.note import wording as w

WIDTH = 72
"""Columns of the text; the narrowest record field is assumed to hold this many."""

_OF_THE_DAY = ("time", "guide", "signed")
"""Lines of the foot that differ from visit to visit, whatever was said."""


def render_text(note: Note) -> str:
    """Return the note as text that can be pasted into any record."""
    lines = [w.DRAFT] if note.draft else []
    cores = {passage.group for passage in note.passages if passage.place == passage.group}
    for passage in note.passages:
        own = _lines(passage, passage.group in cores)
        if passage.place == "when" and cells(lines[-1]) + 2 + cells(own[0]) <= WIDTH:
            lines[-1] = f"{lines[-1]}  {own[0]}"
        else:
            lines += own
    return "\n".join((*lines, *wrap(identity(note), WIDTH))) + "\n"


def render_told(note: Note) -> str:
    """Return only what the note tells of the talk: the same for the same answers, any day."""
    cores = {passage.group for passage in note.passages if passage.place == passage.group}
    told = [one for one in note.passages if one.group != "head" and one.place not in _OF_THE_DAY]
    return "".join(f"{line}\n" for one in told for line in _lines(one, one.group in cores))


def identity(note: Note) -> str:
    """Return the line that lets a pasted note be traced to its visit and wording."""
    wording = f"seal {note.wording}" if note.wording else "draft wording"
    return f"Note {note.visit}, {note.checklist} {note.version}, {wording}"


def _lines(passage: Passage, under: bool) -> list[str]:
    """Return the lines of a passage, set in where it hangs under a line of the core."""
    text = " ".join(sentence.text for sentence in passage.sentences)
    if passage.place == "heading":
        return wrap(text.upper(), WIDTH)
    if not passage.label:
        return wrap(text, WIDTH)
    core = passage.place == passage.group
    label = (passage.label.upper() if core else passage.label) + ":"
    hangs = under and passage.group in ("talked", "decided", "next") and not core
    if not hangs:
        return hang(label, text, WIDTH)
    return ["  " + line for line in hang(label, text, WIDTH - 2)]
