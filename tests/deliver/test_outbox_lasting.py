"""The campaigns of deliveries, in short: processes killed at any statement, hostile receivers."""

from __future__ import annotations

import sys

import pytest

from tests.campaigns import deliveries, records, sharedoutbox
from tests.databases import Server

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="killed by POSIX signals")


@pytest.mark.parametrize("seed", range(2))
def test_no_note_is_lost_and_none_is_called_delivered_that_is_not(seed: int) -> None:
    assert deliveries.told(seed) == ""


def test_several_dispatchers_over_one_database_lose_nothing_and_keep_each_lane_in_order(
    server: Server,
) -> None:
    assert sharedoutbox.told(0, sittings=2) == ""


def test_rows_that_are_claimed_without_their_locks_are_found_out(server: Server) -> None:
    assert any(sharedoutbox.twin(seed, sittings=2) for seed in range(5))


def test_a_note_that_is_called_delivered_before_the_answer_is_found_out() -> None:
    assert any(deliveries.twin(seed) for seed in range(3))


def test_a_fhir_server_that_fails_has_each_note_once_or_a_person_looks() -> None:
    assert records.told(0) == ""


def test_a_note_that_is_called_delivered_whatever_a_server_said_is_found_out() -> None:
    assert any(records.twin(seed) for seed in range(12))
