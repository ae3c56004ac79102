"""What differs between two texts: as the standard library tells it, and in bounded time."""

from __future__ import annotations

import random
import time
from difflib import unified_diff

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.cli.report.changes import lines_changed
from bedside.cli.report.difference import Difference, unified

LINES = st.lists(st.sampled_from(["a", "b", "c", "d = 1", ""]), max_size=12)


@given(LINES, LINES, st.integers(0, 3))
def test_one_text_is_made_of_the_other(before: list[str], now: list[str], around: int) -> None:
    made: list[str] = []
    for what, first, last, start, end in Difference(before, now).get_opcodes():
        assert what != "equal" or before[first:last] == now[start:end]
        made += now[start:end]
    assert made == now
    rows = list(unified(before, now, ("old", "new"), around))
    assert bool(rows) == (before != now)
    for sign, text in (("-", before), ("+", now)):
        changed = [row[1:] for row in rows[2:] if row[0] == sign]
        assert all(row in text for row in changed)


@given(st.lists(st.integers(0, 10**6), unique=True, max_size=20), st.integers(0, 19))
def test_it_is_told_as_programs_exchange_it(numbers: list[int], at: int) -> None:
    before = [f"line {number}" for number in numbers]
    now = [*before[:at], "new", *before[at + 1 :]]
    wanted = list(unified_diff(before, now, "old", "new", lineterm=""))
    assert list(unified(before, now, ("old", "new"))) == wanted


@pytest.mark.parametrize("kinds", [1, 3, 100])
def test_a_large_file_of_few_different_lines_is_compared_soon(kinds: int) -> None:
    chance = random.Random(kinds)
    before = [f"x{chance.randrange(kinds)}" for _ in range(200_000)]
    now = ["first", *before[5:100_000], "mid", *before[100_001:], "last"]
    began = time.process_time()
    rows = list(unified(before, now, ("", "")))
    said = "".join(lines_changed("\n".join(before), "\n".join(now)))
    assert time.process_time() - began < 1.5
    assert "+mid" in rows
    assert "+ mid\n" in said
