"""Covers: what hides every page, the curtain and the notice that the window is too small."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from bedside.tui.again import unlock
from bedside.tui.lines import BLANK, Line, para
from bedside.tui.page import Page
from bedside.tui.paint.frame import key_text
from bedside.tui.widgets.board import Board
from bedside.words import screen


class Cover(Page[None], ModalScreen[None]):
    """Shows one sentence and nothing of what is under it."""

    where = "sheet"

    def __init__(self, text: str) -> None:
        """Say this."""
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out one board."""
        yield Board("board", self._lines)

    def unsay(self) -> None:
        """There is no key bar to give back."""

    def _lines(self, width: int) -> list[Line]:
        return [BLANK, *para(self._text, width, "soft")]


class Curtain(Cover):
    """Hides everything. Drawn by hand it opens by its key; drawn by idleness, by any key."""

    def __init__(self, key: str, idle: bool) -> None:
        """Say how to open it."""
        super().__init__(screen.HIDDEN_IDLE if idle else screen.HIDDEN.format(key=key_text(key)))
        self._idle = idle

    def on_key(self, event: events.Key) -> None:
        """Open on the right key; every other key does nothing at all."""
        event.stop()
        event.prevent_default()
        pressed = self.home.keys.find(self.where, self.posture, event.key, event.character)
        if self._idle or (pressed and pressed.action.id == "app.curtain"):
            self.home.lift_curtain()

    def on_click(self) -> None:
        """A click opens it too: the mouse alone is enough everywhere."""
        self.home.lift_curtain()


class TooSmall(Cover):
    """Stands in for every page while the window is too small to show one."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(screen.TOO_SMALL)

    def on_key(self, event: events.Key) -> None:
        """Wait for a larger window."""
        event.stop()
        event.prevent_default()


class Locked(Cover):
    """Stands where a locked visit was: nothing of it is in memory until a key or a click."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(screen.LOCKED)

    def on_key(self, event: events.Key) -> None:
        """Open again what was locked."""
        event.stop()
        event.prevent_default()
        unlock(self.home)

    def on_click(self) -> None:
        """A click opens it too: the mouse alone is enough everywhere."""
        unlock(self.home)
