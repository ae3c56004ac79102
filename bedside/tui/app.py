"""The app: opens pages, hides everything, and ends so that nothing is lost and nothing leaks."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import ClassVar, cast

from textual import events
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.geometry import Size

from bedside import session as seam
from bedside.core import moves as m
from bedside.core.actions import ACTIONS, SENDING, actions_of
from bedside.core.availability import may
from bedside.core.listing import VisitListing
from bedside.core.refusals import Ok
from bedside.core.visit import State
from bedside.launch.link import CRASH, LOCK, START, Seat, Start
from bedside.reception import Desk
from bedside.session import Session
from bedside.tui.arriving import left_emergency
from bedside.tui.ends import CLOSING_SECONDS
from bedside.tui.gate import TerminalGate
from bedside.tui.idle import Idle
from bedside.tui.kept_in import KeptIn
from bedside.tui.keys import KeyTable, slots
from bedside.tui.mended import let_be_replaced, mend
from bedside.tui.opening import OpeningApp
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


class BedsideApp(KeptIn, OpeningApp, inherit_bindings=False):
    """One run of the full-screen face."""

    CSS_PATH = "styles/bedside.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []
    AUTO_FOCUS = None  # a field takes letters only while it is open, never because it is there
    TITLE = "bedside"

    def __init__(
        self,
        desk: Desk,
        first: Session | VisitListing | None = None,
        seat: Seat | None = None,
        is_alone: bool = True,
    ) -> None:
        """Open at a visit, at the question whether a visit is the one meant, or at the library.

        `is_alone` says that leaving a first visit is leaving bedside: no library lies under it.
        """
        mend()
        if sys.platform == "win32":
            super().__init__()
        else:
            from bedside.tui.driver import LoopDriver

            LoopDriver.gone = staticmethod(self.hang_up)
            LoopDriver.back = staticmethod(self.come_back)
            super().__init__(driver_class=LoopDriver)
        self.desk, self._first = desk, first
        self.is_alone = is_alone and desk.reception is None
        self.seat, self.start = seat, seat.start if seat else Start()
        self.quick = self.start.quick
        if desk.reception is not None and not self.is_open:
            desk.reception.sign_out()  # so that no page asks for a keyring on the terminal
        self.keys = KeyTable(desk.preferences.keys, () if desk.outbox else SENDING)
        self.slots = slots(self.keys)
        self._gate = TerminalGate()
        self.idle = Idle(seam.now, self.dues(desk), lambda: not self.is_running)
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

    @property
    def is_hidden(self) -> bool:
        """Whether the curtain is drawn, or would be in a window that is large enough."""
        from bedside.tui.screens.covers import Curtain

        return isinstance(self.screen, Curtain) or self._curtain_waits or self.is_guarded

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
        """Return the first page: nothing of anybody where it was locked, or people sign in."""
        if not self.is_open and self.desk.reception is not None:
            return self.sign_in_page(self.desk.reception)
        if self.start.why == LOCK:
            from bedside.tui.screens.covers import Locked

            return Locked()
        if isinstance(self._first, Session) and self.is_alone:
            return VisitPage(self._first)
        from bedside.tui.screens.library import LibraryPage

        return LibraryPage(self.desk)

    def on_mount(self) -> None:
        """From now on a hang-up is a save. Ask what has to be asked first."""
        self.watch_ends()
        let_be_replaced(self.screen)
        self.idle.start()
        if self.start.why != LOCK and self.is_open:
            self.begin(self._first)
        self._asked = True
        self._fit(self.size)
        if self.start.why == CRASH and self.is_open:
            from bedside.tui.again import say_started_again

            self.call_after_refresh(say_started_again, self)

    def on_resize(self, event: events.Resize) -> None:
        """Put the plain notice over everything while the window is too small."""
        if self._asked:  # what is asked at the start goes under the notice, not over it
            self._fit(event.size)

    def open_visit(self, session: Session) -> None:
        """Show a visit over the library."""
        self.push_screen(VisitPage(session))
        self.went(session.visit.id)
        self._ask_patient(session)

    def open_visits(self) -> None:
        """Show the open visits over the library."""
        from bedside.tui.screens.visits import visits_sheet

        self.push_screen(visits_sheet(self.desk), self.resume_chosen)

    def close_visit(self, page: VisitPage, insist: bool = False) -> None:
        """Leave a visit once it is durable; insisting leaves what is not."""
        if not page.is_closing:
            page.is_closing = True
            self.run_worker(self._close_when_saved(page, insist))

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
        page = self.visit_page if isinstance(event, events.Key) else None
        if page is not None and page.writing.is_open:
            page.unsay()  # the field keeps its keys for itself
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

    def draw_curtain(self, idle: bool = False) -> None:
        """Hide everything at once and stop the clock; over a lock there is nothing to hide."""
        from bedside.tui.screens.covers import Curtain, TooSmall

        if (self.start.why == LOCK and not self.is_open) or self.is_guarded:
            return
        if isinstance(self.screen, Curtain | TooSmall):
            self._curtain_waits = isinstance(self.screen, TooSmall)
            return
        self.push_screen(Curtain(self.keys.key_of("app.curtain"), idle))
        self.tell(hidden=True)
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
        self.tell(hidden=False)
        self.idle.touch()
        session, self._curtained = self._curtained, None
        if session and session.visit.state is State.PAUSED:
            session.do(m.Unpause())

    def come_back(self) -> None:
        """Draw everything anew after a stop, behind the curtain: anybody may have let it go on."""
        self.draw_curtain(idle=True)
        self.refresh(layout=True)

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

        page, visit_page = cast("Page[object]", self.screen), self.visit_page
        session = visit_page.session if visit_page else None
        every = [one.id for one in actions_of(page.where) if self.keys.has(one.id)]
        run_palette(page, [a for a in every if session is None or self.is_possible(a, session)])

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

    def begin(self, first: Session | VisitListing | None) -> None:
        """Open what the app opens at, and ask what has to be asked of it."""
        if isinstance(first, Session):
            if self.is_alone:
                self.went(first.visit.id)
                self._ask_patient(first)
            else:
                self.open_visit(first)
        elif first is not None:
            from bedside.tui.screens.visits import resume_sheet

            self.push_screen(resume_sheet(first), self.resume_chosen)
        if self.start.hidden:
            self.draw_curtain()

    def went(self, visit: str) -> None:
        """Tell the launcher which visit is open: it is where a new start goes on."""
        self.tell(at=visit)

    def _ask_patient(self, session: Session) -> None:
        """Ask who a new visit is with, where the site asks that."""
        visit, page = session.visit, self.visit_page
        was_cut = self.start.why != START and visit.is_blank and session.recovered is None
        is_new = visit.seq == 1 or was_cut
        if page and is_new and visit.opened and visit.opened.identity != "off":
            from bedside.tui.screens.forms import patient

            patient(page, begin=True)

    async def _close_when_saved(self, page: VisitPage, insist: bool) -> None:
        saved = await asyncio.to_thread(page.session.settle, CLOSING_SECONDS)
        if not saved and not insist:
            page.insists, page.is_closing = True, False
            page.say(screen.NOT_SAVED_LEAVE)
            return
        await asyncio.to_thread(page.session.leave)
        self.went("")
        if page in (self.screen_stack[0], self.last_page):
            self.exit(0)
            return
        from bedside.tui.screens.covers import Curtain

        hidden, guarded, self._curtained = isinstance(self.screen, Curtain), self.is_guarded, None
        while page in self.screen_stack[1:]:  # with whatever was opened over it meanwhile
            self.pop_screen()
        left_emergency(self)
        self._fit(self.size)
        if guarded:
            self.lock()
        elif hidden:
            self.draw_curtain()

    def _paint_saving(self) -> None:
        page = self.visit_page
        with self._context():  # of a timer that starts here: a writer's thread knows no app
            if page is not None and page.query("#head"):
                page.paint_frame()

    _curtained: Session | None = None
    last_page: Page[None] | None = None
    """The page that nothing lies under, where a lock has put its cover there."""
    _asked = False
    _notice: Page[None] | None = None
    """The notice that the window is too small, once there was one."""
