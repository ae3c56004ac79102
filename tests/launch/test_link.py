"""The link between launcher and visit process: whole messages get through, nothing else matters."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.launch.link import CRASH, LOCK, LONGEST, START, Link, Seat, Start

Ends = tuple[Link, Link]
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def pair() -> Ends:
    """Return both ends of a link."""
    down, up = os.pipe(), os.pipe()
    return Link(up[0], down[1]), Link(down[0], up[1])


@pytest.fixture
def ends() -> Iterator[Ends]:
    """Both ends of a link, closed afterwards."""
    made = pair()
    yield made
    for end in made:
        end.close()


def test_what_one_end_tells_the_other_hears_in_order(ends: Ends) -> None:
    here, there = ends
    assert here.tell(at="A") is True
    assert here.tell(hidden=True, quick={"tries": 5}) is True
    assert there.hear() == [{"at": "A"}, {"hidden": True, "quick": {"tries": 5}}]
    assert there.tell(back_to="A") is True
    assert here.first() == {"back_to": "A"}


def test_the_end_of_one_is_heard_by_the_other_and_telling_it_fails(ends: Ends) -> None:
    here, there = ends
    here.tell(at="A")
    here.close()
    assert there.hear() == [{"at": "A"}]
    assert there.hear() is None
    assert there.first() == {}
    assert there.tell(at="B") is False


def test_half_a_line_waits_for_its_other_half(ends: Ends) -> None:
    here, there = ends
    os.write(here.writes, b'{"at": "')
    assert there.hear() == []
    os.write(here.writes, b'A"}\n{"at"')
    assert there.hear() == [{"at": "A"}]


@given(st.lists(st.binary(min_size=1, max_size=200) | st.just(b"[" * 5_000), max_size=6))
def test_garbage_is_passed_over_and_what_follows_is_heard(pieces: list[bytes]) -> None:
    here, there = pair()
    try:
        for piece in pieces:
            os.write(here.writes, piece)
            assert all(isinstance(message, dict) for message in there.hear() or ())
        os.write(here.writes, b"\n")
        there.hear()
        here.tell(at="A")
        assert there.hear() == [{"at": "A"}]
    finally:
        here.close()
        there.close()


def test_a_line_too_long_is_passed_over_to_its_end(ends: Ends) -> None:
    here, there = ends
    for _ in range(3):
        os.write(here.writes, b"x" * (LONGEST // 2 + 1))
        assert there.hear() == []
    os.write(here.writes, b'{"at": "wrong"}\n{"at": "right"}\n')
    assert there.hear() == [{"at": "right"}]


@given(st.dictionaries(st.sampled_from(("back_to", "why", "hidden", "quick", "more")), _json))
def test_any_first_message_makes_a_start(message: dict[str, object]) -> None:
    start = Start.of(json.loads(json.dumps(message)))
    assert isinstance(start.back_to, str)
    assert start.why in (START, CRASH, LOCK)
    assert isinstance(start.hidden, bool)
    assert start.quick is None or isinstance(start.quick, dict)


@pytest.mark.parametrize("why", [START, CRASH, LOCK])
def test_a_start_says_the_same_on_the_other_side(why: str) -> None:
    start = Start("VISIT", why, True, {"key": "sealed"})
    assert Start.of(json.loads(json.dumps(start._asdict()))) == start


def test_a_visit_process_goes_back_after_a_lock_and_after_a_crash_in_a_visit(ends: Ends) -> None:
    goes_back = [
        Seat(ends[0], Start(at, why)).is_back for why in (START, CRASH, LOCK) for at in ("", "A")
    ]
    assert goes_back == [False, False, False, True, True, True]
