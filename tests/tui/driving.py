"""Drives the full-screen face the way a person does: keys by action id, clicks on what is read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from bedside import session as seam
from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.listing import VisitListing
from bedside.core.text import cells
from bedside.core.visit import State, Visit
from bedside.launch.link import Seat
from bedside.session import Session
from bedside.tui.app import BedsideApp
from bedside.tui.screens.visit import VisitPage
from bedside.tui.widgets.board import Board
from tests.conftest import Clock

SIZE = (80, 24)
PATIENCE = 30.0
"""Seconds after which what was waited for counts as a failure."""

_CHARACTERS = {"enter": "\r", "space": " ", "tab": "\t", "backspace": "\x7f", "escape": "\x1b"}


Mouse = Callable[..., events.MouseEvent]


class Walk:
    """One run of the face: presses, clicks and reads, and remembers what was pressed."""

    def __init__(self, app: BedsideApp, pilot: Pilot[int]) -> None:
        """Drive this app."""
        self.app, self.pilot = app, pilot
        self.pressed: list[str] = []
        self.written: list[str] = []
        app.write_terminal = self.written.append  # type: ignore[method-assign,assignment]

    @property
    def page(self) -> VisitPage:
        """The page of the visit that is open."""
        page = self.app.visit_page
        assert page is not None, "no visit is open"
        return page

    @property
    def session(self) -> Session:
        """The session of the visit that is open."""
        return self.page.session

    @property
    def visit(self) -> Visit:
        """The visit that is open."""
        return self.session.visit

    def state(self) -> State:
        """Return the state of the visit that is open."""
        return self.visit.state

    @property
    def lines(self) -> list[str]:
        """Every line on screen as plain text, blanks at its end left off."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def bar(self) -> str:
        """The last line on screen: the key bar."""
        return self.lines[-1]

    @property
    def flat(self) -> str:
        """The screen as one line with single blanks, so that wrapping breaks no sentence."""
        return " ".join(self.text.split())

    @property
    def note(self) -> str:
        """The note as one line with single blanks."""
        return " ".join(self.session.text().split())

    async def do(self, action: str, place: int = 0) -> None:
        """Press the key of an action; `place` says which of its keys, from 0."""
        key = self.app.keys.key_of(action, place)
        assert key, f"{action} has no such key"
        await self.press(key)

    async def done(self, *actions: str) -> None:
        """Press the keys of several actions, one after the other."""
        for action in actions:
            await self.do(action)

    async def choose(self, number: int) -> None:
        """Choose the answer with this number at a step."""
        await self.do("walk.choose", number - 1)

    async def row(self, number: int) -> None:
        """Choose the row with this number on a sheet."""
        await self.do("sheet.number", number - 1)

    async def press(self, *keys: str) -> None:
        """Press keys by their Textual names, letting each have its effect."""
        for key in keys:
            self.strike(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text in one breath: every letter goes its own way, the page is drawn after."""
        self.strike(*text)
        forwarded = asyncio.Event()
        self.app.call_later(forwarded.set)
        await forwarded.wait()
        await self.settle()

    def strike(self, *keys: str) -> None:
        """Press keys without waiting for anything they do."""
        for key in keys:
            self.pressed.append(key)
            name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            printed = key if len(key) == 1 else _CHARACTERS.get(key)
            if key == "question_mark":
                printed = "?"
            event = events.Key(name, printed)
            event.set_sender(self.app)
            self.app.post_message(event)

    async def settle(self, rounds: int = 3) -> None:
        """Let everything that was pressed have its effect; a visit that is opened is there then."""
        for _ in range(rounds):
            await self.pilot.pause(0)
        if self.app.is_opening:
            await self.until(lambda: not self.app.is_opening, "the visit that is opened")
            await self.settle(rounds)

    async def wait(self, seconds: float) -> None:
        """Let so much time pass on the test's clock with nobody there."""
        clock = seam.now
        assert isinstance(clock, Clock), "the test needs the clock that stands still"
        clock.forward(seconds / 60)
        self.app.idle.look()
        await self.settle(6)

    async def until(self, holds: Callable[[], bool], what: str = "it") -> None:
        """Wait until something holds."""
        begun = monotonic()
        while not holds():
            assert monotonic() - begun < PATIENCE, f"{what} never came:\n{self.text}"
            await self.pilot.pause(0.01)

    async def saved(self) -> None:
        """Wait until all that was recorded or passed on is saved, and until that is drawn."""
        page = self.app.visit_page
        if page is not None:
            await self.until(lambda: not page.passing.is_under_way, "a visit passed on")
        if page is not None and not page.session.saving.failure:
            await self.until(lambda: not page.session.saving.waiting, "a save")
        await self.settle()

    async def see(self, text: str) -> None:
        """Wait until a text stands on screen, wherever its lines are broken."""
        await self.until(lambda: text in self.flat, repr(text))

    async def click(self, text: str, nth: int = 1) -> None:
        """Click on the first letter of a text on screen; it must be there."""
        found = [
            (cells(line[:at]), y)
            for y, line in enumerate(self.lines)
            for at in range(len(line))
            if line.startswith(text, at)
        ]
        assert len(found) >= nth, f"{text!r} is not on screen:\n{self.text}"
        await self.point(*found[nth - 1])

    async def point(self, x: int, y: int) -> None:
        """Press and let go of the mouse on a cell."""
        for kind in (events.MouseDown, events.MouseUp):
            self.mouse(kind, x, y)
        await self.settle()

    async def wheel(self, notches: int) -> None:
        """Turn the wheel over the middle of the page; down is positive."""
        kind = events.MouseScrollDown if notches > 0 else events.MouseScrollUp
        for _ in range(abs(notches)):
            self.mouse(kind, 5, 5)
        await self.settle()

    def mouse(self, kind: Mouse, x: int, y: int) -> None:
        """Send what a terminal sends for the mouse, without waiting."""
        event = kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)
        event.set_sender(self.app)
        self.app.post_message(event)

    async def resize(self, width: int, height: int) -> None:
        """Make the window this large, and wait until that has got to the page on top."""
        await self.pilot.resize_terminal(width, height)
        await asyncio.sleep(0.02)  # Textual gathers what comes within a 120th of a second
        await self.settle()
        await self.until(
            lambda: self.app.return_code is not None or self.app.screen.size == (width, height),
            "the new size",
        )

    async def leave(self) -> None:
        """Leave the visit and wait until it is put away."""
        await self.do("visit.leave")
        await self.until(lambda: self.app.visit_page is None or not self.app.is_running)

    def board(self, name: str = "board") -> Board:
        """Return a board of the page on top."""
        return self.app.screen.query_one(f"#{name}", Board)


