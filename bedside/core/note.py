"""The note: what a visit leaves for the record, as sentences that know their events."""

from __future__ import annotations

from typing import Literal

from bedside.core.value import Value, value

Group = Literal["head", "present", "talked", "decided", "next", "foot"]
"""The four-line core, and what stands before and after it."""


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
    """The note of one visit, in order. A draft until it is signed; then it never changes."""

    visit: str
    checklist: str
    version: str
    wording: str
    draft: bool
    passages: tuple[Passage, ...]
