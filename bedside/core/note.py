"""The note: what a visit leaves for the record, as sentences that know their events."""

from __future__ import annotations

from typing import Literal, get_args

from bedside.core.value import Value, value

Group = Literal["stamp", "head", "present", "talked", "decided", "next", "foot", "later"]
"""The four-line core, and what stands before and after it; later entries come last.

A stamp says first what whoever reads the rest has to know.
"""

Reader = Literal["chart", "patient", "handover"]
READERS: tuple[Reader, ...] = get_args(Reader)
"""Whom each of the three texts is for: colleagues in the record, the patient, the next team."""


@value
class Sentence(Value):
    """One sentence of the note and the events it rests on, by their place in the visit."""

    text: str
    events: tuple[int, ...]


@value
class Passage(Value):
    """The sentences of one place in the note.

    `group` is the line of the four-line core it belongs to; `place` is the place within it, equal
    to the group where it is the core line itself. `label` is the word in front of it.
    """

    group: Group
    place: str
    label: str
    sentences: tuple[Sentence, ...]


@value
class Note(Value):
    """One of the texts of a visit, in order. A draft until it is signed; then it never changes.

    `language` is that of its wording, as a tag (RFC 5646); "" where that is not known. `anchor` is
    the head of the log when it was signed; "" in a draft, on the patient's page, and where no log
    was kept.
    """

    visit: str
    checklist: str
    version: str
    wording: str
    draft: bool
    passages: tuple[Passage, ...]
    reader: Reader = "chart"
    language: str = ""
    anchor: str = ""
