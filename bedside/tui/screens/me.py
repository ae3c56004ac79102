"""Who is signed in: their passphrase, a PIN for this sitting, locking, and signing out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bedside.core.people import Bar, Barred
from bedside.reception import Blob, Reception
from bedside.tui.arriving import sign_out
from bedside.tui.screens.form import Ask, Asked, Form, Values, Wrong
from bedside.tui.screens.sheets import choices
from bedside.words import door as said
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.app import BedsideApp

_OLD = (Bar.WRONG, Bar.WAIT, Bar.SIGNED_OUT)
"""What is wrong with the passphrase that is given up; all else is with the one that is taken."""


def open_me(app: BedsideApp, reception: Reception) -> None:
    """Offer what somebody who is signed in can do about that."""
    labels = {"passphrase": screen.ME_PASSPHRASE, "lock": screen.ME_LOCK, "out": screen.ME_OUT}
    if app.seat is not None:
        labels = {"pin": screen.ME_PIN, **labels}
    acts: dict[str, Callable[[], None]] = {
        "pin": lambda: ask_pin(app, reception, lambda: None),
        "passphrase": lambda: choose_passphrase(app, reception, lambda _: None),
        "lock": app.lock,
        "out": lambda: sign_out(app, reception),
    }

    def chosen(target: str | None) -> None:
        acts.get((target or "").partition(":")[2], lambda: None)()

    name = reception.me.text() if reception.me else ""
    title = screen.ME_TITLE.format(who=name)
    app.push_screen(choices(title, labels, screen.ABOUT_ME), chosen)


def choose_passphrase(app: BedsideApp, reception: Reception, then: Callable[[bool], None]) -> None:
    """Ask for a passphrase of their own; `then` is told whether there is one now."""
    offered = said.OFFERED.format(phrase=reception.offered())
    due = reception.must_choose
    asked = [Asked(said.TYPE_IT, secret=True), Asked(said.TYPE_AGAIN, secret=True)]
    if not due:  # who has just signed in with the one that was given has just typed it
        asked.insert(0, Asked(screen.OLD_PASSPHRASE, secret=True))
    title = said.CHOOSE if due else screen.ME_PASSPHRASE
    new = len(asked) - 2

    def refuse(values: Values) -> Wrong | None:
        return Wrong(new, said.NOT_THE_SAME) if values[-2] != values[-1] else None

    def prove(values: Values) -> Wrong | None:
        if due:
            return _wrong(reception.choose(values[0]), 0)
        barred = reception.set_passphrase(values[0], values[1])
        return _wrong(barred, 0 if barred and barred.why in _OLD else 1)

    def closed(values: Values | None) -> None:
        then(values is not None)

    ask = Ask(title, asked, offered, screen.ABOUT_PASSPHRASE)
    app.push_screen(Form(ask, refuse, prove=prove), closed)


def ask_pin(app: BedsideApp, reception: Reception, then: Callable[[], None]) -> None:
    """Ask kindly for a PIN that opens this sitting again; leaving it out is as good."""
    kept: list[Blob] = []

    def prove(values: Values) -> Wrong | None:
        if not values[0]:
            return None
        found = reception.quick(values[0])
        if isinstance(found, Barred):
            return _wrong(found, 0)
        kept.append(found)
        return None

    def closed(_: Values | None) -> None:
        for blob in kept:
            app.keep_quick(blob)
        then()

    def refuse(values: Values) -> Wrong | None:
        return Wrong(0, said.NOT_THE_SAME) if values[0] != values[1] else None

    asked = (Asked(screen.PIN_LABEL, secret=True), Asked(said.TYPE_AGAIN, secret=True))
    ask = Ask(screen.PIN_TITLE, asked, about=screen.ABOUT_PIN)
    app.push_screen(_PinForm(ask, refuse, prove=prove), closed)


class _PinForm(Form):
    """Asks for a PIN twice; Enter in the first field, left empty, leaves it out."""

    def do_form_submit(self, place: int) -> None:
        """Go on, or do without."""
        if any(self._values()):
            super().do_form_submit(place)
        else:
            self.dismiss(None)


def _wrong(barred: Barred | None, field: int) -> Wrong | None:
    return Wrong(field, said.barred(barred)) if barred else None
