"""Opens the full-screen face, and says after it what has to be said on the ordinary screen."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

from bedside.cli.crash import fault, hush, say_ending
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import stop_saving
from bedside.cli.main import without
from bedside.core.acts import Act
from bedside.core.problems import Problems
from bedside.launch.link import CRASH, LOCK, Seat, Start

if TYPE_CHECKING:
    from bedside.core.listing import VisitListing
    from bedside.session import Session
    from bedside.tui.staying import First


def open_screen(
    desk: Desk,
    checklist: str = "",
    visit: str = "",
    language: str = "",
    seat: Seat | None = None,
) -> int:
    """Open a checklist, a visit, or the library; return the code once the screen is closed.

    `language` is that of the words to say, where it is not the checklist's. Whatever cannot be
    opened is said before the screen is taken. After a crash, `seat` says which visit to go on with;
    after a lock it is opened only once somebody has said so.
    """
    gc.disable()
    hush()
    _scrub_environment()
    start = seat.start if seat else Start()
    first: Session | VisitListing | None = None
    if desk.reception is not None:
        desk.preferences  # noqa: B018  # opened now, while errors can still be printed
        return _run(desk, None, seat, lambda: _asked_for(desk, checklist, visit, language))
    desk.preferences, desk.store  # noqa: B018  # the same
    if start.why == CRASH and start.back_to:
        first = _again(desk, start.back_to)
    if first is None and start.why != LOCK:
        first = _first(desk, checklist, visit, language)
    return _run(desk, first, seat, is_alone=bool(checklist))


def _run(
    desk: Desk,
    first: Session | VisitListing | None,
    seat: Seat | None,
    asked_for: First = lambda: None,
    is_alone: bool = False,
) -> int:
    """Run the screen until it is closed; return the code to end with."""
    with without("ssl"):
        from bedside.launch.launcher import LOCKED
        from bedside.tui.app import BedsideApp

    app = BedsideApp(desk, first, seat, is_alone)
    app.asked_for = asked_for
    app.call_later(_collect_again)
    app.call_later(desk.look_after)
    app.run()
    if isinstance(app.fault, Ended):
        raise app.fault
    if app.fault is None:
        locks = app.return_code == LOCKED
        if locks:
            desk.store.enter(Act.LOCKED)
        stop_saving(desk, locks)
        code = app.return_code or Exit.FINE
        return code if code in {*Exit, LOCKED} else Exit.BUG
    try:
        stop_saving(desk)
    except Ended as ended:  # then an apology that says all is kept would be wrong
        raise Ended(ended.code, f"{fault(app.fault)}. {ended}") from app.fault
    return say_ending(app.fault, seat)


def _asked_for(
    desk: Desk, checklist: str, visit: str, language: str
) -> Session | VisitListing | str | None:
    """Return what is asked for, or why it cannot be opened, for who has just signed in."""
    try:
        return _first(desk, checklist, visit, language)
    except Ended as ended:
        return str(ended)


def _first(desk: Desk, checklist: str, visit: str, language: str) -> Session | VisitListing | None:
    """Return what is asked for: a new visit, one that was left, or the library."""
    if not checklist:
        return desk.visit(visit) if visit else None
    begun = desk.begin(checklist, language)
    if isinstance(begun, Problems):
        from bedside.cli.findings import broken

        raise broken(checklist, desk.library.find(checklist), begun)
    return begun


def _again(desk: Desk, visit: str) -> Session | VisitListing | None:
    """Return the visit that a crash has cut off, or its place in the list where another has it."""
    from bedside.session import Holder

    try:
        resumed = desk.resume(visit)
        return desk.visit(visit) if isinstance(resumed, Holder) else resumed
    except (KeyError, Ended):  # removed meanwhile, or cut off before it was there at all
        return None


def _collect_again() -> None:
    """Let the collector work from here on, but never again over what the start has made."""
    gc.freeze()
    gc.set_threshold(2_000, 5, 5)
    gc.enable()


def _scrub_environment() -> None:
    """Remove what could make the screen library log keys or load code.

    Also shorten two of its waits: for what may follow an Esc, and between two frames.
    """
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    os.environ.setdefault("ESCDELAY", "25")
    os.environ["TEXTUAL_FPS"] = "240"
