"""Open visits: whose each is and when it was left, before anything of it is shown."""

from __future__ import annotations

from datetime import UTC, datetime

from bedside import words
from bedside.core.listing import VisitListing
from bedside.reception import Desk
from bedside.session import Holder
from bedside.tui.lines import BLANK, Line, ink, line, para
from bedside.tui.paint.library import visit_lines
from bedside.tui.screens.sheet import Sheet
from bedside.words import screen


def visits_sheet(desk: Desk) -> Sheet:
    """Return the list of visits, those not signed first; the others are there to be copied.

    On a shared workstation an empty list speaks of one's own visits: colleagues may have theirs.
    """
    kept = sorted((v for v in desk.visits() if not v.is_blank), key=lambda visit: visit.is_signed)
    first = f"visit:{kept[0].id}" if kept else ""
    none = screen.NO_VISITS_OF_YOURS if desk.reception is not None else screen.NO_VISITS

    def lines(width: int) -> list[Line]:
        return visit_lines(kept, datetime.now(UTC), width, none)

    return Sheet(screen.VISITS, lines, first)


def resume_sheet(visit: VisitListing) -> Sheet:
    """Return the question whether this is the visit that is meant."""

    def lines(width: int) -> list[Line]:
        target = f"visit:{visit.id}"
        whose = screen.RESUME_WITH.format(patient=visit.patient or words.NOBODY_NAMED)
        ago = words.ago(visit.touched.local(), datetime.now(UTC))
        left = screen.RESUME_LEFT.format(title=visit.title, ago=ago)
        return [
            *para(whose, width, "title"),
            *para(left, width),
            BLANK,
            line(ink(screen.RESUME_OPEN, "key", target)),
        ]

    return Sheet(screen.RESUME_TITLE, lines, f"visit:{visit.id}")


def held_sheet(visit: str, holder: Holder) -> Sheet:
    """Return who has the visit open, and the choice to take it over or to leave it."""
    since = datetime.fromtimestamp(holder.since / 1000).astimezone()
    on_terminal = screen.ON_TERMINAL.format(terminal=holder.terminal)
    where = on_terminal if holder.terminal else ""
    text = screen.HELD.format(where=where, process=holder.process, since=f"{since:%H:%M}")

    def lines(width: int) -> list[Line]:
        return [
            *para(text, width),
            BLANK,
            line(ink(f"1 {screen.HELD_TAKE}", "text", f"take:{visit}")),
            line(ink(f"2 {screen.HELD_LEAVE}", "text", f"leave:{visit}")),
        ]

    return Sheet(screen.HELD_TITLE, lines)
