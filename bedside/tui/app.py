"""The app: opens pages, hides everything, and ends so that nothing is lost and nothing leaks."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from typing import ClassVar, cast

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.geometry import Size
from textual.worker import WorkerFailed

from bedside import session as seam
from bedside.core import moves as m
from bedside.core.actions import ACTIONS, actions_of
from bedside.core.availability import may
from bedside.core.listing import VisitListing
from bedside.core.refusals import Ok
from bedside.core.visit import State
from bedside.session import Desk, Holder, Session
from bedside.tui.gate import TerminalGate
from bedside.tui.idle import Due, Idle
from bedside.tui.keys import KeyTable, slots
from bedside.tui.mended import mend
from bedside.tui.page import Page
from bedside.tui.screens.visit import VisitPage
from bedside.tui.theme import TOKENS, board_styles, themes
from bedside.tui.widgets.board import Board
from bedside.words import screen

SMALLEST = (40, 10)
"""Columns and lines under which a plain notice replaces every page."""

_SIGNS_OF_LIFE = (
    *(events.Key, events.Paste, events.MouseDown),
    *(events.MouseScrollUp, events.MouseScrollDown),
)
CLOSING_SECONDS = 2.0
BUG, LOCKED, HUNG_UP, TERMINATED = 70, 75, 129, 143


class BedsideApp(App[int], inherit_bindings=False):
    """One run of the full-screen face."""

    CSS_PATH = "styles/bedside.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None  # a field takes letters only while it is open, never because it is there
    TITLE = "bedside"

    def __init__(self, desk: Desk, first: Session | VisitListing | None = None) -> None:
        """Open at a visit, at the question whether a visit is the one meant, or at the library."""
        mend()
        if sys.platform == "win32":
            super().__init__()
        else:
            from bedside.tui.driver import LoopDriver

            LoopDriver.gone = staticmethod(self.hang_up)
            super().__init__(driver_class=LoopDriver)
        self.desk, self._first = desk, first
        self.keys = KeyTable(desk.preferences.keys)
        self.slots = slots(self.keys)
        self.fault: BaseException | None = None
        self._gate = TerminalGate()
        curtain = Due(desk.preferences.curtain_after, lambda: self.draw_curtain(idle=True))
        self.idle = Idle(seam.now, (curtain, Due(desk.preferences.lock_after, self.lock)))
        for theme in themes():
            self.register_theme(theme)
        self.theme = f"bedside-{desk.preferences.theme}"
        Board.styles_by_name = board_styles(desk.preferences.theme)
        self.animation_level = "none"

    @property
    def visit_page(self) -> VisitPage | None:
        """The page of the visit that is open, whatever lies over it."""
        pages = (page for page in self.screen_stack if isinstance(page, VisitPage))
        return next(pages, None)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our tokens, so that the style sheet stands under any theme."""
        return {f"bedside-{token}": colour for token, colour in TOKENS["dark"].items()}

    def refresh_css(self, animate: bool = True) -> None:
        """Leave the style sheet as it was read: the theme never changes while the app runs.

        Textual would read it twice at every start, once before and once after the first page.
        """

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters and, last, the gate before the terminal."""
        return [*super().get_line_filters(), self._gate]

    def get_default_screen(self) -> Page[None]:
        """Return the first page."""
        if isinstance(self._first, Session):
            return VisitPage(self._first)
        from bedside.tui.screens.library import LibraryPage

        return LibraryPage(self.desk)

    def on_mount(self) -> None:
        """From now on a hang-up is a save. Ask what has to be asked first."""
        self._watch_signals()
        self.idle.start()
        if isinstance(self._first, Session):
            self._ask_patient(self._first)
        elif self._first is not None:
            from bedside.tui.screens.visits import resume_sheet

            self.push_screen(resume_sheet(self._first), self._resume_chosen)
        self._asked = True
        self._fit(self.size)

    def on_resize(self, event: events.Resize) -> None:
        """Put the plain notice over everything while the window is too small."""
        if self._asked:  # what is asked at the start goes under the notice, not over it
            self._fit(event.size)

    def open_visit(self, session: Session) -> None:
        """Show a visit over the library."""
        self.push_screen(VisitPage(session))
        self._ask_patient(session)

    def open_visits(self) -> None:
        """Show the open visits over the library."""
        from bedside.tui.screens.visits import visits_sheet

        self.push_screen(visits_sheet(self.desk.visits()), self._resume_chosen)

    def close_visit(self, page: VisitPage, insist: bool = False) -> None:
        """Leave a visit once it is durable; insisting leaves what is not."""
        if not page.is_closing:
            page.is_closing = True
            self.run_worker(self._close_when_saved(page, insist))

    def leave(self) -> None:
        """End the app."""
        self.exit(0)

    def is_possible(self, action: str, session: Session) -> bool:
        """Whether an action's move is possible in a session now."""
        move = ACTIONS[action].move
        return move is None or isinstance(may(session.visit, move), Ok)

    async def on_event(self, event: events.Event) -> None:
        """Take every key, click and paste as a sign that somebody is there, whoever gets it."""
        if isinstance(event, _SIGNS_OF_LIFE):
            self.idle.touch()
        if isinstance(event, events.Key) and self.return_code is not None:
            return  # bedside is being left: there may be no page any more
        await super().on_event(event)

    def saving_changed(self) -> None:
        """Draw how saving stands; called on the writer's thread."""
        page = self.visit_page
        saving = page.session.saving if page else None
        if saving and (not saving.waiting or saving.failure or saving.fenced) and self._loop:
            self._loop.call_soon_threadsafe(self._paint_saving)

    def write_terminal(self, sequence: str) -> None:
        """Write a control sequence of our own, past the gate."""
        if self._driver is not None:
            self._driver.write(sequence)

    def lock(self) -> None:
        """Save everything and end: what this process knows of a patient goes with it."""
        self._save_all()
        self.exit(LOCKED, return_code=LOCKED)

    def draw_curtain(self, idle: bool = False) -> None:
        """Hide everything at once and stop the clock."""
        from bedside.tui.screens.covers import Curtain, TooSmall

        if isinstance(self.screen, Curtain | TooSmall):
            self._curtain_waits = isinstance(self.screen, TooSmall)
            return
        self.push_screen(Curtain(self.keys.key_of("app.curtain"), idle))
        page = self.visit_page
        if page and page.session.visit.state is State.OPEN:
            page.session.do(m.Pause(curtain=True))
            self._curtained = page.session

    def lift_curtain(self) -> None:
        """Show everything again as it was, the clock going on if the curtain had stopped it."""
        from bedside.tui.screens.covers import Curtain

        if not isinstance(self.screen, Curtain):
            return  # a second key or click came with the one that lifted it
        self.pop_screen()
        self.idle.touch()
        session, self._curtained = self._curtained, None
        if session and session.visit.state is State.PAUSED:
            session.do(m.Unpause())

    def do_app_help(self, _: int) -> None:
        """Explain what has the focus and list the keys that work."""
        from bedside.tui.screens.help import HelpSheet, help_sheet

        if isinstance(self.screen, HelpSheet):
            self.screen.dismiss("")
            return
        page = cast("Page[object]", self.screen)
        self.push_screen(help_sheet(page, page.about()))

    def do_app_curtain(self, _: int) -> None:
        """Hide everything."""
        self.draw_curtain()

    def do_app_palette(self, _: int) -> None:
        """Find any action by its name."""
        from bedside.tui.screens.help import run_palette

        page = cast("Page[object]", self.screen)
        session = self.visit_page.session if self.visit_page else None
        every = [action.id for action in actions_of(page.where)]
        possible = [a for a in every if session is None or self.is_possible(a, session)]
        run_palette(page, possible)

    def hang_up(self) -> None:
        """Save and be gone: the terminal is no longer there, or soon will not be."""
        self._save_all()
        give_back = getattr(self._driver, "give_back", None)
        if give_back is not None:
            give_back()
        os._exit(HUNG_UP)

    def _terminate(self) -> None:
        """Somebody asked the process to end: save, give the terminal back, end."""
        self._save_all()
        self.exit(TERMINATED, return_code=TERMINATED)

    def _save_all(self) -> None:
        page = self.visit_page
        if page is not None:
            page.writing.keep()
            if page.is_closing:  # it is let go of already, and once is enough
                page.session.settle(CLOSING_SECONDS)
            else:
                page.session.close()

    def _fit(self, size: Size) -> None:
        """Put the notice over everything or take it away; a curtain that came due stays."""
        small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        covered = self.screen is self._notice
        if small and not covered:
            from bedside.tui.screens.covers import TooSmall

            self._notice = TooSmall()
            self.push_screen(self._notice)
        elif covered and not small:
            self.pop_screen()
            if self._curtain_waits:
                self._curtain_waits = False
                self.draw_curtain(idle=True)

    def _watch_signals(self) -> None:
        """Make a hang-up and a request to end into saves, where the system has such signals."""
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGHUP, self.hang_up)
            loop.add_signal_handler(signal.SIGTERM, self._terminate)

    def _ask_patient(self, session: Session) -> None:
        """Ask who a new visit is with, where the site asks that."""
        opened, page = session.visit.opened, self.visit_page
        if page and opened and opened.identity != "off" and session.visit.seq == 1:
            from bedside.tui.screens.forms import patient

            patient(page, begin=True)

    def _resume_chosen(self, target: str | None) -> None:
        """Open the visit that was chosen, take it over, or leave it where it is."""
        kind, _, visit = (target or "").partition(":")
        if kind not in ("visit", "take"):
            return
        resumed = self.desk.resume(visit, take_over=kind == "take")
        if isinstance(resumed, Holder):
            from bedside.tui.screens.visits import held_sheet

            self.push_screen(held_sheet(visit, resumed), self._resume_chosen)
        else:
            self.open_visit(resumed)

    async def _close_when_saved(self, page: VisitPage, insist: bool) -> None:
        saved = await asyncio.to_thread(page.session.settle, CLOSING_SECONDS)
        if not saved and not insist:
            page.insists, page.is_closing = True, False
            page.say(screen.NOT_SAVED_LEAVE)
            return
        await asyncio.to_thread(page.session.close)
        if self.screen_stack[0] is page:
            self.exit(0)
            return
        from bedside.tui.screens.covers import Curtain

        hidden, self._curtained = isinstance(self.screen, Curtain), None
        while page in self.screen_stack[1:]:  # with whatever was opened over it meanwhile
            self.pop_screen()
        self._fit(self.size)
        if hidden:
            self.draw_curtain()

    def _paint_saving(self) -> None:
        page = self.visit_page
        if page is not None and page.query("#head"):
            page.paint_frame()

    def _handle_exception(self, error: Exception) -> None:
        """End after a fault without printing a frame's values: they hold patients' words."""
        self.fault = error.error if isinstance(error, WorkerFailed) else error
        self._return_code = BUG
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    _curtained: Session | None = None
    _asked = False
    _curtain_waits = False
    _notice: Page[None] | None = None
    """The notice that the window is too small, once there was one."""
