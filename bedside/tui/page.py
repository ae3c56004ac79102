"""A page: a screen that turns keys and clicks into actions, and says what works at its foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from bedside.core.actions import ACTIONS, Action, Posture
from bedside.core.text import cut, wrap
from bedside.tui.lines import Line, ink, spread
from bedside.tui.paint.frame import bar_line
from bedside.tui.widgets.board import Board
from bedside.words import screen

if TYPE_CHECKING:
    from textual.widget import Widget

    from bedside.tui.app import BedsideApp

Result = TypeVar("Result")
Handler = Callable[[int], None]
"""Does an action; told which of the action's keys was pressed, from 0."""


class Page(Screen[Result]):
    """What every page does: look a key up, run its action, keep the key bar true."""

    where: str = "sheet"
    """The screen's name in the action registry."""
    posture: Posture = Posture.WALK
    """Whether letters act or type here now."""
    bar: ClassVar[tuple[str, ...]] = ()
    """The actions the key bar offers, the most used first; help is always added last."""

    is_closing = False
    """Whether the page is being left: from then on nothing is opened or recorded there."""

    said = ""
    """What was last said to the clinician; it stands in the key bar until the next key."""

    @property
    def home(self) -> BedsideApp:
        """The app, as what it is."""
        return cast("BedsideApp", self.app)

    async def on_event(self, event: events.Event) -> None:
        """Hand on a key that came here just as another page opened or this one closed.

        Keys may come many at once, from a wand or over a slow line. Each belongs to the page that
        the keys before it have brought on top.
        """
        top = self.home.screen_stack[-1] if self.home.screen_stack else self
        if isinstance(event, events.Key) and self.home.return_code is not None:
            event.stop()  # bedside is being left: there may be no page any more
            return
        if top is not self and isinstance(event, events.Key):
            (top.focused or top).post_message(event)
        else:
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """Run the action that the key asks for here."""
        self.unsay()
        pressed = self.home.keys.find(self.where, self.posture, event.key, event.character)
        if pressed is not None:
            event.stop()
            event.prevent_default()
            self.perform(pressed.action, pressed.place)
        elif self.posture is Posture.WRITE and event.is_printable and event.character:
            event.stop()
            event.prevent_default()  # or Textual calls this once more for a class made from it
            self.typed(event.character)

    async def edited(self, field: Widget, event: events.Key) -> bool:
        """Do at once what a key does to the words of a field; say whether it does anything there.

        Textual hands such a key up to the app first. Letters that come meanwhile overtake it, and
        Backspace then takes the letter that was right. What the keymap claims is left to it.
        """
        if self.home.keys.find(self.where, self.posture, event.key, event.character) is not None:
            return False
        for entry in field.BINDINGS:
            keys = entry.key.split(",") if isinstance(entry, Binding) else ()
            if isinstance(entry, Binding) and event.key in keys:
                event.stop()
                event.prevent_default()
                self.unsay()
                await field.run_action(entry.action)
                return True
        return False

    def on_board_chosen(self, message: Board.Chosen) -> None:
        """Run what was clicked: an action, or a target of this page."""
        message.stop()
        if self.home.screen is not self or self.home.return_code is not None:
            return  # the click before it has closed this page
        self.unsay()
        if not message.target.startswith("do:"):
            self.chosen(message.target)
            return
        action = ACTIONS[message.target.removeprefix("do:")]
        if self._can(action):  # or what it was clicked on was of the page before
            self.perform(action, 0)

    def on_click(self) -> None:
        """Give the key bar back: whoever has only the mouse needs what stands in it."""
        self.unsay()

    def perform(self, action: Action, place: int) -> None:
        """Run an action: the page's own way of doing it, else the app's.

        On a page that is being left only those of the app: hiding and locking cannot wait.
        """
        if self.is_closing and action.scope != "app":
            return
        name = handler_name(action)
        handler: Handler = self.handler(name) or getattr(self.home, name)
        handler(place)

    def _can(self, action: Action) -> bool:
        """Whether an action is done here or by the app."""
        name = handler_name(action)
        return self.handler(name) is not None or hasattr(self.home, name)

    def handler(self, name: str) -> Handler | None:
        """Return this page's way of doing an action, if it has one."""
        found: Handler | None = getattr(self, name, None)
        return found

    def chosen(self, target: str) -> None:
        """Do what choosing a target means on this page."""

    def about(self) -> str:
        """Return one sentence on what has the focus, for the help."""
        return ""

    def typed(self, character: str) -> None:
        """Take a letter that was typed while no field has the focus."""

    def say(self, text: str) -> None:
        """Say something in the key bar until the next key."""
        self.said = text
        self.paint_bar()

    def unsay(self) -> None:
        """Give the key bar back to the keys."""
        if self.said:
            self.said = ""
            self.paint_bar()

    def signed_in(self, brief: bool = False) -> str:
        """Return who is signed in, to stand in the head of the page; "" where nobody signs in."""
        reception = self.home.desk.reception
        if reception is None:
            return ""
        if reception.me is None:
            shown = reception.is_emergency and not brief  # a visit says so in a banner
            return screen.NOBODY_SIGNED_IN if shown else ""
        return reception.me.name if brief else reception.me.text()

    def whose(self, width: int, style: str = "bar") -> Line:
        """Return the line below a title: empty, but for who is signed in."""
        name = cut(self.signed_in(), max(1, width - 3))
        return spread(ink("", style), ink(f"{name} " if name else "", style), width)

    def paint_bar(self) -> None:
        """Draw the key bar, or what was last said, over as many lines as that takes.

        A page that is not drawn yet draws it with all else.
        """
        for board in self.query("#bar").results(Board):
            board.show(self._bar_lines)

    def offers(self) -> list[str]:
        """Return the actions to offer in the key bar now."""
        return list(self.bar)

    def _bar_lines(self, width: int) -> list[Line]:
        if self.said:
            return [
                spread(ink(f" {row}", "here"), ink("", "bar"), width)
                for row in wrap(self.said, max(1, width - 2))
            ]
        keys = self.home.keys
        offered = [a for a in (*self.offers(), "app.help") if keys.key_of(a)]
        items = [(ACTIONS[a], keys.key_of(a)) for a in offered]
        posture = screen.WRITING if self.posture is Posture.WRITE else ""
        return [bar_line(posture, items, width)]


def handler_name(action: Action) -> str:
    """Return the name of the method that does an action."""
    return "do_" + action.id.replace(".", "_").replace("-", "_")
