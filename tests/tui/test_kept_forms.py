"""What is typed into a form is kept like words, and the form opens again after a cut."""

from __future__ import annotations

from datetime import date

from bedside.cli.desk import Desk
from bedside.core.visit import CHECK
from bedside.session import Draft, Session
from tests.people import AVERY, CLINICIAN, WORDS
from tests.tui.driving import Walk, begun, opened, walking
from tests.tui.talks import fill, signing, to_step


def cut_off(desk: Desk, walk: Walk) -> Session:
    """Take the visit over as a new process would after the power was cut."""
    assert walk.session.settle(5)
    taken = desk.resume(walk.visit.id, take_over=True)
    assert isinstance(taken, Session)
    return taken


async def test_a_half_typed_name_stands_in_its_field_again(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.choose(1)
        await walk.do("visit.patient")
        await walk.type(AVERY.name[:7])
        again = cut_off(desk, walk)
    async with opened(desk, again) as walk:
        assert "Who is this visit with?" in walk.text
        assert AVERY.name[:7] in walk.text
        await walk.type(AVERY.name[7:])
        await walk.press("enter")
        await walk.type(AVERY.second)
        await walk.press("enter")
        assert walk.visit.record.patient == AVERY


async def test_a_half_signed_form_is_neither_signed_nor_lost(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await walk.do("check.sign")
        await walk.type(CLINICIAN[0])
        again = cut_off(desk, walk)
    async with opened(desk, again) as walk:
        assert walk.visit.signed is None
        assert f"  {CLINICIAN[0]}" in walk.text


async def test_a_form_that_was_gone_back_from_does_not_come_again(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.choose(1)
        await walk.do("visit.patient")
        await walk.type("Bed-side")
        await walk.do("form.cancel")
        again = cut_off(desk, walk)
    async with opened(desk, again) as walk:
        assert "Who is this visit with?" not in walk.text


async def test_a_name_cut_off_at_the_very_first_question_is_not_lost(desk: Desk) -> None:
    """Nothing is recorded yet; the visit is listed all the same, because words stand in it."""
    async with opened(desk, begun(desk)) as walk:
        await walk.type(AVERY.name[:7])
        assert walk.session.settle(5)
        (listed,) = desk.visits()
        assert not listed.is_blank
        again = cut_off(desk, walk)
    async with opened(desk, again) as walk:
        assert AVERY.name[:7] in walk.text


async def test_a_private_note_that_was_cut_off_is_kept_by_finishing_it_as_it_stands(
    desk: Desk,
) -> None:
    async with walking(desk) as walk:
        await walk.choose(1)
        await walk.do("visit.note")
        await walk.type(WORDS)
        again = cut_off(desk, walk)
    async with opened(desk, again) as walk:
        assert WORDS in walk.text
        await walk.do("write.finish")
        assert [one.words for one in walk.visit.record.jottings] == [WORDS]


async def test_a_name_that_was_cut_off_is_kept_by_finishing_it_as_it_stands(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.done("visit.who", "walk.words")
        await walk.type("R.T., daughter")
        again = cut_off(desk, walk)
    async with opened(desk, again) as walk:
        await walk.do("write.finish")
        found = walk.visit.answer("about/present")
        assert found is not None
        assert [one.who for one in found.people] == ["R.T."]


async def test_a_half_typed_day_of_the_talk_stands_in_its_form_again(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await walk.do("check.afterwards")
        await walk.type("2026-")
        again = cut_off(desk, walk)
    async with opened(desk, again) as walk:
        assert "2026-" in walk.text
        await walk.type("03-04")
        await walk.do("form.submit")
        assert walk.visit.record.afterwards is not None
        assert walk.visit.record.afterwards.day == date(2026, 3, 4)


async def test_what_is_typed_before_the_page_below_is_drawn_is_kept_too(desk: Desk) -> None:
    """A name from a wand may be there sooner than the first frame of the visit."""
    async with opened(desk) as walk:
        session = begun(desk)
        walk.app.open_visit(session)
        draft = Draft(field="form-patient", words=f"{AVERY.name[:5]}\n")
        walk.page.keep_draft(draft)
        assert session.settle(5)
        assert desk.store.read(session.visit.id).draft == draft
        await walk.settle()
        assert walk.app.fault is None


async def test_a_form_that_was_sent_in_one_breath_keeps_no_draft(desk: Desk) -> None:
    """What was kept would stand there again as half-written, and could be added twice."""
    async with signing(desk) as walk:
        await walk.do("signed.add")
        await walk.row(1)
        await fill(walk, *CLINICIAN, "She rang again")
        walk.strike(*"it came later", "enter")
        await walk.until(lambda: bool(walk.visit.later))
        await walk.settle()
        assert walk.session.settle(5)
        kept = desk.store.read(walk.visit.id).draft
        assert kept is None or not kept.words
