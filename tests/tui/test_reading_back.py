"""Reading back: a few lines said aloud, put right one by one, confirmed, or left with a reason."""

from __future__ import annotations

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import Answer, Correction
from bedside.core.gaps import READ_BACK, read_back_step
from bedside.core.visit import CHECK
from bedside.session import Session
from bedside.words import screen
from tests.people import AVERY, CLINICIAN, WORDS
from tests.tui.driving import Walk, begun, opened, walking
from tests.tui.talks import confirm, read_back, talk_to, write

SAID = "as long as I need you beside me"


async def reading(walk: Walk) -> tuple[str, ...]:
    """Stand where the note is read back; return its lines."""
    talk_to(walk.session, CHECK)
    walk.page.paint()
    await walk.do("check.read")
    assert walk.visit.step == READ_BACK
    return walk.session.read_back()


def answer(walk: Walk) -> Answer:
    """Return what is recorded of the reading back."""
    return walk.visit.answer(READ_BACK) or Answer()


async def put_right(walk: Walk, number: int, words: str) -> None:
    """Put a line right by the key that stands before it."""
    await walk.press("4567890"[number - 1])
    await walk.type(words)
    await walk.do("write.finish")


async def test_the_lines_of_the_note_stand_there_to_be_said_aloud(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        lines = await reading(walk)
        assert len(lines) > 10
        assert all(line in walk.flat for line in lines)
        assert f"4 {lines[0]}" in walk.flat


async def test_confirming_is_one_key_and_leads_back_to_signing(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await reading(walk)
        await walk.done("walk.choose", "walk.next")
        assert answer(walk).picks == ("confirmed",)
        assert walk.visit.step == CHECK
        assert "g Sign" in walk.bar


async def test_what_was_never_on_screen_is_not_confirmed(desk: Desk) -> None:
    """In a small window the key that confirms first brings the lines there are to read out."""
    async with walking(desk, size=(40, 12)) as walk:
        lines = await reading(walk)
        seen = await confirm(walk)
        assert "More lines to read out" in seen
        words = " ".join(lines[-1].split()[-3:])
        assert words in seen


async def test_a_line_is_put_right_by_its_number_and_both_can_be_read(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        lines = await reading(walk)
        await put_right(walk, 2, WORDS)
        assert answer(walk).corrections == (Correction(lines[1], WORDS),)
        assert f"{lines[1]} * put right: {WORDS}" in walk.flat
        assert "2 (x) Corrected" in walk.text
        assert WORDS in walk.note
        await walk.do("visit.undo")
        assert answer(walk).corrections == ()
        assert "put right:" not in walk.text


async def test_that_lines_were_put_right_asks_for_no_second_words(desk: Desk) -> None:
    """They are what was corrected; more can still be written by the key for words."""
    async with walking(desk) as walk:
        lines = await reading(walk)
        await put_right(walk, 2, WORDS)
        await walk.choose(2)
        assert not walk.page.writing.is_open
        assert answer(walk).corrections == (Correction(lines[1], WORDS),)
        await write(walk, "and more")
        assert answer(walk).words == "and more"
        await walk.choose(2)
        assert walk.page.writing.typed == "and more"


async def test_a_line_is_put_right_by_the_cursor_and_enter_then_goes_on(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        lines = await reading(walk)
        while not walk.board().cursor.startswith("line:"):
            await walk.do("walk.down")
        await walk.do("walk.down")
        assert "Enter Next" not in walk.bar
        await walk.do("walk.next")
        await walk.type(SAID)
        await walk.do("write.finish")
        assert answer(walk).corrections == (Correction(lines[1], SAID),)
        assert "Enter Next" in walk.bar
        await walk.do("walk.next")
        assert walk.visit.step == CHECK


async def test_lines_past_the_number_keys_are_put_right_by_a_click(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        lines = await reading(walk)
        await walk.click(lines[-1])
        await walk.type(WORDS)
        await walk.click("Enter Finish")
        assert answer(walk).corrections == (Correction(lines[-1], WORDS),)


async def test_what_was_put_in_place_is_typed_on_and_taken_away(desk: Desk) -> None:
    async with walking(desk) as walk:
        lines = await reading(walk)
        await put_right(walk, 1, WORDS)
        await put_right(walk, 1, ", or not soon")
        assert answer(walk).corrections == (Correction(lines[0], f"{WORDS}, or not soon"),)
        await walk.press("4", "ctrl+u")
        await walk.do("write.finish")
        back = read_back_step(walk.visit)
        assert walk.visit.answer(back) is None  # nobody has confirmed anything by that


async def test_a_half_typed_correction_outlives_its_process(desk: Desk) -> None:
    async with walking(desk) as walk:
        lines = await reading(walk)
        await walk.press("5")
        await walk.type(WORDS[:7])
        assert walk.session.settle(5)
        again = desk.resume(walk.visit.id, take_over=True)
        assert isinstance(again, Session)
        assert again.visit.answer(READ_BACK) == Answer(
            picks=("corrected",), corrections=(Correction(lines[1], WORDS[:7]),), heard=lines
        )
    async with opened(desk, again) as walk:
        await walk.type(WORDS[7:])
        await walk.do("write.finish")
        assert answer(walk).corrections == (Correction(lines[1], WORDS),)


async def test_not_read_back_asks_why(desk: Desk) -> None:
    async with walking(desk) as walk:
        await reading(walk)
        await walk.choose(3)
        assert "Why not?" in walk.text
        assert "Read these lines aloud" not in walk.text
        await walk.choose(5)
        assert answer(walk).reason == "no-time"
        await walk.do("walk.next")
        assert walk.visit.step == CHECK
        assert "g Sign" in walk.bar


async def test_confirming_over_what_was_put_right_says_how_to_bring_it_back(desk: Desk) -> None:
    async with walking(desk) as walk:
        await reading(walk)
        await put_right(walk, 3, WORDS)
        await confirm(walk)
        assert "What was put right was taken away. u brings it back." in walk.bar
        await walk.do("visit.undo")
        assert [one.words for one in answer(walk).corrections] == [WORDS]


async def test_what_was_put_right_of_a_line_that_changed_is_still_shown(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        lines = await reading(walk)
        await put_right(walk, 2, WORDS)
        walk.session.do(m.Go("their-view"))
        walk.page.paint()
        await write(walk, SAID)
        await walk.done("visit.check", "check.read")
        assert f"The note has no such line as it stands: {lines[1]}" in walk.flat
        assert f"put right: {WORDS}" in walk.flat


async def test_all_of_it_is_in_reach_in_the_smallest_window(desk: Desk) -> None:
    async with walking(desk, size=(40, 12)) as walk:
        lines = await reading(walk)
        seen: set[str] = set()
        for _ in range(60):
            seen |= {line for line in lines if line in walk.flat}
            await walk.do("walk.down")
        assert seen == set(lines)


def signed(desk: Desk) -> None:
    """Have a signed visit with this patient, in which something mattered."""
    session = begun(desk)
    session.do(m.Identify(AVERY))
    talk_to(session, CHECK)
    read_back(session)
    session.do(m.Sign(*CLINICIAN, 12, AVERY))
    assert session.visit.signed
    session.close()


async def again(desk: Desk, walk: Walk) -> None:
    """Name the same patient in a new visit and stand where the worry is asked for."""
    await walk.type(AVERY.name)
    await walk.do("form.submit")
    await walk.type(AVERY.second)
    await walk.do("form.submit")
    talk_to(walk.session, "worst")
    walk.page.paint()
    await walk.settle()


async def test_what_was_said_last_time_is_shown_and_confirmed_by_one_key(desk: Desk) -> None:
    signed(desk)
    async with opened(desk, begun(desk)) as walk:
        await again(desk, walk)
        assert f": “{WORDS}”. Still so?" in walk.flat
        assert "▼" not in walk.text, "one screen"
        assert walk.visit.answer("worst") is None, "nothing is said for the patient"
        await walk.choose(1)
        found = walk.visit.answer("worst")
        assert found is not None
        assert found.words == WORDS
        assert found.since is not None
        assert "1 (x) Still so" in walk.text
        await walk.do("visit.undo")
        assert walk.visit.answer("worst") is None


async def test_what_is_no_longer_so_is_told_in_new_words(desk: Desk) -> None:
    signed(desk)
    async with opened(desk, begun(desk)) as walk:
        await again(desk, walk)
        await write(walk, SAID)
        found = walk.visit.answer("worst")
        assert found is not None
        assert (found.words, found.since) == (SAID, None)


async def test_still_so_is_clicked(desk: Desk) -> None:
    signed(desk)
    async with opened(desk, begun(desk), size=(40, 12)) as walk:
        await again(desk, walk)
        await walk.click("Still so, in the same words")
        found = walk.visit.answer("worst")
        assert found is not None
        assert found.since is not None


async def test_nobody_else_is_told_what_a_patient_said(desk: Desk) -> None:
    signed(desk)
    async with walking(desk) as walk:
        talk_to(walk.session, "worst")
        walk.page.paint()
        await walk.settle()
        assert "Last time" not in walk.text
        assert WORDS not in walk.text


async def test_a_line_changed_after_it_was_read_is_named_by_signing_and_marked_where_it_is_read(
    desk: Desk,
) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        before = await reading(walk)
        await walk.done("walk.choose", "walk.next")
        walk.session.do(m.Write("their-view", SAID))
        walk.page.paint()
        (line,) = set(walk.session.read_back()) - set(before)
        await walk.do("check.sign")
        assert f"Not as it was read back to the patient: {line} (and 1 more)" in walk.flat
        assert "b reads it back once more" in walk.flat
        await walk.do("check.read")
        assert f"{line} * {screen.NEW_LINE}" in walk.flat
        assert screen.READ_AGAIN in walk.flat
        assert "1 ( ) Confirmed" in walk.text
        await walk.do("walk.choose")
        assert "1 (x) Confirmed" in walk.text
        assert screen.NEW_LINE not in walk.flat
        await walk.do("walk.next")
        assert "Not as it was read back" not in walk.text


async def test_what_was_put_right_stays_when_the_note_is_read_again(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        lines = await reading(walk)
        await put_right(walk, 2, WORDS)
        walk.session.do(m.Write("meanwhile", SAID))
        walk.page.paint()
        assert walk.session.unread()
        await walk.choose(2)
        assert walk.session.unread() == ()
        assert not walk.page.writing.is_open
        assert answer(walk).corrections == (Correction(lines[1], WORDS),)


async def test_in_a_small_window_the_key_that_reads_it_again_is_in_sight(desk: Desk) -> None:
    async with walking(desk, size=(40, 12)) as walk:
        await reading(walk)
        await confirm(walk)
        await walk.do("walk.next")
        walk.session.do(m.Write("their-view", SAID))
        walk.page.paint()
        assert "b Read back" in walk.bar
        await walk.do("check.sign")
        assert "Not as it was read back" in walk.flat
