"""A disk that takes its time: visits are passed on and people go, and the screen still answers."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from bedside.cli.desk import Desk
from bedside.core import events as e
from bedside.session import Session
from bedside.store.keys.door import Door
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.tui.driving import Walk
from tests.tui.sharing import at_the_door, sign_in_to_library
from tests.tui.test_passing_on import begun, handed_on, signed_out


class Slow:
    """Has calls wait until they are let go on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        """Nothing waits yet."""
        self._patch, self._goes_on = patch, Event()

    def down(self, of: type, name: str) -> None:
        """Have every call of this method wait."""
        real: Callable[..., Any] = getattr(of, name)

        def waits(*args: object) -> object:
            assert self._goes_on.wait(20)
            return real(*args)

        self._patch.setattr(of, name, waits)

    def go_on(self) -> None:
        """Let everything go on that waits."""
        self._goes_on.set()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """What makes calls wait."""
    return Slow(monkeypatch)


async def assert_answers(walk: Walk) -> None:
    """A key is still followed by what it asks for."""
    await walk.press("f1")
    await walk.see("Help")
    await walk.press("escape")


async def test_a_visit_is_handed_on_and_left_while_keys_go_on(
    desk: Desk, site: SharedSite, slow: Slow
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await begun(walk)
        slow.down(Door, "offer")
        await handed_on(walk)
        await assert_answers(walk)
        await walk.choose(2)
        assert walk.visit.answer("one-story").picks == ("partly",)  # type: ignore[union-attr]
        session = walk.session
        await walk.do("visit.leave")
        await walk.see("being handed on")
        slow.go_on()
        await walk.until(lambda: walk.app.visit_page is None, "leaving")
        assert [one.to for one in session._events if isinstance(one, e.HandedOn)] == [COLLEAGUE]


async def test_a_visit_is_kept_back_while_keys_go_on(
    desk: Desk, site: SharedSite, slow: Slow
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await begun(walk)
        await handed_on(walk)
        await walk.see("Offered to")
        slow.down(Door, "withdraw")
        await walk.press("f7")
        await walk.do("visit.hand")
        await walk.row(1)
        await assert_answers(walk)
        slow.go_on()
        await walk.see("Taken back")
        told = [one.to for one in walk.session._events if isinstance(one, e.HandedOn)]
        assert told == [COLLEAGUE, ""]


async def test_a_save_that_lasts_keeps_no_key_from_its_effect(
    desk: Desk, site: SharedSite, slow: Slow
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await begun(walk)
        slow.down(Session, "settle")
        await handed_on(walk)
        await assert_answers(walk)
        slow.go_on()
        await walk.see("Offered to")


async def test_declining_and_signing_out_keep_no_key_waiting(
    desk: Desk, site: SharedSite, slow: Slow
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await begun(walk)
        await handed_on(walk)
        await walk.see("Offered to")
        await signed_out(walk)
        await sign_in_to_library(walk, COLLEAGUE)
        for name in ("decline", "sign_out"):
            slow.down(Door, name)
        await walk.do("find.open")
        await walk.row(3)
        await assert_answers(walk)
        await signed_out(walk)
        await walk.type(KEEPER)
        assert KEEPER in walk.text
        slow.go_on()
        await walk.press("ctrl+u")
        await sign_in_to_library(walk)
        assert f"F4: {KEEPER}" in walk.text
        assert desk.reception is not None
        assert not desk.reception._door.offers()
