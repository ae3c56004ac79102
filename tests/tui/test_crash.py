"""A fault of our own inside the face: the program ends, says so once, and the visit resumes."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable

import pytest
from textual.worker import WorkerFailed

from bedside.cli.crash import apology
from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.refusals import Refusal
from bedside.session import Session
from bedside.tui.ends import BUG
from bedside.tui.paint import step as painting
from bedside.tui.screens.sheet import Sheet
from bedside.tui.screens.visit import VisitPage
from bedside.tui.screens.walk import WalkPart
from bedside.tui.widgets.board import Board
from tests.people import WORDS
from tests.tui.driving import Walk, walking
from tests.tui.talks import to_step


class Broken(Exception):
    """A fault that carries a patient's words, as a careless message would."""


def broken(*_: object) -> None:
    """Fail with a patient's words in a local and in the message."""
    secret = WORDS
    raise Broken(secret)


async def by_key(walk: Walk) -> None:
    await walk.do("walk.why")


async def by_paint(walk: Walk) -> None:
    walk.page.paint()


async def by_sheet(walk: Walk) -> None:
    await walk.do("visit.feelings")


async def by_click(walk: Walk) -> None:
    await walk.point(5, 8)


async def by_later(walk: Walk) -> None:
    walk.page.call_later(broken)
    await walk.settle()


async def by_leaving(walk: Walk) -> None:
    await walk.do("visit.leave")
    await walk.settle()


PLACES: list[tuple[type, str, Callable[[Walk], Awaitable[None]]]] = [
    (WalkPart, "do_walk_why", by_key),
    (Board, "render_line", by_key),
    (Sheet, "compose", by_sheet),
    (Board, "on_click", by_click),
    (VisitPage, "paint_sides", by_later),
    (Session, "settle", by_leaving),
]


@pytest.mark.parametrize(("owner", "name", "crash"), PLACES)
async def test_a_fault_anywhere_ends_with_seventy_and_the_visit_resumes(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    owner: type,
    name: str,
    crash: Callable[[Walk], Awaitable[None]],
) -> None:
    apps, visits = [], []

    async def crashing() -> None:
        async with walking(desk) as walk:
            await to_step(walk, "meanwhile")
            apps.append(walk.app)
            visits.append(walk.session)
            with monkeypatch.context() as patched:
                patched.setattr(owner, name, broken)
                await crash(walk)
                await walk.until(lambda: walk.app.fault is not None)
            await walk.settle()

    with pytest.raises((Broken, WorkerFailed)):
        await crashing()
    (app,), (session,) = apps, visits
    assert session.settle(30)
    assert app.return_code == BUG
    assert app._exit_renderables == []  # nothing of Textual's own is printed after it
    assert isinstance(app.fault, Broken)
    said = apology(app.fault)
    assert WORDS not in said
    assert "bedside resume" in said
    assert said.count("Sorry") == 1
    resumed = desk.resume(session.visit.id, take_over=True)
    assert isinstance(resumed, Session)
    assert resumed.visit.step == "meanwhile"
    answer = resumed.visit.answer("worst")
    assert answer is not None
    assert answer.words == WORDS
    resumed.close()


def in_the_loop(walk: Walk) -> None:
    asyncio.get_running_loop().call_soon(broken)


def in_a_task_nobody_waits_for(walk: Walk) -> None:
    async def fail() -> None:
        broken()

    task = asyncio.ensure_future(fail())
    task.add_done_callback(lambda _: gc.collect())


def in_a_panic(walk: Walk) -> None:
    walk.app.panic(WORDS)


def as_textual_would_print_it(walk: Walk) -> None:
    try:
        broken()
    except Broken:
        walk.app._fatal_error()


@pytest.mark.parametrize(
    "fall", [in_the_loop, in_a_task_nobody_waits_for, in_a_panic, as_textual_would_print_it]
)
async def test_a_fault_beside_every_page_ends_the_same_way_and_prints_nothing(
    desk: Desk, capfd: pytest.CaptureFixture[str], fall: Callable[[Walk], None]
) -> None:
    apps = []

    async def falling() -> None:
        async with walking(desk) as walk:
            apps.append(walk.app)
            fall(walk)
            await walk.until(lambda: walk.app.fault is not None)
            await walk.settle()

    with pytest.raises((Broken, RuntimeError)):
        await falling()
    (app,) = apps
    assert app.return_code == BUG
    assert app._exit_renderables == []
    assert app.fault is not None
    assert WORDS not in apology(app.fault)
    assert WORDS not in "".join(capfd.readouterr())


async def test_a_step_that_cannot_be_painted_loses_no_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event is durable before the step is drawn, so a fault in drawing costs nothing."""
    visits = []

    async def crashing() -> None:
        async with walking(desk) as walk:
            visits.append(walk.visit.id)
            monkeypatch.setattr(painting, "_aim", broken)
            await walk.choose(1)
            await walk.settle()

    with pytest.raises(Broken):
        await crashing()
    monkeypatch.undo()
    resumed = desk.resume(visits[0], take_over=True)
    assert isinstance(resumed, Session)
    assert resumed.visit.answer("one-story") is not None
    assert not isinstance(resumed.do(m.Next()), Refusal)
    resumed.close()
