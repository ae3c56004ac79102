"""Writing: the field for words on the visit page, and what becomes of what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.events import Key

from bedside import words
from bedside.core import moves as m
from bedside.core.actions import Posture
from bedside.core.answers import Person
from bedside.core.rows import Field
from bedside.core.text import wrap
from bedside.core.visit import CHECK
from bedside.session import Draft
from bedside.tui.lines import ink, line
from bedside.tui.literal import literal
from bedside.tui.widgets.board import Board
from bedside.words import screen

if TYPE_CHECKING:
    from datetime import date

    from bedside.tui.screens.visit import VisitPage
    from bedside.tui.widgets.words_field import WordsField


_ROWS = 4
"""Lines of the field itself."""

_RECORDED = (Field.WORDS, Field.TEXT, Field.OTHER, Field.LINE)
"""What was typed into these is recorded by the time a visit that was cut off is opened again."""


class Writing:
    """Opens the field, keeps every letter, and makes the move when writing is finished."""

    def __init__(self, page: VisitPage) -> None:
        """Write on this page; the field is made when it is first needed."""
        self._page = page
        self._field = Field.NONE
        self._step, self._about = "", ""
        self._begun, self._before = "", ""
        self._area: WordsField | None = None
        self._early: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether letters type now."""
        return self._field is not Field.NONE

    @property
    def typed(self) -> str:
        """The words as they stand."""
        if self._early is not None or self._area is None:
            return self._begun + (self._early or "")
        return self._area.words

    def open(self, field: Field, before: str, cursor: int | None = None, about: str = "") -> None:
        """Let letters type, starting from the words there are.

        `about` is the line or the concern that they are for.
        """
        step = self._page.session.visit.step
        self._field, self._step, self._about = field, step if step != CHECK else "", about
        self._begun = self._before = before
        self._early = ""
        if self._area is None:
            self._make()
        self._page.call_after_refresh(self._begin, cursor)
        self._page.paint(cursor=self._page.board.cursor)

    def reopen(self, draft: Draft) -> None:
        """Open the field where words were cut off, at the same letter."""
        field = Field(draft.field)
        self.open(field, draft.words, draft.cursor, draft.about)
        self._before = draft.words if field in _RECORDED else ""

    def type(self, character: str) -> None:
        """Take a letter that came before the field had the focus: none is lost."""
        if self._early is not None:
            self._early += character
        elif self._area is not None:
            self._area.insert(literal(character))

    def do_write_finish(self, _: int) -> None:
        """Make the move of what was typed; nothing typed is never an error."""
        field, typed = self._field, self.typed.strip()
        if field is Field.DAY and typed and self._day_of(typed) is None:
            self._page.say(words.NOT_A_DAY)
            return
        self._field, self._early = Field.NONE, None
        self._close()
        moves = self._moves(field, typed)
        if not moves:
            self._page.keep_draft(Draft())  # nothing waits to be taken up again
        if not (moves and all(map(self._page.make, moves))):
            said = self._page.said
            self._page.paint(cursor=self._page.board.cursor)
            self._page.say(said)
        elif field is Field.STOP:
            self._page.make(m.Go(CHECK))
        elif len(moves) > 1:
            undo = self._page.slots["undo"]
            self._page.say(screen.KEPT_ALL.format(count=len(moves), undo=undo))

    def keep(self) -> None:
        """Hand over what is typed so far."""
        if self.is_open and self._area is not None and self._early is None:
            draft = Draft(
                step=self._step,
                field=self._field,
                words=self._area.words,
                cursor=self._area.cursor,
                about=self._about,
            )
            self._page.keep_draft(draft)

    def _close(self) -> None:
        """Put the field away; from now on no letter can reach it."""
        self._page.query_one("#writing").display = False
        if self._area is not None:
            self._area.can_focus = False
        self._page.set_focus(None)

    def _make(self) -> None:
        from textual.containers import Vertical

        from bedside.tui.widgets.words_field import WordsField

        self._area = WordsField(self._ends, id="words")
        label = Board("label", style="here", strip=True)
        self._page.mount(Vertical(label, self._area, id="writing"), before="#bar")

    def _ends(self, key: Key) -> bool:
        """Whether a key finishes writing."""
        pressed = self._page.home.keys.find("write", Posture.WRITE, key.key, key.character)
        return pressed is not None and pressed.action.id == "write.finish"

    def _begin(self, cursor: int | None) -> None:
        """Give the field the focus and the letters that came early."""
        if self._area is None or not self.is_open or not self._page.query("#label"):
            return  # the page was closed before the field could open
        title = wrap(words.FIELDS[self._field], max(1, self._page.size.width - 2))
        frame = self._page.query_one("#writing")
        frame.display, frame.styles.height = True, len(title) + _ROWS
        label = [line(ink(f" {row}", "here")) for row in title]
        self._page.query_one("#label", Board).show(lambda _: label)
        early, self._early = self._early or "", None
        at = len(self._begun) if cursor is None else cursor
        self._area.can_focus = True
        self._area.begin(self._begun[:at] + early + self._begun[at:], at + len(early))

    def _moves(self, field: Field, typed: str) -> tuple[m.Move, ...]:
        """Return the moves that the words are for; none where nothing changed."""
        if typed == self._before:
            return ()
        if field is Field.KEEP:
            open_ = [one.name for one in self._page.session.concerns() if not one.settled]
            names = [self._about] if self._about else open_
            return tuple(m.Overrule(name, typed) for name in names)
        move = self._move(field, typed)
        return (move,) if move is not None else ()

    def _move(self, field: Field, typed: str) -> m.Move | None:
        """Return the one move that the words are for."""
        step = self._step
        if field is Field.PERSON:
            from bedside.core.days import parse_person

            who, relation = parse_person(typed)
            return m.Add(step, Person(who=who, relation=relation))
        if field is Field.DAY:
            day = self._day_of(typed)
            return m.Schedule(step, day) if day else None
        makes: dict[Field, Callable[[], m.Move]] = {
            Field.LINE: lambda: m.Correct(step, self._about, typed),
            Field.REASON: lambda: m.Skip(step, "other", typed),
            Field.JOT: lambda: m.Jot(typed),
            Field.STOP: lambda: m.Stop("other", typed),
            Field.REST: lambda: m.SkipRest("other", typed),
        }
        return makes.get(field, lambda: m.Write(step, typed))()

    def _day_of(self, typed: str) -> date | None:
        from bedside.core.days import parse_day

        return parse_day(typed, self._page.session.today())
