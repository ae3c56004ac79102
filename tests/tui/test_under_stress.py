"""Sizes, keys, clocks and lists beyond all measure; `tests/campaigns` does the same for long."""

from __future__ import annotations

import random

import pytest

from bedside.tui.lines import Span
from bedside.tui.paint.frame import _reach
from tests.campaigns import clocks, longlist, monkey, resizes
from tests.campaigns.running import outcome


@pytest.mark.parametrize("number", range(2))
def test_a_storm_of_window_sizes_stops_nothing_and_keeps_what_is_typed(number: int) -> None:
    assert not resizes.told(number)


def test_a_page_made_anew_for_each_size_is_found_out() -> None:
    assert resizes.twin(0)


@pytest.mark.parametrize("number", range(12))
def test_random_keys_leave_screen_session_store_and_model_alike(number: int) -> None:
    assert not monkey.told(number)


def test_an_event_that_never_gets_to_the_disk_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monkey, "DROPPED", 10)
    assert monkey.twin(1)


def test_clocks_that_jump_and_begin_anew_leave_order_and_length_true() -> None:
    assert not outcome(clocks.told, range(40)).failures


def test_the_wall_clock_alone_is_found_out() -> None:
    assert outcome(clocks.twin, range(10)).failures


def test_ten_thousand_steps_are_taken_in_opened_and_walked_without_a_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four times as long as by itself: all that ran in this process before weighs on it."""
    monkeypatch.setattr(longlist, "SECONDS", 4.0)
    monkeypatch.setattr(longlist, "KEY_SECONDS", 0.2)
    assert not longlist.told(4)


def test_a_page_that_looks_at_every_step_is_found_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longlist, "KEYS", 4)
    assert longlist.twin(0)


@pytest.mark.parametrize("seed", range(40))
def test_the_map_shows_as_many_whole_names_around_the_one_in_hand_as_fit(seed: int) -> None:
    """Compared with trying every reach from the farthest on."""
    chance = random.Random(seed)
    sizes = [(size := chance.randint(1, 20), chance.randint(1, size)) for _ in range(9)]
    whole, brief = ([[Span("x" * size[n])] for size in sizes] for n in (0, 1))
    at, room = chance.randint(1, 10), chance.randint(0, 140)

    def taken(reach: int) -> int:
        near = [abs(number - at) <= reach for number in range(1, 10)]
        return sum(size[not is_near] for size, is_near in zip(sizes, near, strict=True))

    fits = [reach for reach in range(9, -1, -1) if taken(reach) <= room]
    assert _reach(whole, brief, at, room) == (fits[0] if fits else -1)
