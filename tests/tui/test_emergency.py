"""An emergency visit left alone: hidden at the clinic's time, and its talk goes on all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.visit import State
from bedside.launch.launcher import LOCKED
from bedside.store.keys.clinic import LEAST_LOCK
from bedside.tui.screens.guard import Guard, Held
from bedside.tui.staying import CODE_TRIES, EMERGENCY_HOLD
from tests.clinics import COLLEAGUE, PHRASE, SharedSite
from tests.conftest import Clock
from tests.people import WORDS
from tests.tui.driving import Walk
from tests.tui.sharing import at_the_door, tried
from tests.tui.test_guarded import fail


@asynccontextmanager
async def emergency(desk: Desk) -> AsyncIterator[Walk]:
    """Begin an emergency visit, and take down words in it."""
    async with at_the_door(desk) as walk:
        await walk.done("signin.emergency", "sheet.choose")
        await walk.until(lambda: walk.app.visit_page is not None, "the visit")
        await walk.press("enter", "enter")
        walk.session.do(m.Jot(WORDS))
        await walk.saved()
        yield walk


async def held(walk: Walk) -> None:
    """Leave it alone for so long that it opens for its code only."""
    await walk.wait(EMERGENCY_HOLD + 1)
    await walk.see("An emergency visit waits here")
    assert walk.app.is_hidden
    assert WORDS not in walk.flat
    assert walk.app.code not in walk.flat


async def type_code(walk: Walk, code: str) -> None:
    """Type a code, and send it."""
    await walk.type(code)
    await walk.do("form.submit")
    await walk.settle()


def wrong(walk: Walk) -> str:
    """Return a code that is not this visit's."""
    return f"{(int(walk.app.code) + 1) % 10_000:04d}"


@pytest.mark.parametrize("seconds", [LEAST_LOCK, 90])
async def test_it_is_hidden_at_the_time_at_which_the_clinic_locks(
    desk: Desk,
    site: SharedSite,
    clock: Clock,
    seconds: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Desk, "lock_after", lambda _: seconds)
    async with emergency(desk) as walk:
        await walk.wait(seconds - 1)
        assert not walk.app.is_hidden
        await walk.wait(1.1)
        assert walk.app.is_hidden
        assert WORDS not in walk.flat
        await walk.press("x")
        await walk.see("EMERGENCY, NOBODY")
        assert walk.app.return_code is None


async def test_a_silence_of_any_length_ends_no_talk_and_its_code_goes_on(
    desk: Desk, site: SharedSite, clock: Clock
) -> None:
    async with emergency(desk) as walk:
        code = walk.app.code
        assert f"Code to go on: {code}" in walk.flat
        step = walk.visit.step
        await held(walk)
        await walk.wait(5 * 3600)
        assert walk.app.return_code is None
        await type_code(walk, code)
        await walk.see("EMERGENCY, NOBODY")
        assert walk.visit.step == step
        assert walk.visit.state is State.OPEN
        walk.session.do(m.Jot("and on"))
        await walk.saved()


async def test_no_key_but_the_code_leads_past_it(
    desk: Desk, site: SharedSite, clock: Clock
) -> None:
    async with emergency(desk) as walk:
        await held(walk)
        for key in ("x", "escape", "f12", "ctrl+p", "f2", "f4", "f9", "tab", "ctrl+u", "enter"):
            await walk.press(key)
            assert isinstance(walk.app.screen, Held)
        await type_code(walk, wrong(walk))
        await walk.see(f"That is not the code. Tries left: {CODE_TRIES - 1}")
        assert WORDS not in walk.flat


async def test_after_the_last_wrong_code_it_locks_and_has_to_be_claimed(
    desk: Desk, site: SharedSite, clock: Clock
) -> None:
    async with emergency(desk) as walk:
        await held(walk)
        for _ in range(CODE_TRIES):
            assert walk.app.return_code is None
            await type_code(walk, wrong(walk))
        await walk.until(lambda: walk.app.return_code == LOCKED, "the lock")


async def test_the_last_try_opens_it_as_the_first_does_and_gives_them_all_back(
    desk: Desk, site: SharedSite, clock: Clock
) -> None:
    async with emergency(desk) as walk:
        for _ in range(2):
            await held(walk)
            for _ in range(CODE_TRIES - 1):
                await type_code(walk, wrong(walk))
            await walk.see("Tries left: 1")
            await type_code(walk, walk.app.code)
            await walk.see("EMERGENCY, NOBODY")
            assert walk.app.return_code is None


async def test_whoever_needs_the_workstation_puts_it_away_without_the_code(
    desk: Desk, site: SharedSite, clock: Clock
) -> None:
    async with emergency(desk) as walk:
        await held(walk)
        await walk.do("app.lock")
        await walk.until(lambda: walk.app.return_code == LOCKED, "the lock")


async def test_what_is_not_saved_then_opens_for_whoever_can_sign_in_and_for_no_code(
    desk: Desk, site: SharedSite, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with emergency(desk) as walk:
        fail(monkeypatch)
        walk.session.do(m.Jot("more"))
        await walk.until(lambda: bool(walk.session.saving.failure), "the failure")
        await held(walk)
        await walk.do("app.lock")
        await walk.see("Your name, or scan your badge")
        assert isinstance(walk.app.screen, Guard)
        await walk.type(COLLEAGUE)
        await walk.do("form.submit")
        await walk.type(PHRASE)
        await tried(walk)
        await walk.see("EMERGENCY, NOBODY")
        monkeypatch.undo()
        await walk.saved()
        await walk.until(lambda: not walk.app._is_locking, "the end of the lock")


async def test_every_emergency_visit_has_a_code_of_its_own(desk: Desk, site: SharedSite) -> None:
    from bedside.tui.staying import fresh_code

    codes = {fresh_code() for _ in range(50)}
    assert len(codes) > 40
    assert all(len(code) == 4 and code.isdigit() for code in codes)
