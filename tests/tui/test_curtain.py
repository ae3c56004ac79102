"""The curtain: nothing of a patient is left on screen, and no key does anything but lift it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.core.actions import ACTIONS
from bedside.core.visit import CHECK, State
from tests.conftest import Clock
from tests.people import AVERY, WORDS
from tests.tui.driving import Walk, begun, opened, walking
from tests.tui.talks import KNOWN, PLAN, VIEW, sign, to_step, write

HIDDEN = "bedside is hidden. Press F12 to bring it back. Everything is kept."


def assert_bare(walk: Walk) -> None:
    """Only the curtain's one sentence is on screen, with no colour of what is under it."""
    assert walk.flat == HIDDEN, walk.text
    for secret in (VIEW, KNOWN, PLAN, WORDS, AVERY.name, AVERY.second, "uncertainty"):
        assert secret not in walk.text


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (200, 50)])
async def test_the_curtain_leaves_no_cell_of_the_patient(desk: Desk, size: tuple[int, int]) -> None:
    async with opened(desk, begun(desk), size=size) as walk:
        await walk.type(AVERY.name)
        await walk.do("form.submit")
        await walk.type(AVERY.second)
        await walk.do("form.submit")
        await to_step(walk, CHECK)
        await walk.do("app.curtain")
        assert_bare(walk)
        await walk.do("app.curtain")
        assert "Check before you sign" in walk.text


async def test_behind_the_curtain_no_key_does_anything_but_lift_it(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "detail")
        await walk.do("app.curtain")
        before = walk.visit
        keys = {key for action in ACTIONS.values() for key in action.keys} - {"f12"}
        await walk.press(*sorted(keys), "tab", "ctrl+c", "ctrl+q", "x")
        assert walk.visit is before
        assert_bare(walk)
        await walk.do("app.curtain")
        assert walk.state() is State.OPEN
        assert "Ask: How much they want to hear" in walk.text


async def test_the_curtain_stops_the_clock_and_lifting_it_lets_it_go_on(
    desk: Desk, settings_file: Callable[[str], Path], clock: Clock
) -> None:
    settings_file("curtain_after = 0\n")  # it is drawn by hand
    async with walking(desk) as walk:
        clock.forward(3)
        await walk.do("app.curtain")
        assert walk.state() is State.PAUSED
        clock.forward(45)
        await walk.do("app.curtain")
        clock.forward(2)
        assert walk.state() is State.OPEN
        assert walk.session.minutes() == 5


