"""A few thousand small files that are nearly checklists; `tests/campaigns` tries a million."""

from __future__ import annotations

import pytest

from bedside.content.load import open_checklist
from tests.campaigns import fuzz
from tests.campaigns.running import outcome


def test_small_files_end_soon_with_every_error_on_a_line() -> None:
    """`python -m tests.campaigns fuzz --seed NUMBER --runs 1` shows one of them again."""
    assert not outcome(fuzz.told, range(3_000)).failures


def test_without_the_gate_the_time_is_found_too_long() -> None:
    assert fuzz.twin(0)


@pytest.mark.parametrize("block", ["[review]", "[made]", "[[made]]"])
@pytest.mark.parametrize("kind", ['["a"]', "{a = 1}", "1", "1979-05-27"])
def test_a_kind_that_is_no_text_is_told_wherever_it_stands(block: str, kind: str) -> None:
    head = 'format = 1\nid = "made-up"\ntitle = "M"\n'
    text = f'{head}{block}\nkind = {kind}\nid = "x"\n'
    assert open_checklist(text.encode(), "made-up.toml", {}).findings


FOUND = (
    *(2093, 26797, 30760, 36200, 39453, 46595, 49129, 49337, 64178, 101965, 163840, 195588),
    *(203353, 207888, 230199, 313081, 329110, 354583, 364816, 405661, 915487, 952595),
)
"""What went wrong once: a kind that is a list, a value that is empty, lines counted in the text as
it was meant, findings that stood nowhere, a key without a name, a list of odd blanks, an id that
is a list."""


@pytest.mark.parametrize("number", FOUND)
def test_what_went_wrong_once_goes_well(number: int) -> None:
    assert not fuzz.told(number)
