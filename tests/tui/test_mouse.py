"""A whole talk by mouse alone, words aside, from the library to a saved note and out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.events import MouseDown, MouseUp

from bedside.cli.desk import Desk
from bedside.core.visit import CHECK, State
from tests.people import CLINICIAN
from tests.tui.driving import opened, walking
from tests.tui.talks import to_step


async def test_a_whole_talk_is_walked_and_signed_by_mouse_alone(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    """Questions for words are answered as not asked, as a hand on the mouse can."""
    name, role = CLINICIAN
    settings_file(f'clinician.name = "{name}"\nclinician.role = "{role}"\npatient = "off"\n')
    async with opened(desk) as walk:
        await walk.click("Acknowledging uncertainty")
        while walk.visit.step != CHECK:
            before = walk.visit.step
            while "1 ( )" in walk.text or "1 [ ]" in walk.text:
                await walk.click("1 (" if "1 (" in walk.text else "1 [")
            if "( ) 0 Light" in walk.text:
                await walk.click("( ) 6")
            elif walk.visit.answer(before) is None and "Not asked" in walk.text:
                await walk.click("Not asked")
            if "Why not?" in walk.text:
                await walk.click("No time")
            await walk.click("Enter Next")
            assert walk.visit.step != before
        await walk.click("b Read back")
        await walk.click("1 ( )")
        await walk.click("Enter Next")
        await walk.click("g Sign")
        for _ in range(3):
            await walk.click("Enter Next field")
        assert walk.state() is State.SIGNED
        await walk.click("s Save")
        assert len(walk.visit.receipts) == 1
        await walk.click(" Saved as", nth=2)
        await walk.click("q Finish")
        await walk.see("Which conversation?")
        assert walk.pressed == []


async def test_a_phase_in_the_head_is_a_way_to_it(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "detail")
        await walk.click("x Before")
        assert walk.visit.step == "one-story"
        await walk.click("Open")
        assert walk.visit.step == "good-time"
        await walk.click("Check")
        assert walk.visit.step == CHECK


async def test_a_click_on_blank_space_does_nothing(desk: Desk) -> None:
    async with walking(desk) as walk:
        before = walk.visit
        await walk.point(70, 20)
        assert walk.visit is before


async def test_the_wheel_scrolls_what_is_longer_than_the_window(desk: Desk) -> None:
    async with walking(desk, size=(60, 12)) as walk:
        await walk.do("app.help")
        top = walk.lines[0]
        await walk.wheel(3)
        assert walk.lines[0] != top
        assert "▲" in walk.text
        await walk.wheel(-9)
        assert walk.lines[0] == top


async def test_a_double_click_on_a_sheet_chooses_once_and_closes_once(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit", "visit.feelings")
        for kind in (MouseDown, MouseUp, MouseDown, MouseUp):
            walk.mouse(kind, 10, 3)
        await walk.settle(6)
        assert walk.app.screen is walk.page
        given = [step for step in walk.visit.record.entries if step.startswith("feelings/")]
        assert len(given) == 1