async def test_a_clock_stopped_before_the_curtain_stays_stopped_after_it(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.done("visit.pause", "app.curtain", "app.curtain")
        assert walk.state() is State.PAUSED
        assert "The clock stands still." in walk.text


async def test_the_curtain_over_half_a_word_keeps_the_word(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await walk.do("walk.words")
        await walk.type("not being th")
        await walk.do("app.curtain")
        assert_bare(walk)
        await walk.type("zzz")
        await walk.do("app.curtain")
        assert "not being th" in walk.text
        await walk.type("ere")
        await walk.do("write.finish")
        answer = walk.visit.answer("their-view")
        assert answer is not None
        assert answer.words == "not being there"


@pytest.mark.parametrize(
    "opens", ["visit.feelings", "visit.patient", "visit.outline", "app.help", "app.palette"]
)
async def test_the_curtain_hides_whatever_is_open_and_brings_it_back(
    desk: Desk, opens: str
) -> None:
    async with walking(desk) as walk:
        await walk.do(opens)
        before = walk.text
        await walk.do("app.curtain")
        assert_bare(walk)
        await walk.do("app.curtain")
        assert walk.text == before


async def test_the_curtain_hides_the_library_and_the_signed_note(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.do("app.curtain")
        assert_bare(walk)
        await walk.do("app.curtain")
        await walk.type("uncert")
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit")
        await to_step(walk, CHECK)
        await sign(walk)
        await walk.do("app.curtain")
        assert_bare(walk)
        await walk.do("app.curtain")
        assert "Signed. This note is frozen." in walk.text


async def test_a_click_lifts_the_curtain(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("app.curtain")
        await walk.point(3, 3)
        assert "1 ( ) Done" in walk.text


@pytest.mark.parametrize("keys", [("f12", "f12", "f12", "f12", "f12"), ("f12", "a", "f12", "f12")])
async def test_the_key_held_down_closes_nothing_under_the_curtain(
    desk: Desk, keys: tuple[str, ...]
) -> None:
    async with opened(desk) as walk:
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit")
        walk.strike(*keys)
        await walk.settle(8)
        if len(keys) % 2 == 0:
            await walk.settle()
        assert walk.app.visit_page is not None
        assert walk.app.is_running


async def test_the_curtain_comes_by_itself_when_nobody_is_there(desk: Desk, clock: Clock) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await write(walk, WORDS)
        await walk.wait(120)
        assert "bedside hid itself. Press any key to bring it back." in walk.flat
        assert WORDS not in walk.text
        assert walk.state() is State.PAUSED
        walk.strike("1", "space")  # whoever comes back may press more than one key
        await walk.settle(6)
        assert WORDS in walk.text
        assert walk.state() is State.OPEN
        assert walk.app.visit_page is not None


async def test_the_curtain_comes_without_being_told_to_look(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    settings_file("curtain_after = 1\n")
    async with opened(desk, begun(desk)) as walk:
        await walk.see("bedside hid itself.")


async def test_keys_keep_the_curtain_away(desk: Desk, clock: Clock) -> None:
    async with walking(desk) as walk:
        for _ in range(5):
            await walk.wait(100)
            await walk.do("walk.down")
        assert "1 ( ) Done" in walk.text


async def test_writing_and_filling_forms_keep_the_curtain_away(desk: Desk, clock: Clock) -> None:
    """Letters go to the field and not to the page; somebody is there all the same."""
    async with walking(desk) as walk:
        for opens in ("visit.note", "visit.patient"):
            await walk.do(opens)
            for letter in "hello":
                await walk.wait(100)
                await walk.type(letter)
            assert "hello" in walk.text
            await walk.press("escape")


async def test_the_curtain_never_comes_by_itself_where_it_is_switched_off(
    desk: Desk, settings_file: Callable[[str], Path], clock: Clock
) -> None:
    settings_file("curtain_after = 0\n")
    async with walking(desk) as walk:
        await walk.wait(24 * 60 * 60)
        assert "1 ( ) Done" in walk.text


async def test_a_machine_that_slept_is_hidden_by_its_boot_clock_or_its_wall_clock(
    desk: Desk, clock: Clock
) -> None:
    """Some clocks stand still in sleep, others are set back: what counts more is believed."""
    asleep = 8 * 60 * 60
    for awake in ({"utc": asleep * 1000}, {"ns": asleep * 10**9}):
        async with walking(desk) as walk:
            await to_step(walk, "detail")
            clock.by(**awake)
            await walk.wait(0)
            assert "bedside hid itself." in walk.flat


async def test_a_clock_that_is_set_back_hides_nothing(desk: Desk, clock: Clock) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "detail")
        clock.by(utc=-3_600_000, ns=1_000_000_000)
        await walk.wait(0)
        assert "Ask: How much they want to hear" in walk.text


async def test_a_silent_talk_loses_neither_step_nor_word(desk: Desk, clock: Clock) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await walk.do("walk.words")
        await walk.type("half a w")
        await walk.wait(120)
        assert "bedside hid itself." in walk.flat
        await walk.press("x")
        assert "half a w" in walk.text
        await walk.type("ord")
        await walk.do("write.finish")
        answer = walk.visit.answer("their-view")
        assert answer is not None
        assert answer.words == "half a word"


async def test_a_curtain_that_came_due_in_a_small_window_stays_when_it_grows(
    desk: Desk, clock: Clock
) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await write(walk, WORDS)
        await walk.resize(30, 8)
        await walk.wait(120)
        await walk.resize(80, 24)
        assert "bedside hid itself." in walk.flat
        assert WORDS not in walk.text
        await walk.press("x")
        assert WORDS in walk.text
