"""Passphrases: what opens, what does not, what is too weak, and what a try costs."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.people import Bar
from bedside.store.keys import passphrase

FULL = passphrase.Strength(memory=64 * 1024, passes=3, lanes=4)


def test_the_right_passphrase_opens_and_every_other_does_not() -> None:
    sealed = passphrase.seal_under("lamp river cousin oat", b"key", "here")
    assert passphrase.open_under("lamp river cousin oat", sealed, "here") == b"key"
    assert passphrase.open_under("lamp river cousin oats", sealed, "here") is None
    assert passphrase.open_under("lamp river cousin oat", sealed, "elsewhere") is None


def test_a_caps_lock_a_hyphen_or_two_spaces_keep_nobody_out() -> None:
    sealed = passphrase.seal_under("lamp t-shirt cousin oat", b"key", "here")
    assert passphrase.open_under(" LAMP  T-SHIRT-COUSIN OAT ", sealed, "here") == b"key"


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_anywhere_opens_nothing(place: int, change: int) -> None:
    sealed = bytearray(passphrase.seal_under("lamp river cousin oat", b"key" * 11, "here"))
    sealed[place % len(sealed)] ^= change
    assert passphrase.open_under("lamp river cousin oat", bytes(sealed), "here") is None


@given(st.binary(max_size=90))
def test_bytes_that_were_never_sealed_open_nothing(sealed: bytes) -> None:
    assert passphrase.open_under("lamp river cousin oat", sealed, "here") is None


def test_what_was_sealed_at_another_cost_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = passphrase.seal_under("lamp river cousin oat", b"key", "here")
    monkeypatch.setattr(passphrase, "STRENGTH", passphrase.Strength(128, 2, 1))
    assert passphrase.open_under("lamp river cousin oat", sealed, "here") == b"key"


def test_offered_passphrases_are_four_words_of_the_list_and_strong_enough() -> None:
    for drawn in (passphrase.offered() for _ in range(500)):
        assert passphrase.weakness(drawn) is None
        assert len(drawn.split(" ")) == passphrase.WORDS_OFFERED
        assert set(drawn.split(" ")) <= set(passphrase.words())


def test_the_list_has_7776_different_words_however_they_are_typed() -> None:
    assert len(set(passphrase.words())) == 7776
    assert len({passphrase.plain(word) for word in passphrase.words()}) == 7776


BRANDS = (
    "android aspirin cadillac chevy coke dropbox dumpster ebay facebook frisbee "
    "google grinch humvee ipad iphone ipod itunes jeep kleenex lego lilly muppet "
    "myspace nintendo olympics pampers plexiglas popsicle prozac ritalin rockband "
    "scrabble sharpie skype slinky superbowl superglue superman tabasco thermos "
    "twitter valium vaseline velcro visa walmart wifi wikipedia xbox xerox yahoo"
)
"""What the list as it was published has of names of products and companies."""


def test_nobody_is_offered_the_name_of_a_product_or_a_company() -> None:
    """One reads as an advertisement, and the name of a medicine as advice."""
    assert not set(BRANDS.split()) & set(passphrase.words())


def test_no_word_of_the_list_begins_another_so_words_run_together_are_told_apart() -> None:
    in_order = sorted(passphrase.words())
    pairs = pairwise(in_order)
    assert [one for one, after in pairs if after.startswith(one)] == []


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("lamp river", Bar.SHORT),
        ("password password", Bar.COMMON),
        ("welcome summer 2031", Bar.COMMON),
        ("1234567890123456789", Bar.COMMON),
        ("aaaaaaaaaaaaaaaaaaaa", Bar.COMMON),
        ("correct horse battery staple", Bar.COMMON),
        ("j. doe the nurse of ward nine", Bar.COMMON),
        ("northwing northwing 1", Bar.COMMON),
    ],
)
def test_short_and_common_passphrases_are_too_weak(weak: str, why: Bar) -> None:
    found = passphrase.weakness(weak, "J. Doe", "Northwing")
    assert found is not None
    assert found.why == why


def test_a_sentence_of_ones_own_is_strong_enough() -> None:
    assert passphrase.weakness("the geese left early that year", "J. Doe", "nurse") is None


def test_at_full_strength_a_try_costs_what_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "STRENGTH", FULL)
    sealed = passphrase.seal_under("lamp river cousin oat", b"key", "here")
    took = []
    for _ in range(5):
        began = time.perf_counter()
        assert passphrase.open_under("lamp river cousin oat", sealed, "here") == b"key"
        took.append(time.perf_counter() - began)
    assert 0.01 < min(took) < 4.0, f"unlocking took {sorted(took)} s; wanted are about 0.15"


def test_full_strength_is_what_is_used_where_no_test_says_otherwise() -> None:
    import subprocess
    import sys

    ask = "from bedside.store.keys.passphrase import STRENGTH; print(*STRENGTH._parts())"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["65536", "3", "4"]
