"""A visit passes from one clinician to another on the screen: offered, taken, claimed, signed."""

from __future__ import annotations

import pytest

from bedside.cli.desk import Desk
from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.visit import CHECK
from bedside.session import Session
from bedside.tui.screens.library import LibraryPage
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, SharedSite
from tests.people import AVERY, WORDS
from tests.tui.driving import Walk
from tests.tui.sharing import at_the_door, sign_in_to_library, tried
from tests.tui.talks import read_back, talk_to


async def begun(walk: Walk) -> None:
    """Begin a visit from the library, nobody named, and say something in it."""
    await walk.type("acknowledging")
    await walk.do("find.open")
    await walk.press("enter", "enter")
    await walk.do("walk.choose", 0)


async def handed_on(walk: Walk, to: str = COLLEAGUE) -> None:
    """Hand the open visit on to a colleague."""
    await walk.do("visit.hand")
    row = next(line for line in walk.lines if f"{to}," in line)
    await walk.row(int(row.split()[0].strip("> ") or row.split()[1]))


async def signed_out(walk: Walk) -> None:
    """Leave the visit if one is open, and sign out."""
    if walk.app.visit_page is not None:
        await walk.leave()
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
    await walk.do("library.me")
    await walk.click("Sign out")
    await walk.see("Sign in: Northwing")


async def out(walk: Walk) -> None:
    """Wait until nobody is there any more, in an emergency either."""
    reception = walk.app.desk.reception
    assert reception is not None
    await walk.until(lambda: reception.me is None and not reception.is_emergency, "nobody")


