"""The length of a talk: running time only, never a wrong number."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bedside.core import events as e
from bedside.core.clock import Clock
from bedside.core.walk import replay
from tests.worlds import NOON, checklist, step

MINUTE = 60_000


def at(minutes: float, boot: str = "boot-a", drift: int = 0) -> e.Moment:
    """Return a moment so many minutes after noon; the wall clock may drift from the boot clock."""
    span = round(minutes * MINUTE)
    return replace(NOON, utc=NOON.utc + span + drift, boot=boot, ns=NOON.ns + span * 1_000_000)


def minutes(*events: e.Event) -> int | None:
    """Return the length of a visit with these events."""
    first = e.Opened(seq=1, at=at(0), visit="v", checklist="c", version="1", digest="d")
    return replay(checklist(step("a")), (first, *events)).clock.minutes()


def test_pauses_and_the_curtain_do_not_count() -> None:
    """Ten minutes of talk around an hour of pause are ten minutes."""
    assert (
        minutes(e.Paused(seq=2, at=at(4)), e.Resumed(seq=3, at=at(64)), e.Left(seq=4, at=at(70)))
        == 10
    )
    assert (
        minutes(
            e.Paused(seq=2, at=at(4), curtain=True),
            e.Resumed(seq=3, at=at(64)),
            e.Left(seq=4, at=at(65)),
        )
        == 5
    )


def test_time_after_a_kill_does_not_count() -> None:
    """Nothing tells when the process died, so only what was recorded counts."""
    assert (
        minutes(
            e.Reached(seq=2, at=at(8), step="a"),
            e.Returned(seq=3, at=at(500)),
            e.Left(seq=4, at=at(502)),
        )
        == 10
    )


def test_a_wall_clock_that_jumps_changes_nothing_within_one_boot() -> None:
    """The boot clock decides."""
    assert minutes(e.Left(seq=2, at=at(12, drift=-3_600_000))) == 12


def test_across_boots_the_wall_clock_is_taken_and_the_length_is_approximate() -> None:
    """The boot clock of another start means nothing."""
    clock = Clock().started(at(0)).at(at(7, boot="boot-b"))
    assert clock.minutes() == 7
    assert not clock.exact


def test_a_span_that_cannot_be_makes_the_length_unknown_for_good() -> None:
    """Backwards, or longer than a day."""
    for wrong in (at(-1), at(25 * 60)):
        clock = Clock().started(at(0)).at(wrong)
        assert clock.minutes() is None
        assert clock.stopped(at(3)).minutes() is None


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=20))
def test_the_length_is_the_sum_of_the_running_spans(spans: list[tuple[int, bool]]) -> None:
    """Whatever the order of pauses, only running spans add up."""
    clock, now, spent = Clock().started(at(0)), 0, 0
    for length, running in spans:
        clock = clock.started(at(now)) if running else clock.stopped(at(now))
        now += length
        clock = clock.at(at(now))
        spent += length if running else 0
    assert clock.spent == spent * MINUTE
