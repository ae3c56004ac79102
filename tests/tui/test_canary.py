"""A patient's words are found nowhere but where they belong; `tests/campaigns` looks for longer."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX's own", allow_module_level=True)

from tests.campaigns import canary


@pytest.mark.parametrize("number", [2, 4])
def test_words_typed_into_every_field_stand_in_no_file_stream_or_terminal(number: int) -> None:
    """Killed, and where people sign in; crashed. `python -m tests.campaigns canary` does it all."""
    assert not canary.told(number)


@pytest.mark.parametrize("number", [0, 1])
def test_bodies_left_clear_and_the_stock_crash_page_are_found_out(number: int) -> None:
    assert canary.twin(number)
