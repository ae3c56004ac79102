"""Held and waiting notes: whose each is, its receiver's own words, and the ways out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from bedside.core.deliveries import Delivery, Outbox, Standstill
from bedside.core.parcels import Standing
from bedside.reception import Desk
from bedside.tui.lines import BLANK, Line, hung, ink, para
from bedside.tui.page import Page
from bedside.tui.paint.signed import receipt_text
from bedside.tui.screens.form import Ask, Asked, Form, Values, Wrong
from bedside.tui.screens.sending import asked, away, now, watch
from bedside.tui.screens.sheet import Sheet
from bedside.tui.widgets.board import Board
from bedside.words import outbox as outbox_words
from bedside.words import sending as said


class Held(NamedTuple):
    """What lies in the outbox for who is there, and whose the visits are that open for them."""

    held: Sequence[Delivery] = ()
    waiting: Sequence[Delivery] = ()
    closed: Mapping[str, str] = {}
    patients: Mapping[str, str] = {}
    still: Standstill = Standstill()
    known: str = ""
    """How old all of it is; "" where it is how it stands now."""

    @property
    def shown(self) -> list[Delivery]:
        """Those of visits that open here; the others are counted."""
        return [one for one in (*self.held, *self.waiting) if one.visit in self.patients]

    @property
    def others(self) -> int:
        """How many belong to visits that open for others."""
        return len(self.held) + len(self.waiting) - len(self.shown)


def read(desk: Desk, outbox: Outbox, visit: str = "") -> Held:
    """Read what lies in the outbox, of one visit or of all. Reads the disk."""
    patients = {one.id: one.patient or said.UNNAMED for one in desk.visits()}
    held, waiting = outbox.held(), outbox.waiting()
    if visit:
        held, waiting = ([x for x in some if x.visit == visit] for some in (held, waiting))
    known = said.known(outbox.known())
    return Held(held, waiting, outbox.closed(), patients, outbox.standstill(), known)


class HeldSheet(Sheet):
    """The list; it is read again whenever it comes back on top."""

    def __init__(self, desk: Desk, outbox: Outbox, found: Held, visit: str = "") -> None:
        """Show what was found."""
        self._desk, self._outbox, self._visit, self.found = desk, outbox, visit, found
        self._asked = self._shown = 0
        first = f"held:{found.shown[0].control}" if found.shown else ""
        super().__init__(said.TITLE, self._rows, first, said.ABOUT)

    def chosen(self, target: str) -> None:
        """Show one, with what can be done about it."""
        control = target.partition(":")[2]
        one = next((x for x in self.found.shown if x.control == control), None)
        if one is not None:
            Ways(self, self._desk, self._outbox, one).show(self.found)

    def on_mount(self) -> None:
        """Show from now on what changes."""
        watch(self.home, self._outbox, self.look)

    def look(self) -> None:
        """Read the list again, away from the keys."""
        if self.is_attached:
            away(self, self.again, "held")

    async def again(self, told: str = "") -> None:
        """Read the list again, and say what was done. What was asked for later is never undone."""
        self._asked += 1
        place = self._asked
        found = await asked(partial(read, self._desk, self._outbox, self._visit))
        if not self.is_attached:
            return
        if isinstance(found, str):
            told = said.TROUBLE.format(why=found)
        elif place > self._shown:
            self.found, self._shown = found, place
        board = self.query_one("#board", Board)
        targets = [f"held:{one.control}" for one in self.found.shown]
        first = targets[0] if targets else ""  # the one the cursor was on may be gone
        board.show(self._lines, board.cursor if board.cursor in targets else first)
        if told:
            self.say(told)

    def _rows(self, width: int) -> list[Line]:
        found, lines = self.found, list[Line]()
        for told in outbox_words.standstill(found.still):
            lines += para(told, width, "warn")
        for number, one in enumerate(found.shown, 1):
            lines += row_lines(one, number, found.patients[one.visit], width)
        for name, told in found.closed.items():
            title = next((x.title for x in found.shown if x.destination == name), name)
            lines += para(said.CLOSED.format(title=title, said=told), width, "warn")
        if found.others:
            lines += para(said.OTHERS.format(count=found.others), width, "soft")
        lines = lines or para(said.NONE, width, "soft")
        return [*lines, *(para(found.known, width, "warn") if found.known else [])]


class Ways:
    """What can be done about one delivery."""

    def __init__(self, sheet: HeldSheet, desk: Desk, outbox: Outbox, one: Delivery) -> None:
        """Stand at one row of the list."""
        self._sheet, self._desk, self._outbox, self._one = sheet, desk, outbox, one

    def show(self, found: Held) -> None:
        """Show all of it, and do what is chosen."""
        one, keeper = self._one, self._outbox.keeper(self._one.destination)
        labels = (said.RETRY, said.COPY, said.FILE_BY_HAND, said.BACK)

        def lines(width: int) -> list[Line]:
            shown = [*stands_lines(one, width), BLANK]
            for number, label in enumerate(labels, 1):
                target = f"way:{number}"
                shown += hung((ink(f"{number} ", "key", target),), label, width, target=target)
            shown.append(BLANK)
            for told in (_since(one), said.keeper(keeper)):
                shown += para(told, width, "soft")
            return shown

        acts = {"way:1": self._retry, "way:2": self._copy, "way:3": self._file}

        def chosen(target: str | None) -> None:
            if target in acts and self._sheet.is_attached:
                acts[target]()

        title = whose(one, found.patients[one.visit])
        self._sheet.home.push_screen(Sheet(title, lines, "", said.ABOUT), chosen)

    def _retry(self) -> None:
        away(self._sheet, partial(self._done, self._outbox.retry, said.DONE_RETRY))

    def _copy(self) -> None:
        away(self._sheet, self._copied)

    def _file(self) -> None:
        def refuse(values: Values) -> Wrong | None:
            return None if all(values) else Wrong(0 if not values[0] else 1, said.NO_WHO)

        def closed(values: Values | None) -> None:
            if values is not None and self._sheet.is_attached:
                by, where = values
                told = said.DONE_FILED.format(by=by, where=where)
                file = partial(self._outbox.filed, by=by, where=where)
                away(self._sheet, partial(self._done, file, told))

        fields = (Asked(said.FILED_BY, self._desk.preferences.author), Asked(said.FILED_WHERE))
        form = Form(Ask(said.FILE_BY_HAND, fields, about=said.ABOUT), refuse)
        self._sheet.home.push_screen(form, closed)

    async def _done(self, does: Callable[[str], bool], told: str) -> None:
        """Do something away from the keys, and say whether it was possible."""
        made = await asked(partial(does, self._one.control))
        if isinstance(made, str):
            told = said.TROUBLE.format(why=made)
        elif not made:
            told = said.CANNOT
        await self._sheet.again(told)

    async def _copied(self) -> None:
        def text() -> str | None:
            try:
                return self._outbox.text(self._one.control)
            except KeyError:
                return None

        try:
            found = await asyncio.to_thread(text)
        except OSError as error:
            await self._sheet.again(said.TROUBLE.format(why=error.strerror or str(error)))
            return
        if not self._sheet.is_attached:
            return
        if found is None:
            self._sheet.say(said.NOT_OPEN)
            return
        receipt = self._desk.copy(found, self._sheet.home.write_terminal)
        self._sheet.say(said.DONE_COPY.format(told=receipt_text(receipt)))
        page = self._sheet.home.visit_page
        if page is not None and page.session.visit.id == self._one.visit:
            page.session.do(receipt)
        else:
            await asked(partial(self._outbox.handed, self._one.visit, receipt))


def open_held(page: Page[None], then: Callable[[], None], visit: str = "") -> None:
    """Show what is held and waits, of one visit or of all; `then` is called once it is closed."""
    outbox = page.home.desk.outbox
    if outbox is not None:
        away(page, partial(_open, page, outbox, then, visit))


async def _open(page: Page[None], outbox: Outbox, then: Callable[[], None], visit: str) -> None:
    desk = page.home.desk
    found = await asked(partial(read, desk, outbox, visit))
    if not page.is_attached or page.home.screen is not page:
        return
    if isinstance(found, str):
        page.say(said.TROUBLE.format(why=found))
        return
    sheet = HeldSheet(desk, outbox, found, visit)
    page.home.push_screen(sheet, lambda _: then())


def whose(one: Delivery, patient: str) -> str:
    """Return whose note it is, which entry of it, of when, and where it goes."""
    what = outbox_words.TURNS[one.turn]
    day = said.clock(one.utc, now())
    return said.WHOSE.format(patient=patient, what=what, day=day, title=one.title)


def row_lines(one: Delivery, number: int, patient: str, width: int) -> list[Line]:
    """Return one row of the list: whose, how it stands, and what its receiver says."""
    target = f"held:{one.control}"
    is_held = one.standing is Standing.HELD
    lead = (
        ink(f"{number} " if number < 10 else "  ", "key", target),
        ink("! " if is_held else "- ", "alert" if is_held else "soft", target),
    )
    lines = hung(lead, whose(one, patient), width, "title", target)
    for told in (f"{said.stands(one, now())}.", *said.beside(one)[:1]):
        lines += para(told, width, "soft", indent=4, target=target)
    return lines


def stands_lines(one: Delivery, width: int) -> list[Line]:
    """Return how one stands, with everything that was said to it."""
    style = "alert" if one.standing is Standing.HELD else "text"
    lines = para(f"{said.stands(one, now())}.", width, style)
    for told in said.beside(one):
        lines += para(told, width, "warn")
    return lines


def _since(one: Delivery) -> str:
    told = said.SINCE_ONCE if one.tries == 1 else said.SINCE
    return told.format(at=said.clock(one.utc, now()), count=one.tries)
