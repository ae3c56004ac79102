"""Renderers: a note as text, Markdown, HTML, RTF, PDF ..., byte for byte the same every time.

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
from bedside.note.render.pdf import render_pdf
from bedside.note.render.rtf import render_rtf
from bedside.note.render.text import render_text
from bedside.note.render.xhtml import render_xhtml

FORMATS: Mapping[str, Callable[[Note], str]] = {
    "text": render_text,
    "ascii": render_ascii,
    "markdown": render_markdown,
    "html": render_html,
    "json": render_json,
    "rtf": render_rtf,
    "xhtml": render_xhtml,
}
"""Every format that is text, by the name `--format` takes."""

DOCUMENTS: Mapping[str, Callable[[Note], bytes]] = {"pdf": render_pdf}
"""Those that are none: ImportError, where the extra of that name is not installed."""


def rendered(note: Note, form: str) -> bytes:
    """Return a note in any format, as the bytes of its file; text is in UTF-8."""
    return DOCUMENTS[form](note) if form in DOCUMENTS else FORMATS[form](note).encode()
