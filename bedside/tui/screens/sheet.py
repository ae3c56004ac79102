"""A sheet: a page on top of another that shows lines and gives back what was chosen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.screen import ModalScreen

from bedside.tui.lines import BLANK, Builder, Line, para
from bedside.tui.page import Page
from bedside.tui.widgets.board import Board


class Sheet(Page[str], ModalScreen[str]):
    """Shows lines under a title. Choosing a target closes it with that target; Esc with ""."""

    where = "sheet"
    bar: ClassVar[tuple[str, ...]] = ("sheet.choose", "sheet.close")

    def __init__(self, title: str, builder: Builder, cursor: str = "", about: str = "") -> None:
        """Show what the builder makes, the cursor on a target; `about` is for the help."""
        super().__init__()
        self._title, self._builder, self._cursor = title, builder, cursor
        self._about = about

    def compose(self) -> ComposeResult:
        """Lay out title, lines and key bar."""
        board = Board("board", self._lines)
        board.cursor = self._cursor
        yield board
        yield Board("bar", self._bar_lines, style="bar", strip=True)

    def about(self) -> str:
        """Return what the sheet is for, where that needs saying."""
        return self._about

    def chosen(self, target: str) -> None:
        """Close with what was chosen."""
        self.dismiss(target)

    def offers(self) -> list[str]:
        """Return choosing only with the cursor on something, the way there while it is not."""
        board = self.query_one("#board", Board)
        if board.cursor:
            return ["sheet.choose", "sheet.close"]
        return ["sheet.down", "sheet.close"] if board.targets else ["sheet.close"]

    def do_sheet_choose(self, _: int) -> None:
        """Choose the target under the cursor."""
        if self.query_one("#board", Board).cursor:
            self.chosen(self.query_one("#board", Board).cursor)
        elif not self.query_one("#board", Board).targets:
            self.dismiss("")

    def do_sheet_number(self, place: int) -> None:
        """Choose the target with this number."""
        targets = self.query_one("#board", Board).targets
        if place < len(targets):
            self.chosen(targets[place])

    def do_sheet_close(self, _: int) -> None:
        """Close without choosing."""
        self.dismiss("")

    def do_sheet_up(self, _: int) -> None:
        """Move the cursor up, or scroll."""
        self._move(-1)

    def do_sheet_down(self, _: int) -> None:
        """Move the cursor down, or scroll."""
        self._move(1)

    def _move(self, step: int) -> None:
        self.query_one("#board", Board).move(step)
        self.paint_bar()

    def _lines(self, width: int) -> list[Line]:
        whose = self.whose(width, "soft") if self.signed_in() else BLANK
        return [*para(self._title, width, "title"), whose, *self._builder(width)]
