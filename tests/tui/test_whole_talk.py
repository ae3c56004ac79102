"""A whole talk by keys alone: to the check page, to a signed note, and out of the program."""

from __future__ import annotations

from pathlib import Path

from bedside.cli.desk import Desk
from bedside.core.refusals import Why
from bedside.core.visit import CHECK, State
from bedside.words import REFUSALS
from tests.people import AVERY, CLINICIAN, WORDS
from tests.tui.driving import Walk, begun, opened, walking
from tests.tui.talks import KNOWN, PLAN, VIEW, answer, sign, talk_to, to_step, walk_to, write

LETTERS = len(VIEW + KNOWN + WORDS + PLAN)
"""Letters of the clinician's own words; they are what is being said, not how to get on."""


async def test_a_whole_talk_takes_at_most_sixty_keystrokes(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk_to(walk, CHECK)
        assert len(walk.pressed) - LETTERS <= 60
        answered = [step for step in walk.visit.visible() if walk.visit.answer(step)]
        assert len(answered) == len(walk.visit.visible()) - 1  # all but the pause


async def test_pressing_a_talk_gives_the_same_record_as_making_its_moves(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk_to(walk, CHECK)
        other = begun(desk)
        talk_to(other, CHECK)
        steps = walk.visit.plan.steps
        assert [other.visit.answer(s) for s in steps] == [walk.visit.answer(s) for s in steps]
        other.close()


async def test_no_key_of_a_talk_needs_a_second_finger(desk: Desk) -> None:
    """Walking takes no ctrl, alt or shift: the other hand may be holding a hand."""
    async with walking(desk) as walk:
        await walk_to(walk, CHECK)
        assert "enter" in walk.pressed
        assert not [key for key in walk.pressed if "+" in key]


async def test_the_check_page_shows_every_answer_and_the_note_word_for_word(desk: Desk) -> None:
    async with walking(desk, size=(80, 100)) as walk:
        await walk_to(walk, CHECK)
        for words in (VIEW, KNOWN, WORDS, PLAN):
            assert words in walk.flat
        for line in walk.session.text().splitlines():
            assert line in walk.text


async def test_a_signed_note_is_frozen_and_says_who_signed(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await walk_to(walk, CHECK)
        await sign(walk)
        assert walk.state() is State.SIGNED
        assert "Signed. This note is frozen." in walk.text
        assert "J. Doe, nurse" in walk.text
        before = walk.session.text()
        await walk.press("s", "t", "u", "1", "space")
        assert walk.session.text() == before


async def test_saving_the_note_shows_a_receipt_and_writes_what_is_on_screen(desk: Desk) -> None:
    async with walking(desk, size=(120, 60)) as walk:
        await to_step(walk, CHECK)
        await sign(walk)
        note = walk.session.text()
        await walk.do("signed.save")
        await walk.until(lambda: bool(walk.visit.receipts), "the receipt")
        await walk.settle()
        (receipt,) = walk.visit.receipts
        assert receipt.how == "file"
        assert f"Savedas{receipt.where}" in "".join(walk.text.split())
        assert Path(receipt.where).read_text(encoding="utf-8") == note


async def test_a_folder_that_cannot_be_written_is_said_and_no_receipt_is_made(
    desk: Desk,
) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await sign(walk)
        desk.places.notes.parent.mkdir(parents=True, exist_ok=True)
        desk.places.notes.write_text("a file stands where the folder should be")
        await walk.do("signed.save")
        assert "could not be written" in walk.text
        assert walk.visit.receipts == ()


async def test_copying_claims_no_more_than_is_known(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await sign(walk)
        await walk.do("signed.copy")
        (receipt,) = walk.visit.receipts
        assert receipt.characters == len(walk.session.text())
        assert len(walk.written) == 1
        assert walk.written[0].startswith("\x1b]52;c;")
        assert f"Sent to the terminal: {receipt.characters:,} characters" in walk.flat
        assert "copied" not in walk.text.casefold()


async def test_finishing_goes_back_to_the_checklists_and_the_visit_is_no_longer_open(
    desk: Desk,
) -> None:
    async with opened(desk) as walk:
        await walk.type("uncert")
        await walk.done("find.open", "form.submit", "form.submit")
        await walk_to(walk, CHECK)
        await sign(walk)
        await walk.do("signed.finish")
        await walk.see("Which conversation? F3: 2 to do")
        assert "open" not in walk.lines[0]


async def test_signing_with_blanks_is_refused_with_the_way_on(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.done("visit.check", "check.sign")
        assert not walk.app.screen.is_modal
        assert "Some steps are still open" in walk.flat
        await walk.do("check.rest")
        assert "The rest was not discussed. Why?" in walk.text
        await walk.row(5)
        assert "Still open" not in walk.text
        await sign(walk)
        assert walk.state() is State.SIGNED
        assert "NOT DISCUSSED" in walk.note.upper()


async def test_the_rest_can_be_left_for_a_reason_in_words(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await walk.done("visit.check", "check.rest")
        last = len(walk.board().targets)
        await walk.row(last)
        await walk.type("called to another bed")
        await walk.do("write.finish")
        assert "Still open" not in walk.text
        assert "called to another bed" in walk.note


async def test_signing_without_a_name_says_so_and_keeps_what_was_typed(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await walk.done("check.sign", "form.submit")
        await walk.type("nurse")
        await walk.done("form.submit", "form.submit")
        assert REFUSALS[Why.NO_AUTHOR] in walk.flat
        assert "nurse" in walk.text
        await walk.type(CLINICIAN[0])
        await walk.done("form.submit", "form.submit", "form.submit")
        assert walk.state() is State.SIGNED


async def test_escape_in_the_signing_form_signs_nothing(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await walk.do("check.sign")
        await walk.type(CLINICIAN[0])
        await walk.do("form.cancel")
        assert walk.state() is State.OPEN
        assert "Check before you sign" in walk.text


async def name_avery(walk: Walk) -> None:
    """Give the name and the second identifier in the form that is open."""
    await walk.type(AVERY.name)
    await walk.do("form.submit")
    await walk.type(AVERY.second)
    await walk.do("form.submit")


async def test_the_patient_is_asked_once_more_before_signing(desk: Desk) -> None:
    async with opened(desk, begun(desk), size=(80, 60)) as walk:
        await name_avery(walk)
        assert walk.visit.record.patient == AVERY
        await to_step(walk, CHECK)
        assert f"Patient: {AVERY.text()}" in walk.text
        await sign(walk, AVERY.name, "000-OTHER")
        assert walk.state() is State.OPEN
        assert "That is not the patient this visit was begun with" in walk.flat
        assert AVERY.second not in walk.text  # the answer is not given away
        await walk.do("form.cancel")
        await sign(walk, AVERY.name, AVERY.second)
        assert walk.state() is State.SIGNED


async def test_a_label_alone_is_enough_to_name_and_to_sign(desk: Desk) -> None:
    async with opened(desk, begun(desk)) as walk:
        await walk.type("Bed-side label R")
        await walk.done("form.submit", "form.submit")
        await to_step(walk, CHECK)
        await sign(walk, "Bed-side label R", "")
        assert walk.state() is State.SIGNED


async def test_a_talk_that_was_walked_back_and_forth_stays_whole(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        note = walk.session.text()
        for _ in range(20):
            await walk.do("walk.back")
        assert walk.visit.step == "one-story"
        assert "This is the first step." in walk.text
        for _ in range(20):
            await walk.do("walk.next")
        assert walk.visit.step == CHECK
        assert walk.session.text() == note


async def test_the_step_for_permission_is_not_passed_without_an_answer(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.done("walk.next", "walk.next")
        assert walk.visit.step == "good-time"
        assert "Ask for permission first" in walk.text
        await answer(walk)
        await walk.do("walk.next")
        assert walk.visit.step == "their-view"


async def test_words_written_at_a_step_are_read_there_again(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await write(walk, VIEW)
        assert f"Their words: {VIEW}" in walk.text
        await write(walk, ", they hope")
        assert f"Their words: {VIEW}, they hope" in walk.text
