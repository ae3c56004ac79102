"""Who signs: whoever says so; where people sign in, who is signed in and proves it once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bedside import words
from bedside.core.people import Bar, Barred
from bedside.reception import Desk
from bedside.session import Session
from bedside.tui.screens.form import Asked, Values, Wrong
from bedside.words import door as said
from bedside.words import screen


class Signer(NamedTuple):
    """What a form asks of who signs: the first fields, the last ones, and how they are proved."""

    asked: Sequence[Asked]
    proof: Sequence[Asked]
    named: Callable[[Values], tuple[str, str]]
    """Gives the name and role as they stand in the note."""
    prove: Callable[[Values], Wrong | None] | None
    notice: str = ""


def signer(desk: Desk, proves: bool = True) -> Signer:
    """Return who signs here; with `proves`, the passphrase is asked once more."""
    reception = desk.reception
    if reception is None or reception.me is None:
        own = desk.preferences
        asked = (Asked(words.AUTHOR, own.author), Asked(words.ROLE, own.role))
        return Signer(asked, (), lambda values: (values[0], values[1]), None)
    me, at_reception = reception.me, reception

    def prove(values: Values) -> Wrong | None:
        return _wrong(at_reception.is_me(values[-1]), len(values) - 1)

    notice = screen.SIGNED_AS.format(who=me.text())
    proof = (Asked(screen.PASSPHRASE_AGAIN, secret=True),) if proves else ()
    return Signer((), proof, lambda _: (me.name, me.role), prove if proves else None, notice)


def cosigner(desk: Desk, session: Session) -> Signer:
    """Return who signs beside: where people sign in, a colleague who proves it here and now."""
    reception = desk.reception
    if reception is None:
        alone = (Asked(words.AUTHOR), Asked(words.ROLE, desk.preferences.role))
        return Signer(alone, (), lambda values: (values[0], values[1]), None)
    at_reception = reception
    proven: list[tuple[str, str]] = []

    def prove(values: Values) -> Wrong | None:
        proven.clear()
        vouched = at_reception.vouched(values[0], values[-1], session.visit.id)
        if isinstance(vouched, Barred):
            unknown = vouched.why in (Bar.UNKNOWN, Bar.RETIRED, Bar.GIVEN)
            return _wrong(vouched, 0 if unknown else len(values) - 1)
        proven.append((vouched.name, vouched.role))
        session.vouched.add(vouched.name)
        return None

    def named(values: Values) -> tuple[str, str]:
        return proven[0] if proven else (values[0], "")

    asked = (Asked(screen.COSIGNER, badge=True),)
    return Signer(asked, (Asked(screen.COSIGNER_PHRASE, secret=True),), named, prove)


def _wrong(barred: Barred | None, field: int) -> Wrong | None:
    return Wrong(field, said.barred(barred)) if barred else None