async def test_a_visit_handed_on_is_taken_on_and_signed_by_the_colleague(
    desk: Desk, site: SharedSite
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await begun(walk)
        visit = walk.visit.id
        await handed_on(walk)
        await walk.see(f"Offered to {COLLEAGUE}, physician.")
        await signed_out(walk)
        await sign_in_to_library(walk, COLLEAGUE)
        assert f"{KEEPER}, nurse hands you a visit, begun" in walk.flat
        assert "uncertain" not in walk.lines[1]
        await walk.do("find.open")
        await walk.row(1)
        await walk.until(lambda: walk.app.visit_page is not None)
        await walk.settle()
        assert walk.visit.id == visit
        assert walk.visit.answer("one-story")
        assert f"handed on to {COLLEAGUE}, physician, at" in walk.note
        talk_to(walk.session, CHECK)
        read_back(walk.session)
        walk.page.paint()
        await walk.do("check.sign")
        assert f"Signed as {COLLEAGUE}, physician" in walk.flat
        await walk.do("form.submit")
        await walk.type(PHRASE)
        await tried(walk)
        await walk.until(lambda: walk.visit.signed is not None)
        assert f"Begun: by {KEEPER}, nurse; handed on to {COLLEAGUE}" in walk.note
        assert f"Signed: {COLLEAGUE}, physician" in walk.note


async def test_a_wrong_passphrase_signs_nothing_and_what_was_typed_stays(
    desk: Desk, site: SharedSite
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await begun(walk)
        talk_to(walk.session, CHECK)
        read_back(walk.session)
        walk.page.paint()
        await walk.do("check.sign")
        await walk.press("ctrl+u")
        await walk.type("12")
        await walk.do("form.submit")
        await walk.type("somebody else's")
        await tried(walk)
        assert "That is not the passphrase" in walk.flat
        assert walk.visit.signed is None
        draft = walk.session._hold  # what is kept of the form holds no secret
        assert "somebody" not in repr(draft)
        await walk.type(PHRASE)
        await tried(walk)
        await walk.until(lambda: walk.visit.signed is not None)
        assert walk.visit.signed is not None
        assert walk.visit.signed.minutes == 12


async def test_an_offer_can_be_declined_or_left_for_later(desk: Desk, site: SharedSite) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await begun(walk)
        await handed_on(walk)
        await signed_out(walk)
        await sign_in_to_library(walk, COLLEAGUE)
        await walk.do("find.open")
        await walk.row(2)
        assert "hands you a visit" in walk.flat
        await walk.do("find.open")
        await walk.row(3)
        await walk.see("Declined. It stays with")
        await walk.press("f7")
        assert "hands you a visit" not in walk.flat


async def test_an_offer_can_be_taken_back(desk: Desk, site: SharedSite) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await begun(walk)
        await handed_on(walk)
        await walk.see("Offered to")
        await walk.press("f7")
        await walk.do("visit.hand")
        assert f"Offered to {COLLEAGUE}, physician, who has not answered yet." in walk.flat
        await walk.row(1)
        await walk.see("Taken back")
        told = [event for event in walk.session._events if isinstance(event, e.HandedOn)]
        assert [event.to for event in told] == [COLLEAGUE, ""]
        await signed_out(walk)
        await sign_in_to_library(walk, COLLEAGUE)
        assert "hands you a visit" not in walk.flat


async def test_an_emergency_visit_takes_two_keys_reads_nothing_and_waits_to_be_claimed(
    desk: Desk, site: SharedSite
) -> None:
    desk.admit(site.ring(KEEPER))
    known = desk.begin("acknowledging-uncertainty")
    assert isinstance(known, Session)
    known.do(m.Identify(AVERY))
    known.close()
    desk.admit(None)
    async with at_the_door(desk) as walk:
        walk.pressed.clear()
        await walk.done("signin.emergency", "sheet.choose")
        assert len(walk.pressed) == 2
        await walk.until(lambda: walk.app.visit_page is not None)
        assert desk.visits() == []
        await walk.press("enter", "enter")
        await walk.see("EMERGENCY, NOBODY SIGNED IN.")
        await walk.do("walk.choose", 0)
        await walk.do("visit.note")
        await walk.type(WORDS)
        await walk.do("write.finish")
        visit = walk.visit.id
        await walk.do("visit.hand")
        await walk.see("nobody stands for this visit yet")
        await walk.do("visit.leave")
        await walk.until(lambda: walk.app.visit_page is None)
        await walk.see("All is kept.")
        assert AVERY.name not in walk.text
        await out(walk)
        await sign_in_to_library(walk, COLLEAGUE)
        assert "An emergency visit, begun" in walk.flat
        await walk.do("find.open")
        await walk.row(1)
        await walk.until(lambda: walk.app.visit_page is not None)
        assert walk.visit.id == visit
        assert walk.visit.record.jottings[0].words == WORDS
        assert "EMERGENCY" not in walk.text
        assert f"Begun: in an emergency, nobody signed in; claimed by {COLLEAGUE}" in walk.note


async def test_backing_out_of_an_emergency_start_leaves_nobody_in(
    desk: Desk, site: SharedSite
) -> None:
    async with at_the_door(desk) as walk:
        await walk.done("signin.emergency", "sheet.close")
        await walk.see("Sign in: Northwing")
        await out(walk)


async def test_an_emergency_visit_that_was_left_at_the_first_question_waits_for_nobody(
    desk: Desk, site: SharedSite
) -> None:
    async with at_the_door(desk) as walk:
        await walk.done("signin.emergency", "sheet.choose")
        await walk.until(lambda: walk.app.visit_page is not None)
        await walk.do("form.cancel")
        await walk.until(lambda: walk.app.visit_page is None)
        await sign_in_to_library(walk)
        assert "waits to be claimed" not in walk.flat


async def test_a_visit_that_was_only_offered_is_there_for_who_takes_it(
    desk: Desk, site: SharedSite
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await walk.type("acknowledging")
        await walk.do("find.open")
        await walk.press("enter", "enter")
        await handed_on(walk)
        await signed_out(walk)
        await sign_in_to_library(walk, COLLEAGUE)
        assert "hands you a visit" in walk.flat


async def test_a_visit_of_a_colleague_is_refused_kindly(desk: Desk, site: SharedSite) -> None:
    desk.admit(site.ring(KEEPER))
    known = desk.begin("acknowledging-uncertainty")
    assert isinstance(known, Session)
    known.close()
    desk.admit(None)
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk, COLLEAGUE)
        walk.app.resume_chosen(f"visit:{known.visit.id}")
        await walk.see("That visit is a colleague's")


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_who_is_signed_in_stands_on_every_page(
    desk: Desk, site: SharedSite, size: tuple[int, int]
) -> None:
    async with at_the_door(desk, size) as walk:
        await sign_in_to_library(walk)
        assert KEEPER in walk.text
        await begun(walk)
        assert KEEPER in walk.lines[0]
        for action in ("visit.outline", "visit.patient", "visit.feelings"):
            await walk.do(action)
            assert KEEPER in walk.text, action
            await walk.press("escape")


async def test_a_cosigner_proves_it_beside_who_is_signed_in(desk: Desk, site: SharedSite) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await begun(walk)
        talk_to(walk.session, CHECK)
        read_back(walk.session)
        walk.session.do(m.Sign(KEEPER, "nurse", 5))
        walk.page.paint()
        await walk.do("signed.add")
        await walk.click("Co-signature")
        await walk.type(COLLEAGUE)
        await walk.do("form.submit")
        await tried(walk)
        assert "That is not the passphrase" in walk.flat
        await walk.type(PHRASE)
        await tried(walk)
        await walk.until(lambda: bool(walk.visit.later))
        assert walk.visit.later[0].author == COLLEAGUE
        assert desk.reception is not None
        assert desk.reception.me is not None
        assert desk.reception.me.name == KEEPER
