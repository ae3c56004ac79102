"""Any bytes, given to any command of an educator; `tests/campaigns` does the same for long."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.campaigns import commands
from tests.campaigns.running import outcome


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_any_bytes_end_a_command_in_words_with_nothing_that_acts(seed: int) -> None:
    """The number is the input: `python -m tests.campaigns commands --seed NUMBER --runs 1`."""
    assert not commands.told(seed)


def test_a_text_that_acts_is_put_into_a_real_checklist() -> None:
    made = [commands.attacked(random.Random(number)) for number in range(20)]
    assert any(b"\x1b[31m" in one for one in made)
    assert any(b"<script>" in one for one in made)


def test_findings_told_as_they_stand_are_found_out() -> None:
    assert outcome(commands.twin, range(300)).failures
