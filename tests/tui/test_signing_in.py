"""Signing in: who comes in, who does not and why, and nothing of a patient or a secret on it."""

from __future__ import annotations

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.tui.screens.form import Blank
from bedside.tui.screens.library import LibraryPage
from bedside.tui.screens.signin import SignInPage
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, SharedSite
from tests.people import AVERY, WORDS
from tests.tui.driving import Walk
from tests.tui.sharing import at_the_door, sign_in, sign_in_to_library, tried


def fields(walk: Walk) -> list[str]:
    """Return what stands in every field of the page on top."""
    return [field.value for field in walk.app.screen.query(Blank)]


async def test_a_name_and_a_passphrase_open_the_library(desk: Desk, site: SharedSite) -> None:
    async with at_the_door(desk) as walk:
        assert "Sign in: Northwing" in walk.text
        await sign_in_to_library(walk)
        assert f"F4: {KEEPER}, nurse" in walk.text
        assert desk.reception is not None
        assert desk.reception.me is not None


async def test_nothing_of_a_patient_stands_on_the_page_to_sign_in_at(
    desk: Desk, site: SharedSite
) -> None:
    """Not even that there is a visit."""
    ring = site.ring(KEEPER)
    desk.admit(ring)
    session = desk.begin("acknowledging-uncertainty")
    session.do(m.Identify(AVERY))  # type: ignore[union-attr]
    session.do(m.Write("their-view", WORDS))  # type: ignore[union-attr]
    session.close()  # type: ignore[union-attr]
    desk.admit(None)
    desk.door.sign_out()  # type: ignore[union-attr]
    async with at_the_door(desk) as walk:
        for secret in (AVERY.name, AVERY.second, WORDS, "uncertainty", session.visit.id):  # type: ignore[union-attr]
            assert secret not in walk.text


async def test_a_passphrase_is_never_shown_and_stands_in_no_field_afterwards(
    desk: Desk, site: SharedSite
) -> None:
    async with at_the_door(desk) as walk:
        page = walk.app.screen
        assert isinstance(page, SignInPage)
        await walk.type(KEEPER)
        await walk.do("form.submit")
        await walk.type(PHRASE)
        assert PHRASE not in walk.text
        blanks = list(page.query(Blank))
        await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
        assert [blank.value for blank in blanks] == ["", ""]


async def test_a_wrong_passphrase_is_said_kindly_and_costs_only_itself(
    desk: Desk, site: SharedSite
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in(walk, phrase="not this one at all")
        assert "That is not the passphrase." in walk.flat
        assert fields(walk) == [KEEPER, ""]
        await walk.type(PHRASE)
        await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))


