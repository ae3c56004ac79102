"""Letters that are not what they look like are found, mended, and never where they are meant."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.check import check
from bedside.content.edit.mend import mended
from bedside.content.lookalikes import LATIN_OF, mixed_in, skeleton
from bedside.core.problems import Finding
from tests.content.texts import EXAMPLE, EXAMPLE_NAME
from tests.worlds import TODAY

WORDS = st.text("abcdeghijkmnopqrstuvwxyzABCEHIKMOPTXY", min_size=2, max_size=12)


def found(text: str) -> list[Finding]:
    """Return everything wrong with a text."""
    return list(check(text.encode(), EXAMPLE_NAME, {}, TODAY).findings)


SLIPS = {
    "a title": ('title    = "A bed by the window"', "window", "wind\u043ew", "C239"),
    "an answer": ('"Shade"', "Shade", "Shad\u0435", "C239"),
    "words to say": ("in your room?", "room", "r\u03bfom", "C239"),
    "a task's owner": ('"Ward clerk"', "clerk", "cle\u0301rk", "C238"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_not_what_it_looks_like_is_told_once_where_it_stands_and_mended(slip: str) -> None:
    line, old, new, code = SLIPS[slip]
    assert EXAMPLE.count(line) == 1
    text = EXAMPLE.replace(line, line.replace(old, new))
    (only,) = found(text)
    assert only.code == code
    assert only.span is not None
    assert new in text.split("\n")[only.span.start.line - 1]
    whole = mended(text, [only]).text
    assert not [one for one in found(whole) if one.code == code]
    if code == "C239":
        assert whole == EXAMPLE


def test_a_letter_behind_a_backslash_is_no_letter_of_the_word() -> None:
    old = '"Being asked gives back a little control."'
    assert found(EXAMPLE.replace(old, r'"Ja.\nпривет"')) == []


@pytest.mark.parametrize(
    "meant",
    [
        *("TNFα", "µg", "μmol", "β-blocker", "Δt", "café", "naïve", "Łódź", "Übung", "Straße"),
        *(
            "больница",
            "Αθήνα",
            "3D-модель",
            "東京タワー",
            "σ and τ",
            "ω-3",
            "IgMκ",
            "日本語のテキスト",
        ),
    ],
)
def test_what_is_written_so_on_purpose_is_left_alone(meant: str) -> None:
    assert list(mixed_in(meant)) == []
    assert unicodedata.is_normalized("NFC", meant)


@given(word=WORDS, seed=st.integers(0, 10_000))
def test_a_look_alike_in_a_word_is_found_and_put_right(word: str, seed: int) -> None:
    back = {latin: letter for letter, latin in LATIN_OF.items()}
    can = [at for at, letter in enumerate(word) if letter in back]
    if not can or len(can) == len(word):
        return
    at = can[seed % len(can)]
    if {*word} <= back.keys():
        return
    mixed = f"{word[:at]}{back[word[at]]}{word[at + 1 :]}"
    assert [plain for _, _, plain in mixed_in(f"so {mixed}.")] == [word]
    assert skeleton(mixed) == skeleton(word)


@given(st.text(max_size=40))
def test_no_text_is_too_odd_to_be_looked_at_and_what_is_mended_is_mended(text: str) -> None:
    for at, word, plain in mixed_in(text):
        assert text[at : at + len(word)] == word
        assert plain != word
        assert len(plain) == len(word)
        assert list(mixed_in(plain)) == []
        assert skeleton(plain) == skeleton(word)
