"""The page of one visit: in its middle the walk, the check page or the signed note."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from bedside import words
from bedside.core import moves as m
from bedside.core.actions import Posture
from bedside.core.refusals import Refusal
from bedside.core.rows import Field
from bedside.core.text import cut
from bedside.core.visit import CHECK, State, Visit
from bedside.session import SLOW_SECONDS, Draft, Session
from bedside.tui.lines import Builder, Line, para
from bedside.tui.page import Handler, Page
from bedside.tui.paint.frame import head_lines
from bedside.tui.screens.part import Part
from bedside.tui.screens.under_way import UnderWay
from bedside.tui.screens.walk import WalkPart
from bedside.tui.screens.writing import Writing
from bedside.tui.widgets.board import Board
from bedside.words import screen

WIDE, VAST = 110, 190
"""From so many columns on the outline stands beside the step, and the live note as well."""

_LEAST_NAME = 8
"""Cells that the name of who is signed in has in the head of a small window."""

ABOUT = "about/present"
"""The first step of the bank about the visit itself."""


class VisitPage(Page[None]):
    """Shows a visit and makes its moves; every part of the screen follows from the session."""

    def __init__(self, session: Session) -> None:
        """Show this session's visit."""
        super().__init__()
        self.session = session
        self.walk = WalkPart(self)
        self.part = self._part(session.visit)
        self.where = self.part.where
        self.writing, self.passing = Writing(self), UnderWay(self)
        self.insists = False
        self._shown = self._here(session.visit)
        self._looks_again = False

    @property
    def board(self) -> Board:
        """The middle of the page."""
        return self.query_one("#board", Board)

    @property
    def slots(self) -> dict[str, str]:
        """The keys to show for the slots of rows."""
        return self.home.slots

    def compose(self) -> ComposeResult:
        """Lay out head, middle and key bar; what only some windows show is added by need."""
        yield Board("head", self._head, style="bar", strip=True)
        yield Board("board", self.part.lines)
        yield Board("bar", self._bar_lines, style="bar", strip=True)

    def on_mount(self) -> None:
        """Open the field again where words were cut off; the boards draw themselves."""
        self.session.watch(self.home.saving_changed)
        draft = self.session.recovered
        if draft and (draft.words or draft.field == Field.JOT):
            self._take_up(draft)
            self.keep_draft(draft)  # or a second cut would find the field closed
        if self.session.unreadable or self.session.taking or self.session.visit.is_unclaimed:
            self.call_after_refresh(self._begun)

    def on_resize(self, event: events.Resize) -> None:
        """Stand the outline and the live note beside the step where the window has the room."""
        self._stand("outline", self._outline, event.size.width >= WIDE, before="#board")
        self._stand("notes", self._note, event.size.width >= VAST, after="#board")

    def make(self, move: m.Move) -> bool:
        """Make a move and draw what follows; say why where it is not possible."""
        if self.is_closing:
            return False
        part, marks, here = self.part, self.part.marks(), self._shown
        made = self.session.do(move)
        if isinstance(made, Refusal):
            self.refuse(made)
            return False
        self.paint()
        if (self.part, self._shown) == (part, here):
            changed = [at for at, mark in part.marks().items() if mark and mark != marks.get(at)]
            self.board.reveal(changed[-1] if changed else "")
            part.made(move)
        return True

    def refuse(self, refused: Refusal) -> None:
        """Say why a move is not possible."""
        self.say(words.refusal(refused, self.slots))

    def paint(self, cursor: str = "", top: bool = False) -> None:
        """Draw the visit as it stands, in place."""
        visit = self.session.visit
        here = self._here(visit)
        fresh, self._shown = here != self._shown, here
        if fresh:
            self.part = self._part(visit)
            self.part.enter()
        self.posture = Posture.WRITE if self.writing.is_open else Posture.WALK
        self.where = "write" if self.writing.is_open else self.part.where
        kept = cursor or ("" if fresh else self.board.cursor)
        self.board.show(self.part.lines, kept, top=top or fresh)
        self.paint_frame()
        self.paint_sides()

    def paint_frame(self) -> None:
        """Draw the head, the banner and the key bar."""
        self.query_one("#head", Board).show(self._head)
        self.paint_bar()
        wanted = bool(self._saving_text()) or self.session.visit.is_unclaimed
        self._stand("banner", self._banner, wanted, after="#head")
        self._look_again_if_saving()

    def paint_sides(self) -> None:
        """Draw the outline and the live note where they stand."""
        for board in self.query("#outline, #notes").results(Board):
            draws = self._outline if board.id == "outline" else self._note
            board.show(draws, f"go:{self.session.visit.step}")

    def chosen(self, target: str) -> None:
        """Go where the outline or the phase map points, else let the part decide."""
        kind, _, name = target.partition(":")
        if kind not in ("go", "phase"):
            self.part.chosen(target)
        elif self.session.visit.state is not State.SIGNED:
            self.make(m.Go(name if kind == "go" else self._first_of(name)))

    def about(self) -> str:
        """Return how to use what is in the middle, or the field that is open."""
        return screen.ABOUT_WRITING if self.writing.is_open else self.part.about()

    def typed(self, character: str) -> None:
        """Give a letter to the field that is just opening."""
        self.writing.type(character)

    def on_text_area_changed(self) -> None:
        """Keep every letter."""
        self.writing.keep()

    def handler(self, name: str) -> Handler | None:
        """Return how an action is done: by the writing, by the part in hand, else by the page."""
        for owner in (self.writing, self.part, self):
            found: Handler | None = getattr(owner, name, None)
            if found is not None:
                return found
        return None

    def offers(self) -> list[str]:
        """Return the actions that work now, the most used first."""
        if self.writing.is_open:
            return ["write.finish", "app.curtain"]
        return self.part.offers()

    def write(self, field: Field, words_: str, about: str = "") -> None:
        """Open the field for words; `about` is the line or concern that they are for."""
        self.writing.open(field, words_, about=about)

    def close_visit(self) -> None:
        """Leave the visit once all is durable, and go back to where it was opened from."""
        if self.passing.is_under_way:
            self.passing.leave()
        else:
            self.home.close_visit(self, self.insists)

    def do_visit_check(self, _: int) -> None:
        """Open the check page."""
        self.make(m.Go(CHECK))

    def do_visit_undo(self, _: int) -> None:
        """Take the latest change back."""
        self.make(m.Undo())

    def do_visit_redo(self, _: int) -> None:
        """Make the latest change again."""
        self.make(m.Redo())

    def do_visit_note(self, _: int) -> None:
        """Open the field for a private note."""
        self.write(Field.JOT, "")

    def do_visit_pause(self, _: int) -> None:
        """Stop the clock, or let it go on."""
        paused = self.session.visit.state is State.PAUSED
        if self.make(m.Unpause() if paused else m.Pause()) and not paused:
            from bedside.tui.screens.sheets import pause

            pause(self)

    def do_visit_feelings(self, _: int) -> None:
        """Open the words for strong feelings."""
        from bedside.tui.screens.sheets import feelings

        feelings(self)

    def do_visit_outline(self, _: int) -> None:
        """Open the outline."""
        from bedside.tui.screens.sheets import outline

        outline(self)

    def do_visit_who(self, _: int) -> None:
        """Go to the questions about who takes part; they lead back here."""
        self.make(m.Go(ABOUT))

    def do_visit_hand(self, _: int) -> None:
        """Ask to whom the visit is handed on."""
        reception = self.home.desk.reception
        refused = self.session.refused(m.HandOn(""))
        if reception is None:
            self.say(screen.NOBODY_SIGNS_IN)
        elif self.passing.is_under_way:
            self.say(screen.HANDING_ON)
        elif refused is not None:
            self.refuse(refused)
        else:
            from bedside.tui.screens.passing import hand_on

            hand_on(self, reception)

    def do_visit_patient(self, _: int) -> None:
        """Open the form for who the visit is with."""
        from bedside.tui.screens.forms import patient

        patient(self)

    def do_visit_stop(self, _: int) -> None:
        """Ask why the talk ends for today; take a stopped one up again."""
        if self.session.visit.state is State.STOPPED:
            self.make(m.Continue())
        else:
            from bedside.tui.screens.sheets import stop

            stop(self)

    def do_visit_leave(self, _: int) -> None:
        """Leave; all is kept."""
        self.close_visit()

    def _begun(self) -> None:
        """Show what stands above the page; say what is missing of the visit, and who has it."""
        if self.query("#head"):
            self.paint_frame()
        if self.session.unreadable and self.query("#bar"):
            self.say(words.unreadable(self.session.unreadable))
        elif self.session.taking and self.query("#bar"):
            self.say(screen.TAKEN_ON.format(by=self.session.visit.holder))

    def _take_up(self, draft: Draft) -> None:
        """Open again what was being typed into when the visit was cut off."""
        from bedside.tui.screens.forms import reopen

        if not reopen(self, draft):
            self.writing.reopen(draft)

    def keep_draft(self, draft: Draft) -> None:
        """Hand typed words over to be saved; say so where the page is drawn already."""
        self.session.draft(draft)
        for head in self.query("#head").results(Board):
            head.show(self._head)
        self._look_again_if_saving()

    def _here(self, visit: Visit) -> str:
        """Return what is on screen, to know when something else comes."""
        return f"{visit.state is State.SIGNED}{visit.step}"

    def _part(self, visit: Visit) -> Part:
        """Return the part that shows this visit; those after the walk are made when they come."""
        if visit.state is State.SIGNED:
            from bedside.tui.screens.signed import SignedPart

            return SignedPart(self)
        if visit.step == CHECK:
            from bedside.tui.screens.check import CheckPart

            return CheckPart(self)
        return self.walk

    def _head(self, width: int) -> list[Line]:
        visit, saved = self.session.visit, screen.SAVINGS[self.session.saving.standing]
        progress = ""
        shown = self.walk.view() if self.part is self.walk and visit.step != CHECK else None
        if shown is not None and shown.number:
            about = words.ABOUT if shown.about else ""
            progress = screen.PROGRESS.format(number=shown.number, about=about, total=shown.total)
        name = cut(self.signed_in(brief=True), max(_LEAST_NAME, width // 4))
        return head_lines(visit, (name, progress, saved), width)

    def _outline(self, width: int) -> list[Line]:
        from bedside.tui.paint.outline import outline_lines

        return outline_lines(self.session.visit, width)

    def _note(self, width: int) -> list[Line]:
        """Return the live note, where the middle does not show it already."""
        from bedside.tui.paint.note import note_lines

        return note_lines(self.session.text(), width) if self.part is self.walk else []

    def _stand(
        self, name: str, builder: Builder, wanted: bool, *, before: str = "", after: str = ""
    ) -> None:
        """Have a board beside another, or not have it."""
        there = self.query(f"#{name}").results(Board)
        board = next(iter(there), None)
        if board is None and wanted and self.is_attached:
            made = Board(name, builder, style="alert" if name == "banner" else "soft")
            made.set_class(name == "banner", "-strip")
            made.cursor = f"go:{self.session.visit.step}"
            self.mount(made, before=before or None, after=after or None)
        elif board is not None and not wanted:
            board.remove()
        elif board is not None:
            board.show(builder, board.cursor)

    def _banner(self, width: int) -> list[Line]:
        text = self._saving_text()
        lines = para(text, width, "alert") if text else []
        text = self.home.emergency_banner() if self.session.visit.is_unclaimed else ""
        return [*lines, *(para(text, width, "alert") if text else [])]

    def _saving_text(self) -> str:
        saving = self.session.saving
        return words.saving(saving.standing, saving.why)

    def _look_again_if_saving(self) -> None:
        """Say so where a save is still not done after a second: no commit tells of a slow disk."""
        if self.session.saving.waiting and not self._looks_again:
            self._looks_again = True
            self.set_timer(SLOW_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._looks_again = False
        if self.session.saving.waiting and self.query("#head"):
            self.paint_frame()

    def _first_of(self, section: str) -> str:
        visit = self.session.visit
        own = [s for s in visit.visible() if (of := visit.plan.section[s]) and of.id == section]
        return own[0] if own else visit.step
