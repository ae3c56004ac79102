"""Follow-ups of every visit: what is still to be done, the overdue first, and who has done it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from bedside import words
from bedside.core.listing import Due, VisitListing
from bedside.core.refusals import Refusal
from bedside.tui.lines import Line, hung, ink, para
from bedside.tui.screens.form import Form, Values, Wrong
from bedside.tui.screens.later import finishing
from bedside.tui.screens.sheet import Sheet
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.screens.library import LibraryPage

Owed = tuple[VisitListing, Due]


def owed(visits: Iterable[VisitListing]) -> list[Owed]:
    """Return what nobody has done yet, the earliest day first; what has no day comes last."""
    found = [(visit, due) for visit in visits for due in visit.tasks if not due.done]
    return sorted(found, key=lambda one: one[1].day or date.max)


def tasks_sheet(every: list[Owed], today: date) -> Sheet:
    """Return the list of what is still to be done; choosing one gives its number, from 0."""

    def lines(width: int) -> list[Line]:
        shown: list[Line] = []
        for number, (visit, due) in enumerate(every):
            target = f"owed:{number}"
            late = due.day is not None and due.day < today
            lead = (
                ink(f"{number + 1} " if number < 9 else "  ", "key", target),
                ink("! " if late else "  ", "alert", target),
            )
            shown += hung(lead, due.text, width, "title", target)
            day = screen.NO_DATE
            if due.day is not None:
                day = (screen.OVERDUE_SINCE if late else screen.BY_DAY).format(
                    day=words.day(due.day)
                )
            told = screen.OWED_OF.format(
                patient=visit.patient or words.NOBODY_NAMED,
                who=due.who or screen.NO_OWNER,
                day=day,
            )
            shown += para(told, width, "soft", indent=4, target=target)
        return shown or para(screen.NOTHING_OWED, width, "soft")

    first = "owed:0" if every else ""
    return Sheet(screen.OWED_TITLE, lines, first, screen.ABOUT_OWED)


def open_tasks(page: LibraryPage) -> None:
    """Show what is still to be done; choosing one asks who has done it, and records that."""
    every = owed(page.home.desk.visits())

    def chosen(target: str | None) -> None:
        if target:
            _ask(page, every[int(target.partition(":")[2])])

    page.home.push_screen(tasks_sheet(every, page.today()), chosen)


def _ask(page: LibraryPage, of: Owed) -> None:
    """Ask who has done a follow-up of a visit that is not open."""
    visit, due = of

    def refuse(values: Values) -> Wrong | None:
        return None if values[0] else Wrong(0, screen.NOBODY)

    def closed(values: Values | None) -> None:
        if values is not None:
            page.run_worker(_finish(page, of, values[0]))

    whose = screen.TASK_OF.format(task=due.text, patient=visit.patient or words.NOBODY_NAMED)
    ask = finishing(whose, page.home.desk.preferences.author)
    page.home.push_screen(Form(ask, refuse), closed)


async def _finish(page: LibraryPage, of: Owed, by: str) -> None:
    """Record who has done it, away from the keys: that waits for the disk; then say so."""
    visit, due = of
    try:
        made = await asyncio.to_thread(page.home.desk.finish, visit.id, due.task, by)
    except OSError as error:
        told = screen.NOT_WRITTEN.format(why=error.strerror or str(error))
    else:
        done = screen.OWED_DONE.format(task=due.text, who=by)
        told = done if made is None else screen.OWED_HELD
        told = words.refusal(made, page.home.slots) if isinstance(made, Refusal) else told
    if page.is_attached:
        page.read_again()
        page.say(told)
