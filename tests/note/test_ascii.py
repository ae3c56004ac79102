"""The note in ASCII: nothing but ASCII, nothing lost, and every substitute seen for what it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.note import READERS, Note, Reader
from bedside.note.compose import compose
from bedside.note.render.ascii import render_ascii, substituted
from bedside.note.render.text import WIDTH, render_text
from bedside.note.shown import shown
from tests.note.signing import random_signed
from tests.people import AVERY
from tests.worlds import SHIPPED, checklist, do, opened, shipped_checklist, step

LETTERS = "abcxyzABC éèêëñõöüåőčçąøłđÉÑÖŁ ßæþ中文 עב 👍 ½µ"
_SAID = re.compile(r"Some letters are shown by substitutes: (.*)\.\n\Z", re.DOTALL)


def made(words: str) -> Note:
    """Return a note in which the patient says this."""
    visit = do(
        opened(checklist(step("a", kind="words", place="matters"))),
        m.Write("a", words),
        m.Identify(AVERY),
    )
    return compose(visit, visit.checklist)


def read_back(text: str, substitutes: str) -> str:
    """Return a text with every substitute put back, by what the last line says of them."""
    pairs = re.findall(r"(?:^|; )(\S+) is \[U\+([0-9A-F]+)\]", substitutes)
    for shown_as, number in sorted(pairs, key=lambda pair: -len(pair[0])):
        text = text.replace(shown_as, chr(int(number, 16)))
    return re.sub(r"\[U\+([0-9A-F]+)\]", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("“so” ‘it’ is – and — or… •", "\"so\" 'it' is - and -- or... *"),
        ("née, Zoë, Łódź", "ne'e, Zoe:, L/o'dz'"),
        ("Ångström ñandú šest", "A*ngstro:m n~andu' s<est"),
        ("Groß", "Gro[U+00DF]"),
        ("中", "[U+4E2D]"),
        ("≥ 38 °C", ">= 38 degC"),
        ("\x1b[31m", "[U+001B][31m"),
        ("e\u0301", "e'"),
    ],
)
def test_substitutes_can_be_seen(typed: str, seen: str) -> None:
    assert substituted(typed, {}) == seen


def test_the_last_line_says_which_letters_only_where_there_are_some() -> None:
    """Numbers and plain marks speak for themselves."""
    assert render_ascii(made("Zoë")).splitlines()[-1] == (
        "Some letters are shown by substitutes: e: is [U+00EB]."
    )
    assert "substitutes" not in render_ascii(made("“so” 中"))
    assert render_ascii(made("so")) == render_text(made("so")).replace("“", '"').replace("”", '"')


def test_a_letter_of_the_heading_is_told_as_it_is_shown() -> None:
    """The heading is in capitals."""
    visit = opened(checklist(step("a")))
    note = compose(visit, replace(visit.checklist, title="Résumé"))
    text = render_ascii(note)
    assert "RE'SUME'" in text
    assert "E' is [U+00C9]; e' is [U+00E9]" in " ".join(text.split())


@given(st.text(alphabet=LETTERS, min_size=1, max_size=60))
def test_what_was_typed_can_be_read_back(words: str) -> None:
    """Letter by letter; plain quotation marks are all that differs."""
    if not words.split():
        return
    text = render_ascii(made(words))
    assert text.isascii()
    said = _SAID.search(text)
    bare = "".join(text[: said.start() if said else None].split())
    again = read_back(bare, " ".join(said[1].split()) if said else "")
    typed = unicodedata.normalize("NFC", words)
    assert "".join(typed.split()) in again


@given(st.text(max_size=80))
def test_nothing_that_can_be_typed_is_anything_but_ascii(words: str) -> None:
    text = render_ascii(made(words or "x")) if words.split() else render_ascii(made("x"))
    assert text.isascii()
    assert all(line.isprintable() and len(line) <= WIDTH for line in text.splitlines())


@given(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.sampled_from(READERS))
def test_every_text_of_a_random_visit_loses_no_word(name: str, seed: int, reader: Reader) -> None:
    note = shown(random_signed(shipped_checklist(name), seed, 60).visit, reader)
    text, plain = render_ascii(note), render_text(note)
    assert text.isascii()
    for typographic, mark in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'")):
        plain = plain.replace(typographic, mark)
    assert text == plain
