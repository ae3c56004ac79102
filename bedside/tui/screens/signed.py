"""After signing: the frozen texts, where they go, and what comes later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from bedside.core import moves as m
from bedside.core.followups import followups
from bedside.core.later import retraction
from bedside.tui.lines import BLANK, Line
from bedside.tui.paint.signed import Kept, receipt_text, signed_lines
from bedside.tui.screens.part import Part
from bedside.tui.screens.texts import Texts
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.screens.sending import Sending
    from bedside.tui.screens.visit import VisitPage


class SignedPart(Part):
    """Shows the frozen texts, hands them on, and takes later entries."""

    where: ClassVar[str] = "signed"
    bar: ClassVar[tuple[str, ...]] = (
        *("signed.send", "signed.copy", "signed.save", "signed.print", "signed.finish"),
        "signed.text",
        *("signed.add", "signed.tasks", "signed.original", "signed.trace", "signed.show"),
        "app.curtain",
    )

    def __init__(self, page: VisitPage) -> None:
        """Begin with the note."""
        super().__init__(page)
        self._added = ""
        self._texts = Texts(page)
        self.sending: Sending | None = None
        """Where the note goes; nothing where the site sends notes nowhere."""

    def lines(self, width: int) -> list[Line]:
        """Return the text in hand under what there is to know of it."""
        visit, texts, sending = self.visit, self._texts, self._goes()
        kept = Kept(
            is_intact=self.session.is_intact,
            is_retracted=retraction(visit) is not None,
            receipts=[x for x in visit.receipts if not (sending and sending.covers(x))],
            heading=self._heading(),
            is_too_long=bool(self._too_long()),
            deliveries=sending.lines(width) if sending else (),
            added=self._added,
        )
        return [*signed_lines(kept, width), BLANK, *texts.lines(width)]

    def about(self) -> str:
        """Return what can be done with a signed note."""
        return screen.ABOUT_SIGNED

    def offers(self) -> list[str]:
        """Return the actions that have something to do now, the most used first."""
        visit = self.visit
        idle = {
            "signed.original": bool(visit.later),
            "signed.tasks": bool(followups(visit)),
            "signed.add": retraction(visit) is None,
            "signed.send": self.page.home.desk.outbox is not None,
        }
        return [action for action in super().offers() if idle.get(action, True)]

    def chosen(self, target: str) -> None:
        """Show what a sentence that was clicked rests on."""
        told = self._texts.trace(target)
        if told is not None:
            from bedside.tui.screens.sheets import trace_one

            trace_one(self.page, told)

    def made(self, move: m.Move) -> None:
        """After a later entry, show what was written, and under it the page from its top."""
        if isinstance(move, m.Append):
            if self.sending is not None:
                self.sending.look()
            self._texts.is_original = False
            *_, entry = self.session.note().passages
            (said,) = entry.sentences
            self._added = screen.JUST_ADDED.format(label=entry.label, entry=said.text)
            self.page.paint(top=True)
            self.page.say(screen.ADDED)
        elif isinstance(move, m.Finish):
            self.page.say(screen.FINISHED if move.by else screen.UNFINISHED)

    def do_signed_send(self, _: int) -> None:
        """Send the note where it has not gone, and show how it stands."""
        sending = self._goes()
        if sending is not None and sending.outbox is not None and self._may_leave():
            sending.send(sending.outbox)

    def do_signed_copy(self, _: int) -> None:
        """Give the text to the clipboard; where the record would cut it, ask once more."""
        if not self._too_long():
            self._hand_on(self._copied)
            return
        from bedside.tui.screens.sheets import choices, open_sheet

        labels = {"copy": screen.COPY_LONG, "save": screen.SAVE_LONG, "back": screen.LEAVE_LONG}
        acts = {"copy": lambda: self._hand_on(self._copied), "save": lambda: self.do_signed_save(0)}

        def chosen(target: str) -> None:
            acts.get(target.partition(":")[2], lambda: None)()

        open_sheet(self.page, choices(self._too_long(), labels, screen.ABOUT_LONG), chosen)

    def do_signed_save(self, _: int) -> None:
        """Save the text as a file of its own."""
        reader = self._texts.reader
        self._hand_on(lambda: self.page.home.desk.save(self.session, reader, "text"))

    def do_signed_print(self, _: int) -> None:
        """Open the text as a page to print, or say where the page lies."""
        if self._may_leave():
            self.page.run_worker(self._print())

    def do_signed_show(self, _: int) -> None:
        """Show the text from its first line."""
        self.page.paint(top=True)

    def do_signed_text(self, _: int) -> None:
        """Show the next of the three texts."""
        self._texts.turn()
        self.page.paint(top=True)

    def do_signed_original(self, _: int) -> None:
        """Show what was signed without what was added later, or all of it again."""
        if self.visit.later:
            self._texts.is_original = not self._texts.is_original
            self.page.paint(top=True)
        else:
            self.page.say(screen.NOTHING_LATER)

    def do_signed_add(self, _: int) -> None:
        """Ask what is to be added."""
        from bedside.tui.screens.later import add

        add(self.page)

    def do_signed_tasks(self, _: int) -> None:
        """Show what was to be done, and who has done it."""
        from bedside.tui.screens.later import tasks

        tasks(self.page)

    def do_signed_trace(self, _: int) -> None:
        """Show where every sentence of the text comes from."""
        from bedside.tui.screens.sheets import trace

        trace(self.page, self._texts.reader)

    def do_signed_finish(self, _: int) -> None:
        """Close the visit."""
        self.page.close_visit()

    def do_signed_up(self, _: int) -> None:
        """Scroll up."""
        self.page.board.scroll_by(-1)

    def do_signed_down(self, _: int) -> None:
        """Scroll down."""
        self.page.board.scroll_by(1)

    def _goes(self) -> Sending | None:
        """Return where the note goes; made when it is first asked for, and only where it goes."""
        if self.sending is None and self.page.home.desk.outbox is not None:
            from bedside.tui.screens.sending import Sending

            self.sending = Sending(self.page)
        return self.sending

    def _whole(self) -> str:
        """Return the text that is handed on: what was added later always goes with it."""
        if self._texts.is_original:
            return self.session.text("text", self._texts.reader)
        return self._texts.text

    def _copied(self) -> m.Deliver:
        return self.page.home.desk.copy(self._whole(), self.page.home.write_terminal)

    def _may_leave(self) -> bool:
        """Whether the text is what was signed; say that nothing leaves where it is not."""
        if not self.session.is_intact:
            self.page.say(screen.NOT_INTACT_KEPT)
        return self.session.is_intact

    def _hand_on(self, deliver: Callable[[], m.Deliver]) -> None:
        """Hand the text on and say how far that is known."""
        if not self._may_leave():
            return
        try:
            receipt = deliver()
        except OSError as error:
            self._say_why(error)
        else:
            self._record(receipt, self._name(), screen.SAVED_AS)

    async def _print(self) -> None:
        """Ask for a browser away from the keys, for it may be slow to say that it cannot."""
        reader, name, desk = self._texts.reader, self._name(), self.page.home.desk
        try:
            receipt = await asyncio.to_thread(desk.print, self.session, reader)
        except OSError as error:
            self._say_why(error)
        else:
            self._record(receipt, name, screen.PAGE_LIES)

    def _record(self, receipt: m.Deliver, name: str, saved: str) -> None:
        """Keep a receipt and say it; `saved` is what is said where the text became a file."""
        if self.page.is_attached and self.page.make(receipt):
            self.page.say(screen.HANDED_ON.format(name=name, told=receipt_text(receipt, saved)))

    def _say_why(self, error: OSError) -> None:
        if self.page.is_attached:
            self.page.say(screen.NOT_WRITTEN.format(why=error.strerror or str(error)))

    def _heading(self) -> str:
        """Return which text is in hand, how long it is, and what is shown of it."""
        texts, shown = self._texts, ""
        if self.visit.later:
            shown = screen.AS_SIGNED if texts.is_original else screen.WITH_LATER
        limit = f"{self.page.home.desk.preferences.limit:,}"
        return screen.TEXT_SHOWN.format(
            name=self._name(),
            count=f"{len(self._whole()):,}",
            long=screen.LONG.format(limit=limit) if self._too_long() else "",
            shown=shown,
            key=self.page.slots["other-text"],
            other=texts.next_name,
        )

    def _name(self) -> str:
        return self._texts.name[:1].upper() + self._texts.name[1:]

    def _too_long(self) -> str:
        """Return that the record would cut the text off; "" where it would not."""
        limit, count = self.page.home.desk.preferences.limit, len(self._whole())
        if not limit or count <= limit:
            return ""
        return screen.TOO_LONG.format(limit=f"{limit:,}", count=f"{count:,}")
