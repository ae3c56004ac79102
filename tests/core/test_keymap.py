"""The keymap: a clinician's own keys are checked before anything starts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.actions import ACTIONS, SCREENS, actions_of
from bedside.core.keymap import default_keys, is_key, with_own


def test_the_shipped_keys_clash_nowhere() -> None:
    """On no screen do two actions share a key."""
    assert with_own({}) == (default_keys(), [])


def test_a_key_of_ones_own_takes_the_place_of_the_shipped_ones() -> None:
    """Only that action changes."""
    keys, found = with_own({"walk.next": ("n", "j"), "visit.note": ("m",)})
    assert found == []
    assert keys["walk.next"] == ("n", "j")
    assert keys["walk.back"] == ACTIONS["walk.back"].keys


@pytest.mark.parametrize(
    ("own", "code", "says"),
    [
        ({"walk.bak": ("x",)}, "K201", "walk.back"),
        ({"app.curtain": ()}, "K202", "at least one"),
        ({"walk.choose": ("1", "2")}, "K203", "7 keys"),
        ({"walk.skip": ("ctrl+shft+x",)}, "K204", "ctrl+x"),
        ({"walk.skip": ("entr",)}, "K204", "enter"),
        ({"walk.skip": ("ctrl+h",)}, "K205", "another key"),
        ({"app.help": ("h",)}, "K206", "function key"),
        ({"visit.pause": ("c",)}, "K207", "visit.check"),
    ],
)
def test_a_key_that_cannot_work_is_a_finding(
    own: dict[str, tuple[str, ...]], code: str, says: str
) -> None:
    """Each says what is wrong and a way out, beside the action it is about."""
    _, found = with_own(own)
    (about, finding), *_ = found
    assert finding.code == code
    assert says in f"{finding.message} {finding.help}"
    assert about == next(iter(own))


@given(st.text(max_size=12))
def test_any_text_is_either_a_key_or_not(name: str) -> None:
    """No name makes the check fail."""
    assert is_key(name) in (True, False)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_can_be_left_and_explained(screen: str) -> None:
    """Help and the curtain work everywhere."""
    ids = {action.id for action in actions_of(screen)}
    assert {"app.help", "app.curtain"} <= ids
