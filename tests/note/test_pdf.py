"""The note as PDF, read by another (pypdf): every word can be taken out of it again."""

from __future__ import annotations

import io
import sys
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.core.note import READERS, Note, Reader
from bedside.note.render.blocks import blocks
from bedside.note.render.pdf import Unprintable, render_pdf
from bedside.note.shown import shown
from tests.note.signing import random_signed
from tests.note.test_html import made
from tests.people import AVERY
from tests.worlds import SHIPPED, shipped_checklist

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("reportlab", reason="the pdf extra is not installed")

DRAWN = "".join(
    chr(number)
    for first, last in ((0x21, 0x7E), (0xC0, 0x24F), (0x391, 0x3C9), (0x410, 0x44F))
    for number in range(first, last + 1)
    if unicodedata.category(chr(number)) != "Cn"
)
"""Letters that the font has."""


def pages(note: Note) -> list[str]:
    """Return what each page says."""
    document = pypdf.PdfReader(io.BytesIO(render_pdf(note)), strict=True)
    return [page.extract_text() for page in document.pages]


def squeezed(text: str) -> str:
    """Return a text without spaces and capitals, which lines and headings may change."""
    return "".join(unicodedata.normalize("NFC", text).split()).casefold()


def placed(page: Any) -> list[tuple[float, float]]:
    """Return where each piece of text of a page begins, from its lower left."""
    found: list[tuple[float, float]] = []

    def keep(text: str, _: object, matrix: list[float], *rest: object) -> None:
        found.append((matrix[4], matrix[5]))

    page.extract_text(visitor_text=keep)
    return found


@settings(max_examples=20)
@given(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.sampled_from(READERS))
def test_every_word_of_a_note_is_in_it(name: str, seed: int, reader: Reader) -> None:
    note = shown(random_signed(shipped_checklist(name), seed, 60).visit, reader)
    words = " ".join(pages(note)).split()
    for one in blocks(note):
        for word in f"{one.label}: {one.text}".split()[not one.label :]:
            assert word in words or word.upper() in words, word


@settings(max_examples=40)
@given(st.text(DRAWN + " ", min_size=1, max_size=200))
def test_whatever_is_typed_in_letters_it_has_is_read_again(words: str) -> None:
    if words.split():
        said = "".join(pages(made(words)))
        assert squeezed(" ".join(words.split())) in squeezed(said) or '"' in words or "“" in words


@pytest.mark.parametrize("words", ["中文", "ילד", "طفل", "नमस्ते", "🙂", "\u3042"])
def test_a_letter_without_a_shape_is_named_and_nothing_is_drawn(words: str) -> None:
    """A page with boxes in place of letters would be a false note."""
    with pytest.raises(Unprintable) as told:
        render_pdf(made(f"a {words}"))
    assert told.value.letter == words[0]
    assert f"U+{ord(words[0]):04X}" in str(told.value)


def test_the_same_note_gives_the_same_bytes() -> None:
    assert render_pdf(made("Żółć")) == render_pdf(made("Żółć"))


def test_a_long_note_goes_over_pages_that_are_counted() -> None:
    found = pages(made("word " * 3000 + "end"))
    assert len(found) > 2
    for number, page in enumerate(found, 1):
        assert page.strip().endswith(f"{number} / {len(found)}")
    every = [word.strip("“”.") for page in found for word in page.split()]
    assert every.count("word") == 2 * 3000


def test_a_word_that_no_line_holds_is_broken_and_loses_nothing() -> None:
    word = "".join(chr(97 + at % 26) for at in range(1000))
    assert word in "".join("".join(pages(made(word))).split())


def test_it_says_its_language_and_names_no_patient_in_its_properties() -> None:
    document = pypdf.PdfReader(io.BytesIO(render_pdf(replace(made("x"), language="es"))))
    assert document.trailer["/Root"]["/Lang"] == "es"
    assert document.metadata is not None
    assert document.metadata.title == "Made up"
    assert not [value for value in document.metadata.values() if AVERY.name in str(value)]


def test_its_letters_are_drawn_inside_the_page() -> None:
    """A4 is as wide as it, and US Letter as high."""
    document = pypdf.PdfReader(io.BytesIO(render_pdf(made("W" * 500 + " i" * 500))))
    for page in document.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == (595, 792)
        drawn = placed(page)
        assert len(drawn) > 5
        assert all(0 <= x <= 540 and 0 <= y <= 750 for x, y in drawn)


def test_nothing_of_it_is_loaded_before_one_is_drawn() -> None:
    import subprocess

    asked = "import sys, bedside.note.render; print('reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
