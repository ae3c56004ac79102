"""Whether a name on one line has a family name: whole, however it is spelled and ordered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.identity import is_of_family


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Avery Test", "Test"),
        ("Avery Q. TEST", "test"),
        ("Test, Avery", "Test"),
        ("Test Avery", "Test"),
        ("Test", "Test"),
        ("Avery Tést", "Test"),
        ("Avery Te\u0301st", "TÉST"),
        ("Avery Test-Sample", "Test Sample"),
        ("Avery Test Sample", "Test-Sample"),
        ("Test-Sample, Avery", "Test Sample"),
        ("Avery van der Test", "van der Test"),
        ("VAN DER TEST, Avery", "van der Test"),
        ("Avery O\u2019Test", "O'Test"),
        ("Avery Weiß", "WEISS"),
        ("कि", "कि"),
        ("Avery -", "-"),
        ("Sir Test Avery", "Test"),
        ("Avery Test Jr", "Test"),
        ("Avery Poe Test Sample Jr", "Test-Sample"),
        ("Avery Test Sample", "Test"),
    ],
)
def test_it_is_the_same_family_name_in_other_letters(name: str, family: str) -> None:
    assert is_of_family(name, family)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Oliver Test", "Li"),
        ("Avery Tester", "Test"),
        ("Avery Atest", "Test"),
        ("Avery Test-Sample", "Sample"),
        ("Avery Test-Sample", "Test"),
        ("Test-Sample, Avery", "Test"),
        ("Test Sample, Avery", "Sample"),
        ("Sample, Avery Test", "Test"),
        ("Avery Test-Sample Jr", "Sample"),
        ("Avery Test Sample", "Avery Sample"),
        ("Avery Test", ""),
        ("कि", "कु"),
        ("Avery -", "?"),
    ],
)
def test_a_part_of_a_name_or_another_one_is_not(name: str, family: str) -> None:
    assert not is_of_family(name, family)


_WORD = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)


@given(given_name=_WORD, family=_WORD)
def test_however_it_is_ordered_a_name_has_its_own_family_name(given_name: str, family: str) -> None:
    for name in (f"{given_name} {family}", f"{family}, {given_name}", f"{family} {given_name}"):
        assert is_of_family(name, family)
