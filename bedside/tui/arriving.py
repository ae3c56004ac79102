"""Arriving: what happens between the page to sign in at and the first page of one's own.

A passphrase that somebody else gave is replaced first. Then what was locked or cut off is open
again at the same word, or what the command asked for, or the library.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from bedside.core.problems import Problems
from bedside.launch.link import START, Start
from bedside.reception import Reception
from bedside.session import Session
from bedside.tui.again import unlock
from bedside.tui.lines import Line, hung, ink
from bedside.tui.page import Page
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.core.listing import Listing
    from bedside.tui.app import BedsideApp


def arrived(app: BedsideApp, reception: Reception) -> None:
    """Somebody has signed in: ask what has to be asked once, then show what is theirs."""
    from bedside.tui.screens.me import ask_pin, choose_passphrase

    whose = app.quick and reception.whose(app.quick)
    if app.quick is not None and whose != reception.me:
        app.keep_quick(None)  # a PIN is for the sitting of whoever left it
    asks_pin = app.seat is not None and app.start.why == START and app.quick is None

    def go_on(chosen: bool = True) -> None:
        if not chosen:
            _out(app, reception)
        elif asks_pin:
            ask_pin(app, reception, lambda: _go_in(app))
        else:
            _go_in(app)

    if reception.must_choose:
        choose_passphrase(app, reception, go_on)
    else:
        go_on()


def begin_emergency(app: BedsideApp, reception: Reception) -> None:
    """Ask which checklist an emergency visit follows, the one used last under the cursor."""
    from bedside.tui.screens.sheet import Sheet

    reception.begin_emergency()
    usable = [one for one in app.desk.listings() if not one.findings]
    last = reception.last_used()
    known = any(one.id == last for one in usable)
    cursor = f"begin:{last if known else usable[0].id}" if usable else ""
    sheet = Sheet(
        screen.EMERGENCY_TITLE,
        lambda width: _checklists(usable, width),
        cursor,
        screen.ABOUT_EMERGENCY,
    )

    def chosen(target: str | None) -> None:
        begun = app.desk.begin(target.partition(":")[2]) if target else None
        if isinstance(begun, Session):
            app.new_code()
            app.open_visit(begun)
            return
        _out(app, reception)
        if isinstance(begun, Problems):
            cast("Page[object]", app.screen).say(begun.findings[0].message)

    app.push_screen(sheet, chosen)


def left_emergency(app: BedsideApp) -> None:
    """Let nobody write any more once an emergency visit is put away; it waits to be claimed."""
    reception = app.desk.reception
    if reception is not None and reception.is_emergency:
        _out(app, reception)
        cast("Page[object]", app.screen).say(screen.EMERGENCY_KEPT)


def sign_out(app: BedsideApp, reception: Reception) -> None:
    """Let nobody be signed in, and show the page to sign in at."""
    from bedside.tui.screens.signin import SignInPage

    app.keep_quick(None)
    app.went("")
    _out(app, reception)
    app.switch_screen(SignInPage(reception))


def _out(app: BedsideApp, reception: Reception) -> None:
    """Let nobody be signed in any more, away from the keys: that waits for the disk."""
    app.run_worker(asyncio.to_thread(reception.leaving()))


def _go_in(app: BedsideApp) -> None:
    """Show what was locked or cut off, what the command asked for, or the library."""
    if app.start.why != START:
        unlock(app)
        return
    from bedside.tui.screens.library import LibraryPage

    app.switch_screen(LibraryPage(app.desk))
    app.start = Start()
    asked, app.asked_for = app.asked_for, _nothing
    first = asked()
    if isinstance(first, str):
        app.call_after_refresh(lambda: cast("Page[object]", app.screen).say(first))
    else:
        app.begin(first)


def _nothing() -> None:
    """Nothing was asked for."""


def _checklists(usable: list[Listing], width: int) -> list[Line]:
    lines: list[Line] = []
    for number, one in enumerate(usable, 1):
        target = f"begin:{one.id}"
        lead = (ink(f"{number} " if number < 10 else "  ", "key", target),)
        lines += hung(lead, one.title, width, target=target)
    return lines
