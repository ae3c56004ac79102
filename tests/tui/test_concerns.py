"""What the checks before signing find: shown with its place, settled by key or by mouse."""

from __future__ import annotations

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.concerns import Check, Concern
from bedside.core.visit import CHECK, State, Visit
from bedside.note.checks import checks
from bedside.session import Session
from bedside.words.notes import KEEPS
from tests.people import WORDS
from tests.tui.driving import Walk, opened, walking
from tests.tui.talks import JUDGED, leave_doubts, read_back, sign, talk_to, to_step

WHYS = list(KEEPS.values())
AS_IT_IS, BETTER = "Known: she refused the second scan.", "Known: she declined the second scan."
LOOKED_AT = "can be heard as a judgement"
WHOLE = Concern(check=Check.GRADE, reader="patient", about="9")


def still(walk: Walk) -> int:
    """Return how many concerns are open."""
    return sum(1 for one in walk.session.concerns() if not one.settled)


async def doubtful(walk: Walk) -> None:
    """Stand on the check page with concerns that are real."""
    await to_step(walk, CHECK)
    leave_doubts(walk.session)
    walk.page.paint()
    await walk.settle()


async def judging(walk: Walk) -> None:
    """Stand on the check page with nothing but a sentence that judges, in two of the texts."""
    talk_to(walk.session, CHECK)
    walk.session.do(m.Write("known", JUDGED))
    read_back(walk.session)
    walk.page.paint()
    await walk.settle()
    assert {one.check for one in walk.session.concerns()} == {Check.JUDGING}


async def test_a_concern_is_shown_with_its_sentence_and_the_wording_offered(desk: Desk) -> None:
    async with walking(desk) as walk:
        await judging(walk)
        assert f"“refused” {LOOKED_AT}" in walk.flat
        assert f"note: {AS_IT_IS}" in walk.flat
        assert f"t take: {BETTER}" in walk.flat
        assert "patient page: " in walk.text, "it says whose text a concern is about"
        assert BETTER not in walk.note


async def test_the_better_wording_is_taken_and_taken_back(desk: Desk) -> None:
    async with walking(desk) as walk:
        await judging(walk)
        count = still(walk)
        await walk.do("check.take")
        assert "t takes the wording offered here." in walk.flat
        assert AS_IT_IS in walk.note
        await walk.do("check.take")
        assert BETTER in walk.note
        assert AS_IT_IS not in walk.note
        assert still(walk) == count - 1
        await walk.do("visit.undo")
        assert AS_IT_IS in walk.note
        assert still(walk) == count
        await walk.do("visit.redo")
        assert BETTER in walk.note


async def test_signing_points_at_what_is_still_to_be_looked_at(desk: Desk) -> None:
    async with walking(desk) as walk:
        await judging(walk)
        assert "g Sign" not in walk.bar
        await walk.do("check.sign")
        assert f"Still to look at: {still(walk)}." in walk.flat
        assert ">  ! " in walk.text
        while still(walk):
            await walk.do("check.take")
        await walk.do("check.sign")
        assert "Sign: the note is then frozen" in walk.text


