"""At a step: choosing, skipping, another tone, words, a number, people, points, and changing it."""

from __future__ import annotations

from bedside.cli.desk import Desk
from bedside.core.checklist import Phrase
from bedside.core.gaps import lack
from bedside.core.visit import CHECK
from tests.people import WORDS
from tests.tui.driving import Walk, walking
from tests.tui.talks import PLAN, talk_to, title, to_step, write


async def test_a_skipped_step_is_named_in_the_note_with_its_reason(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, "worst")
        await walk.do("walk.skip")
        assert "Why not?" in walk.text
        assert "1 ( ) The patient prefers not" in walk.text
        await walk.choose(1)
        assert "Why not: The patient prefers not" in walk.flat
        await walk.do("visit.check")
        assert "Preferred not to say what worries them most." in walk.note


async def test_a_step_can_be_skipped_for_a_reason_in_words(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "known")
        await walk.do("walk.skip")
        await walk.click("Another reason, in words")
        await walk.type("the results came while we spoke")
        await walk.do("write.finish")
        assert "Why not: the results came while we spoke" in walk.flat
        assert "the results came while we spoke" in walk.note


async def test_the_reasons_close_again_without_a_trace(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "known")
        before = walk.visit
        await walk.done("walk.skip", "walk.back")
        assert walk.visit is before
        assert "Why not?" not in walk.text


async def test_another_tone_shows_other_words_and_comes_round_again(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "not-known")
        said: list[Phrase] = []
        for _ in range(4):
            said.append(walk.visit.plan.steps["not-known"].say[len(said) % 3])
            assert said[-1].text in walk.flat
            assert f"({(len(said) - 1) % 3 + 1} of 3), {said[-1].tone}" in walk.flat
            await walk.do("walk.another")
        assert walk.visit.answer("not-known") is None


async def test_a_step_with_one_way_to_say_it_says_so(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("walk.another")
        assert "There is no other way to say it here." in walk.text


async def test_an_answer_is_changed_from_the_check_page(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, CHECK)
        await walk.until(lambda: "[x] How much they want to hear: All of it" in walk.text)
        while "> [x] How much" not in walk.text:
            await walk.do("check.down")
        await walk.do("check.change")
        assert walk.visit.step == "detail"
        await walk.choose(2)
        await walk.do("visit.check")
        assert "[x] How much they want to hear: The short version" in walk.text
        assert "Wanted the short version." in walk.note


async def test_an_answer_that_no_longer_applies_is_shown_and_stays_out_of_the_note(
    desk: Desk,
) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, CHECK)
        await walk.click("[x] How much they want")
        await walk.choose(3)
        await walk.do("visit.check")
        assert "no longer applies: What worries them most" in walk.flat
        assert WORDS not in walk.note


async def test_a_number_is_typed_digit_by_digit(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "weight")
        await walk.choose(1)
        assert "(x) 1" in walk.text
        await walk.do("walk.not-asked")
        assert "(x) 10 As heavy as it gets" in walk.text
        await walk.choose(4)
        assert "(x) 4" in walk.text
        assert walk.text.count("(x)") == 1


async def test_any_number_of_answers_is_turned_on_and_off(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "easier")
        await walk.choose(1)
        await walk.choose(3)
        assert walk.text.count("[x]") == 2
        await walk.choose(1)
        assert "1 [ ] A call as soon as there is news" in walk.text
        assert "3 [x] Someone to stay with them" in walk.text


async def test_something_else_is_written_in_their_words(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "easier")
        await walk.choose(5)
        await walk.type("music, loud")
        await walk.do("write.finish")
        assert "5 [x] Something else, in their words" in walk.text
        assert "music, loud" in walk.text
        assert "music, loud" in walk.note


async def test_each_point_of_what_is_said_back_can_be_changed(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "said-back")
        assert "What is not known yet: how did it go?" in walk.text
        await walk.choose(1)
        assert "The plan for now: how did it go?" in walk.text
        await walk.choose(3)
        await walk.choose(1)
        assert "[x] The plan for now: Not yet" in walk.text
        await walk.click("[x] The plan for now")
        assert "The plan for now: how did it go?" in walk.text
        await walk.choose(2)
        assert "[x] The plan for now: Said back after another try" in walk.text


async def test_a_day_of_its_own_is_typed(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "talk-again")
        await walk.choose(6)
        await walk.type("2031-04-01")
        await walk.do("write.finish")
        assert "(x) Another day, Tuesday 1 Apr" in walk.text


async def test_a_day_that_is_none_says_how_to_write_one(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "talk-again")
        await walk.choose(6)
        await walk.type("soonish")
        await walk.do("write.finish")
        assert "year-month-day" in walk.bar
        assert walk.visit.answer("talk-again") is None


async def test_who_is_here_is_asked_from_anywhere_and_leads_back(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, "known")
        await walk.do("visit.who")
        assert "Who takes part besides the patient" in walk.text
        await write(walk, "R.T., daughter")
        assert "Here: R.T. (daughter)" in walk.text
        await walk.done("walk.next", "walk.next")
        assert walk.visit.step == "known"
        assert "R.T." in walk.note


