"""The field for words: what is typed is handed over at every letter, and Enter finishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events
from textual.widgets import TextArea

from bedside.tui.kept_in import KeepsWords
from bedside.tui.literal import literal
from bedside.tui.page import Page


class WordsField(KeepsWords, TextArea):
    """One paragraph that wraps. Line breaks become spaces: they also crash undo (Textual 6686)."""

    DEFAULT_CSS = """
    WordsField {
        height: 4; border: none; padding: 0 1;
        background: $bedside-ground; color: $bedside-ink;
        &:focus { border: none; }
        .text-area--cursor { color: $bedside-ground; background: $bedside-ink; }
        .text-area--cursor-line { background: $bedside-ground; }
    }
    """

    def __init__(self, ends: Callable[[events.Key], bool], **kwargs: Any) -> None:
        """Make an empty field without line numbers; `ends` tells the keys that finish it."""
        super().__init__(show_line_numbers=False, soft_wrap=True, **kwargs)
        self.cursor_blink = False
        self._ends, self._ended = ends, False

    @property
    def words(self) -> str:
        """What is typed so far."""
        return self.text

    @property
    def cursor(self) -> int:
        """Where the cursor is, in letters from the start."""
        return self.cursor_location[1]

    def begin(self, words: str, cursor: int | None = None) -> None:
        """Show these words, the cursor after them or where it was."""
        text, self._ended = literal(words), False
        self.load_text(text)
        self.move_cursor((0, min(len(text), len(text) if cursor is None else cursor)))
        self.focus()

    async def _on_key(self, event: events.Key) -> None:
        """Leave finishing to the page, and all that comes after it; everything else is typing."""
        self._ended = self._ended or self._ends(event)
        if self._ended or event.key in ("enter", "escape", "tab"):
            event.prevent_default()
            return
        page = self.screen
        if not (isinstance(page, Page) and await page.edited(self, event)):
            await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Paste as one line of safe letters."""
        event.prevent_default()
        event.stop()
        self.insert(literal(event.text))
