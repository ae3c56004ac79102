"""A talk that is written down after it: the day is asked for, shown, and can be taken back."""

from __future__ import annotations

from datetime import date

from bedside.cli.desk import Desk
from bedside.core.visit import CHECK
from tests.conftest import Clock
from tests.tui.driving import Walk, walking
from tests.tui.talks import fill, to_step


async def asked(walk: Walk, day: str) -> None:
    """Say on the check page which day the talk was."""
    await walk.do("check.afterwards")
    await walk.press("ctrl+u")
    await fill(walk, day)


async def test_the_day_of_the_talk_is_recorded_shown_and_taken_back(
    desk: Desk, clock: Clock
) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        assert "Written down: during the talk" in walk.text
        await asked(walk, "2.3.")
        assert walk.visit.record.afterwards is not None
        assert walk.visit.record.afterwards.day == date(2031, 3, 2) < clock.moment.day()
        assert "Written down: afterwards; the talk was on Sunday 2 Mar" in walk.text
        await walk.do("visit.undo")
        assert "Written down: during the talk" in walk.text
        await walk.do("visit.redo")
        await asked(walk, "")
        assert walk.visit.record.afterwards is None


async def test_a_day_without_a_year_is_the_last_one_of_that_name(desk: Desk, clock: Clock) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        for typed, day in (("4.3.", clock.moment.day()), ("5.3.", date(2030, 3, 5))):
            await asked(walk, typed)
            assert walk.visit.record.afterwards is not None
            assert walk.visit.record.afterwards.day == day


async def test_a_day_to_come_and_no_day_at_all_are_not_taken(desk: Desk, clock: Clock) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await asked(walk, "2031-03-05")
        assert clock.moment.day() == date(2031, 3, 4)
        assert "That day is still to come." in walk.text
        await walk.do("form.cancel")
        await asked(walk, "31.2.")
        assert "That is no day." in walk.text
        await walk.press("backspace")
        assert "That is no day." not in walk.text
        assert walk.visit.record.afterwards is None


async def test_going_back_changes_nothing_and_neither_does_the_same_day_again(
    desk: Desk, clock: Clock
) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        before = walk.visit
        await walk.done("check.afterwards", "form.submit")
        assert walk.visit is before
        await walk.click("Written down")
        await walk.type(clock.moment.day().isoformat())
        await walk.do("form.cancel")
        assert walk.visit is before
