"""Codes beside a checklist: their shape and check digit are looked at, their sense never."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.codes_beside import is_loinc, is_snomed
from tests.content.beside import found_beside, mend_of, only_beside

WHOLE = """[steps.hungry]
loinc = "8480-6"
options.now.snomed = "138875005"
options.later.snomed = "404684003"
"""
MISTAKES = {
    "a misspelt step": ("steps.hungry", "steps.hungri", "X904", "hungri", True),
    "a misspelt option": ("options.later", "options.latter", "X940", "latter", True),
    "an option of a step without": (
        "[steps.hungry]\n",
        '[steps.hot]\noptions.x.snomed = "138875005"\n[steps.hungry]\n',
        "X940",
        "x",
        False,
    ),
    "a misspelt system": ("loinc =", "lionc =", "X943", "lionc", True),
    "two digits changed places": ("8480-6", "4880-6", "X941", '"4880-6"', False),
    "a code without its digit": ("8480-6", "8480", "X941", '"8480"', False),
    "a number for a code": ('"138875005"', "138875005", "X942", "138875005", False),
    "a digit too many": ("404684003", "4046840030", "X942", '"4046840030"', False),
}


def test_codes_that_are_whole_have_no_finding(tmp_path: Path) -> None:
    assert found_beside(tmp_path, "codes", WHOLE) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_a_mistake_gives_one_finding_at_its_word(tmp_path: Path, mistake: str) -> None:
    before, after, code, word, mends = MISTAKES[mistake]
    assert before in WHOLE
    text = WHOLE.replace(before, after, 1)
    found = only_beside(tmp_path, "codes", text)
    assert found.code == code
    assert found.span is not None
    (line, start), (_, end) = found.span
    assert text.splitlines()[line - 1][start - 1 : end - 1] == word
    if mends:
        assert found_beside(tmp_path, "codes", mend_of(found, text)) == []
    else:
        assert found.fix is None


@given(st.integers(1, 9_999_999), st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_of_a_loinc_code_is_always_noticed(
    number: int, place: int, more: int
) -> None:
    (right,) = (code for digit in range(10) if is_loinc(code := f"{number}-{digit}"))
    at = place % len(str(number))
    wrong = right[:at] + str((int(right[at]) + more) % 10) + right[at + 1 :]
    assert not is_loinc(wrong)


@given(st.integers(10_000, 10**16), st.integers(0, 16))
def test_two_neighbours_changed_in_a_snomed_code_are_always_noticed(
    number: int, place: int
) -> None:
    (right,) = (code for digit in range(10) if is_snomed(code := f"{number}{digit}"))
    at = place % (len(right) - 1)
    wrong = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    assert wrong == right or not is_snomed(wrong)
