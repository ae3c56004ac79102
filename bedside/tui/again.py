"""How the app goes on after a crash, after a lock, and after somebody has stopped it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedside.launch.link import Start
from bedside.session import Holder, NotYours, Session
from bedside.tui.page import Page
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.app import BedsideApp


def unlock(app: BedsideApp) -> None:
    """Show again what was locked; the library where no visit was open, or is there any more."""
    visit, app.start = app.start.back_to, Start()
    app.tell(unlocked=True, hidden=False)
    found = _resumed(app, visit) if visit else None
    if not (isinstance(found, Session) and app.is_alone):
        from bedside.tui.screens.library import LibraryPage

        app.push_screen(LibraryPage(app.desk))
    if isinstance(found, Session):
        app.open_visit(found)
        app.last_page = app.visit_page if app.is_alone else None
    elif isinstance(found, Holder):
        from bedside.tui.screens.visits import held_sheet

        app.push_screen(held_sheet(visit, found), app.resume_chosen)


def say_started_again(app: BedsideApp) -> None:
    """Say, on the page that is there again under any cover, that a crash has cost nothing."""
    for page in reversed(app.screen_stack):
        if isinstance(page, Page) and page.query("#bar"):
            page.say(screen.STARTED_AGAIN)
            return


def _resumed(app: BedsideApp, visit: str) -> Session | Holder | None:
    """Return the visit, or who holds it; nothing where it is gone, or somebody else's."""
    try:
        return app.desk.resume(visit)
    except (KeyError, NotYours):
        return None
