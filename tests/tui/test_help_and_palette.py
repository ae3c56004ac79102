"""Help where one is, and every action by its name."""

from __future__ import annotations

import pytest

from bedside.cli.desk import Desk
from bedside.core.actions import actions_of
from bedside.core.visit import CHECK, State
from tests.tui.driving import Walk, opened, walking
from tests.tui.talks import sign, to_step


@pytest.mark.parametrize("where", ["walk", "check"])
async def test_help_lists_every_key_that_works_here(desk: Desk, where: str) -> None:
    async with walking(desk, size=(100, 60)) as walk:
        if where == "check":
            await walk.do("visit.check")
        await walk.do("app.help")
        assert walk.lines[0].strip() == "Help"
        for action in actions_of(where):
            assert f"{action.title}: {action.help}" in walk.flat
        await walk.do("sheet.close")
        assert not walk.app.screen.is_modal


async def test_help_works_while_writing_and_the_words_are_still_there(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await walk.do("walk.words")
        await walk.type("half a sen")
        await walk.do("app.help")
        assert "Finish writing" in walk.flat
        await walk.do("sheet.close")
        await walk.type("tence")
        await walk.do("write.finish")
        answer = walk.visit.answer("their-view")
        assert answer is not None
        assert answer.words == "half a sentence"


async def test_help_longer_than_the_window_scrolls_and_says_so(desk: Desk) -> None:
    async with walking(desk, size=(40, 10)) as walk:
        await walk.do("app.help")
        assert "▼" in walk.text
        last = actions_of("walk")[-1]
        for _ in range(200):
            await walk.do("sheet.down")
            if last.help.split()[-1] in walk.text:
                break
        assert last.help.split()[-1] in walk.text
        assert "▲" in walk.text


async def test_a_question_mark_tells_why_and_closes_again(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("walk.why")
        assert "Two stories on one ward are harder to bear" in walk.flat
        await walk.do("sheet.close")
        assert "1 ( ) Done" in walk.text


async def run(walk: Walk, *letters: str) -> None:
    """Find an action by its name and run it."""
    await walk.do("app.palette")
    await walk.type("".join(letters))
    await walk.do("find.open")


async def test_an_action_is_found_by_its_name_and_run(desk: Desk) -> None:
    async with walking(desk) as walk:
        await run(walk, "check")
        assert walk.visit.step == CHECK
        await run(walk, "stop for today")
        assert "Stop for today. Why?" in walk.text
        await walk.row(2)
        assert walk.state() is State.STOPPED


async def test_an_action_of_that_name_comes_before_those_that_only_speak_of_it(
    desk: Desk,
) -> None:
    """Enter after "patient" must not record that the patient declined."""
    async with walking(desk) as walk:
        await run(walk, "patient")
        assert walk.visit.answer("one-story") is None
        assert "Who is this visit with?" in walk.text


async def test_the_palette_offers_only_what_is_possible(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("app.palette")
        await walk.type("undo")
        assert "Take the latest change back" not in walk.text
        await walk.done("find.close", "find.close")
        await walk.choose(1)
        await walk.do("app.palette")
        await walk.type("undo")
        assert "Take the latest change back" in walk.text


async def test_the_palette_closes_without_doing_anything(desk: Desk) -> None:
    async with walking(desk) as walk:
        before = walk.visit
        await walk.done("app.palette", "find.down", "find.close")
        assert walk.visit is before
        assert "1 ( ) Done" in walk.text


async def test_the_palette_opens_in_the_library_too(desk: Desk) -> None:
    async with opened(desk) as walk:
        await run(walk, "visits")
        assert "There is no visit yet." in walk.text


async def test_the_palette_of_a_signed_note_offers_no_change(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await sign(walk)
        await walk.do("app.palette")
        for gone in ("Skip", "Undo", "Feelings", "Patient"):
            assert gone not in walk.text
        await walk.type("copy")
        await walk.do("find.open")
        assert len(walk.visit.receipts) == 1


async def test_the_key_for_help_closes_help_again(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.done("app.help", "app.help")
        assert "1 ( ) Done" in walk.text
