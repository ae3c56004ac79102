"""What every format of a text needs to know of it: its words on one line, its marks, its order."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from bedside.core.note import Group, Note, Passage
from bedside.core.text import clean
from bedside.note import patient_wording as p
from bedside.note import wording as w

_CORE: tuple[Group, ...] = ("talked", "decided", "next")
"""The lines of the core that others hang below."""


def text_of(passage: Passage) -> str:
    """Return what a passage says on one line, without what could act on a terminal or a page."""
    return clean(" ".join(sentence.text for sentence in passage.sentences))


def label_of(passage: Passage) -> str:
    """Return the word in front of a passage, as safe as what it says; "" where there is none."""
    return clean(passage.label)


def mark_of(note: Note) -> str:
    """Return what is said above the text of a draft; nothing of a signed one."""
    return w.DRAFT if note.draft else ""


def later_heading(note: Note) -> str:
    """Return what stands above the later entries of a text."""
    return p.LATER_HEADING if note.reader == "patient" else w.LATER_HEADING


def split(note: Note) -> tuple[tuple[Passage, ...], tuple[Passage, ...], tuple[Passage, ...]]:
    """Return the stamps, the text itself, and the later entries of a note."""
    stamps = tuple(one for one in note.passages if one.group == "stamp")
    later = tuple(one for one in note.passages if one.group == "later")
    body = tuple(one for one in note.passages if one.group not in ("stamp", "later"))
    return stamps, body, later


def cores(note: Note) -> AbstractSet[str]:
    """Return the lines of the core that a chart note has; other texts have none."""
    if note.reader != "chart":
        return frozenset()
    return {one.group for one in note.passages if one.place == one.group}


def is_core(passage: Passage, among: AbstractSet[str]) -> bool:
    """Whether a passage is a line of the core."""
    return passage.place == passage.group and passage.group in among


def hangs(passage: Passage, among: AbstractSet[str]) -> bool:
    """Whether a passage hangs below a line of the core that is there."""
    return passage.group in _CORE and passage.group in among and not is_core(passage, among)


def identity(note: Note) -> str:
    """Return the line that lets a pasted note be traced to its visit, its wording and the log.

    The page for the patient does not name the talk: its title may say what they chose not to hear.
    """
    wording = f"seal {note.wording}" if note.wording else "draft wording"
    log = f", log {note.anchor}" if note.anchor else ""
    talk = "" if note.reader == "patient" else f"{note.checklist} {note.version}, "
    return clean(f"Note {note.visit}, {talk}{wording}{log}")
