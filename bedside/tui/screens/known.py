"""Who a visit is with, as the record knows them: looked up and confirmed, or typed by hand.

Nothing here ever stands in the way: a label, or nobody, is always possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from bedside.core import moves as m
from bedside.core.answers import Known, Patient
from bedside.core.deliveries import Outbox
from bedside.core.identity import Lacking, patient_of, typed
from bedside.session import Draft
from bedside.tui.lines import BLANK, Line, hung, ink
from bedside.tui.screens.form import Ask, Asked, Form, Values, Wrong
from bedside.tui.screens.forms import NUMBER, RECORD, filled, keeping
from bedside.tui.screens.sending import asked, away
from bedside.tui.screens.sheet import Sheet
from bedside.words import identity as said

if TYPE_CHECKING:
    from bedside.tui.screens.visit import VisitPage

_LABEL = len(said.FIELDS) - 1
_SHOWN = 6
"""Of several who have one number so many are shown: more is a fault of the record."""


class NumberForm(Form):
    """Asks for a number and looks it up; Esc goes on without waiting for that."""

    def __init__(self, page: VisitPage, outbox: Outbox, number: str) -> None:
        """Offer this number."""
        fields = (Asked(said.NUMBER, number),)
        super().__init__(Ask(said.ASK_NUMBER, fields, "", said.ABOUT), keep=keeping(page, NUMBER))
        self._outbox, self._is_looking = outbox, False
        self.found: tuple[Known, ...] | str = ""
        """Who has the number, or why that is not known."""

    def do_form_submit(self, _: int) -> None:
        """Look the number up; without one, go on."""
        number = self._values()[0].strip()
        if not number:
            self.dismiss([""])
        elif not self._is_looking:
            self._is_looking = True
            self.say(said.LOOKING)
            away(self, partial(self._look, number))

    def do_form_cancel(self, place: int) -> None:
        """Go on without waiting, or go back."""
        if self._is_looking:
            self.found = said.LEFT
            self.dismiss([self._values()[0].strip()])
        else:
            super().do_form_cancel(place)

    async def _look(self, number: str) -> None:
        found = await asked(partial(self._outbox.look_up, number))
        if self.is_attached and self.app.screen is self:
            self.found = said.NOT_FOUND.format(why=found) if isinstance(found, str) else found
            self.dismiss([number])


class RecordForm(Form):
    """Asks for what the record needs; Enter in an empty first field leads to the label."""

    def do_form_submit(self, place: int) -> None:
        """Go on; past what only goes with a number where there is none."""
        values = self._values()
        if self._number() == 0 and not any(values[:_LABEL]):
            self.set_focus(self.query_one(f"#field-{_LABEL}"))
        else:
            super().do_form_submit(place)


class Identifying:
    """Finds out who one visit is with."""

    def __init__(self, page: VisitPage, outbox: Outbox, begin: bool = False) -> None:
        """Ask on this page; going back from the question a visit begins with is leaving it."""
        self._page, self._outbox, self._begin = page, outbox, begin
        self._now = page.session.visit.record.patient or Patient()

    def ask(self, before: Values | None = None) -> None:
        """Ask for the number where it can be looked up, else for all of it.

        What was typed `before` a cut stands there again.
        """
        if not self._outbox.looks_up() or (before and len(before) > 1):
            self.by_hand(before or ())
            return
        known = self._now.known.number if self._now.known else ""
        form = NumberForm(self._page, self._outbox, before[0] if before else known)

        def closed(values: Values | None) -> None:
            self._page.keep_draft(Draft())
            if values is None:
                self._gone()
            elif not values[0]:
                self.by_hand()
            elif isinstance(form.found, str):
                self.by_hand([values[0], *[""] * _LABEL], form.found)
            else:
                self._confirm(form.found)

        self._page.home.push_screen(form, closed)

    def by_hand(self, values: Sequence[str] = (), notice: str = "") -> None:
        """Ask for all of it; `notice` says why it was not looked up."""
        known, today = self._now.known, self._page.session.today()
        before = _values(self._now)
        fields = [Asked(label, old) for label, old in zip(said.FIELDS, before, strict=True)]

        def refuse(given: Values) -> Wrong | None:
            made = typed(given, today, known)
            return Wrong(made.line, said.LACKING[made.line]) if isinstance(made, Lacking) else None

        def closed(given: Values | None) -> None:
            made = typed(given, today, known) if given is not None else None
            if isinstance(made, Patient):
                self._identify(made)
            self._page.keep_draft(Draft())
            if given is None:
                self._back()

        ask = Ask(said.BY_HAND, filled(fields, list(values)), notice, said.ABOUT)
        self._page.home.push_screen(RecordForm(ask, refuse, keeping(self._page, RECORD)), closed)

    def _confirm(self, found: tuple[Known, ...]) -> None:
        """Show who has the number; only somebody who was confirmed is taken."""
        shown = found[:_SHOWN]
        rows = {f"is:{at}": said.told(one) for at, one in enumerate(shown)}
        rows |= {"no:number": said.OTHER_NUMBER, "no:hand": said.TYPE_IT}

        def lines(width: int) -> list[Line]:
            made: list[Line] = []
            for number, (target, label) in enumerate(rows.items(), 1):
                style = "title" if target.startswith("is:") else "text"
                lead = (ink(f"{number} ", "key", target),)
                made += [*hung(lead, label, width, style, target), BLANK]
            return made

        def chosen(target: str | None) -> None:
            kind, _, which = (target or "").partition(":")
            if not self._page.is_attached:
                return
            if kind == "is":
                self._identify(patient_of(shown[int(which)]))
            elif which == "hand":
                self.by_hand([shown[0].number, *[""] * _LABEL])
            else:
                self.ask()

        self._page.home.push_screen(Sheet(said.CONFIRM, lines, "", said.ABOUT), chosen)

    def _identify(self, given: Patient) -> None:
        is_label = given.known is None and given.label == self._now.text()
        if given != self._now and not is_label:
            self._page.make(m.Identify(given))

    def _back(self) -> None:
        """Go back from typing by hand: to the number, where that was asked first."""
        if self._outbox.looks_up():
            self.ask()
        else:
            self._gone()

    def _gone(self) -> None:
        if self._begin:
            self._page.close_visit()


def _values(now: Patient) -> list[str]:
    """Return what is known already, field by field; a name without a number stands as a label."""
    known = now.known
    if known is None:
        return [*[""] * _LABEL, now.text()]
    born = known.born.isoformat() if known.born else ""
    return [known.number, known.family, known.given, born, known.sex, known.encounter, ""]
