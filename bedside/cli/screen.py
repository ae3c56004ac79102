"""Opens the full-screen face, and says after it what has to be said on the ordinary screen."""

from __future__ import annotations

import gc
import os
import sys

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import stop_saving
from bedside.cli.main import without
from bedside.core.problems import Problems


def open_screen(desk: Desk, checklist: str = "", visit: str = "", language: str = "") -> Exit:
    """Open a checklist, a visit, or the library; return once the screen is closed.

    `language` is that of the words to say, where it is not the checklist's. Whatever cannot be
    opened is said before the screen is taken.
    """
    gc.disable()
    _scrub_environment()
    first = desk.begin(checklist, language) if checklist else desk.visit(visit) if visit else None
    if isinstance(first, Problems):
        from bedside.cli.findings import broken

        raise broken(checklist, desk.library.find(checklist), first)
    desk.preferences, desk.store  # noqa: B018  # opened now, while errors can still be printed
    with without("ssl"):
        from bedside.tui.app import BedsideApp

    app = BedsideApp(desk, first)
    app.call_later(_collect_again)
    app.run()
    if app.fault is None:
        stop_saving(desk)
        return Exit(app.return_code or 0) if app.return_code in set(Exit) else Exit.BUG
    from bedside.cli.crash import ending, fault

    try:
        stop_saving(desk)
    except Ended as ended:  # then an apology that says all is kept would be wrong
        raise Ended(ended.code, f"{fault(app.fault)}. {ended}") from app.fault
    code, text = ending(app.fault)
    sys.stderr.write(text)
    return code


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
