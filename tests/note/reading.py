"""How the tests of this room read a text: by its places, sentence by sentence, or as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.core.note import Note, Reader
from bedside.core.visit import Visit
from bedside.note.texts import composed


def places(visit: Visit, reader: Reader = "chart") -> dict[str, str]:
    """Return every place of a text of a visit as things stand, with what it says."""
    return of(composed(visit, reader))


def of(note: Note) -> dict[str, str]:
    """Return every place of a text with what it says."""
    return {part.place: " ".join(s.text for s in part.sentences) for part in note.passages}


def sentences(note: Note) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Return every sentence of a text with its events."""
    return ((s.text, s.events) for part in note.passages for s in part.sentences)


def whole(note: Note) -> str:
    """Return all that a text says on one line."""
    return " ".join(text for text, _ in sentences(note))
