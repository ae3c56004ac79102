"""Open visits: whose each is and when it was left, before anything of it is shown."""

from __future__ import annotations

from datetime import UTC, datetime

from bedside import words
from bedside.core.listing import VisitListing
from bedside.session import Holder
from bedside.tui.lines import BLANK, Line, ink, line, para
from bedside.tui.paint.library import visit_lines
from bedside.tui.screens.sheet import Sheet


def visits_sheet(visits: list[VisitListing]) -> Sheet:
    """Return the list of visits that are not signed."""
    open_ = [visit for visit in visits if not visit.is_signed]
    return Sheet(words.VISITS, lambda width: visit_lines(open_, datetime.now(UTC), width))


def resume_sheet(visit: VisitListing) -> Sheet:
    """Return the question whether this is the visit that is meant."""

    def lines(width: int) -> list[Line]:
        target = f"visit:{visit.id}"
        whose = words.RESUME_WITH.replace("{patient}", visit.patient or words.NOBODY_NAMED)
        ago = words.ago(visit.touched.local(), datetime.now(UTC))
        left = words.RESUME_LEFT.replace("{title}", visit.title).replace("{ago}", ago)
        return [
            *para(whose, width, "title"),
            *para(left, width),
            BLANK,
            line(ink(words.RESUME_OPEN, "key", target)),
        ]

    return Sheet(words.RESUME_TITLE, lines, f"visit:{visit.id}")


def held_sheet(visit: str, holder: Holder) -> Sheet:
    """Return who has the visit open, and the choice to take it over or to leave it."""
    since = datetime.fromtimestamp(holder.since / 1000).astimezone()
    on_terminal = words.ON_TERMINAL.replace("{terminal}", holder.terminal)
    where = on_terminal if holder.terminal else ""
    text = words.HELD.replace("{where}", where).replace("{process}", str(holder.process))
    text = text.replace("{since}", f"{since:%H:%M}")

    def lines(width: int) -> list[Line]:
        return [
            *para(text, width),
            BLANK,
            line(ink(f"1 {words.HELD_TAKE}", "text", f"take:{visit}")),
            line(ink(f"2 {words.HELD_LEAVE}", "text", f"leave:{visit}")),
        ]

    return Sheet(words.HELD_TITLE, lines)
