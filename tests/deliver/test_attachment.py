"""The text of a parcel: as each destination takes it, or why it cannot have it."""

from __future__ import annotations

import io
import sys
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.destinations import Charset, Destination, Media, Turn
from bedside.core.parcels import Made, Unmade
from bedside.core.turns import taken_as
from bedside.deliver.attachment import attached, attachment, encoded
from bedside.note.render.ascii import render_ascii
from bedside.note.render.text import render_text
from bedside.note.shown import shown
from tests.deliver.outgoing import TURNS, note_of, outgoing, with_entry
from tests.note.signing import LATER_WORDS
from tests.people import WORDS

PLAIN = Destination(name="there", kind="folder")


def made(destination: Destination, kind: str = "", words: str = WORDS) -> Made:
    """Return the text of a signed thing for a destination, which has to be possible."""
    signing = note_of(words)
    found = attached(outgoing(with_entry(signing, kind) if kind else signing, destination))
    assert isinstance(found, Made), found
    return found


@pytest.mark.parametrize("width", [40, 72, 100])
def test_text_is_as_wide_as_the_destination_wants_it(width: int) -> None:
    note = shown(note_of("word " * 60).visit)
    text = made(replace(PLAIN, width=width), words="word " * 60)
    assert text == Made(render_text(note, width).encode(), "text/plain; charset=utf-8")
    assert max(map(len, text.body.decode().splitlines())) <= width


def test_a_destination_that_wraps_by_itself_gets_whole_paragraphs() -> None:
    """A part of a note to a line, however long it is."""
    lines = made(replace(PLAIN, width=0), words="word " * 900).body.decode().splitlines()
    assert max(map(len, lines)) > 4000
    assert len(lines) < 12


def test_ascii_is_agreed_on_and_visible() -> None:
    text = made(replace(PLAIN, media="ascii", charset="ascii"), words="Żółć")
    assert text.media == "text/plain; charset=us-ascii"
    assert text.body.decode("ascii") == render_ascii(shown(note_of("Żółć").visit))


@pytest.mark.parametrize(
    ("media", "kind", "begins"),
    [
        ("rtf", "application/rtf", b"{\\rtf1"),
        ("xhtml", "application/xhtml+xml; charset=utf-8", b"<?xml"),
        ("pdf", "application/pdf", b"%PDF-"),
    ],
)
def test_documents_have_their_media_type(media: Media, kind: str, begins: bytes) -> None:
    document = made(replace(PLAIN, media=media))
    assert document.media == kind
    assert document.body.startswith(begins)


@pytest.mark.parametrize("kind", ["", *TURNS])
@pytest.mark.parametrize("media", ["text", "ascii", "rtf", "xhtml", "pdf"])
def test_each_turn_says_what_it_has_to(kind: str, media: Media) -> None:
    """An addendum what was added alone, everything else the whole note as it reads now."""
    body = made(replace(PLAIN, media=media), kind).body
    if media == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(body)).pages
        said = " ".join(" ".join(page.extract_text() for page in pages).split())
    else:
        said = " ".join(body.decode().split())
    is_addendum = TURNS.get(kind) == "addendum"
    assert (WORDS in said) is not is_addendum
    assert ("Added to" in said) is is_addendum
    assert ("RETRACTED" in said) is (kind == "retraction")
    if kind and kind not in ("co-signature", "retraction"):
        assert LATER_WORDS in said


def test_a_note_that_is_too_long_is_refused_whole() -> None:
    found = attachment(shown(note_of().visit), replace(PLAIN, max_chars=50))
    assert isinstance(found, Unmade)
    assert "takes 50" in found.why


@pytest.mark.parametrize(
    ("media", "words", "said"),
    [("text", "Ж", "“Ж” (U+0416) cannot be written in iso-8859-1"), ("pdf", "中", "“中” (U+4E2D)")],
)
def test_a_letter_that_cannot_be_written_is_named(media: Media, words: str, said: str) -> None:
    destination = replace(PLAIN, media=media, charset="iso-8859-1")
    found = attachment(shown(note_of(words).visit), destination)
    assert isinstance(found, Unmade)
    assert said in found.why


def test_a_machine_that_cannot_draw_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("reportlab")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "reportlab", None)
    found = attachment(shown(note_of().visit), replace(PLAIN, media="pdf"))
    assert isinstance(found, Unmade)
    assert "bedside[pdf]" in found.why


@given(st.text(), st.sampled_from(("utf-8", "iso-8859-1", "ascii")))
def test_text_is_written_whole_or_not_at_all(text: str, charset: Charset) -> None:
    found = encoded(text, charset)
    if isinstance(found, bytes):
        assert found.decode(charset) == text
    else:
        assert "U+" in found.why


TURN: tuple[Turn, ...] = ("original", "addendum", "correction", "retraction")


@given(
    st.sets(st.sampled_from(TURN)),
    st.dictionaries(st.sampled_from(TURN), st.sampled_from(("addendum", "hold"))),
    st.sampled_from(TURN),
)
def test_a_turn_goes_as_itself_or_a_correction_as_an_addendum_or_waits(
    takes: set[Turn], instead: dict[str, str], turn: Turn
) -> None:
    given_ = replace(PLAIN, takes=tuple(sorted(takes)), instead=instead)  # type: ignore[arg-type]
    found = taken_as(given_, turn)
    assert found in (turn, "addendum", None)
    assert found is None or found in takes
    assert (found == turn) is (turn in takes)
    if found not in (turn, None):
        assert (turn, instead.get(turn)) == ("correction", "addendum")