async def test_a_concern_is_kept_for_a_reason_and_shown_quietly(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await doubtful(walk)
        before = still(walk)
        await walk.done("check.sign", "check.keep")
        assert "Why does this stay as it is?" in walk.text
        await walk.row(1)
        assert still(walk) == before - 1
        assert f"kept: {WHYS[0]}; never leaves" in walk.flat
        assert WHYS[0] not in walk.note
        await walk.do("visit.undo")
        assert still(walk) == before


async def test_after_one_is_kept_the_cursor_is_on_the_next(desk: Desk) -> None:
    async with walking(desk) as walk:
        await doubtful(walk)
        await walk.do("check.sign")
        while still(walk):
            at = walk.board().cursor
            await walk.do("check.keep")
            await walk.row(2)
            assert walk.board().cursor != at
        await walk.do("check.sign")
        assert "Sign: the note is then frozen" in walk.text


async def test_settling_goes_on_from_where_one_is_and_comes_round_to_what_was_left(
    desk: Desk,
) -> None:
    async with walking(desk) as walk:
        await doubtful(walk)
        first, *others = [one for one in walk.session.concerns() if not one.settled]
        await walk.done("check.sign", "check.down")
        for _ in others:
            await walk.do("check.keep")
            await walk.row(1)
        assert walk.board().cursor == f"concern:{first.name}"


async def test_one_reason_keeps_all_that_are_open(desk: Desk) -> None:
    async with walking(desk) as walk:
        await doubtful(walk)
        count = still(walk)
        await walk.do("check.keep")
        assert f"Why do all {count} stay as they are?" in walk.text
        await walk.row(2)
        assert still(walk) == 0
        assert f"All {count} stay as they are." in walk.bar
        assert {one.text for one in walk.visit.record.overruled.values()} == {WHYS[1]}


@pytest.mark.parametrize("many", [True, False], ids=["all", "one"])
async def test_a_reason_in_words_is_kept_letter_by_letter(desk: Desk, many: bool) -> None:
    async with walking(desk) as walk:
        await doubtful(walk)
        count = still(walk)
        await walk.done(*([] if many else ["check.sign"]), "check.keep")
        await walk.row(len(KEEPS))
        await walk.type(WORDS[:9])
        assert walk.session.settle(5)
        again = desk.resume(walk.visit.id, take_over=True)
        assert isinstance(again, Session)
    async with opened(desk, again) as walk:
        assert WORDS[:9] in walk.text
        await walk.type(WORDS[9:])
        await walk.do("write.finish")
        assert still(walk) == (0 if many else count - 1)
        assert {one.text for one in walk.visit.record.overruled.values()} == {WORDS}


async def test_enter_goes_to_the_step_a_concern_is_about(desk: Desk) -> None:
    async with walking(desk) as walk:
        await doubtful(walk)
        await walk.done("check.sign", "check.change")
        assert walk.visit.step == "about/interpreter"


async def test_enter_goes_to_the_step_behind_the_sentence(desk: Desk) -> None:
    async with walking(desk) as walk:
        await judging(walk)
        await walk.done("check.sign", "check.change")
        assert walk.visit.step == "known"


async def test_what_is_about_a_whole_text_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "concerns", lambda *_: (WHOLE,))
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await walk.click("The patient page reads at school grade 9")
        assert walk.visit.step == CHECK
        assert "This is about the whole text and not one step; k keeps it" in walk.flat


async def test_where_no_wording_is_offered_taking_says_what_else_can_be_done(desk: Desk) -> None:
    async with walking(desk) as walk:
        await doubtful(walk)
        before = walk.visit
        await walk.done("check.sign", "check.take")
        assert "There is no better wording to take here; k keeps it" in walk.flat
        assert walk.visit is before


async def test_with_nothing_to_look_at_neither_key_does_anything(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        for action in ("check.take", "check.keep"):
            before = walk.visit
            await walk.do(action)
            assert "Nothing is left to look at." in walk.bar
            assert walk.visit is before


async def test_concerns_are_settled_by_mouse_alone(desk: Desk) -> None:
    async with walking(desk) as walk:
        await doubtful(walk)
        walk.board().point("")
        await walk.click("k Keep as it is")
        await walk.click(f"2 {WHYS[1]}")
        assert still(walk) == 0
        assert walk.pressed == []


async def test_a_signed_note_shows_no_reason_for_what_was_kept(desk: Desk) -> None:
    async with walking(desk) as walk:
        await doubtful(walk)
        await walk.do("check.keep")
        await walk.row(2)
        await sign(walk)
        assert walk.state() is State.SIGNED
        texts = [walk.session.text("text", reader) for reader in ("chart", "patient", "handover")]
        assert not any(WHYS[1] in text for text in texts)


async def test_going_on_walking_leaves_what_was_kept_as_it_was(desk: Desk) -> None:
    async with walking(desk) as walk:
        await doubtful(walk)
        await walk.do("check.keep")
        await walk.row(1)
        await walk.done("check.back", "visit.check")
        assert still(walk) == 0
        assert isinstance(walk.session.do(m.Undo()), Visit)
