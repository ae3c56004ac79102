"""The note as strict XHTML (W3C XHTML 1.0, second edition), for records that take nothing else.

It has no script, style, picture or link. What XML cannot hold stands as its number in Unicode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from bedside.core.note import Note
from bedside.note import wording as w
from bedside.note.render.ascii import number
from bedside.note.render.blocks import Block, Look, blocks, title_of

_PAGE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}">
<head>
<title>{title}</title>
</head>
<body>
{content}
</body>
</html>
"""

_OUTSIDE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no document of XML 1.0 may hold (2.2, Char)."""

_PARAGRAPH: dict[Look, str] = {
    "stamp": "<p><strong>{}</strong></p>",
    "heading": "<h1>{}</h1>",
    "part": "<h2>{}</h2>",
    "identity": "<p><small>{}</small></p>",
}


def render_xhtml(note: Note) -> str:
    """Return the note as one document of XHTML; its title never names the patient."""
    return _PAGE.format(
        language=_escaped(note.language or "en"),
        title=_escaped(title_of(note, w.NOTE)),
        content="\n".join(_parts(blocks(note))),
    )


def _parts(every: Iterable[Block]) -> Iterator[str]:
    """Return paragraphs, and as one list of terms all that stand together and have a label."""
    for has_label, together in groupby(every, lambda one: bool(one.label)):
        if has_label:
            yield "\n".join(("<dl>", *map(_term, together), "</dl>"))
        else:
            yield from map(_paragraph, together)


def _term(block: Block) -> str:
    label = _escaped(block.label)
    strong = f"<strong>{label}:</strong>" if block.look == "core" else f"{label}:"
    return f"<dt>{strong}</dt>\n<dd>{_escaped(block.text)}</dd>"


def _paragraph(block: Block) -> str:
    return _PARAGRAPH.get(block.look, "<p>{}</p>").format(_escaped(block.text))


def _escaped(text: str) -> str:
    return escape(_OUTSIDE.sub(lambda found: number(found[0]), text))
