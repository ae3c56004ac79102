"""The walk: the step in hand, answered by digits, Space, the cursor or a click."""

from __future__ import annotations

from typing import ClassVar

from bedside.core import moves as m
from bedside.core.answers import READ_BACK
from bedside.core.gaps import is_done_after
from bedside.core.rows import Field, Focus, Group, Row
from bedside.core.view import StepView, not_as_read, view
from bedside.core.visit import Visit
from bedside.tui.lines import Line
from bedside.tui.paint.step import WORDS, step_lines, target_of
from bedside.tui.screens.part import Part
from bedside.words import screen

ROOMY = 17
"""From this many lines on, the step's aim stands above its phrase."""


_ASKING = (Group.REASON, Group.CONSENT)


class WalkPart(Part):
    """Shows one step and turns its rows into moves."""

    where: ClassVar[str] = "walk"
    bar: ClassVar[tuple[str, ...]] = (
        "walk.next",
        "walk.back",
        "walk.done",
        "walk.words",
        "visit.feelings",
        "walk.skip",
        "visit.check",
        "visit.leave",
        "walk.why",
        "walk.another",
        "visit.undo",
        "visit.outline",
        "visit.pause",
        "app.curtain",
    )
    focus = Focus()
    typed = ""
    _shown: tuple[Visit, Focus, StepView] | None = None
    _aloud: tuple[Visit, tuple[tuple[str, ...], tuple[str, ...]]] | None = None

    def enter(self) -> None:
        """Look at the step as a whole again."""
        self.focus, self.typed = Focus(), ""

    def view(self) -> StepView:
        """Return what the step shows; worked out once for head, step and key bar alike."""
        known, visit = self._shown, self.visit
        if known is None or known[0] is not visit or known[1] is not self.focus:
            shown = view(visit, self.session.today(), self.focus)
            if shown.aloud and self._reading()[1]:
                shown = not_as_read(shown)
            known = self._shown = visit, self.focus, shown
        return known[2]

    def lines(self, width: int) -> list[Line]:
        """Return the step, with the lines to read aloud where it asks for that."""
        shown, slots = self.view(), self.page.slots
        lines = step_lines(shown, width, slots, self.page.board.size.height >= ROOMY)
        if shown.aloud and shown.asks is None:
            from bedside.tui.paint.aloud import Aloud, aloud_lines

            lines += aloud_lines(shown, Aloud(*self._reading()), width, slots)
        return lines

    def aloud(self) -> tuple[str, ...]:
        """Return the lines that are read out."""
        return self._reading()[0]

    def _reading(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lines that are read out, and those that are not as they were read.

        Worked out once for each visit as it stands.
        """
        known = self._aloud
        if known is None or known[0] is not self.visit:
            lines = self.session.read_back(), self.session.unread()
            known = self._aloud = self.visit, lines
        return known[1]

    def marks(self) -> dict[str, str]:
        """Return the rows that are on, and the words."""
        shown = self.view()
        on = {target_of(row): "x" for row in shown.rows if row.on}
        if shown.aloud:
            put = {one.line: one.words for one in shown.answer.corrections}
            on |= {f"line:{at}": put.get(text, "") for at, text in enumerate(self.aloud())}
        return on | {WORDS: shown.answer.words}

    def about(self) -> str:
        """Return how this kind of step is answered."""
        return screen.ABOUT_KINDS[self.view().step.kind].format(words=self.page.slots["words"])

    def offers(self) -> list[str]:
        """Return the actions that work at this step now."""
        shown = self.view()
        rows = bool(self.page.board.cursor) or any(row.word == "done" for row in shown.rows)
        idle = {"walk.done": rows, "walk.words": shown.field is not Field.NONE}
        idle["walk.skip"] = bool(shown.rows) and shown.asks is None
        idle["walk.next"] = not self._line_at_cursor()
        offered = [action for action in super().offers() if idle.get(action, True)]
        if "visit.check" in offered and is_done_after(self.visit):
            offered.remove("visit.check")
            offered.insert(1, "visit.check")  # back to where a change was asked for
        return offered

    def chosen(self, target: str) -> None:
        """Choose a row, or take a teach-back point in hand."""
        kind, _, rest = target.partition(":")
        if kind == "point":
            self.focus = Focus(point=int(rest))
            self.page.paint(cursor=target)
            return
        if kind == "line" and self.view().aloud:
            self._put_right(int(rest))
            return
        row = next((row for row in self.view().rows if target_of(row) == target), None)
        if row is not None:
            self._choose(row)

    def do_walk_next(self, _: int) -> None:
        """Go to the next step, or put the line under the cursor right where lines are read back.

        An answer still typed digit by digit is already recorded.
        """
        if self._line_at_cursor():
            self.chosen(self.page.board.cursor)
        else:
            self.page.make(m.Next())

    def do_walk_back(self, _: int) -> None:
        """Close the reasons if they are open, else go to the step before."""
        if self.focus.reasons:
            self.enter()
            self.page.paint()
        else:
            self.page.make(m.Back())

    def do_walk_done(self, _: int) -> None:
        """Choose the row under the cursor; without a cursor, mark the step done."""
        if self.page.board.cursor:
            self.chosen(self.page.board.cursor)
            return
        done = next((row for row in self.view().rows if row.word == "done"), None)
        if done is not None:
            self._choose(done)

    def do_walk_choose(self, place: int) -> None:
        """Choose the answer with this number, or type a digit on a scale."""
        self._slot(str(place + 1))

    def do_walk_declined(self, _: int) -> None:
        """Choose what the eighth slot holds: declined, or a reason."""
        self._slot("8")

    def do_walk_unsure(self, _: int) -> None:
        """Choose what the ninth slot holds: unsure, or a reason."""
        self._slot("9")

    def do_walk_not_asked(self, _: int) -> None:
        """Choose what the last slot holds: not asked, or another answer."""
        self._slot("0")

    def do_walk_another(self, _: int) -> None:
        """Show another way to say it."""
        self.page.make(m.Rephrase(self.visit.step))

    def do_walk_words(self, _: int) -> None:
        """Open the field for words."""
        shown = self.view()
        words = "" if shown.field is Field.PERSON else shown.answer.words
        if shown.field is not Field.NONE:
            self.page.write(shown.field, words)

    def do_walk_skip(self, _: int) -> None:
        """Show the reasons for leaving this step."""
        self.focus = Focus(reasons=True)
        self.page.paint()

    def do_walk_why(self, _: int) -> None:
        """Show why the step matters."""
        from bedside.tui.screens.sheets import why

        why(self.page, self.view())

    def do_walk_up(self, _: int) -> None:
        """Move the cursor up."""
        self.page.board.move(-1)
        self.page.paint_bar()

    def do_walk_down(self, _: int) -> None:
        """Move the cursor down."""
        self.page.board.move(1)
        self.page.paint_bar()

    def _slot(self, key: str) -> None:
        shown = self.view()
        if shown.dial and shown.asks is None and not self.focus.reasons:
            self._dial(shown, key)
            return
        row = next((r for r in shown.rows if r.key == key and r.group is not Group.POINT), None)
        if row is not None:
            self._choose(row)
        elif shown.aloud and shown.asks is None:
            from bedside.tui.paint.aloud import KEYS

            self._put_right(KEYS.find(key))

    def _line_at_cursor(self) -> bool:
        """Whether the cursor is on a line that is read back."""
        board = self.page.board
        return board.cursor.startswith("line:") and board.cursor in board.targets

    def _put_right(self, number: int) -> None:
        """Open the field for what the patient puts in the place of a line that was read out."""
        aloud, shown = self.aloud(), self.view()
        if shown.rows and 0 <= number < len(aloud):
            put = {one.line: one.words for one in shown.answer.corrections}
            self.page.board.point(f"line:{number}")
            self.page.write(Field.LINE, put.get(aloud[number], ""), aloud[number])

    def _reads_on(self) -> bool:
        """Bring the lines into sight that nobody can have read out; say whether there were any."""
        board, last = self.page.board, len(self.aloud()) - 1
        if not self.view().aloud or board.has_shown(f"line:{last}"):
            return False
        self.page.say(screen.READ_ON)
        board.scroll_by(max(1, board.size.height - 1))
        return True

    def made(self, move: m.Move) -> None:
        """After a line was put right, give Enter back to going on."""
        if isinstance(move, m.Correct):
            self.page.board.point("")
            self.page.paint_bar()

    def _dial(self, shown: StepView, digit: str) -> None:
        """Type a number digit by digit: 1 and then 0 is 10, where the scale reaches that far."""
        low, high = shown.dial or (0, 0)
        longer = int(self.typed + digit)
        number = longer if low <= longer <= high else int(digit)
        self.typed = str(number)
        self.page.make(m.Rate(shown.step.id, number))

    def _choose(self, row: Row) -> None:
        """Make the row's move, then open the field for what must be typed with it."""
        put_right = self.view().answer.corrections
        if not row.on and row.move == m.Pick(self.visit.step, READ_BACK[0]) and self._reads_on():
            return
        if row.move is not None and not (row.on and row.opens) and not self.page.make(row.move):
            return
        if put_right and not self.view().answer.corrections:
            self.page.say(screen.LINES_GIVEN_UP.format(undo=self.page.slots["undo"]))
        if row.opens is Field.NONE and (row.group in _ASKING or row.point >= 0):
            self.focus = Focus()
            self.page.paint()
        held = self.view().answer
        if row.opens is Field.TEXT and held.corrections and not held.words:
            return  # what was corrected stands there line by line; no words are missing
        if row.opens is not Field.NONE:
            words = held.words if row.opens in (Field.OTHER, Field.TEXT) else ""
            self.page.write(row.opens, words)
