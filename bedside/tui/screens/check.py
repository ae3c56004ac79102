"""The check page: what is open, what clashes, every answer with a way back, the exact note."""

from __future__ import annotations

from typing import ClassVar

from bedside import words
from bedside.core import moves as m
from bedside.core.availability import may
from bedside.core.refusals import Refusal, Why
from bedside.core.review import review
from bedside.tui.lines import Line
from bedside.tui.paint.check import check_lines
from bedside.tui.screens.part import Part
from bedside.words import screen


class CheckPart(Part):
    """Shows everything before signing, and goes to what is to be changed."""

    where: ClassVar[str] = "check"
    bar: ClassVar[tuple[str, ...]] = (
        "check.sign",
        "check.change",
        "check.rest",
        "check.back",
        "check.trace",
        "visit.undo",
        "visit.who",
        "visit.patient",
        "visit.note",
        "app.curtain",
        "visit.leave",
    )

    def lines(self, width: int) -> list[Line]:
        """Return the check page."""
        patient = self.visit.record.patient
        over = self.session.excess()
        warnings = [words.excess(*over)] if over else []
        if self.visit.stopped:
            warnings.insert(0, words.refusal(Refusal(Why.STOPPED), self.page.slots))
        return check_lines(
            review(self.visit),
            patient.text() if patient else words.NOBODY_NAMED,
            warnings,
            self.session.text(),
            width,
        )

    def about(self) -> str:
        """Return what the check page is for."""
        return screen.ABOUT_CHECK

    def chosen(self, target: str) -> None:
        """Go to what stands behind a line."""
        kind, _, name = target.partition(":")
        if kind == "task" or (kind == "clash" and self._is_task(name)):
            from bedside.tui.screens.forms import assign

            assign(self.page, name)
        elif name.startswith("about/"):
            self.page.do_visit_who(0)
        elif name.startswith("feelings/"):
            self.page.do_visit_feelings(0)
        elif name:
            self.page.make(m.Go(name))

    def do_check_change(self, _: int) -> None:
        """Go to the step of the line under the cursor; without a cursor, to the first open one."""
        board = self.page.board
        open_ = (target for target in board.targets if target.startswith(("gap:", "clash:")))
        target = board.cursor or next(open_, "")
        if target.startswith("do:"):
            self.page.do_visit_patient(0)
        elif target:
            self.chosen(target)
        else:
            self.page.say(screen.CHECK_HINT.format(sign=self.page.slots["sign"]))

    def do_check_sign(self, _: int) -> None:
        """Open the form for signing, or say what is still missing."""
        allowed = may(self.visit, m.Sign)
        if isinstance(allowed, Refusal):
            self.page.refuse(allowed)
        else:
            from bedside.tui.screens.forms import sign

            sign(self.page)

    def do_check_rest(self, _: int) -> None:
        """Ask why the rest was not discussed, then record it for all that is open."""
        allowed = may(self.visit, m.SkipRest)
        if isinstance(allowed, Refusal):
            self.page.refuse(allowed)
        else:
            from bedside.tui.screens.sheets import rest

            rest(self.page)

    def do_check_trace(self, _: int) -> None:
        """Show where every sentence of the note comes from."""
        from bedside.tui.screens.sheets import trace

        trace(self.page)

    def do_check_back(self, _: int) -> None:
        """Go back to the last step."""
        self.page.make(m.Back())

    def do_check_up(self, _: int) -> None:
        """Move the cursor up."""
        self.page.board.move(-1)

    def do_check_down(self, _: int) -> None:
        """Move the cursor down."""
        self.page.board.move(1)

    def _is_task(self, name: str) -> bool:
        return any(task.id == name for task in review(self.visit).followups)
