"""The note as a page: nothing from elsewhere, nothing that runs, no words that become markup."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.note import READERS, Note, Reader
from bedside.note.render.html import render_html
from bedside.note.shown import shown
from bedside.note.texts import composed
from tests.note.reading import sentences
from tests.note.signing import random_signed
from tests.people import AVERY
from tests.worlds import SHIPPED, checklist, do, opened, shipped_checklist, step

VOID = {"meta"}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "footer", "div"),
    *("h1", "h2", "p", "ul", "li", "b", "strong", "span"),
}


class Page(HTMLParser):
    """What a browser would make of a page: its elements, attributes and text."""

    def __init__(self, text: str) -> None:
        """Read the page to its end."""
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.stack: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element."""
        self.tags.append(tag)
        self.attributes += attrs
        self.stack += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Close an element; it has to be the one opened last."""
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if "style" not in self.stack:
            self.said.append(data)

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        """Count a comment like an element."""
        self.tags.append("comment")


def made(words: str, reader: Reader = "chart") -> Note:
    """Return a text in which the patient says this."""
    steps = (
        step("a", kind="words", place="matters"),
        step("b", kind="text", place="decided"),
    )
    moves = (m.Write("a", words), m.Write("b", words), m.Identify(AVERY))
    return composed(do(opened(checklist(*steps)), *moves), reader)


@pytest.mark.parametrize("reader", READERS)
@given(words=st.text(min_size=1, max_size=60))
def test_no_words_become_markup(reader: Reader, words: str) -> None:
    """Whatever is typed, the page has the elements and attributes it has without it."""
    if words.split():
        page, plain = Page(render_html(made(words, reader))), Page(render_html(made("x", reader)))
        assert Counter(page.tags) == Counter(plain.tags)
        assert page.attributes == plain.attributes


@pytest.mark.parametrize(
    "words", ["</style><script>x</script>", '" onload="x', "<!--", "&lt;b&gt;", "]]>", "{title}"]
)
@pytest.mark.parametrize("reader", READERS)
def test_what_was_typed_is_what_is_read(reader: Reader, words: str) -> None:
    page = Page(render_html(made(words, reader)))
    assert words in " ".join("".join(page.said).split()).replace("‘", '"').replace("’", '"')
    assert "script" not in page.tags


@given(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.sampled_from(READERS))
def test_every_page_is_whole_and_says_every_sentence(name: str, seed: int, reader: Reader) -> None:
    note = shown(random_signed(shipped_checklist(name), seed, 60).visit, reader)
    page = Page(render_html(note))
    assert page.stack == []
    assert set(page.tags) <= ALLOWED
    said = " ".join("".join(page.said).split())
    assert all(" ".join(text.split()) in said for text, _ in sentences(note))


@pytest.mark.parametrize("reader", READERS)
def test_nothing_comes_from_elsewhere_and_nothing_runs(reader: Reader) -> None:
    """The policy in the page forbids it too."""
    text = render_html(made("x", reader))
    page = Page(text)
    names = {name for name, _ in page.attributes}
    assert names <= {"lang", "charset", "http-equiv", "content", "name", "class", "dir"}
    assert any("default-src 'none'" in (value or "") for _, value in page.attributes)
    assert not re.search(r"url\(|@import|http:|https:|//[a-z]|javascript", text)


def test_the_name_of_the_page_never_names_the_patient() -> None:
    """A browser keeps it in its history, and prints it on every sheet."""
    for reader in READERS:
        title = re.search(r"<title>(.*)</title>", render_html(made("x", reader)))
        assert title is not None
        assert AVERY.name not in title[1]
        assert title[1]


def test_a_draft_is_marked_and_a_signed_page_is_not() -> None:
    note = made("x")
    assert '<p class="draft">DRAFT, not signed</p>' in render_html(note)
    assert 'class="draft"' not in render_html(replace(note, draft=False))


def test_the_page_is_in_the_language_of_the_wording_and_says_what_is_not() -> None:
    """A screen reader speaks the labels in English, whatever the note is in."""
    spoken = render_html(replace(made("x"), language="es"))
    assert '<html lang="es">' in spoken
    assert '<h2 lang="en">Matters</h2>' in spoken
    assert '<p class="draft" lang="en">' in spoken
    english = render_html(replace(made("x"), language="en-GB"))
    assert '<html lang="en-GB">' in english
    assert 'lang="en"' not in english
    assert '<html lang="en">' in render_html(replace(made("x"), language=""))


def test_what_is_to_do_has_boxes_to_tick_on_the_handover_only() -> None:
    visit = opened(shipped_checklist("first-trust"))
    promised = (m.Write("will-do", "knock first"), m.Pick("by-when", "unsure"))
    visit = do(visit, m.Pick("screen", "yes"), *promised)
    assert render_html(composed(visit, "handover")).count('class="box"') == 1
    assert 'class="box"' not in render_html(composed(visit, "patient"))
