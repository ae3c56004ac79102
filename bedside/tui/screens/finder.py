"""Finders: pages where typing filters a list. The library is one, the palette another."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult

from bedside.core.actions import Posture
from bedside.tui.lines import Line, ink, line
from bedside.tui.literal import literal
from bedside.tui.page import Page
from bedside.tui.widgets.board import Board
from bedside.words import screen

Result = TypeVar("Result")


class Finder(Page[Result]):
    """Filters as letters are typed; Enter opens what the cursor is on."""

    where = "find"
    posture = Posture.WRITE
    bar: ClassVar[tuple[str, ...]] = ("find.open", "find.close", "find.down")
    query_words = ""
    """What has been typed."""

    def compose(self) -> ComposeResult:
        """Lay out the head with what is typed, the list and the key bar."""
        yield Board("head", self._head, style="bar", strip=True)
        yield Board("board", self._first)
        yield Board("bar", self._bar_lines, style="bar", strip=True)

    def heading(self, width: int) -> list[Line]:
        """Return what the head says above what is typed."""
        raise NotImplementedError

    def matches(self, width: int) -> list[Line]:
        """Return the lines of everything that matches what is typed."""
        raise NotImplementedError

    def give_up(self) -> None:
        """Do what leaving means once nothing is typed."""

    def paint(self) -> None:
        """Draw what matches, the cursor on the first unless it stands on one already."""
        board = self.query_one("#board", Board)
        board.show(self.matches, board.cursor)
        if board.cursor not in board.targets:
            board.show(self.matches, next(iter(board.targets), ""), top=True)
        self.query_one("#head", Board).show(self._head)
        self.paint_bar()

    def typed(self, character: str) -> None:
        """Search for what was typed so far and this letter."""
        self._search(self.query_words + literal(character))

    def on_key(self, event: events.Key) -> None:
        """Let Backspace take a letter away; everything else is as on every page."""
        if event.key == "backspace":
            event.stop()
            event.prevent_default()
            self._search(self.query_words[:-1])
        else:
            super().on_key(event)

    def on_paste(self, event: events.Paste) -> None:
        """Search for what was pasted."""
        event.stop()
        self.typed(event.text)

    def do_find_open(self, _: int) -> None:
        """Choose what the cursor is on."""
        cursor = self.query_one("#board", Board).cursor
        if cursor:
            self.chosen(cursor)

    def do_find_close(self, _: int) -> None:
        """Clear what is typed; with nothing typed, leave."""
        if self.query_words:
            self._search("")
        else:
            self.give_up()

    def do_find_up(self, _: int) -> None:
        """Move the cursor up."""
        self.query_one("#board", Board).move(-1)

    def do_find_down(self, _: int) -> None:
        """Move the cursor down."""
        self.query_one("#board", Board).move(1)

    def _search(self, wanted: str) -> None:
        """Search for this; the cursor stands on the first match, which is the best."""
        self.query_words = wanted
        self.query_one("#board", Board).cursor = ""
        self.paint()

    def _first(self, width: int) -> list[Line]:
        """Return what matches, and put the cursor on the first of it."""
        lines = self.matches(width)
        board = self.query_one("#board", Board)
        board.cursor = board.cursor or next((s.target for one in lines for s in one.spans), "")
        return lines

    def _head(self, width: int) -> list[Line]:
        searched = f"{self.query_words}_" if self.query_words else screen.TYPE_TO_SEARCH
        return [*self.heading(width), line(ink(f" {screen.SEARCH}: {searched}", "bar"))]
