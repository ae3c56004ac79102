"""Recovery halves on paper: joined again, and every slip of the pen found and named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.store.keys import recovery
from bedside.store.keys.pairs import new_pair, public_of

HALVES = st.binary(min_size=32, max_size=32).map(recovery.split)
PLACES = st.integers(0, recovery.GROUPS - 1)


@given(st.binary(min_size=32, max_size=32))
def test_two_halves_give_the_key_again_in_either_order(private: bytes) -> None:
    one, other = map(recovery.typed, recovery.split(private))
    public = public_of(private)
    assert recovery.join(one, other, public) == private
    assert recovery.join(other, one, public) == private


def test_halves_can_be_typed_in_small_letters_without_spaces_or_with_hyphens() -> None:
    half, _ = recovery.split(new_pair().private)
    assert recovery.typed(half.lower().replace(" ", "")) == recovery.typed(half)
    assert recovery.typed(half.replace(" ", "-")) == recovery.typed(half)


def test_a_half_is_four_rows_of_four_groups_with_four_check_letters_each() -> None:
    half, _ = recovery.split(new_pair().private)
    assert [len(row.split()) for row in recovery.rows(half)] == [4, 4, 4, 4]
    assert " ".join(recovery.rows(half)) == half
    assert [len(check) for check in recovery.checks(half)] == [4, 4, 4, 4]
    assert not set(half) & set("ILO01")


@given(HALVES, PLACES, st.integers(0, 4), st.sampled_from(recovery.LETTERS))
def test_one_wrong_letter_is_found_in_its_group(
    halves: tuple[str, str], group: int, at: int, letter: str
) -> None:
    groups = halves[0].split()
    wrong = groups[group][:at] + letter + groups[group][at + 1 :]
    if wrong == groups[group]:
        return
    groups[group] = wrong
    with pytest.raises(recovery.SlipOfThePen) as slip:
        recovery.typed(" ".join(groups))
    assert slip.value.groups == (group + 1,)


@given(HALVES, PLACES, st.integers(0, 3))
def test_two_letters_swapped_are_found_in_their_group(
    halves: tuple[str, str], group: int, at: int
) -> None:
    groups = halves[0].split()
    was = groups[group]
    groups[group] = was[:at] + was[at + 1] + was[at] + was[at + 2 :]
    if groups[group] == was:
        return
    with pytest.raises(recovery.SlipOfThePen) as slip:
        recovery.typed(" ".join(groups))
    assert slip.value.groups == (group + 1,)


@given(HALVES, PLACES, PLACES)
def test_two_groups_swapped_are_both_found(halves: tuple[str, str], one: int, other: int) -> None:
    groups = halves[0].split()
    if one == other:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(recovery.SlipOfThePen) as slip:
        recovery.typed(" ".join(groups))
    assert {one + 1, other + 1} == set(slip.value.groups)


def test_a_letter_left_out_names_its_group_and_a_group_left_out_the_number_of_letters() -> None:
    half, _ = recovery.split(new_pair().private)
    groups = half.split()
    with pytest.raises(recovery.SlipOfThePen) as slip:
        recovery.typed(" ".join([*groups[:4], groups[4][:-1], *groups[5:]]))
    assert slip.value.groups == (5,)
    with pytest.raises(recovery.SlipOfThePen) as slip:
        recovery.typed(" ".join(groups[1:]))
    assert (slip.value.groups, slip.value.letters) == ((), 75)


@given(st.lists(st.tuples(PLACES, st.text(recovery.LETTERS, min_size=5, max_size=5)), min_size=1))
def test_any_number_of_wrong_groups_never_gives_another_half(
    changes: list[tuple[int, str]],
) -> None:
    half, _ = recovery.split(bytes(range(32)))
    groups = half.split()
    for group, text in changes:
        groups[group] = text
    found = typed_or_slipped(" ".join(groups))
    if isinstance(found, recovery.SlipOfThePen):
        assert set(found.groups) <= {group + 1 for group, _ in changes}
    else:
        assert found == recovery.typed(half)


def typed_or_slipped(text: str) -> recovery.PaperHalf | recovery.SlipOfThePen:
    """Return the half that was typed, or what is wrong with it."""
    try:
        return recovery.typed(text)
    except recovery.SlipOfThePen as slip:
        return slip


@given(st.text(max_size=120))
def test_whatever_is_typed_is_a_half_or_a_slip(text: str) -> None:
    with pytest.raises(recovery.SlipOfThePen):
        recovery.typed(text)


def test_halves_of_two_sets_or_the_same_half_twice_do_not_go_together() -> None:
    pair = new_pair()
    one, other = map(recovery.typed, recovery.split(pair.private))
    _, stranger = map(recovery.typed, recovery.split(pair.private))
    for first, second in ((one, stranger), (one, one), (other, other)):
        with pytest.raises(recovery.DifferentHalves):
            recovery.join(first, second, pair.public)


def test_halves_of_another_clinic_do_not_open_this_one() -> None:
    ours, theirs = new_pair(), new_pair()
    one, other = map(recovery.typed, recovery.split(theirs.private))
    with pytest.raises(recovery.DifferentHalves):
        recovery.join(one, other, ours.public)


def test_neither_half_alone_nor_its_repr_shows_the_key() -> None:
    private = b"\x00" * 32
    one, other = map(recovery.typed, recovery.split(private))
    assert one.part == other.part
    assert one.part.hex() not in repr(one)
    assert one.part != private
