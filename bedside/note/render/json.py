"""The note as JSON: the note itself, every sentence with its events. Also how it is frozen.

`note.schema.json` beside this file says what it looks like (JSON Schema, 2020-12).
"""

from __future__ import annotations

import json
from pathlib import Path

from bedside.core.codec import from_plain, to_plain
from bedside.core.jsontext import json_text
from bedside.core.note import Note, Passage, Sentence

FORMAT = "bedside-note-3"
"""Names the shape, so that a reader knows what to expect; the schema says it too."""


def render_json(note: Note) -> str:
    """Return the note as JSON, indented, people's own letters as typed, every field of it there.

    Letters that act on a terminal are written as their numbers.
    """
    plain = {
        "format": FORMAT,
        "reader": note.reader,
        "language": note.language,
        "visit": note.visit,
        "checklist": note.checklist,
        "version": note.version,
        "wording": note.wording,
        "draft": note.draft,
        "anchor": note.anchor,
        "passages": [_passage(one) for one in note.passages],
    }
    return json_text(plain, indent=2) + "\n"


def schema() -> str:
    """Return the JSON Schema of the note, as it is packaged."""
    return Path(__file__).with_name("note.schema.json").read_text(encoding="utf-8")


def freeze(note: Note) -> str:
    """Return the note as the one line of JSON that is signed."""
    return json.dumps(to_plain(note), ensure_ascii=False, separators=(",", ":"))


def thaw(frozen: str) -> Note:
    """Return the note that was frozen.

    ValueError, LookupError, TypeError or AttributeError if it is not one.
    """
    note = from_plain(Note, json.loads(frozen))
    for passage in note.passages:
        _require(str, passage.group, passage.place, passage.label)
        for sentence in passage.sentences:
            _require(str, sentence.text)
            _require(int, *sentence.events)
    _require(str, note.visit, note.checklist, note.version, note.wording, note.reader)
    _require(str, note.language, note.anchor)
    return note


def _passage(passage: Passage) -> dict[str, object]:
    return {
        "group": passage.group,
        "place": passage.place,
        "label": passage.label,
        "sentences": [_sentence(one) for one in passage.sentences],
    }


def _sentence(sentence: Sentence) -> dict[str, object]:
    return {"text": sentence.text, "events": list(sentence.events)}


def _require(kind: type, *values: object) -> None:
    """Raise TypeError unless every value is of this kind."""
    wrong = [value for value in values if not isinstance(value, kind)]
    if wrong:
        raise TypeError(f"{wrong[0]!r} stands where {kind.__name__} is expected")
