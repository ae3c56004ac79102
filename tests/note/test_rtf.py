"""The note as RTF: whatever is typed, the file has the same groups, and says what was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from striprtf.striprtf import rtf_to_text

from bedside.core.note import READERS, Reader
from bedside.note.render.blocks import blocks
from bedside.note.render.rtf import escape, render_rtf
from bedside.note.shown import shown
from tests.note.signing import random_signed
from tests.note.test_html import made
from tests.worlds import SHIPPED, shipped_checklist

_TOKEN = re.compile(
    r"\\(?P<mark>[\\{}])|\\(?P<word>[a-z]+)(?P<number>-?\d+)? ?"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_ENDS = {"par": "\n", "line": "\n"}


def read(text: str) -> tuple[str, list[str]]:
    """Return what a file of RTF says, and its words of control in order; written from the standard.

    Pairs of numbers make one letter beyond the first plane, as in Windows.
    """
    units, controls, depth, at, hidden = bytearray(), [], 0, 0, 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            assert text[at] in "\r\n", text[at : at + 20]
            at += 1
            continue
        at = found.end()
        if found["brace"] == "{":
            depth += 1
        elif found["brace"]:
            depth -= 1
            hidden = hidden if depth >= hidden else 0
            assert depth >= 0
        elif found["word"] == "u":
            units += (int(found["number"]) & 0xFFFF).to_bytes(2, "little")
        elif found["word"]:
            controls.append(found["word"] + (found["number"] or ""))
            hidden = depth if found["word"] == "fonttbl" else hidden
            units += _ENDS.get(found["word"], "").encode("utf-16-le")
        elif not hidden:
            units += (found["mark"] or found["text"]).encode("utf-16-le")
    assert depth == 0
    return units.decode("utf-16-le"), controls


@pytest.mark.parametrize("reader", READERS)
@given(words=st.text(min_size=1, max_size=60))
def test_no_words_become_control_words(reader: Reader, words: str) -> None:
    if words.split():
        text = render_rtf(made(words, reader))
        assert text.isascii()
        assert read(text)[1] == read(render_rtf(made("x", reader)))[1]


@given(st.text())
def test_every_letter_is_read_again(words: str) -> None:
    """Halves of letters too: the two that belong together stand together."""
    if not re.search("[\ud800-\udfff]", words):
        assert read("{\\rtf1\\uc0 " + escape(words) + "}")[0] == words


@given(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.sampled_from(READERS))
def test_every_block_is_a_paragraph_that_says_it_all(name: str, seed: int, reader: Reader) -> None:
    note = shown(random_signed(shipped_checklist(name), seed, 60).visit, reader)
    lines = read(render_rtf(note))[0].splitlines()
    assert lines == [f"{one.label}: {one.text}" if one.label else one.text for one in blocks(note)]


@pytest.mark.parametrize("words", ["Żółć", "a\\b{c}d", "\\par \\u0", "𝄞 中 “so”", "{\\*\\bin1 x}"])
def test_another_reader_reads_the_same(words: str) -> None:
    note = made(words)
    told = str(rtf_to_text(render_rtf(note)))  # type: ignore[no-untyped-call]
    told = told.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    assert " ".join(told.split()) == " ".join(read(render_rtf(note))[0].split())
