"""After signing: later entries and follow-ups that are done. Each ends in one move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from bedside import words
from bedside.core import moves as m
from bedside.core.followups import FollowUp, followups
from bedside.core.later import EXPLAINED, LATER_KINDS, WORDED, retraction
from bedside.core.refusals import Refusal, Why
from bedside.core.rows import Field
from bedside.tui.lines import BLANK, Line, hung, ink, para
from bedside.tui.screens.form import Ask, Asked, Form, Values, Wrong
from bedside.tui.screens.forms import filled, keeping, push
from bedside.tui.screens.sheet import Sheet
from bedside.tui.screens.sheets import choices, open_sheet
from bedside.tui.screens.signer import cosigner, signer
from bedside.tui.widgets.board import Board
from bedside.words import notes, screen

if TYPE_CHECKING:
    from bedside.tui.screens.visit import VisitPage

ENTRY, DONE = "form-entry", "form-done"
"""What the draft of each form is called."""
ON = "on"
"""The target that goes on to a form."""


def add(page: VisitPage) -> None:
    """Ask which kind of entry is added to the signed note; then ask for the entry."""
    if retraction(page.session.visit) is not None:
        page.refuse(Refusal(Why.RETRACTED))
        return
    labels = {kind: notes.LATER[kind] for kind in LATER_KINDS}
    sheet = choices(screen.ADD_TITLE, labels, screen.ABOUT_ADD)
    open_sheet(page, sheet, lambda target: entry(page, target.partition(":")[2]))


def entry(page: VisitPage, kind: str, typed: Values | None = None) -> None:
    """Ask who adds it, what it says and why it comes later, as its kind needs; then add it."""
    desk = page.home.desk
    whose = cosigner(desk, page.session) if kind == "co-signature" else signer(desk, proves=False)
    asked = list(whose.asked)
    asked += [Asked(words.FIELDS[Field.ENTRY])] if kind in WORDED else []
    asked += [Asked(notes.LATER_WHY)] if kind in EXPLAINED else []
    first, last = len(whose.asked), len(asked)
    asked += whose.proof

    def move(values: Values) -> m.Append:
        rest = values[first:last]
        said = rest.pop(0) if kind in WORDED else ""
        return m.Append(kind, *whose.named(values), said, *rest)

    def refuse(values: Values) -> Wrong | None:
        refused = page.session.refused(move(values))
        at = {Why.NO_WORDS: first, Why.REASON_NEEDED: last - 1}
        if refused is None or (refused.why is Why.OTHER_NAME and whose.prove is not None):
            return None  # whose name it is comes out once it is proved
        told = screen.SAY_WHY if refused.why is Why.REASON_NEEDED else ""
        return Wrong(at.get(refused.why, 0), told or words.refusal(refused, page.slots))

    notice = _retracting(page) if kind == "retraction" else whose.notice
    ask = Ask(notes.LATER[kind], filled(asked, typed), notice, screen.ABOUT_ENTRY)

    def go_on(ask: Ask) -> None:
        form = Form(ask, refuse, keeping(page, ENTRY, about=kind), whose.prove)
        push(page, form, lambda values: page.make(move(values)))

    if kind == "retraction" and typed is None and not Form(ask).shows_all(*page.size):
        bare = ask._replace(notice="")  # it was read: nobody retracts without that
        open_sheet(page, Before(ask), lambda _: go_on(bare))
    else:
        go_on(ask)


class Before(Sheet):
    """Shows what to know before a form; it is read to its end before the cursor can go on."""

    def __init__(self, ask: Ask) -> None:
        """Show what this form would have above its fields."""
        super().__init__(ask.title, self._read, about=ask.about)
        self._notice = ask.notice

    def _read(self, width: int) -> list[Line]:
        told = para(self._notice, width, "alert")
        lead = (ink("1 ", "key", ON),)
        return [*told, BLANK, *hung(lead, screen.RETRACT_ON, width, target=ON)]

    def offers(self) -> list[str]:
        """Return reading on and choosing, which are one key."""
        return ["sheet.choose", "sheet.close"]

    def on_key(self, event: events.Key) -> None:
        """Say that letters go nowhere yet: somebody may begin with the reason at once."""
        if self.home.keys.find(self.where, self.posture, event.key, event.character) is None:
            event.prevent_default()
            self.say(screen.READ_FIRST)
        else:
            super().on_key(event)

    def do_sheet_choose(self, _: int) -> None:
        """Go on where all was read; else show what comes next."""
        board = self.query_one("#board", Board)
        if board.cursor:
            self.chosen(board.cursor)
            return
        if not board.sees(ON):
            board.scroll_by(max(1, board.size.height - 1))
        if board.sees(ON):
            board.point(ON)
            self.paint_bar()

    def do_sheet_number(self, place: int) -> None:
        """Go on where all was read."""
        if self.query_one("#board", Board).sees(ON):
            super().do_sheet_number(place)
        else:
            self.say(screen.READ_FIRST)

    def _move(self, step: int) -> None:
        board = self.query_one("#board", Board)
        if board.sees(ON):
            super()._move(step)
        else:
            board.scroll_by(step)


def _retracting(page: VisitPage) -> str:
    """Return what a retraction does: to every text, and where the note went."""
    from bedside.tui.screens.signed import SignedPart

    sending = page.part.sending if isinstance(page.part, SignedPart) else None
    there = sending.retracting() if sending is not None else ""
    return f"{notes.RETRACTS} {there}".strip()


def tasks(page: VisitPage) -> None:
    """Show the follow-ups of a signed visit; choosing one asks who has done it."""
    visit = page.session.visit
    every = followups(visit)

    def lines(width: int) -> list[Line]:
        shown: list[Line] = []
        for number, task in enumerate(every, 1):
            target = f"task:{task.id}"
            done = visit.finished.get(task.id)
            mark = "[x]" if done else "[ ]"
            lead = (ink(f"{number} ", "key", target), ink(f"{mark} ", "mark", target))
            shown += hung(lead, task.text, width, "text", target)
            told = screen.DONE_BY.format(who=done.by) if done else _owed(task)
            shown += para(told, width, "soft", indent=6, target=target)
        return shown or para(screen.NO_TASKS, width, "soft")

    sheet = Sheet(screen.TASKS_TITLE, lines, about=screen.ABOUT_TASKS)
    open_sheet(page, sheet, lambda target: done(page, target.partition(":")[2]))


def done(page: VisitPage, task: str, typed: Values | None = None) -> None:
    """Ask who has done a follow-up, and record it; nobody takes it back."""
    visit = page.session.visit
    known = next((one for one in followups(visit) if one.id == task), None)
    before = visit.finished.get(task)
    ask = finishing(known.text if known else task, before.by if before else "", typed)

    def refuse(values: Values) -> Wrong | None:
        return Wrong(0, screen.NOBODY) if not values[0] and before is None else None

    form = Form(ask, refuse, keeping(page, DONE, task))
    push(page, form, lambda values: page.make(m.Finish(task, values[0])))


def finishing(task: str, by: str, typed: Values | None = None) -> Ask:
    """Return the question who has done a follow-up."""
    return Ask(task, filled([Asked(notes.FINISHED_BY, by)], typed), about=screen.ABOUT_DONE)


def _owed(task: FollowUp) -> str:
    """Return who is to do it and by when."""
    day = screen.BY_DAY.format(day=words.day(task.day)) if task.day else screen.NO_DATE
    return screen.OWED.format(who=task.who or screen.NO_OWNER, day=day)
