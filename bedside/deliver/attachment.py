"""The text of a parcel as a destination wants it: plain, ASCII, RTF, XHTML or PDF, in its letters.

A letter that its character set cannot hold is a reason not to send, and named; nothing is replaced
or cut silently. `ascii` is the rendering in which a receiver has agreed to visible substitutes.
"""

from __future__ import annotations

from bedside.core.destinations import Charset, Destination
from bedside.core.note import Note
from bedside.core.parcels import Made, Outgoing, Unmade
from bedside.core.turns import taken_as
from bedside.deliver.turns import told
from bedside.note.render.ascii import in_letters_of, number, render_ascii
from bedside.note.render.pdf import Unprintable, render_pdf
from bedside.note.render.rtf import render_rtf
from bedside.note.render.text import render_text
from bedside.note.render.xhtml import render_xhtml

UNWRAPPED = 1_000_000
"""Columns that no line of a note reaches, for receivers that break lines themselves."""

_LACKS = "this receiver takes no {turn}, and nothing may go in its place"
_LONG = "the note has {count:,} characters, and this receiver takes {most:,}"
_LETTER = "“{letter}” ({number}) cannot be written in {letters}"
_NO_PDF = "PDFs need one more package here, bedside[pdf], and it is not installed"


def attached(outgoing: Outgoing) -> Made | Unmade:
    """Return the text of a signed thing as its destination takes it, and its media type."""
    turn = taken_as(outgoing.destination, outgoing.turn)
    if turn is None:
        return Unmade(why=_LACKS.format(turn=outgoing.turn))
    return attachment(told(outgoing, turn), outgoing.destination)


def attachment(note: Note, destination: Destination) -> Made | Unmade:
    """Return a text as a destination takes it; Unmade where that cannot be, with the reason."""
    if destination.media == "rtf":
        return Made(body=render_rtf(note).encode("ascii"), media="application/rtf")
    if destination.media == "xhtml":
        body = render_xhtml(note).encode()
        return Made(body=body, media="application/xhtml+xml; charset=utf-8")
    if destination.media == "pdf":
        return _drawn(note)
    text = plain(note, destination)
    encoding = text if isinstance(text, Unmade) else encoded(text, destination.charset)
    if isinstance(encoding, Unmade):
        return encoding
    return Made(body=encoding, media=f"text/plain; charset={named(destination.charset)}")


def _drawn(note: Note) -> Made | Unmade:
    try:
        return Made(body=render_pdf(note), media="application/pdf")
    except Unprintable as error:
        return Unmade(why=_unwritable(error.letter, "the font of the PDF"))
    except ImportError:
        return Unmade(why=_NO_PDF)


def plain(note: Note, destination: Destination) -> str | Unmade:
    """Return a note as text, its lines as wide as a destination wants; Unmade where it is longer.

    `ascii` puts visible substitutes for letters; otherwise they stand as they were typed, and only
    quotation marks, dashes and their like become plain where the character set has none.
    """
    width = destination.width or UNWRAPPED
    if destination.media == "ascii":
        text = render_ascii(note, width)
    else:
        text = render_text(in_letters_of(note, destination.charset), width)
    if destination.max_chars and len(text) > destination.max_chars:
        return Unmade(why=_LONG.format(count=len(text), most=destination.max_chars))
    return text


def encoded(text: str, charset: Charset) -> bytes | Unmade:
    """Return text in a character set; Unmade, with the letter named, where it cannot hold it."""
    try:
        return text.encode(charset)
    except UnicodeEncodeError as error:
        return Unmade(why=_unwritable(text[error.start], f"{charset}, the letters it reads"))


def _unwritable(letter: str, letters: str) -> str:
    shown = letter if letter.isprintable() else " "
    return _LETTER.format(letter=shown, number=number(letter)[1:-1], letters=letters)


def named(charset: Charset) -> str:
    """Return a character set by its name on the internet (IANA)."""
    return "us-ascii" if charset == "ascii" else charset
