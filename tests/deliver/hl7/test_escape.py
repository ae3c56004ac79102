"""Escapes: no text separates, ends or escapes anything, and every text comes back."""

from __future__ import annotations

import hl7  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.deliver.hl7.escape import escape, formatted, unescape

texts = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("|^~\\&\r\n\x0b")))


@given(texts)
def test_whatever_is_written_is_read_again(text: str) -> None:
    assert unescape(escape(text)) == text


@given(texts)
def test_no_text_holds_what_separates_or_ends_anything(text: str) -> None:
    """Not a field, a repetition, a component, a subcomponent, a segment, or the block itself."""
    assert not set("|^~&\r\n\x0b\x1c") & set(escape(text))


@given(texts)
def test_another_reader_restores_every_text(text: str) -> None:
    """python-hl7 knows only single bytes as numbers, which is what ours are."""
    header = hl7.parse("MSH|^~\\&|\r")
    assert header.unescape(escape(text)) == text


@given(st.lists(texts))
def test_formatted_text_keeps_its_lines(lines: list[str]) -> None:
    assert formatted(lines).split("\\.br\\") == [escape(line) for line in lines] or not lines


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\\F\\\\S\\\\T\\\\R\\\\E\\", "|^&~\\"),
        ("one\\.br\\two", "one\ntwo"),
        ("\\H\\loud\\N\\", "loud"),
        ("\\XC5BB\\", "Ż"),
        ("\\X0D\\", "\r"),
        ("\\Zours\\ and \\XQ\\ and \\XFF\\", "\\Zours\\ and \\XQ\\ and \\XFF\\"),
        ("C:\\", "C:\\"),
    ],
)
def test_what_receivers_write_is_understood(written: str, meant: str) -> None:
    """A sequence that nobody knows stays as it is."""
    assert unescape(written) == meant
