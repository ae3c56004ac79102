"""A form: a few one-line fields on a page of their own. Enter goes on, and sends after the last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from bedside.core.actions import Posture
from bedside.core.text import wrap
from bedside.tui.kept_in import KeepsWords
from bedside.tui.lines import Line, hung, ink, line, para
from bedside.tui.literal import literal
from bedside.tui.page import Page
from bedside.tui.widgets.board import Board
from bedside.words import screen

Values = list[str]

_BELOW = 5
"""Lines that what is to know first leaves free: a field and its label, what is wrong, the bar."""


class Asked(NamedTuple):
    """One field of a form: what it asks for, what it offers, and whether it shows what is typed.

    What is typed into a secret one is neither shown nor kept, and gone once the form is sent. One
    that takes a badge shows no number: a reader of badges types like a keyboard.
    """

    label: str
    value: str = ""
    secret: bool = False
    badge: bool = False


class Ask(NamedTuple):
    """What a form asks: its title, its fields, what to know first, and what the help says."""

    title: str
    fields: Sequence[Asked]
    notice: str = ""
    about: str = ""


class Wrong(NamedTuple):
    """What is wrong with a form: in which field, and why."""

    field: int
    why: str


class Blank(KeepsWords, Input):
    """One line to fill in; what it offers is never selected, so that no key wipes it."""

    DEFAULT_CSS = """
    Blank {
        border: none; height: 1; padding: 0 2;
        background: $bedside-bar; color: $bedside-bar-ink;
        &.-textual-compact { padding: 0 2; }
        &:focus { border: none; background: $bedside-cursor; color: $bedside-cursor-ink; }
    }
    """

    takes_badge = False
    """Whether a badge may be scanned here: then nothing is shown that has a digit in it."""

    def watch_value(self, value: str) -> None:
        """Hide a badge from its first digit on, before anything of it is drawn."""
        if self.takes_badge:
            self.password = has_digit(value)

    async def on_event(self, event: events.Event) -> None:
        """Let Enter lead on at once, and hand on a key that came here after it.

        A reader of wristbands sends two identifiers and their Enters in one breath; each belongs
        to the field that the keys before it have led to.
        """
        if not isinstance(event, events.Key):
            await super().on_event(event)  # the last of them comes when there is no page any more
            return
        top = self.app.screen
        there = top.focused or top
        if there is not self:
            event.stop()
            there.post_message(event)
        elif isinstance(top, Form) and top.is_busy:
            event.stop()
        elif event.key == "enter" and isinstance(top, Form):
            event.stop()
            top.do_form_submit(0)
        elif not (isinstance(top, Page) and await top.edited(self, event)):
            await super().on_event(event)


def has_digit(text: str) -> bool:
    """Whether a text could be the number of a badge; no name has a digit in it."""
    return any(letter.isdigit() for letter in text)


class Fields(Vertical):
    """The fields of a form; where the window is too low for all, those in hand are in sight."""

    DEFAULT_CSS = "Fields { height: 1fr; overflow-y: auto; scrollbar-size: 0 0; }"


class Form(Page[Values | None], ModalScreen[Values | None]):
    """Asks for a few lines. Gives back what was typed, in order; nothing where it was cancelled."""

    where = "form"
    posture = Posture.WRITE
    bar: ClassVar[tuple[str, ...]] = ("form.submit", "form.cancel", "app.curtain")

    def __init__(
        self,
        ask: Ask,
        refuse: Callable[[Values], Wrong | None] = lambda _: None,
        keep: Callable[[Values, int], None] = lambda *_: None,
        prove: Callable[[Values], Wrong | None] | None = None,
    ) -> None:
        """Ask these; `refuse` says what is wrong with the values, if something is.

        `keep` is given the values at every letter, and the number of the field in hand. `prove`
        looks at them last, on a thread of its own, as a passphrase takes time to try.
        """
        super().__init__()
        self._ask, self._asked, self._refuse, self._keep = ask, list(ask.fields), refuse, keep
        self._prove = prove
        self._wrong, self._refused = "", (0, "")
        self.is_busy = False
        """Whether what was sent is being looked at: keys do nothing until that is known."""
        self._early = ""
        """Letters that came before there was a field."""
        self._is_over = False
        """Whether what was typed was given back: then nothing of it is kept any more."""

    def compose(self) -> ComposeResult:
        """Lay out the title, a label over each field, what is wrong, and the key bar."""
        yield Board("head", self._head, style="bar", strip=True)
        with Fields():
            for number, asked in enumerate(self._asked):
                label = partial(self._label, number)
                yield Board(f"label-{number}", label, style="soft", strip=True)
                value = literal(asked.value)
                field = f"field-{number}"
                blank = Blank(value, id=field, select_on_focus=False, compact=True)
                blank.password, blank.takes_badge = asked.secret, asked.badge
                yield blank
        yield Board("wrong", self._told, style="alert", strip=True)
        yield Board("bar", self._bar_lines, style="bar", strip=True)

    def on_mount(self) -> None:
        """Let the first field type, as soon as it is there."""
        if not self.query("#field-0"):
            self.call_after_refresh(self.on_mount)
            return
        first = self.query_one("#field-0", Blank)
        first.insert_text_at_cursor(self._early)
        self._early = ""
        first.focus()

    def typed(self, character: str) -> None:
        """Put a letter that came before any field had the focus where it was meant for."""
        if self.query("#field-0"):
            self._field().insert_text_at_cursor(literal(character))
        else:
            self._early += literal(character)

    def do_form_submit(self, _: int) -> None:
        """Go to the next field; after the last, give the values back if they can stand."""
        at = self._number()
        if at + 1 < len(self._asked):
            self.set_focus(self.query_one(f"#field-{at + 1}", Blank))
            return
        values = [value.strip() for value in self._values()]
        wrong = self._refuse(values)
        if wrong is not None:
            self.refuse(wrong)
        elif self._prove is None:
            self.dismiss(values)
        else:
            self.is_busy = True
            self.say(screen.PROVING)
            self.run_worker(self._proved(values))

    def do_form_cancel(self, _: int) -> None:
        """Go back without sending."""
        self.forget()
        self.dismiss(None)

    def dismiss(self, result: Values | None = None) -> AwaitComplete:
        """Give back what was typed."""
        self._is_over = True
        return super().dismiss(result)

    def refuse(self, wrong: Wrong) -> None:
        """Say what is wrong, in the field that it is in; secrets are typed again from the first."""
        self.forget()
        self._wrong, self._refused = wrong.why, (wrong.field, self._values()[wrong.field])
        self.query_one("#wrong", Board).show(self._told)
        emptied = [number for number, asked in enumerate(self._asked) if asked.secret]
        self.set_focus(self.query_one(f"#field-{min((wrong.field, *emptied))}", Blank))

    def forget(self) -> None:
        """Empty every secret field."""
        for number, asked in enumerate(self._asked):
            if asked.secret:
                self.query_one(f"#field-{number}", Blank).value = ""

    async def _proved(self, values: Values) -> None:
        """Have the values looked at, then send them without what is secret."""
        assert self._prove is not None  # noqa: S101  # or nobody asks for it
        self.forget()
        wrong = await asyncio.to_thread(self._prove, values)
        self.is_busy = False
        if not self.is_attached:
            return
        self.unsay()
        if wrong is not None:
            self.refuse(wrong)
        else:
            self.dismiss(self._open(values))

    def on_descendant_focus(self) -> None:
        """Show by a mark where letters go, and keep that field and its label in sight."""
        for number in range(len(self._asked)):
            label = self.query_one(f"#label-{number}", Board)
            label.show(partial(self._label, number))
            if self._field().id == f"field-{number}":
                self.query_one(Fields).scroll_to_region(
                    label.virtual_region.union(self._field().virtual_region),
                    animate=False,
                    force=True,
                )

    def on_input_changed(self) -> None:
        """Keep every letter, until they are given back: news of the last ones may come later."""
        if self.is_attached and not self._is_over and self.query_one("#field-0", Blank).is_mounted:
            self._mended()
            self._keep(self._open(self._values()), self._number())

    def _mended(self) -> None:
        """Take away what was wrong once the field that it is in reads otherwise."""
        field, value = self._refused
        if self._wrong and self._values()[field] != value:
            self._wrong = ""
            self.query_one("#wrong", Board).show(self._told)

    def on_key(self, event: events.Key) -> None:
        """Leave Enter to the field, which leads on by it."""
        if event.key != "enter":
            super().on_key(event)

    def _values(self) -> Values:
        return [self.query_one(f"#field-{at}", Blank).value for at in range(len(self._asked))]

    def _open(self, values: Values) -> Values:
        """Return the values without those that are secret, and without the number of a badge."""
        pairs = zip(values, self._asked, strict=True)
        hidden = (asked.secret or (asked.badge and has_digit(value)) for value, asked in pairs)
        return ["" if hides else value for value, hides in zip(values, hidden, strict=True)]

    def _number(self) -> int:
        return int((self._field().id or "").rpartition("-")[2])

    def _field(self) -> Blank:
        """Return the field that has the focus, or is about to."""
        focused = self.focused
        return focused if isinstance(focused, Blank) else self.query_one("#field-0", Blank)

    def about(self) -> str:
        """Return what the form is for, with what to know first where that does not fit."""
        notice, room = self._notice(self.size.width, self.size.height)
        return f"{self._ask.about} {self._ask.notice}" if len(notice) > room else self._ask.about

    def shows_all(self, width: int, height: int) -> bool:
        """Whether all there is to know first fits into a window beside a field and the key bar."""
        notice, room = self._notice(width, height)
        return len(notice) <= room

    def _notice(self, width: int, height: int) -> tuple[list[Line], int]:
        """Return what to know first, and how many lines of it there is room for."""
        notice = para(self._ask.notice, width, "alert", indent=2) if self._ask.notice else []
        above = len(wrap(self._ask.title, width - 2)) + 1
        return notice, max(1, height - above - _BELOW)

    def _head(self, width: int) -> list[Line]:
        """Return the title, and what to know first where there is such a thing, as far as it fits.

        Of more than fits the help shows the rest.
        """
        titled = [line(ink(f" {row}", "here")) for row in wrap(self._ask.title, width - 2)]
        notice, room = self._notice(width, self.size.height)
        if len(notice) > room:
            more = screen.MORE_IN_HELP.format(help=self.home.slots["help"])
            notice = [*notice[: room - 1], *para(more, width, "alert", indent=2)[:1]]
        return [*titled, self.whose(width), *notice]

    def _label(self, number: int, width: int) -> list[Line]:
        """Return what a field asks for, a mark before the one where letters go."""
        here = bool(self.query("#field-0")) and self._field().id == f"field-{number}"
        mark = ink("> " if here else "  ", "title")
        return hung((mark,), self._asked[number].label, width, "title" if here else "soft")

    def _told(self, width: int) -> list[Line]:
        return para(self._wrong, width, "alert", indent=2) if self._wrong else []
