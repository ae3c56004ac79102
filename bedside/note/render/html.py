"""The note as one page of HTML that any browser shows and prints: nothing comes from elsewhere.

No script, no font, no picture, no link; a policy in the page forbids them too (Content Security
Policy, level 3). Everything a person wrote is escaped. The name of the page, which a browser keeps
in its history, never names the patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from html import escape
from pathlib import Path

from bedside.core.note import Note, Passage
from bedside.core.text import clean
from bedside.note import wording as w
from bedside.note.render.frame import (
    cores,
    hangs,
    identity,
    is_core,
    label_of,
    later_heading,
    mark_of,
    split,
    text_of,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{looks}</style>
</head>
<body class="for-{reader}">
<main>
{content}
</main>
</body>
</html>
"""
_ENGLISH = "en"


def render_html(note: Note) -> str:
    """Return the note as one file of HTML."""
    stamps, body, later = split(note)
    parts = [f'<p class="stamp" dir="auto"><strong>{_text(one)}</strong></p>' for one in stamps]
    parts += [f'<p class="draft"{_own(note)}>{escape(mark_of(note))}</p>'] if note.draft else []
    parts += _sections(note, body) if note.reader == "patient" else _rows(note, body)
    parts += _later(note, later)
    parts.append(f'<footer><p class="identity">{escape(identity(note))}</p></footer>')
    heading = next((text_of(one) for one in body if one.place == "heading"), w.NOTE)
    return _PAGE.format(
        language=escape(note.language or _ENGLISH),
        policy=_POLICY,
        title=escape(heading),
        looks=_looks(),
        reader=escape(note.reader),
        content="\n".join(parts),
    )


@cache
def _looks() -> str:
    """Return the style sheet, which stands beside this file."""
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _rows(note: Note, passages: Iterable[Passage]) -> Iterator[str]:
    """Return a text for colleagues: what has a label in rows of two columns."""
    among, own = cores(note), _own(note)
    for one in passages:
        if not one.label:
            yield _paragraph(one)
        else:
            label, kind = escape(label_of(one)), _kind(one, among)
            yield (
                f'<div class="row{kind}"><h2{own}>{label}</h2>\n'
                f'<div class="told" dir="auto">{_told(note, one)}</div></div>'
            )


def _kind(passage: Passage, among: AbstractSet[str]) -> str:
    """Return the classes of a row, each with a space before it."""
    kind = " core" if is_core(passage, among) else " below" if hangs(passage, among) else ""
    return f"{kind} {passage.place}"


def _told(note: Note, passage: Passage) -> str:
    """Return what a row says: what is to do as boxes to tick, anything else as it reads."""
    if note.reader != "handover" or passage.place != "do":
        return f"<p>{_text(passage)}</p>"
    items = (
        f'<li><span class="box"></span>{_sentence(one.text)}</li>' for one in passage.sentences
    )
    return f"<ul>{''.join(items)}</ul>"


def _sections(note: Note, passages: Iterable[Passage]) -> Iterator[str]:
    """Return the page for the patient: a heading for each part, a line for each sentence."""
    own = _own(note)
    for one in passages:
        label = escape(label_of(one))
        if not label:
            yield _paragraph(one)
        elif one.group in ("head", "foot"):
            yield f'<p class="{one.place}" dir="auto"><b{own}>{label}:</b> {_text(one)}</p>'
        else:
            items = "\n".join(f'<li dir="auto">{_sentence(s.text)}</li>' for s in one.sentences)
            yield f"<section><h2{own}>{label}</h2>\n<ul>\n{items}\n</ul></section>"


def _later(note: Note, passages: Iterable[Passage]) -> list[str]:
    """Return what came after signing, set apart under a heading of its own."""
    entries = [f'<p dir="auto">{_label(note, one)}{_text(one)}</p>' for one in passages]
    if not entries:
        return []
    heading = f"<h2{_own(note)}>{escape(later_heading(note))}</h2>"
    return ["\n".join(('<section class="later">', heading, *entries, "</section>"))]


def _label(note: Note, passage: Passage) -> str:
    return f"<b{_own(note)}>{escape(label_of(passage))}:</b> " if passage.label else ""


def _paragraph(passage: Passage) -> str:
    if passage.place == "heading":
        return f'<h1 dir="auto">{_text(passage)}</h1>'
    return f'<p class="{escape(passage.place)}" dir="auto">{_text(passage)}</p>'


def _text(passage: Passage) -> str:
    return escape(text_of(passage))


def _sentence(text: str) -> str:
    return escape(clean(text))


def _own(note: Note) -> str:
    """Return the attribute that marks words of bedside's own, where the note's language differs."""
    is_english = (note.language or _ENGLISH).lower().partition("-")[0] == _ENGLISH
    return "" if is_english else f' lang="{_ENGLISH}"'
