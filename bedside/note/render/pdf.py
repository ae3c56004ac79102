"""The note as PDF (ISO 32000), its text real text: it can be searched, copied and read aloud.

The font comes with bedside, so that a page looks the same everywhere. It has the letters of Latin,
Greek, Cyrillic, Armenian and Georgian; a note with any other is refused and the letter named,
because a page with boxes for letters, or with Arabic the wrong way round, is a false note. A page
is as wide as A4 and as high as US Letter, so that it fits on both.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bedside.core.note import Note
from bedside.note import wording as w
from bedside.note.render.blocks import Block, Look, blocks, title_of

_FONT = "DejaVu Sans"
_FILE = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
_WIDE, _HIGH = 595.0, 792.0
_MARGIN = 56.0
_FOOT = 30.0
"""Points, 72 to an inch, as everything here."""

Measure = Callable[[str, float], float]


class Unprintable(ValueError):
    """A letter that the font has no shape for; `letter` is that letter."""

    def __init__(self, letter: str) -> None:
        """Name the letter."""
        super().__init__(f"the PDF font has no letter U+{ord(letter):04X}")
        self.letter = letter


class _Style(NamedTuple):
    """Size of the letters, distance of the first line and of the others from the margin, above."""

    size: float
    first: float
    others: float
    above: float

    @property
    def most(self) -> float:
        """How wide a line of it may be: as the one that is set in further."""
        return _WIDE - 2 * _MARGIN - max(self.first, self.others)


_STYLES: dict[Look, _Style] = {
    "stamp": _Style(11, 0, 0, 6),
    "heading": _Style(14, 0, 0, 4),
    "part": _Style(11, 0, 0, 10),
    "core": _Style(10, 0, 14, 5),
    "below": _Style(10, 14, 28, 2),
    "plain": _Style(10, 0, 14, 2),
    "identity": _Style(8, 0, 0, 10),
}


class _Line(NamedTuple):
    """A line of the page: its text, its place from the left, its size, the distance above it."""

    text: str
    left: float
    size: float
    above: float


def render_pdf(note: Note) -> bytes:
    """Return the note as a PDF, the same bytes every time.

    Unprintable where a letter has no shape; ImportError where reportlab is not installed.
    """
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    measure = _measure()
    lines = [line for block in blocks(note) for line in _set(block, measure)]
    sheets = list(_sheets(lines))
    whole = io.BytesIO()
    canvas = Canvas(whole, pagesize=(_WIDE, _HIGH), invariant=1, lang=note.language or "en")
    canvas.setTitle(title_of(note, w.NOTE))
    canvas.setCreator("bedside")
    canvas.setAuthor("")
    canvas.setSubject("")
    for number, sheet in enumerate(sheets, 1):
        _draw(canvas, sheet, f"{number} / {len(sheets)}")
    canvas.save()
    return whole.getvalue()


def _measure() -> Measure:
    """Return how wide a text is in the font, which is read once; Unprintable where it lacks one."""
    from reportlab.pdfbase.pdfmetrics import (  # type: ignore[import-untyped]
        getFont,
        getRegisteredFontNames,
        registerFont,
    )
    from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]

    if _FONT not in getRegisteredFontNames():
        registerFont(TTFont(_FONT, str(_FILE)))
    font: Any = getFont(_FONT)
    shapes = font.face.charWidths

    def measure(text: str, size: float) -> float:
        lacking = next((letter for letter in text if ord(letter) not in shapes), "")
        if lacking:
            raise Unprintable(lacking)
        return float(font.stringWidth(text, size))

    return measure


def _set(block: Block, measure: Measure) -> Iterator[_Line]:
    """Return the lines of a block, broken where they would reach into the margin."""
    style = _STYLES[block.look]
    label = block.label.upper() if block.look == "core" else block.label
    text = unicodedata.normalize("NFC", f"{label}: {block.text}" if label else block.text)
    left, above, line = style.first, style.above, ""
    for word in _pieces(text, style, measure):
        longer = f"{line} {word}" if line else word
        if line and measure(longer, style.size) > style.most:
            yield _Line(line, left, style.size, above)
            left, above, line = style.others, 0, word
        else:
            line = longer
    yield _Line(line, left, style.size, above)


def _pieces(text: str, style: _Style, measure: Measure) -> Iterator[str]:
    """Return the words of a text, those that no line holds in pieces that one does."""
    for whole in text.split():
        word = whole
        while measure(word, style.size) > style.most:
            every = range(len(word), 0, -1)
            fits = next((n for n in every if measure(word[:n], style.size) <= style.most), 1)
            yield word[:fits]
            word = word[fits:]
        yield word


def _sheets(lines: Iterable[_Line]) -> Iterator[list[tuple[float, _Line]]]:
    """Return the lines sheet by sheet, each with its height above the lower edge."""
    sheet: list[tuple[float, _Line]] = []
    at = _HIGH - _MARGIN
    for line in lines:
        at -= line.above + line.size * 1.35
        if at < _MARGIN:
            yield sheet
            sheet, at = [], _HIGH - _MARGIN - line.size * 1.35
        sheet.append((at, line))
    yield sheet


def _draw(canvas: Any, sheet: Iterable[tuple[float, _Line]], foot: str) -> None:
    """Draw a sheet, its number at its foot."""
    for at, line in sheet:
        canvas.setFont(_FONT, line.size)
        canvas.drawString(_MARGIN + line.left, at, line.text)
    canvas.setFont(_FONT, 8)
    canvas.drawRightString(_WIDE - _MARGIN, _FOOT, foot)
    canvas.showPage()