@asynccontextmanager
async def opened(
    desk: Desk,
    first: Session | VisitListing | None = None,
    size: tuple[int, int] = SIZE,
    seat: Seat | None = None,
) -> AsyncIterator[Walk]:
    """Open the face over a desk; it is closed at the end, its visit let go of."""
    app = BedsideApp(desk, first, seat)
    async with app.run_test(size=size) as pilot:
        walk = Walk(app, pilot)
        await walk.settle()
        yield walk
        await walk.settle()
        page = app.visit_page
        if page is not None and page.is_closing:
            await walk.until(
                lambda: (app.return_code, app.fault) != (None, None) or page not in app.screen_stack
            )
        elif page is not None:
            await asyncio.to_thread(page.session.close)


def begun(desk: Desk, checklist: str = "acknowledging-uncertainty") -> Session:
    """Begin a visit of a checklist that must be whole."""
    session = desk.begin(checklist)
    assert isinstance(session, Session), session
    return session


def left(desk: Desk) -> None:
    """Begin a visit, record something in it, and leave it."""
    session = begun(desk)
    session.do(m.Pick("one-story", "done"))
    session.close()


@asynccontextmanager
async def walking(
    desk: Desk, checklist: str = "acknowledging-uncertainty", size: tuple[int, int] = SIZE
) -> AsyncIterator[Walk]:
    """Open a new visit at its first step, nobody named."""
    async with opened(desk, begun(desk, checklist), size) as walk:
        await walk.press(*["enter"] * 2)
        assert not walk.app.screen.is_modal
        walk.pressed.clear()
        yield walk
