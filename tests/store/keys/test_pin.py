"""The PIN: a running session opens again with it, five times tried, for a quarter of an hour."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.people import Bar, Barred
from bedside.store.keys import pin
from tests.worlds import NOON

KEY = bytes(range(32))


@cache
def one_blob() -> pin.Blob:
    """Return a blob that is made once, for tests that try many PINs."""
    return locked()


def locked() -> pin.Blob:
    """Return what the launcher keeps, as it comes back over the link."""
    blob = json.loads(json.dumps(pin.locked("p1", KEY, "493817", NOON)))
    assert isinstance(blob, dict)
    return blob


def test_the_pin_opens_the_key_of_its_person() -> None:
    found = pin.unlocked(locked(), "493817", NOON, lambda _: None)
    assert found == pin.Unlocked("p1", KEY)
    assert KEY.hex() not in repr(found)
    assert "\\x" not in repr(found)


def test_each_try_counts_before_it_is_made_and_the_fifth_wrong_one_is_the_last() -> None:
    kept: list[pin.Blob | None] = [locked()]
    for left in (4, 3, 2, 1):
        blob = kept[-1]
        assert blob is not None
        assert pin.unlocked(blob, "111222", NOON, kept.append) == Barred(Bar.WRONG_PIN, str(left))
    last = kept[-1]
    assert last is not None
    assert pin.unlocked(last, "111222", NOON, kept.append) == Barred(Bar.PIN_GONE)
    assert kept[-1] is None


def test_the_right_pin_gives_all_tries_back() -> None:
    kept: list[pin.Blob | None] = []
    spent = {**locked(), "tries": 1}
    assert isinstance(pin.unlocked(spent, "493817", NOON, kept.append), pin.Unlocked)
    assert kept[0] is None
    assert kept[-1] is not None
    assert kept[-1]["tries"] == pin.TRIES


@pytest.mark.parametrize("minutes", [15, 16, 60 * 24, -1, -60])
def test_after_a_quarter_of_an_hour_or_on_a_clock_set_back_it_is_gone(minutes: int) -> None:
    later = replace(NOON, utc=NOON.utc + minutes * 60_000)
    kept: list[pin.Blob | None] = []
    assert pin.unlocked(locked(), "493817", later, kept.append) == Barred(Bar.PIN_GONE)
    assert kept == [None]


def test_a_wall_clock_that_stands_still_wins_no_time() -> None:
    later = replace(NOON, ns=NOON.ns + 15 * 60 * 10**9)
    found = pin.unlocked(locked(), "493817", later, lambda _: None)
    assert found == Barred(Bar.PIN_GONE)


def test_where_boots_have_no_name_the_wall_clock_counts() -> None:
    soon = replace(NOON, boot="process-b", ns=5, utc=NOON.utc + 60_000)
    found = pin.unlocked(locked(), "493817", soon, lambda _: None)
    assert isinstance(found, pin.Unlocked)


def test_locking_again_begins_the_quarter_of_an_hour_anew() -> None:
    later = replace(NOON, utc=NOON.utc + 14 * 60_000, ns=NOON.ns + 14 * 60 * 10**9)
    last = replace(NOON, utc=NOON.utc + 28 * 60_000, ns=NOON.ns + 28 * 60 * 10**9)
    again = pin.renewed(locked(), later)
    assert isinstance(pin.unlocked(again, "493817", last, lambda _: None), pin.Unlocked)


@pytest.mark.parametrize("bad", ["", "12345", "123456", "987654", "777777", "121212", "12345a"])
def test_a_pin_that_anybody_would_try_will_not_do(bad: str) -> None:
    assert pin.refusal(bad) == Barred(Bar.PIN)


def test_a_pin_of_six_digits_will_do() -> None:
    assert pin.refusal("493817") is None


@given(st.from_regex(r"[0-9]{6,12}", fullmatch=True))
def test_no_other_pin_opens(other: str) -> None:
    if other == "493817":
        return
    found = pin.unlocked(one_blob(), other, NOON, lambda _: None)
    assert isinstance(found, Barred)


def test_the_key_of_another_person_cannot_be_put_under_a_name() -> None:
    found = pin.unlocked({**locked(), "person": "p2"}, "493817", NOON, lambda _: None)
    assert found == Barred(Bar.WRONG_PIN, "4")
