"""Locking: the process ends, and the next one opens at the same word for whoever comes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bedside import session as seam
from bedside.cli.desk import Desk
from bedside.launch.launcher import LOCKED
from bedside.launch.link import CRASH, LOCK, Start
from bedside.tui.screens.form import Blank
from bedside.tui.screens.library import LibraryPage
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, SharedSite
from tests.conftest import Clock
from tests.people import WORDS
from tests.tui.driving import Walk
from tests.tui.sharing import (
    PIN,
    Heard,
    at_the_door,
    pin_set,
    sign_in,
    sign_in_to_library,
    tried,
)


async def writing(walk: Walk) -> str:
    """Begin a visit and stand half-way through a word; return the visit."""
    await walk.type("acknowledging")
    await walk.do("find.open")
    await walk.press("enter", "enter")
    await walk.done("walk.choose", "walk.next", "walk.choose", "walk.next", "walk.words")
    await walk.type(WORDS)
    await walk.press("left", "left", "left")
    return walk.visit.id


async def locked(walk: Walk) -> None:
    """Lock by the key, and wait until the process would be gone."""
    await walk.do("app.lock")
    await walk.until(lambda: walk.app.return_code == LOCKED, "the lock")


Leaving = Callable[..., Awaitable[tuple[str, Heard]]]
"""Leaves a locked sitting behind; gives its visit, and the launcher of the next process."""


@pytest.fixture
def left_by_pin(desk: Desk, site: SharedSite) -> Leaving:
    """Somebody signs in, sets a PIN, writes in a visit unless told not to, and locks."""

    async def left(writes: bool = True) -> tuple[str, Heard]:
        heard = Heard()
        async with at_the_door(desk, seat=heard.seat) as walk:
            await pin_set(walk)
            visit = await writing(walk) if writes else ""
            await locked(walk)
        return visit, Heard(heard.next_start(LOCK))

    return left


async def assert_back(walk: Walk, visit: str, moved: int = 3) -> None:
    """The visit is open again at the same step, field, words and cursor.

    A lock keeps where the cursor was moved to since the last letter; a crash only that letter.
    """
    at = len(WORDS) - moved
    await walk.until(lambda: walk.app.visit_page is not None, "the visit")
    await walk.until(lambda: walk.page.writing.is_open, "the field")
    await walk.settle(9)
    assert walk.visit.id == visit
    assert walk.visit.step == "their-view"
    assert walk.page.writing.typed == WORDS
    await walk.type("X")
    assert walk.page.writing.typed == f"{WORDS[:at]}X{WORDS[at:]}"


async def test_a_lock_costs_no_word_and_the_passphrase_opens_the_same_word(
    desk: Desk, site: SharedSite
) -> None:
    heard = Heard()
    async with at_the_door(desk, seat=heard.seat) as walk:
        await sign_in(walk)
        await walk.do("form.submit")
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
        visit = await writing(walk)
        await locked(walk)
    start = heard.next_start(LOCK)
    assert start.back_to == visit
    assert start.quick is None
    again = Desk()
    async with at_the_door(again, seat=Heard(start).seat) as walk:
        assert "Locked. All is kept" in walk.flat
        assert WORDS not in walk.text
        await sign_in(walk)
        await assert_back(walk, visit)


async def test_a_pin_opens_the_same_word(left_by_pin: Leaving) -> None:
    visit, told = await left_by_pin()
    async with at_the_door(Desk(), seat=told.seat) as walk:
        assert f"{KEEPER}, nurse: your PIN" in walk.flat
        await walk.type(PIN)
        assert PIN not in walk.text
        blank = walk.app.screen.query_one(Blank)
        await tried(walk)
        await assert_back(walk, visit)
        assert blank.value == ""


async def test_a_pin_that_was_mistyped_once_is_not_kept(desk: Desk, site: SharedSite) -> None:
    """Nobody could open the sitting with it."""
    heard = Heard()
    async with at_the_door(desk, seat=heard.seat) as walk:
        await sign_in(walk)
        await walk.see("A PIN for this sitting?")
        await walk.type(PIN)
        await walk.do("form.submit")
        await walk.type("739165")
        await tried(walk)
        await walk.see("That was not the same.")
        assert heard.told("quick") == []
        await walk.do("form.submit")
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
        assert heard.told("quick") == []


async def test_five_wrong_pins_ask_for_the_passphrase_and_the_launcher_forgets(
    left_by_pin: Leaving,
) -> None:
    _, told = await left_by_pin(writes=False)
    async with at_the_door(Desk(), seat=told.seat) as walk:
        for left in ("4", "3", "2", "1"):
            await walk.type("111222")
            await tried(walk)
            assert f"Tries left: {left}" in walk.flat
        await walk.type("111222")
        await walk.do("form.submit")
        await walk.see("The PIN has run out.")
        assert "Your name, or scan your badge" in walk.flat
        assert told.told("drop_quick") == [True]


async def test_an_emergency_visit_that_locks_gives_no_try_of_a_pin_back(
    left_by_pin: Leaving,
) -> None:
    """Anybody may begin one from the page that asks for the PIN, and lock it at once."""
    _, told = await left_by_pin(writes=False)
    async with at_the_door(Desk(), seat=told.seat) as walk:
        await walk.type("111222")
        await tried(walk)
        await walk.done("signin.emergency", "sheet.choose")
        await walk.until(lambda: walk.app.visit_page is not None, "the visit")
        await walk.press("enter", "enter")
        await locked(walk)
    left = told.next_start(LOCK).quick
    assert left is not None
    assert left["tries"] == 4


async def test_somebody_else_comes_in_and_the_visit_stays_with_whose_it_is(
    site: SharedSite, left_by_pin: Leaving
) -> None:
    visit, told = await left_by_pin()
    again = Desk()
    async with at_the_door(again, seat=told.seat) as walk:
        await walk.do("signin.other")
        await walk.see("Your name, or scan your badge")
        await sign_in_to_library(walk, COLLEAGUE)
        assert walk.app.visit_page is None
        assert again.visits() == []
        assert told.told("drop_quick") == [True]
    again.admit(site.ring(KEEPER))
    assert [one.id for one in again.visits()] == [visit]


async def test_after_a_crash_the_same_word_is_there_once_somebody_has_signed_in(
    desk: Desk, site: SharedSite
) -> None:
    heard = Heard()
    async with at_the_door(desk, seat=heard.seat) as walk:
        await pin_set(walk)
        visit = await writing(walk)
        walk.session.settle(5)
        walk.session._hold.release()
    start = heard.next_start(CRASH)
    again = Desk()
    async with at_the_door(again, seat=Heard(start).seat) as walk:
        assert "bedside had to start again." in walk.flat
        await walk.type(PIN)
        await tried(walk)
        await assert_back(walk, visit, moved=0)


@pytest.mark.parametrize(("minutes", "is_locked"), [(1.9, False), (2.1, True)])
async def test_it_locks_by_itself_after_the_clinics_time(
    desk: Desk, site: SharedSite, clock: Clock, minutes: float, is_locked: bool
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await writing(walk)
        await walk.wait(minutes * 60)
        if is_locked:
            await walk.until(lambda: walk.app.return_code == LOCKED, "the lock")
        else:
            await walk.settle(9)
            assert walk.app.return_code is None


async def test_the_page_to_sign_in_at_never_locks(
    desk: Desk, site: SharedSite, clock: Clock
) -> None:
    async with at_the_door(desk) as walk:
        await walk.wait(3600)
        await walk.do("app.lock")
        await walk.settle(9)
        assert walk.app.return_code is None
        assert isinstance(seam.now, Clock)


async def test_a_given_passphrase_is_replaced_first_and_the_new_one_holds(
    desk: Desk, site: SharedSite
) -> None:
    from bedside.store.keys.people import Person
    from bedside.store.keys.roster import Admitted

    added = site.roster.add(Person("", "R.T.", "nurse", b""), site.ring(KEEPER))
    assert isinstance(added, Admitted)
    fresh = "quiet harbour pencil nine"
    async with at_the_door(desk) as walk:
        await sign_in(walk, "R.T.", added.phrase)
        await walk.see("Take one of your own now")
        await walk.type(added.phrase)
        await walk.do("form.submit")
        await walk.type(added.phrase)
        await tried(walk)
        await walk.see("That is the passphrase you have.")
        await walk.type(fresh)
        await walk.do("form.submit")
        await walk.type(fresh)
        assert fresh not in walk.text
        await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
    assert site.door().sign_in("R.T.", fresh)
    async with at_the_door(Desk(), seat=Heard(Start()).seat) as walk:
        await sign_in(walk, "R.T.", fresh)
        await walk.see("A PIN for this sitting?")


async def test_going_back_from_choosing_a_passphrase_signs_out(
    desk: Desk, site: SharedSite
) -> None:
    from bedside.store.keys.people import Person
    from bedside.store.keys.roster import Admitted

    added = site.roster.add(Person("", "R.T.", "nurse", b""), site.ring(KEEPER))
    assert isinstance(added, Admitted)
    async with at_the_door(desk) as walk:
        await sign_in(walk, "R.T.", added.phrase)
        await walk.do("form.cancel")
        await walk.see("Sign in: Northwing")
        reception = desk.reception
        assert reception is not None
        await walk.until(lambda: reception.me is None, "nobody")


async def test_a_passphrase_can_be_changed(desk: Desk, site: SharedSite) -> None:
    fresh = "quiet harbour pencil nine"
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await walk.do("library.me")
        await walk.click("Change your passphrase")
        for typed in ("not mine", fresh, fresh):
            await walk.type(typed)
            await walk.do("form.submit")
        await walk.see("That is not the passphrase")
        for typed in (PHRASE, fresh):
            await walk.type(typed)
            await walk.do("form.submit")
        await walk.type(fresh)
        await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
    assert site.door().sign_in(KEEPER, fresh)


async def test_a_new_passphrase_that_will_not_do_is_asked_from_the_first_field_on(
    desk: Desk, site: SharedSite
) -> None:
    """All three fields are empty then; the cursor must not stand behind one of them."""
    fresh = "quiet harbour pencil nine"
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await walk.do("library.me")
        await walk.click("Change your passphrase")
        for again in ("quiet harbour pencil ten", fresh):
            await walk.type(PHRASE)
            await walk.do("form.submit")
            await walk.type(fresh)
            await walk.do("form.submit")
            await walk.type(again)
            await tried(walk)
        await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
    assert site.door().sign_in(KEEPER, fresh)
