"""The lock inside the app: nothing is lost to it, and nothing is shown until somebody is there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.launch.launcher import LOCKED
from bedside.launch.link import CRASH, LOCK, Link, Seat, Start
from bedside.session import Session
from bedside.store.store import Store
from bedside.words import screen
from tests.conftest import Clock
from tests.tui.driving import begun, opened, walking
from tests.tui.talks import to_step

Told = Callable[[], list[dict[str, object]]]


@pytest.fixture
def seat() -> Iterator[Callable[[Start], tuple[Seat, Told]]]:
    """Make a place beside a launcher that only listens, and a way to ask what it was told."""
    ends: list[Link] = []

    def made(start: Start) -> tuple[Seat, Told]:
        down, up = os.pipe(), os.pipe()
        ends.extend((Link(up[0], down[1]), Link(down[0], up[1])))
        os.set_blocking(up[0], False)
        return Seat(ends[-1], start), lambda: ends[-2].hear() or []

    yield made
    for end in ends:
        end.close()


def half_typed(desk: Desk) -> str:
    """Leave a visit with half a word in a field; return its id."""
    from bedside.core import moves as m
    from bedside.session import Draft

    session = begun(desk)
    for _ in range(2):
        session.do(m.Pick(session.visit.step, "done"))
        session.do(m.Next())
    session.draft(Draft(step=session.visit.step, field="words", words="half a w", cursor=4))
    session.close()
    return session.visit.id


async def test_a_lock_comes_after_the_curtain_and_keeps_half_a_word(
    desk: Desk, clock: Clock, settings_file: Callable[[str], Path]
) -> None:
    settings_file("lock_after = 300\n")
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await walk.do("walk.words")
        await walk.type("half a w")
        visit = walk.visit.id
        await walk.wait(200)
        assert "bedside hid itself." in walk.flat
        assert walk.app.return_code is None
        await walk.wait(101)
        await walk.until(lambda: walk.app.return_code == LOCKED)
    resumed = desk.resume(visit)
    assert isinstance(resumed, Session)  # it was let go of
    assert resumed.recovered is not None
    assert resumed.recovered.words == "half a w"
    resumed.close()


async def test_what_cannot_be_saved_is_held_until_it_can_or_somebody_comes_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        with monkeypatch.context() as patched:
            patched.setattr("bedside.store.writer.Writer._commit", full)
            walk.app.lock()
            await walk.until(lambda: bool(walk.session.saving.failure))
            assert "bedside hid itself." in walk.flat
            await walk.press("x")
            await walk.settle(20)
            assert "How they see things" in walk.text
            assert walk.app.return_code is None
            walk.app.lock()
            await walk.settle(20)
            assert walk.app.return_code is None
        await walk.until(lambda: walk.app.return_code == LOCKED)


async def test_a_locked_start_reads_nothing_until_a_key_and_then_all_is_there(
    desk: Desk,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    seat: Callable[[Start], tuple[Seat, Told]],
) -> None:
    visit = half_typed(desk)
    beside, told = seat(Start(visit, LOCK, hidden=True))

    def never(*_: object) -> None:
        raise AssertionError("something of a patient was read")

    with monkeypatch.context() as patched:
        for name in ("read", "listings", "hold"):
            patched.setattr(Store, name, never)
        opening = opened(desk, None, seat=beside)
        walk = await opening.__aenter__()
        assert walk.flat == screen.LOCKED
        await walk.wait(10_000)
        assert walk.flat == screen.LOCKED  # no curtain over it, and no lock of a lock
        assert walk.app.return_code is None
    await walk.press("x")
    await walk.see("Their words half a w")
    await walk.type("!")
    assert "half!" in walk.flat  # and the cursor is where it was
    said = told()
    assert {"unlocked": True, "hidden": False} in said
    assert {"at": visit} in said
    await walk.do("write.finish")
    await walk.do("visit.leave")
    await walk.until(lambda: walk.app.return_code == 0)  # no cover comes back
    await opening.__aexit__(None, None, None)


async def test_a_visit_that_was_removed_or_is_held_elsewhere_is_said_to_be(
    desk: Desk, seat: Callable[[Start], tuple[Seat, Told]]
) -> None:
    async with opened(desk, None, seat=seat(Start("NOWHERE", LOCK))[0]) as walk:
        await walk.press("x")
        await walk.see("Which conversation?")
    session = begun(desk)
    assert session.settle(30)
    async with opened(desk, None, seat=seat(Start(session.visit.id, LOCK))[0]) as walk:
        await walk.press("x")
        await walk.see(screen.HELD_TITLE)
    session.close()


async def test_after_a_crash_the_line_is_said_once(
    desk: Desk, seat: Callable[[Start], tuple[Seat, Told]]
) -> None:
    visit = half_typed(desk)
    resumed = desk.resume(visit)
    assert isinstance(resumed, Session)
    async with opened(desk, resumed, seat=seat(Start(visit, CRASH))[0]) as walk:
        await walk.see(screen.STARTED_AGAIN)
        await walk.see("Their words half a w")
        await walk.type("!")
        assert screen.STARTED_AGAIN not in walk.flat
