"""The window: too small, resized in the middle of things, and grown until more fits beside."""

from __future__ import annotations

from random import Random

import pytest

from bedside.cli.desk import Desk
from bedside.core.visit import CHECK
from tests.people import AVERY, WORDS
from tests.tui.driving import begun, left, opened, walking
from tests.tui.talks import sign, to_step, write

TOO_SMALL = "This window is too small. Make it at least 40 by 10. Everything is kept."


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (12, 4), (1, 1)])
async def test_a_window_too_small_says_so_and_nothing_is_lost(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await write(walk, WORDS)
        await walk.until(lambda: "saved" in walk.lines[0])
        before, shown = walk.visit, walk.text
        await walk.resize(*size)
        if size[0] * size[1] > 200:
            assert walk.flat == TOO_SMALL
        assert WORDS not in walk.text
        await walk.press("enter", "1", "q", "f12", "escape")
        assert walk.visit is before
        await walk.resize(80, 24)
        assert walk.text == shown


async def test_half_a_word_survives_a_window_that_is_too_small(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await walk.do("walk.words")
        await walk.type("half a w")
        await walk.resize(30, 8)
        await walk.type("zzz")
        await walk.resize(60, 20)
        await walk.type("ord")
        await walk.do("write.finish")
        answer = walk.visit.answer("their-view")
        assert answer is not None
        assert answer.words == "half a word"


async def test_a_window_that_is_small_from_the_start_grows_into_the_program(desk: Desk) -> None:
    async with opened(desk, size=(30, 8)) as walk:
        assert walk.flat == TOO_SMALL
        await walk.resize(80, 24)
        assert "Which conversation?" in walk.text


async def test_a_question_asked_at_the_start_waits_behind_the_notice(desk: Desk) -> None:
    """Whose visit it is has to be asked before any content, however small the window begins."""
    left(desk)
    async with opened(desk, desk.visit("last"), size=(30, 8)) as walk:
        assert walk.flat == TOO_SMALL
        await walk.resize(80, 24)
        assert "Is this the visit you mean?" in walk.text
        await walk.do("sheet.choose")
        assert walk.visit.step == "one-story"


async def test_a_new_visit_in_a_small_window_still_asks_who_it_is_with(desk: Desk) -> None:
    async with opened(desk, begun(desk), size=(30, 8)) as walk:
        assert walk.flat == TOO_SMALL
        await walk.resize(80, 24)
        assert "Who is this visit with?" in walk.text


async def test_the_curtain_is_still_drawn_after_the_window_was_too_small(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("app.curtain")
        await walk.resize(20, 5)
        await walk.resize(80, 24)
        assert "bedside is hidden." in walk.flat
        await walk.do("app.curtain")
        assert "1 ( ) Done" in walk.text


async def test_the_smallest_window_still_shows_every_answer_by_scrolling(desk: Desk) -> None:
    async with walking(desk, size=(40, 10)) as walk:
        await to_step(walk, "weight")
        seen: set[str] = set()
        for _ in range(30):
            seen.update(line for line in walk.lines if "( )" in line)
            await walk.do("walk.down")
        for number in range(11):
            assert any(f"( ) {number}" in line for line in seen), number


async def test_a_wide_window_shows_the_outline_and_a_vast_one_the_note_as_well(
    desk: Desk,
) -> None:
    async with walking(desk, size=(200, 50)) as walk:
        await to_step(walk, "worst")
        assert "[x] How they see things" in walk.text
        assert "CONVERSATION: ACKNOWLEDGING UNCERTAINTY" in walk.text
        await walk.resize(120, 40)
        assert "[x] How they see things" in walk.text
        assert "CONVERSATION:" not in walk.text
        await walk.resize(80, 24)
        assert "[x] How they see things" not in walk.text
        await walk.resize(200, 50)
        assert "CONVERSATION: ACKNOWLEDGING UNCERTAINTY" in walk.text
        await write(walk, WORDS)
        assert walk.text.count(WORDS.split(maxsplit=3)[0]) >= 2  # the step and the live note


@pytest.mark.parametrize("size", [(40, 10), (40, 12), (60, 14)])
async def test_the_field_in_hand_its_label_and_what_is_wrong_are_always_in_sight(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with opened(desk, begun(desk), size) as walk:
        await walk.type(AVERY.name)
        await walk.do("form.submit")
        await walk.type(AVERY.second)
        assert AVERY.second in walk.text
        await walk.do("form.submit")
        await to_step(walk, CHECK)
        await walk.do("check.sign")
        for label, value in (
            ("> Your name", "J. Doe"),
            ("> Your role", "nurse"),
            ("> Minutes of the talk", ""),
            ("> Once more, whose note is this?", "somebody else"),
            ("> The second identifier, if you", "wrong"),
        ):
            assert label in walk.text
            await walk.type(value)
            assert value in walk.text
            assert walk.bar.endswith("F1 Help")
            await walk.do("form.submit")
        assert "That is not the patient" in walk.flat
        assert "> Once more, whose note is this?" in walk.text


async def test_resizing_at_random_never_stops_the_program(desk: Desk) -> None:
    chance = Random(5)
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        for _ in range(40):
            await walk.resize(chance.randrange(1, 220), chance.randrange(1, 60))
            await walk.press(chance.choice(("up", "down", "left", "o", "escape", "f12", "f12")))
            assert walk.app.fault is None
        await walk.resize(80, 24)
        assert walk.app.visit_page is not None


@pytest.mark.parametrize("width", [40, 41, 57, 80, 109, 110, 189, 190, 233])
async def test_no_line_is_wider_than_the_window(desk: Desk, width: int) -> None:
    async with walking(desk, size=(width, 24)) as walk:
        for step in ("good-time", "weight", "said-back", CHECK):
            await to_step(walk, step)
            assert all(len(line) <= width for line in walk.lines)
            assert len(walk.lines) == 24
        await sign(walk)
        assert all(len(line) <= width for line in walk.lines)
