"""After signing: the frozen note, and where it goes."""

from __future__ import annotations

from typing import ClassVar

from bedside.core import moves as m
from bedside.tui.lines import BLANK, Line, para
from bedside.tui.paint.check import note_lines
from bedside.tui.screens.part import Part
from bedside.words import screen


class SignedPart(Part):
    """Shows the frozen note and hands it on."""

    where: ClassVar[str] = "signed"
    bar: ClassVar[tuple[str, ...]] = (
        "signed.copy",
        "signed.save",
        "signed.finish",
        "signed.show",
        "signed.trace",
        "app.curtain",
    )

    def lines(self, width: int) -> list[Line]:
        """Return the note under a line that says it is signed, and where it went."""
        lines = para(screen.SIGNED, width, "good")
        for receipt in self.visit.receipts:
            lines += para(self._told(receipt.how, receipt.where, receipt.characters), width, "good")
        return [*lines, BLANK, *note_lines(self.session.text(), width)]

    def about(self) -> str:
        """Return what can be done with a signed note."""
        return screen.ABOUT_SIGNED

    def do_signed_copy(self, _: int) -> None:
        """Give the note to the clipboard, and say honestly how far that is known."""
        text = self.session.text()
        receipt = self.page.home.desk.copy(text, self.page.home.write_terminal)
        self._record(receipt)

    def do_signed_save(self, _: int) -> None:
        """Save the note as a file of its own."""
        try:
            receipt = self.page.home.desk.save(self.session)
        except OSError as error:
            self.page.say(screen.NOT_WRITTEN.format(why=error.strerror or str(error)))
            return
        self._record(receipt)

    def do_signed_show(self, _: int) -> None:
        """Show the note from its first line."""
        self.page.paint(top=True)

    def do_signed_trace(self, _: int) -> None:
        """Show where every sentence of the note comes from."""
        from bedside.tui.screens.sheets import trace

        trace(self.page)

    def do_signed_finish(self, _: int) -> None:
        """Close the visit."""
        self.page.close_visit()

    def do_signed_up(self, _: int) -> None:
        """Scroll up."""
        self.page.board.scroll_by(-1)

    def do_signed_down(self, _: int) -> None:
        """Scroll down."""
        self.page.board.scroll_by(1)

    def _record(self, receipt: m.Deliver) -> None:
        self.page.make(receipt)
        self.page.say(self._told(receipt.how, receipt.where, receipt.characters))

    def _told(self, how: str, where: str, characters: int) -> str:
        text = {"file": screen.SAVED_AS, "clipboard": screen.COPIED}.get(how, screen.SENT)
        return text.format(path=where, count=characters)
