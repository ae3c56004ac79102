"""What the screen does so that a tired person is never left guessing."""

from __future__ import annotations

from datetime import date

from bedside.cli.desk import Desk
from bedside.core.visit import CHECK, State
from bedside.tui.screens.sheets import choices
from tests.people import WORDS
from tests.tui.driving import begun, opened, walking
from tests.tui.talks import to_step, write
from tests.worlds import TODAY


async def test_a_support_that_was_chosen_says_how_to_take_it_back(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("visit.feelings")
        await walk.row(1)
        assert walk.bar.strip() == "Recorded: Name it, softly. u takes it back."
        await walk.do("visit.undo")
        assert walk.visit.answer("feelings/name-it") is None


async def test_what_was_chosen_comes_into_sight_in_a_small_window(desk: Desk) -> None:
    async with walking(desk, size=(40, 12)) as walk:
        await to_step(walk, "easier")
        assert "5 [ ]" not in walk.text
        await walk.choose(4)
        assert "4 [x] Chaplain" in walk.text
        await write(walk, WORDS)
        assert "dog" in walk.text


async def test_a_window_that_grows_shows_the_step_and_nothing_of_the_one_before(
    desk: Desk,
) -> None:
    async with walking(desk, size=(40, 12)) as walk:
        await to_step(walk, "their-view")
        await write(walk, WORDS)
        await walk.wheel(9)
        await walk.resize(80, 24)
        await walk.do("walk.next")
        assert "Ask: How much they want to hear" in walk.text
        assert "dog" not in walk.text
        assert walk.text.count("8 ( )") == 1


async def test_the_key_for_words_types_a_day_where_a_day_is_agreed(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "talk-again")
        await walk.do("walk.words")
        assert "Day, as year-month-day" in walk.text
        await walk.type("31.2.")
        await walk.do("write.finish")
        assert "That is no day." in walk.bar
        assert "31.2." in walk.text, "what was typed stays, to be mended"
        await walk.press(*["backspace"] * 5)
        await walk.type("2031-03-09")
        await walk.do("write.finish")
        answer = walk.visit.answer("talk-again")
        assert answer is not None
        assert answer.day == date(2031, 3, 9) > TODAY


async def test_a_sensitive_step_asks_before_anything_is_typed(desk: Desk) -> None:
    async with opened(desk, begun(desk, "inviting-questions")) as walk:
        await walk.press("enter", "enter", "1", "enter")
        await walk.press("enter", "1", "enter")
        assert "Ask before you write this down" in walk.text


async def test_help_says_how_the_step_in_hand_is_answered(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "said-back")
        await walk.do("app.help")
        assert "The patient says each point back." in walk.flat


async def test_after_a_change_the_check_page_is_the_first_key_on_offer(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await walk.done(*["check.down"] * 3, "check.change")
        assert walk.visit.step != CHECK
        assert walk.bar.split("  ")[1] == "c Check"


async def test_a_visit_that_was_stopped_says_so_on_the_check_page(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("visit.stop")
        await walk.row(2)
        assert walk.visit.state is State.STOPPED
        assert "The talk was stopped for today; e takes it up again." in walk.flat
        assert "Stopped for today: It was enough for today." in walk.flat


async def test_a_signed_note_can_be_opened_again_to_be_copied(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await walk.done("check.sign")
        await walk.type("J. Doe")
        await walk.press("enter", "enter", "enter")
        assert walk.visit.state is State.SIGNED
        id_ = walk.visit.id
    async with opened(desk) as walk:
        await walk.do("library.visits")
        assert "signed" in walk.text
        await walk.do("sheet.choose")
        await walk.see("Signed. This note is frozen.")
        assert walk.visit.id == id_


async def test_what_is_said_to_a_page_that_is_not_drawn_yet_stands_there_once_it_is(
    desk: Desk,
) -> None:
    async with opened(desk) as walk:
        page = choices("Which of them?", {"one": "The first"})

        def both() -> None:
            walk.app.push_screen(page)
            page.say("It has come.")

        walk.app.call_later(both)
        await walk.see("Which of them?")
        await walk.see("It has come.")
