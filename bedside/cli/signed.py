"""A signed visit, for the commands that print, hand out and add to it; and why that cannot be."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bedside import words
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.core.listing import VisitListing
from bedside.core.note import READERS
from bedside.core.refusals import Refusal, Why
from bedside.core.text import safe
from bedside.words import notes

if TYPE_CHECKING:
    from bedside.note.render.pdf import Unprintable
    from bedside.session import Session

_MISTYPED = frozenset((Why.NO_AUTHOR, Why.NO_WORDS, Why.REASON_NEEDED, Why.NO_SUCH_STEP))
"""Refusals that a different command line would not have met; the others are for good."""

_SAID: dict[Why, str] = {
    Why.NO_AUTHOR: "nobody was named who makes this entry: add --by NAME.",
    Why.NO_WORDS: "nothing was said, and this kind of entry says something in words.",
    Why.REASON_NEEDED: "say why it comes later: that is what --because is for.",
}
"""Refusals as these commands say them, where there is no key to press."""


def text_arguments(
    parser: ArgumentParser, *, several: bool = False, more: tuple[str, ...] = ()
) -> None:
    """Add which of the texts is meant, and in which format; `more` are no formats of texts."""
    from bedside.note.render import DOCUMENTS, FORMATS

    every = (*FORMATS, *DOCUMENTS, *more)
    whose = "whose text: colleagues' (the note, by default), the patient's page, or the handover"
    if several:
        told = f"{whose}; it can stand more than once"
        parser.add_argument("--for", dest="readers", action="append", choices=READERS, help=told)
    else:
        parser.add_argument("--for", dest="reader", choices=READERS, default="chart", help=whose)
    told = f"one of: {', '.join(every)}; text by default"
    parser.add_argument("--format", choices=every, default="text", metavar="FORMAT", help=told)


def require(form: str) -> None:
    """Raise Ended where what draws a format is not installed."""
    from bedside.note.render import DOCUMENTS

    if form in DOCUMENTS and find_spec("reportlab") is None:
        raise Ended(Exit.UNAVAILABLE, notes.NO_PDF)


def characters_of(whole: bytes, form: str) -> int:
    """Return how many characters a text has; 0 for a document, of which they are not counted."""
    from bedside.note.render import DOCUMENTS

    return 0 if form in DOCUMENTS else len(whole.decode())


def unprintable(error: Unprintable) -> str:
    """Return what to say of a letter that cannot be drawn."""
    letter = error.letter
    return notes.NO_SHAPE.format(letter=safe(letter), number=f"U+{ord(letter):04X}")


def signed_visit(desk: Desk, name: str) -> VisitListing:
    """Return the signed visit meant by a name; Ended, with the way out, where it is not signed."""
    visit = desk.visit(name)
    if visit.is_signed:
        return visit
    message = f"the note of {visit.id} is not signed, and only a signed note leaves or is added to."
    raise Ended(Exit.NOT_ALLOWED, f"{message} Sign it first: bedside resume {visit.id}")


def changed(desk: Desk, visit: str) -> Ended:
    """Return what to end with where a signed note is no longer what was signed."""
    return Ended(
        Exit.UNAVAILABLE,
        f"the note of {visit} is no longer what was signed: it, or what it rests on, was changed"
        " on disk. It is not shown, because it cannot be relied on. Have"
        f" {desk.places.visits} restored from a backup; bedside doctor looks the rest over.",
    )


def session_of(desk: Desk, visit: str) -> Session:
    """Return a signed visit, held for adding to it; Ended where it is held elsewhere or changed."""
    from bedside.cli.resume import held_text
    from bedside.session import Holder

    session = desk.resume(visit)
    if isinstance(session, Holder):
        way = "Close it there, or finish there."
        raise Ended(Exit.UNAVAILABLE, f"nothing was recorded. {held_text(session)} {way}")
    if not session.is_intact:
        session.close()
        raise changed(desk, visit)
    return session


def refused(why: Refusal) -> Ended:
    """Return what to end with after a refusal of what was to be recorded."""
    code = Exit.USAGE if why.why in _MISTYPED else Exit.NOT_ALLOWED
    told = words.REFUSALS[why.why].format(about=why.about)
    return Ended(code, _SAID.get(why.why) or told[:1].lower() + told[1:])


def limit_of(desk: Desk) -> int:
    """Return the most letters the record takes; 0 for any, and where settings cannot be read.

    A mistake in the settings keeps nobody from a note.
    """
    try:
        return desk.preferences.limit
    except Ended:
        return 0


def too_long(limit: int, *lengths: int) -> list[str]:
    """Return what to say of texts that are longer than the record takes, if any is."""
    over = [length for length in lengths if 0 < limit < length]
    if not over:
        return []
    others = f" The same goes for {len(over) - 1:,} more." if len(over) > 1 else ""
    return [notes.OVER_LIMIT.format(count=max(over), limit=limit) + others]
