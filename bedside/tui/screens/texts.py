"""Which of a visit's three texts a page shows, and what stands behind its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedside.core.note import READERS, Note, Reader
from bedside.core.trace import Trace
from bedside.core.visit import Visit
from bedside.tui.lines import Line
from bedside.tui.paint.note import note_lines, sentence_of
from bedside.words import notes

if TYPE_CHECKING:
    from bedside.tui.screens.visit import VisitPage


class Texts:
    """The text in hand; made once for as long as the visit stays as it is."""

    def __init__(self, page: VisitPage) -> None:
        """Begin with the note."""
        self._page = page
        self.reader: Reader = "chart"
        self.is_original = False
        """Whether a signed text is shown without what was added later."""
        self._made: tuple[Visit, Reader, bool] | None = None
        self._note: Note | None = None
        self._text = ""

    @property
    def name(self) -> str:
        """What the text in hand is called."""
        return notes.READERS[self.reader]

    @property
    def next_name(self) -> str:
        """What the next one is called."""
        return notes.READERS[self._next]

    @property
    def text(self) -> str:
        """The exact text in hand."""
        self._make()
        return self._text

    def turn(self) -> None:
        """Take the next text in hand: note, patient page, handover, and the note again."""
        self.reader = self._next

    def lines(self, width: int) -> list[Line]:
        """Return the text in hand, each of its sentences a target."""
        self._make()
        return note_lines(self._text, width, self._note)

    def trace(self, target: str) -> Trace | None:
        """Return what the sentence at a target rests on; nothing where it is no sentence."""
        self._make()
        sentence, alike = sentence_of(self._note, target) if self._note else ("", 0)
        if not sentence:
            return None
        behind = [one for one in self._page.session.trace(self.reader) if one.text == sentence]
        return behind[alike] if alike < len(behind) else None

    @property
    def _next(self) -> Reader:
        return READERS[(READERS.index(self.reader) + 1) % len(READERS)]

    def _make(self) -> None:
        session = self._page.session
        wanted = (session.visit, self.reader, self.is_original)
        made = self._made
        if made is None or made[0] is not wanted[0] or made[1:] != wanted[1:]:
            self._made = wanted
            self._note = session.note(self.reader, self.is_original)
            self._text = session.text("text", self.reader, self.is_original)
