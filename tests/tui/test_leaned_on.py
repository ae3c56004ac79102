"""Whatever is leaned on, held down, clicked or handed on late: no crash and nothing lost."""

from __future__ import annotations

import asyncio
from random import Random

import pytest
from textual.events import MouseDown, MouseUp

from bedside.cli.desk import Desk
from bedside.core.actions import ACTIONS
from bedside.session import Session
from bedside.store.hold import Hold
from tests.tui.driving import Walk, opened

KEYS = [key for action in ACTIONS.values() for key in action.keys]
KEYS += [*"abc XYZ[]", "tab", "f9", "delete"]


async def lean(walk: Walk, chance: Random) -> None:
    """Press, click and resize at random, sometimes without letting anything have its effect."""
    walk.strike(*chance.choices(KEYS, k=chance.randrange(1, 25)))
    for _ in range(chance.randrange(3)):
        kind = chance.choice((MouseDown, MouseUp))
        walk.mouse(kind, chance.randrange(80), chance.randrange(24))
    await walk.settle(chance.randrange(1, 4))
    if chance.random() < 0.1:
        await walk.resize(chance.randrange(1, 220), chance.randrange(1, 60))


@pytest.mark.parametrize("seed", [*range(8), 25, 37])
async def test_keys_clicks_and_sizes_at_random_never_stop_the_program(
    desk: Desk, seed: int
) -> None:
    """Textual raises again at the end whatever went wrong inside."""
    chance = Random(seed)
    async with opened(desk) as walk:
        await walk.do("find.open")
        for _ in range(40):
            await lean(walk, chance)
            assert walk.app.fault is None
            if walk.app.return_code is not None:
                break
        assert walk.app.return_code in (None, 0)
    for visit in desk.visits():  # and whatever came of it can be read and gone on with
        if not visit.is_signed:
            resumed = desk.resume(visit.id, take_over=True)
            assert isinstance(resumed, Session)
            resumed.close()


def slow_disk(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Let leaving wait until the event that is returned is set."""
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    settle = Hold.settle

    def slow(hold: Hold, seconds: float) -> bool:
        asyncio.run_coroutine_threadsafe(ready.wait(), loop).result(5)
        return settle(hold, seconds)

    monkeypatch.setattr(Hold, "settle", slow)
    return ready


async def test_a_sheet_opened_while_a_visit_is_being_left_goes_with_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving waits for the disk; what is pressed meanwhile is not recorded behind its back."""
    ready = slow_disk(monkeypatch)
    async with opened(desk) as walk:
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit")
        session = walk.session
        await walk.do("visit.leave")
        before = session.visit
        await walk.choose(1)
        assert session.visit is before
        await walk.done("visit.leave", "visit.feelings")
        assert walk.app.screen.is_modal
        ready.set()
        await walk.see("Which conversation?")
        assert walk.app.visit_page is None
        assert not walk.app.screen.is_modal
        assert session.visit.answer("one-story") is None


@pytest.mark.parametrize("cover", ["curtain", "small"])
async def test_a_cover_stays_while_the_visit_under_it_is_put_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, cover: str
) -> None:
    ready = slow_disk(monkeypatch)
    async with opened(desk) as walk:
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit")
        await walk.do("visit.leave")
        if cover == "curtain":
            await walk.do("app.curtain")
        else:
            await walk.resize(30, 8)
        shown = walk.flat
        ready.set()
        await walk.until(lambda: walk.app.visit_page is None)
        await walk.settle()
        assert walk.flat == shown
        if cover == "curtain":
            await walk.do("app.curtain")
        else:
            await walk.resize(80, 24)
        assert "Which conversation?" in walk.text
