"""Paints the library, the list of visits, and what is wrong with a broken checklist."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bedside import words
from bedside.core.listing import Listing, VisitListing
from bedside.core.text import cells
from bedside.tui.lines import BLANK, Line, ink, para, spread
from bedside.words import screen


def library_lines(listings: Iterable[Listing], today: date, width: int) -> list[Line]:
    """Return two lines a checklist: its title with minutes and version, and what it is for."""
    lines: list[Line] = []
    for listing in listings:
        lines += _broken(listing, width) if listing.findings else _usable(listing, today, width)
    return lines or para(screen.NOTHING_FOUND, width, "soft")


def visit_lines(
    visits: Iterable[VisitListing], now: datetime, width: int, none: str = screen.NO_VISITS
) -> list[Line]:
    """Return two lines a visit: whose it is and when it was left, and which talk."""
    lines: list[Line] = []
    for visit in visits:
        target = f"visit:{visit.id}"
        whose = visit.patient or words.NOBODY_NAMED
        left = screen.LEFT_AGO.format(ago=words.ago(visit.touched.local(), now))
        lines.append(spread(ink(whose, "title", target), ink(left, "soft", target), width))
        gone = f", {words.RETRACTED}" if visit.retracted else ""
        days = visit.days_open(now)
        state = words.OPEN_LONG.format(days=days) if days else words.STATES[visit.state]
        state = f"{visit.title}, {state}{gone}"
        lines += para(state, width, "soft", indent=2, target=target)
    return lines or para(none, width, "soft")


def finding_lines(listing: Listing, width: int) -> list[Line]:
    """Return everything wrong with a checklist, each with its place and a way out."""
    lines: list[Line] = []
    for finding in listing.findings:
        start = finding.span.start if finding.span else None
        at_line = screen.AT_LINE.format(file=finding.file, line=start.line) if start else ""
        place = at_line or finding.file
        step = screen.AT_STEP.format(step=finding.step) if finding.step else ""
        lines += para(f"{finding.code} {place}{step}", width, "soft")
        lines += para(finding.message, width, "alert")
        lines += [*para(finding.help, width, indent=2), BLANK]
    return lines


def _usable(listing: Listing, today: date, width: int) -> list[Line]:
    target = f"open:{listing.id}"
    short = screen.MINUTES_SHORT.format(count=listing.minutes)
    minutes = f"{short} · " if listing.minutes else ""
    about = f"{minutes}{listing.version} {words.WORDINGS[listing.status]}"
    lines = _named(listing.title, about, target, width)
    if listing.summary:
        lines += para(listing.summary, width, "soft", indent=2, target=target)
    if listing.next_review:
        due = screen.REVIEW_BY.format(day=listing.next_review.isoformat())
        whose = _whose(listing)
        if listing.is_overdue(today):
            overdue = words.OVERDUE.format(day=listing.next_review.isoformat())
            lines += para(f"! {overdue}", width, "warn", indent=2, target=target)
        elif whose or width >= 60:
            text = f"{due}{', ' if whose else ''}{whose}"
            lines += para(text, width, "soft", indent=2, target=target)
    return lines


def _named(title: str, about: str, target: str, width: int) -> list[Line]:
    """Return a title with what is to be known of it: beside it, or below where it is narrow."""
    if cells(title) + len("  ") + cells(about) <= width:
        return [spread(ink(title, "title", target), ink(about, "soft", target), width)]
    below = para(about, width, "soft", indent=2, target=target)
    return [*para(title, width, "title", target=target), *below]


def _whose(listing: Listing) -> str:
    """Return whose a checklist is, where that is worth saying."""
    if listing.origin == "shipped" and not listing.hides:
        return ""
    whose = words.ORIGINS[listing.origin]
    if listing.adapts:
        return whose + screen.CHANGING.format(whose=words.ORIGINS[listing.adapts])
    if listing.hides:
        return whose + screen.INSTEAD_OF.format(whose=words.ORIGINS[listing.hides[0]])
    return whose


def _broken(listing: Listing, width: int) -> list[Line]:
    target = f"broken:{listing.id}"
    count = len(listing.findings)
    more = screen.MENDS.format(count=count)
    return [
        spread(ink(listing.id, "title", target), ink(more, "alert", target), width),
        *para(f"! {listing.findings[0].message}", width, "alert", indent=2, target=target),
    ]
