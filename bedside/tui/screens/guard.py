"""The guard: what stands over a lock until all is saved and the process can end.

What is not saved yet is in this process alone, so it goes on; nobody sees it but whose it is. No
key leads past it, only the passphrase or the PIN of who is signed in. Where nobody is, a visit is
an emergency's: it opens for whoever could sign in and claim it. One that was only left alone for
long opens for its code, which stood above it, so that its writer goes on.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from bedside.core.people import Bar, Barred
from bedside.reception import Reception
from bedside.tui.page import Handler
from bedside.tui.paint.frame import key_text
from bedside.tui.screens.form import Ask, Asked, Form, Values, Wrong
from bedside.tui.staying import StayingApp
from bedside.words import door as said
from bedside.words import screen

_OFFERED = ("do_form_submit", "do_app_help")


class Guard(Form):
    """Asks for what opens the sitting again; it has nothing else to offer."""

    bar: ClassVar[tuple[str, ...]] = ("form.submit",)

    def __init__(self, app: StayingApp, reception: Reception, visit: str) -> None:
        """Guard this visit at this reception; "" where none is open."""
        me, by_pin = reception.me, app.quick is not None
        label = screen.PIN_OR_PASSPHRASE if by_pin and me else screen.PASSPHRASE
        asked = [Asked(label, secret=True)]
        if me is None:
            asked.insert(0, Asked(screen.WHO_SIGNS_IN, badge=True))
        whose = me.text() if me else screen.ANY_CLINICIAN
        ask = Ask(
            screen.GUARDED_TITLE, asked, screen.GUARDED.format(who=whose), screen.ABOUT_GUARDED
        )
        prove = partial(_proves, app, reception) if me else partial(_vouches, reception, visit)
        super().__init__(ask, _empty, prove=prove)

    def handler(self, name: str) -> Handler | None:
        """Return how the form is sent or explained; every other action does nothing here."""
        return super().handler(name) if name in _OFFERED else _nothing


class Held(Form):
    """Asks for the code of an emergency visit; the visit can also be put away, to be claimed."""

    bar: ClassVar[tuple[str, ...]] = ("form.submit", "app.lock")

    def __init__(self, app: StayingApp) -> None:
        """Stand over the visit that is open in this app."""
        notice = screen.CODE_NOTICE.format(key=key_text(app.keys.key_of("app.lock")))
        ask = Ask(
            screen.EMERGENCY_WAITS, [Asked(screen.CODE, secret=True)], notice, screen.ABOUT_CODE
        )
        super().__init__(ask, partial(_is_no_code, app))

    def handler(self, name: str) -> Handler | None:
        """Return how the form is sent or explained; locking is the app's own, and all else shut."""
        if name == "do_app_lock":
            return None
        return super().handler(name) if name in _OFFERED else _nothing


def _is_no_code(app: StayingApp, values: Values) -> Wrong | None:
    """Return how many tries are left, where this is not the code; an Enter alone costs none."""
    if not values[0]:
        return Wrong(0, "")
    left = app.is_code(values[0])
    return None if left < 0 else Wrong(0, screen.CODE_WRONG.format(left=left))


def _empty(values: Values) -> Wrong | None:
    """Return that there is nothing to try: an Enter alone costs no try."""
    return None if values[-1] else Wrong(len(values) - 1, "")


def _proves(app: StayingApp, reception: Reception, values: Values) -> Wrong | None:
    """Return what is wrong with a passphrase, or with a PIN where one was left."""
    if app.quick is not None and values[0].isdigit():
        barred = reception.is_mine(app.quick, values[0], app.keep_quick)
    else:
        barred = reception.is_me(values[0])
    return Wrong(0, said.barred(barred)) if barred else None


def _vouches(reception: Reception, visit: str, values: Values) -> Wrong | None:
    """Return what is wrong with a clinician's name and passphrase."""
    found = reception.vouched(values[0], values[1], visit)
    if not isinstance(found, Barred):
        return None
    return Wrong(0 if found.why in (Bar.UNKNOWN, Bar.RETIRED) else 1, said.barred(found))


def _nothing(_: int) -> None:
    """No key leads past the guard."""
