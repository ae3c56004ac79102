"""The note as strict XHTML: well formed, nothing beyond the standard, no words become markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.note import READERS, Reader
from bedside.note.render.blocks import blocks
from bedside.note.render.xhtml import render_xhtml
from bedside.note.shown import shown
from tests.note.signing import random_signed
from tests.note.test_html import made
from tests.people import AVERY
from tests.worlds import SHIPPED, shipped_checklist

SPACE = "{http://www.w3.org/1999/xhtml}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
INLINE = {"strong", "small"}
MAY_HOLD = {
    "html": {"head", "body"},
    "head": {"title"},
    "title": set(),
    "body": {"p", "h1", "h2", "dl"},
    "dl": {"dt", "dd"},
    **dict.fromkeys(("p", "h1", "h2", "dt", "dd", "strong", "small"), INLINE),
}
"""What may stand in what, of the elements used here (XHTML 1.0 Strict, its DTD)."""

BLOCKS_ONLY = ("html", "head", "body", "dl")
"""Elements in which no text may stand by itself."""


def parsed(text: str) -> ElementTree.Element:
    """Return a document as the standard library's parser reads it."""
    return ElementTree.fromstring(text.encode())


def elements(root: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    """Return every element with its name, which has to be of XHTML."""
    for one in root.iter():
        assert one.tag.startswith(SPACE)
        yield one.tag.removeprefix(SPACE), one


def assert_strict(root: ElementTree.Element) -> None:
    """Require what the strict document type does."""
    assert root.tag == f"{SPACE}html"
    assert [one.tag.removeprefix(SPACE) for one in root] == ["head", "body"]
    for name, one in elements(root):
        inside = [each.tag.removeprefix(SPACE) for each in one]
        assert set(inside) <= MAY_HOLD[name]
        assert set(one.attrib) == ({"lang", LANGUAGE} if name == "html" else set())
        if name in BLOCKS_ONLY:
            assert inside, name
            loose = [one.text, *(each.tail for each in one)]
            assert not [text for text in loose if (text or "").strip()]


@pytest.mark.parametrize("reader", READERS)
@given(words=st.text(st.characters(), min_size=1, max_size=60))
def test_no_words_become_markup(reader: Reader, words: str) -> None:
    """Letters that XML cannot hold do not break it either."""
    if words.split():
        root = parsed(render_xhtml(made(words, reader)))
        assert_strict(root)
        plain = parsed(render_xhtml(made("x", reader)))
        assert Counter(one for one, _ in elements(root)) == Counter(
            one for one, _ in elements(plain)
        )


@pytest.mark.parametrize("words", ["]]><b>x</b>", "<!ENTITY a 'b'>", "&amp;", "\ufffe", "{title}"])
def test_what_was_typed_is_what_is_read(words: str) -> None:
    said = "".join(parsed(render_xhtml(made(words))).itertext())
    assert words.replace("\ufffe", "[U+FFFE]") in said


@given(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.sampled_from(READERS))
def test_every_page_is_strict_and_says_every_block(name: str, seed: int, reader: Reader) -> None:
    note = shown(random_signed(shipped_checklist(name), seed, 60).visit, reader)
    root = parsed(render_xhtml(note))
    assert_strict(root)
    body = root[1]
    said = [text for text in body.itertext() if text.strip()]
    told = [part for one in blocks(note) for part in (f"{one.label}:", one.text)[not one.label :]]
    assert said == told


def test_it_says_what_it_is_and_names_no_patient_in_its_title() -> None:
    text = render_xhtml(replace(made("x"), language="es"))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C')
    root = parsed(text)
    assert root.attrib == {"lang": "es", LANGUAGE: "es"}
    title = root[0][0].text or ""
    assert title
    assert AVERY.name not in title