async def test_feelings_are_one_key_away_and_lead_back_to_the_step(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, "known")
        await walk.do("visit.feelings")
        bank = [step for step in walk.visit.checklist.extras if step.id.startswith("feelings/")]
        number = 1 + [step.id for step in bank].index("feelings/support")
        assert f"1 [ ] {bank[0].title}" in walk.text
        assert bank[number - 1].say[0].text in walk.flat
        await walk.row(number)
        assert walk.visit.step == "known"
        assert walk.visit.answer("feelings/support") is not None
        await walk.do("visit.feelings")
        assert f"{number} [x] {title('feelings/support')}" in walk.text
        await walk.do("sheet.close")
        assert walk.visit.step == "known"


async def test_looking_at_feelings_records_nothing(desk: Desk) -> None:
    async with walking(desk) as walk:
        before = walk.visit
        await walk.done("visit.feelings", "sheet.close")
        assert walk.visit is before


async def test_a_private_note_is_kept_and_never_leaves(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, "known")
        await walk.do("visit.note")
        assert "Private note to self; it never leaves" in walk.text
        await walk.type("ask about the dog")
        await walk.do("write.finish")
        assert walk.visit.step == "known"
        await walk.do("visit.check")
        assert "private, never leaves: ask about the dog" in walk.flat
        assert "dog" not in walk.note


async def test_undo_and_redo_walk_through_every_change(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.choose(1)
        await walk.choose(2)
        await walk.do("visit.undo")
        assert "1 (x) Done" in walk.text
        await walk.do("visit.undo")
        assert "(x)" not in walk.text
        await walk.done("visit.redo", "visit.redo")
        assert "2 (x) Partly" in walk.text
        await walk.do("visit.redo")
        assert "There is nothing to redo." in walk.text


async def test_undo_with_nothing_to_undo_says_so(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("visit.undo")
        assert "There is nothing to undo." in walk.text


async def test_undo_takes_back_words_written_elsewhere_and_says_nothing_is_lost(
    desk: Desk,
) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "meanwhile")
        await write(walk, PLAN)
        await walk.done("walk.next", "visit.undo")
        assert walk.visit.answer("meanwhile") is None
        await walk.do("visit.redo")
        answer = walk.visit.answer("meanwhile")
        assert answer is not None
        assert answer.words == PLAN


async def test_why_shows_the_aim_tips_and_what_to_say_instead(desk: Desk) -> None:
    async with walking(desk, size=(80, 40)) as walk:
        await to_step(walk, "not-known")
        step = walk.visit.plan.steps["not-known"]
        await walk.do("walk.why")
        for text in (step.aim, step.why, *step.tips, *step.instead.values()):
            assert text in walk.flat
        await walk.do("sheet.close")
        assert walk.visit.step == "not-known"


async def test_the_outline_jumps_to_any_step(desk: Desk) -> None:
    async with walking(desk, size=(80, 40)) as walk:
        await walk.do("visit.outline")
        assert "> " in walk.text
        await walk.do("sheet.down")
        await walk.do("sheet.choose")
        assert walk.visit.step == "good-time"


async def test_the_outline_of_the_check_page_begins_at_what_is_open(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.choose(1)
        first = gaps_in_order(walk)[0]
        await walk.done("visit.check", "visit.outline")
        assert any(line.strip().startswith("> ") for line in walk.lines)
        await walk.do("sheet.choose")
        assert walk.visit.step == first


async def test_a_part_that_asks_nothing_is_never_marked_as_done(desk: Desk) -> None:
    async with walking(desk, "hard-news", (200, 40)) as walk:
        talk_to(walk.session, CHECK)
        walk.page.paint()
        (after,) = (one for one in walk.visit.plan.sections if one.id == "after")
        assert not set(walk.visit.plan.members["after"]) <= walk.visit.hidden
        assert f"  {after.title}  " in walk.lines[1]


def gaps_in_order(walk: Walk) -> list[str]:
    """Return the steps that are open, as they come in the talk."""
    return [step for step in walk.visit.visible() if lack(walk.visit, step)]


async def test_the_cursor_chooses_like_a_digit(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.done("walk.down", "walk.down")
        assert "> 2 ( ) Partly" in walk.text
        await walk.do("walk.done")
        assert "2 (x) Partly" in walk.text


async def test_space_says_done_where_there_is_something_to_do(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("walk.done")
        assert "1 (x) Done" in walk.text


async def test_words_taken_out_again_leave_no_answer(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await write(walk, "ab")
        await walk.do("walk.words")
        await walk.press("backspace", "backspace")
        await walk.do("write.finish")
        assert walk.visit.answer("their-view") is None
        assert "t types: Their words" in walk.text


async def test_the_step_stands_as_before_once_writing_is_finished(desk: Desk) -> None:
    """The field takes lines away from the step; they come back with it gone."""
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        assert "Done when:" in walk.text
        await walk.do("walk.words")
        assert "Done when:" not in walk.text
        await walk.type("ab")
        await walk.do("write.finish")
        assert "Done when:" in walk.text
