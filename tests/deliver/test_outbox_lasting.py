"""The campaign of deliveries, in short: processes killed at any statement, a hostile receiver."""

from __future__ import annotations

import sys

import pytest

from tests.campaigns import deliveries

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="killed by POSIX signals")


@pytest.mark.parametrize("seed", range(2))
def test_no_note_is_lost_and_none_is_called_delivered_that_is_not(seed: int) -> None:
    assert deliveries.told(seed) == ""


def test_a_note_that_is_called_delivered_before_the_answer_is_found_out() -> None:
    assert any(deliveries.twin(seed) for seed in range(3))
