"""The check page: what is open, what to look at, every answer with a way back, the exact texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bedside import words
from bedside.core import moves as m
from bedside.core.actions import ACTIONS
from bedside.core.availability import may
from bedside.core.concerns import Check, Concern
from bedside.core.gaps import read_back_step
from bedside.core.note import READERS
from bedside.core.refusals import Refusal, Why
from bedside.core.review import Review, review
from bedside.core.visit import Visit
from bedside.tui.lines import BLANK, Line, para
from bedside.tui.paint.check import CONCERN, Checked, check_lines
from bedside.tui.screens.part import Part
from bedside.tui.screens.texts import Texts
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.screens.visit import VisitPage

TEXT = "do:check.text"
"""The target of the line above the text: choosing it shows another."""


class CheckPart(Part):
    """Shows everything before signing, and goes to what is to be changed."""

    where: ClassVar[str] = "check"
    bar: ClassVar[tuple[str, ...]] = (
        *("check.sign", "check.change", "check.take", "check.keep", "check.read", "check.rest"),
        *("check.text", "check.back", "check.trace", "visit.undo", "check.afterwards"),
        *("visit.who", "visit.patient", "visit.note", "app.curtain", "visit.leave"),
    )

    def __init__(self, page: VisitPage) -> None:
        """Begin with the note below the answers."""
        super().__init__(page)
        self._texts = Texts(page)
        self._found: tuple[Visit, Review, tuple[Concern, ...]] | None = None
        self._settling = 0
        """The place, among the concerns that are open, of the one that is being settled."""

    def lines(self, width: int) -> list[Line]:
        """Return the check page."""
        visit, slots = self.visit, self.page.slots
        stopped = words.refusal(Refusal(Why.STOPPED), slots) if visit.stopped else ""
        texts, missing = self._texts, self.session.unreadable
        heading = screen.TEXT_SO_FAR.format(
            name=texts.name, key=slots["text"], other=texts.next_name
        )
        return [
            *para(stopped, width, "warn"),
            *(para(words.unreadable(missing), width, "alert") if missing else []),
            *check_lines(self._checked(), width, slots),
            *[BLANK, *para(heading, width, "title", target=TEXT)],
            *texts.lines(width),
        ]

    def about(self) -> str:
        """Return what the check page is for."""
        return screen.ABOUT_CHECK

    def offers(self) -> list[str]:
        """Return the actions that have something to do now, the most used first."""
        open_ = self._open()
        idle = {
            "check.sign": not open_,
            "check.take": any(one.rewrite for one in open_),
            "check.keep": bool(open_),
            "check.read": bool(read_back_step(self.visit)),
        }
        offered = [action for action in super().offers() if idle.get(action, True)]
        again = any(one.check is Check.NOT_READ_AGAIN for one in open_)
        if again and "check.read" in offered:
            offered.remove("check.read")
            offered.insert(0, "check.read")  # what the concern names has to be in sight
        return offered

    def chosen(self, target: str) -> None:
        """Go to what stands behind a line."""
        kind, _, name = target.partition(":")
        if kind == "do":
            self.page.perform(ACTIONS[name], 0)
            return
        if self._trace_one(target):
            return
        if target.startswith(CONCERN):
            name = self._behind(target)
            if not name:
                self.page.say(screen.NO_STEP.format(keep=self.page.slots["keep"]))
        if kind == "task" or self._is_task(name):
            from bedside.tui.screens.forms import assign

            assign(self.page, name)
        elif name.startswith("feelings/"):
            self.page.do_visit_feelings(0)
        elif name:
            self.page.make(m.Go(name))

    def do_check_change(self, _: int) -> None:
        """Go to what the line under the cursor is about; without a cursor, to what is open."""
        target = self.page.board.cursor or self._first_open()
        if target:
            self.chosen(target)
        else:
            self.page.say(screen.CHECK_HINT.format(sign=self.page.slots["sign"]))

    def do_check_sign(self, _: int) -> None:
        """Open the form for signing, or say what is still missing and point at the first of it."""
        allowed, open_ = may(self.visit, m.Sign), self._open()
        if isinstance(allowed, Refusal):
            self._point_at_open(allowed)
        elif open_:
            self._point_at_open(Refusal(Why.UNSETTLED, str(len(open_))))
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

    def do_check_take(self, _: int) -> None:
        """Take the wording offered for the concern under the cursor; else point at one."""
        found, slots = self._at_cursor(), self.page.slots
        better = next((one for one in self._open() if one.rewrite), None)
        if found is None and better is not None:
            self.page.board.point(f"{CONCERN}{better.name}")
            self.page.say(screen.TAKE_THIS.format(take=slots["take"]))
        elif found is None and not self._open():
            self.page.say(screen.NO_CONCERN)
        elif found is None or found.settled or not found.rewrite:
            self.page.say(screen.NO_WORDING.format(keep=slots["keep"]))
        else:
            self._settle(found)
            self.page.make(m.Reword(found.text, found.rewrite))

    def do_check_keep(self, _: int) -> None:
        """Ask why the concern under the cursor stays; without one, why all that are open do."""
        found = self._at_cursor()
        concerns = (found,) if found else self._open()
        if concerns:
            from bedside.tui.screens.sheets import keep

            self._settle(concerns[0])
            keep(self.page, concerns)
        else:
            self.page.say(screen.NO_CONCERN)

    def do_check_read(self, _: int) -> None:
        """Go to where the note is read back."""
        step = read_back_step(self.visit)
        if step:
            self.page.make(m.Go(step))
        else:
            self.page.say(screen.NOT_READ_BACK)

    def do_check_text(self, _: int) -> None:
        """Show the next of the three texts from its first line."""
        self._texts.turn()
        self.page.paint(cursor=TEXT)
        self.page.board.lift(TEXT)

    def do_check_afterwards(self, _: int) -> None:
        """Ask for the day of a talk that is written down after it."""
        from bedside.tui.screens.forms import afterwards

        afterwards(self.page)

    def do_check_trace(self, _: int) -> None:
        """Show where the sentence under the cursor comes from; without one, every sentence."""
        from bedside.tui.screens.sheets import trace

        if not self._trace_one(self.page.board.cursor):
            trace(self.page, self._texts.reader)

    def do_check_back(self, _: int) -> None:
        """Go back to the last step."""
        self.page.make(m.Back())

    def do_check_up(self, _: int) -> None:
        """Move the cursor up."""
        self.page.board.move(-1)

    def do_check_down(self, _: int) -> None:
        """Move the cursor down."""
        self.page.board.move(1)

    def made(self, move: m.Move) -> None:
        """After a concern was settled, point at the next one and say how to take it back.

        The next is the one that stands where it stood; after the last, the first that is left.
        """
        if isinstance(move, m.Reword | m.Overrule):
            still, at = self._open(), self._settling
            self._settling = at if at < len(still) else 0
            self.page.board.point(f"{CONCERN}{still[self._settling].name}" if still else "")
            said = screen.TAKEN if isinstance(move, m.Reword) else screen.KEPT_NOW
            self.page.paint_bar()
            self.page.say(said.format(undo=self.page.slots["undo"]))

    def _settle(self, concern: Concern) -> None:
        open_ = self._open()
        self._settling = open_.index(concern) if concern in open_ else 0

    def _gone_over(self) -> tuple[Review, tuple[Concern, ...]]:
        """Return what is reviewed and found, worked out once for each visit as it stands."""
        known = self._found
        if known is None or known[0] is not self.visit:
            known = self.visit, review(self.visit), self.session.concerns()
            self._found = known
        return known[1:]

    def _open(self) -> tuple[Concern, ...]:
        return tuple(one for one in self._gone_over()[1] if not one.settled)

    def _checked(self) -> Checked:
        visit, (gone_over, concerns) = self.visit, self._gone_over()
        patient, later = visit.record.patient, visit.record.afterwards
        titles = {step: own.title for step, own in visit.plan.steps.items()}
        titles |= {task.id: task.text for task in gone_over.followups}
        day = words.day(later.day) if later else ""
        return Checked(
            review=gone_over,
            patient=patient.text() if patient else words.NOBODY_NAMED,
            written=screen.WRITTEN_AFTERWARDS.format(day=day) if later else screen.WRITTEN_DURING,
            concerns=concerns,
            where={one.name: titles.get(one.target, "") for one in concerns},
        )

    def _at_cursor(self) -> Concern | None:
        """Return the concern under the cursor, settled or not."""
        return self._named(self.page.board.cursor)

    def _named(self, target: str) -> Concern | None:
        concerns = self._gone_over()[1]
        return next((one for one in concerns if f"{CONCERN}{one.name}" == target), None)

    def _first_open(self) -> str:
        """Return the first gap or concern that is open; "" where none is."""
        gaps = [f"gap:{gap.step}" for gap in self._gone_over()[0].gaps]
        return next(iter((*gaps, *(f"{CONCERN}{one.name}" for one in self._open()))), "")

    def _behind(self, target: str) -> str:
        """Return the step or follow-up that a concern is about; "" where it is about neither."""
        found = self._named(target)
        if found is None or found.target:
            return found.target if found else ""
        readers = [reader for reader in READERS if reader == found.reader and found.text]
        traces = [one for reader in readers for one in self.session.trace(reader)]
        sources = [source for one in traces if one.text == found.text for source in one.sources]
        return next((source.step for source in sources if source.step), "")

    def _point_at_open(self, refused: Refusal) -> None:
        """Say why signing has to wait, the cursor on the first thing it waits for."""
        self.page.board.point(self._first_open())
        self.page.paint_bar()
        self.page.refuse(refused)

    def _trace_one(self, target: str) -> bool:
        """Show what the sentence at a target rests on; say whether it is a sentence."""
        told = self._texts.trace(target)
        if told is not None:
            from bedside.tui.screens.sheets import trace_one

            trace_one(self.page, told)
        return told is not None

    def _is_task(self, name: str) -> bool:
        return any(task.id == name for task in self._gone_over()[0].followups)
