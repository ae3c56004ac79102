"""The note as JSON: the note itself, every sentence with its events. Also how it is frozen."""

from __future__ import annotations

import json
from typing import cast

from bedside.core.codec import from_plain, to_plain
from bedside.core.note import Note

FORMAT = "bedside-note-1"
"""Names the shape, so that a reader knows what to expect."""


def render_json(note: Note) -> str:
    """Return the note as JSON, indented, people's own letters as typed."""
    plain = cast("dict[str, object]", to_plain(note))
    return json.dumps({"format": FORMAT, **plain}, ensure_ascii=False, indent=2) + "\n"


def freeze(note: Note) -> str:
    """Return the note as the one line of JSON that is signed."""
    return json.dumps(to_plain(note), ensure_ascii=False, separators=(",", ":"))


def thaw(frozen: str) -> Note:
    """Return the note that was frozen; ValueError, KeyError or TypeError if it is not one."""
    return from_plain(Note, json.loads(frozen))
