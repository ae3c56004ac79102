"""Visits that pass from one clinician to another: offered, taken on, claimed, read by others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from bedside import words
from bedside.core import moves as m
from bedside.core.people import Bar, Barred, Colleague, Kind, Waiting
from bedside.core.refusals import Refusal
from bedside.reception import Reception
from bedside.session import Holder, Session
from bedside.tui.lines import Line, hung, ink
from bedside.tui.screens.sheets import choices, open_sheet
from bedside.words import door as said
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.app import BedsideApp
    from bedside.tui.page import Page
    from bedside.tui.screens.visit import VisitPage

WAITING = "waiting:"
"""What the target of something that waits begins with; its place follows, from 0."""


def waiting_lines(waiting: tuple[Waiting, ...], width: int) -> list[Line]:
    """Return what waits for who is signed in: one row each, before all else."""
    lines: list[Line] = []
    for number, one in enumerate(waiting):
        target = f"{WAITING}{number}"
        lead = (ink("! ", "alert", target),)
        lines += hung(lead, waiting_text(one), width, "title", target)
    return lines


def waiting_text(one: Waiting) -> str:
    """Return what waits, without anything of the patient."""
    if one.what is Kind.OFFER:
        return screen.OFFERED_ROW.format(who=one.who, begun=said.moment(one.begun))
    if one.what is Kind.CLAIM:
        return screen.CLAIM_ROW.format(begun=said.moment(one.begun))
    return said.READ_MEANWHILE.format(visit=one.visit, when=said.moment(one.at), why=one.why)


def answer(app: BedsideApp, reception: Reception, one: Waiting) -> None:
    """Ask what is to become of something that waits, and do it."""
    labels = {
        Kind.OFFER: {
            "take": screen.TAKE_IT,
            "later": screen.NOT_NOW,
            "decline": screen.DECLINE_IT.format(who=one.who),
        },
        Kind.CLAIM: {"take": screen.CLAIM_IT, "later": screen.NOT_NOW},
        Kind.OPENING: {"told": screen.READ_AND_KNOWN, "later": screen.NOT_NOW},
    }[one.what]

    def chosen(target: str | None) -> None:
        what = (target or "").partition(":")[2]
        if what == "take":
            _take(app, reception, one)
        elif what == "decline":
            declined = said.DECLINED.format(who=one.who)
            app.run_worker(_answered(app, reception.decline, one, declined))
        elif what == "told":
            app.run_worker(_answered(app, reception.told, one, screen.KNOWN))

    about = screen.ABOUT_CLAIM if one.what is Kind.CLAIM else screen.ABOUT_OFFER
    app.push_screen(choices(waiting_text(one), labels, about), chosen)


def hand_on(page: VisitPage, reception: Reception) -> None:
    """Ask to whom the visit is handed on; where it is offered already, whether to keep it back."""
    offered = reception.offered_to(page.session.visit.id)
    if offered is not None:
        _ask_back(page, reception, offered)
        return
    people = {one.id: one for one in reception.colleagues()}
    if not people:
        page.say(screen.NO_COLLEAGUE)
        return
    labels = {id_: one.text() for id_, one in people.items()}

    def chosen(target: str) -> None:
        to = people[target.partition(":")[2]]
        page.passing.start(_offered(page, reception, to))

    open_sheet(page, choices(screen.HAND_ON_TITLE, labels, screen.ABOUT_HAND_ON), chosen)


async def _offered(page: VisitPage, reception: Reception, to: Colleague) -> bool:
    """Offer the visit away from the keys, then tell it in the visit; say whether that is done."""
    barred = await asyncio.to_thread(reception.offer, page.session, to)
    if barred is None:
        offered = screen.OFFERED_TO.format(who=to.text())
        return _told(page, m.HandOn(to.name, to.role), offered)
    page.say(_why(page, barred))
    return False


async def _kept_back(page: VisitPage, reception: Reception) -> bool:
    """Take the offer back away from the keys, then tell it in the visit; say whether it is."""
    await asyncio.to_thread(reception.withdraw, page.session)
    return _told(page, m.HandOn(""), said.TAKEN_BACK)


def _told(page: VisitPage, move: m.HandOn, text: str) -> bool:
    """Tell in the visit what became of it, and say so; nothing else on the page is touched."""
    made = page.session.do(move)
    page.paint_frame()
    page.say(_why(page, made) if isinstance(made, Refusal) else text)
    return not isinstance(made, Refusal)


def _why(page: VisitPage, why: Barred | Refusal) -> str:
    return words.refusal(why, page.slots) if isinstance(why, Refusal) else said.barred(why)


def _ask_back(page: VisitPage, reception: Reception, to: Colleague) -> None:
    labels = {"back": screen.KEEP_BACK, "leave": screen.LEAVE_OFFERED}

    def chosen(target: str) -> None:
        if target.endswith("back"):
            page.passing.start(_kept_back(page, reception))

    title = screen.OFFERED_NOW.format(who=to.text())
    open_sheet(page, choices(title, labels, screen.ABOUT_HAND_ON), chosen)


def _take(app: BedsideApp, reception: Reception, one: Waiting) -> None:
    """Take a visit on, away from the keys: that waits for the disk."""
    app.run_worker(_taken(app, reception, one))


async def _answered(app: BedsideApp, reply: Callable[[str], None], one: Waiting, text: str) -> None:
    """Answer something that waits, away from the keys, and say so."""
    await asyncio.to_thread(reply, one.visit)
    _say(app, text)


async def _taken(app: BedsideApp, reception: Reception, one: Waiting) -> None:
    try:
        found = await asyncio.to_thread(reception.take, one)
    except KeyError:
        found = Barred(Bar.GONE)
    if isinstance(found, Session):
        app.open_visit(found)
    elif isinstance(found, Holder):
        from bedside.tui.screens.visits import held_sheet

        app.push_screen(held_sheet(one.visit, found), app.resume_chosen)
    else:
        _say(app, said.barred(found))


def _say(app: BedsideApp, text: str) -> None:
    """Say something on the page below, its list read again."""
    from bedside.tui.screens.library import LibraryPage

    page = cast("Page[object]", app.screen)
    if isinstance(page, LibraryPage):
        page.read_again()
    page.say(text)
