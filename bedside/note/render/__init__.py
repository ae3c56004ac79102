"""Renderers: a note as text, ASCII, Markdown, HTML or JSON, byte for byte the same every time.

Lives here: one file a format, the table of all of them, the schema of JSON, the looks of HTML.
May not live here: what the note says; clocks, files, the machine's own settings.
Open first: text.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bedside.core.note import Note
from bedside.note.render.ascii import render_ascii
from bedside.note.render.html import render_html
from bedside.note.render.json import render_json
from bedside.note.render.markdown import render_markdown
from bedside.note.render.text import render_text

FORMATS: Mapping[str, Callable[[Note], str]] = {
    "text": render_text,
    "ascii": render_ascii,
    "markdown": render_markdown,
    "html": render_html,
    "json": render_json,
}
"""Every format by the name `--format` takes."""