async def test_too_many_wrong_tries_wait_and_the_emergency_start_stays(
    desk: Desk, site: SharedSite
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in(walk, phrase="wrong")
        for _ in range(3):
            await walk.type("wrong")
            await tried(walk)
        await walk.see("Too many wrong tries")
        await walk.done("signin.emergency", "sheet.choose")
        await walk.until(lambda: walk.app.visit_page is not None)
        assert walk.visit.is_unclaimed


async def test_a_name_that_is_not_known_offers_the_nearest(desk: Desk, site: SharedSite) -> None:
    async with at_the_door(desk) as walk:
        await walk.type(f"{COLLEAGUE}s")
        await walk.do("form.submit")
        assert f"Did you mean {COLLEAGUE}?" in walk.flat
        assert walk.app.screen.focused is walk.app.screen.query_one("#field-0")


async def test_a_part_of_a_name_is_filled_in_where_one_alone_has_it(
    desk: Desk, site: SharedSite
) -> None:
    async with at_the_door(desk) as walk:
        await walk.type("roe")
        await walk.do("form.submit")
        assert fields(walk)[0] == COLLEAGUE
        assert walk.app.screen.focused is walk.app.screen.query_one("#field-1")


async def test_a_list_without_visits_says_whose_are_not_in_it(desk: Desk, site: SharedSite) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await walk.do("library.visits")
        assert "There is no visit of yours yet." in walk.text


async def test_a_badge_in_one_burst_signs_in_and_its_number_is_never_shown(
    desk: Desk, site: SharedSite
) -> None:
    """A reader types like a keyboard and ends with Enter; keys may come before a page is drawn."""
    site.add("R.T.", badge="0011223344")
    async with at_the_door(desk) as walk:
        walk.strike(*"0011223344")
        await walk.settle()
        assert "0011" not in walk.text
        walk.strike("enter", *PHRASE)
        await walk.settle(9)
        assert "R.T." in walk.text
        assert fields(walk)[0] == "R.T."
        await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
        assert "R.T., physician" in walk.flat


async def test_an_unknown_badge_leaves_nothing_of_its_number(desk: Desk, site: SharedSite) -> None:
    async with at_the_door(desk) as walk:
        walk.strike(*"998877665544", "enter")
        await walk.settle(6)
        assert "Nobody of that name or badge" in walk.flat
        assert fields(walk)[0] == ""
        assert "9988" not in walk.text


async def test_a_name_can_be_chosen_from_the_list(desk: Desk, site: SharedSite) -> None:
    async with at_the_door(desk) as walk:
        await walk.do("signin.people")
        await walk.row(2)
        name = fields(walk)[0]
        assert name in (KEEPER, COLLEAGUE, "Dr Poe")
        await walk.type(PHRASE)
        await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
        assert name in walk.text


async def test_a_name_that_is_kept_with_what_no_screen_shows_still_signs_in(
    desk: Desk, site: SharedSite
) -> None:
    """A field holds the name as it is shown; it is the person who was meant that signs in."""
    added = site.add("R.\u200bT.\x1b")
    number = [one.id for one in site.roster.people.active()].index(added.person.id) + 1
    async with at_the_door(desk) as walk:
        await walk.do("signin.people")
        await walk.row(number)
        assert fields(walk)[0] == "R.T."
        await walk.type(PHRASE)
        await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))


async def test_a_pasted_passphrase_works(desk: Desk, site: SharedSite) -> None:
    from textual.events import Paste

    async with at_the_door(desk) as walk:
        await walk.type(KEEPER)
        await walk.do("form.submit")
        walk.app.screen.focused.post_message(Paste(PHRASE))  # type: ignore[union-attr]
        await walk.settle()
        await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))


async def test_a_changed_clinic_file_is_said_with_the_way_out(desk: Desk, site: SharedSite) -> None:
    text = desk.places.clinic.read_text(encoding="utf-8")
    desk.places.clinic.write_text(text.replace("Northwing", "Southwing"), encoding="utf-8")
    async with at_the_door(desk, (80, 24)) as walk:
        assert "Nobody can sign in" in walk.flat
        assert "is not what the clinic signed" in walk.flat
        assert "begins an emergency visit" in walk.flat
        await walk.done("signin.emergency", "sheet.choose")
        await walk.until(lambda: walk.app.visit_page is not None)


async def test_escape_leaves_only_after_it_has_said_so(desk: Desk, site: SharedSite) -> None:
    """On a page that says all is kept a stray key must not end it unsaid."""
    async with at_the_door(desk) as walk:
        await walk.type("x")
        await walk.do("form.cancel")
        await walk.do("form.cancel")
        assert "leaves bedside" in walk.flat
        assert walk.app.return_code is None
        await walk.type("x")
        await walk.done("form.cancel", "form.cancel")
        assert walk.app.return_code is None
        await walk.do("form.cancel")
        await walk.until(lambda: walk.app.return_code == 0, "leaving")


async def test_a_retired_clinician_is_told_so(desk: Desk, site: SharedSite) -> None:
    person = next(one for one in site.roster.people.every() if one.name == COLLEAGUE)
    assert site.roster.retire(person, site.ring(KEEPER)) is None
    async with at_the_door(desk) as walk:
        await walk.type(COLLEAGUE)
        await walk.do("form.submit")
        assert f"{COLLEAGUE} is retired here" in walk.flat


async def test_a_passphrase_typed_into_the_field_of_the_name_does_not_stay_there(
    desk: Desk, site: SharedSite
) -> None:
    """A name with a slip in it stays, to be put right."""
    async with at_the_door(desk) as walk:
        await walk.type(PHRASE)
        await walk.do("form.submit")
        assert "registered here" in walk.flat
        assert PHRASE not in walk.text
        assert fields(walk) == ["", ""]
        await walk.type(f"{COLLEAGUE}e")
        await walk.do("form.submit")
        assert fields(walk)[0] == f"{COLLEAGUE}e"
