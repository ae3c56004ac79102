"""Random changes to shipped, ugly and arbitrary files: the law holds, nothing else is disturbed."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content.edit.splice import BOM
from tests.campaigns import edits
from tests.campaigns.ugly import ugly


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_a_change_means_what_was_intended_and_disturbs_nothing_else(seed: int) -> None:
    assert not edits.told(seed)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32))
def test_the_ugly_checklists_can_be_read_at_all(seed: int) -> None:
    assert tomllib.loads(ugly(seed).removeprefix(BOM))["steps"]


def test_most_changes_are_made_and_not_refused() -> None:
    edits.REFUSED.clear()
    assert not any(map(edits.told, range(60)))
    refused = sum(count for name, count in edits.REFUSED.items() if "refused" in name)
    assert refused < edits.REFUSED.total() / 8


def test_a_law_that_compares_nothing_is_found_out_and_so_are_comments_left_behind() -> None:
    assert any(map(edits.twin, range(0, 60, 2)))
    assert any(map(edits.twin, range(1, 120, 2)))
