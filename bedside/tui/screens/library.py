"""The library: every checklist, found by typing; what is broken says so and stops nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import ClassVar

from bedside.core.listing import Listing
from bedside.core.problems import Problems
from bedside.reception import Desk
from bedside.tui.lines import Line, Span, ink, packed
from bedside.tui.paint.frame import key_text
from bedside.tui.paint.library import finding_lines, library_lines
from bedside.tui.screens.finder import Finder
from bedside.tui.screens.sheet import Sheet
from bedside.words import screen


class LibraryPage(Finder[None]):
    """The first page: choose a conversation, or go on with an open visit."""

    where = "library"
    bar: ClassVar[tuple[str, ...]] = (
        "find.open",
        "library.visits",
        "library.tasks",
        "library.outbox",
        "find.close",
        "library.me",
        "app.curtain",
        "app.palette",
    )
    _seen = False
    _outbox = ""
    """What is said of notes that are held or wait for long."""

    def __init__(self, desk: Desk) -> None:
        """Show what this desk can open."""
        super().__init__()
        self._desk = desk
        self._read()

    def on_screen_resume(self) -> None:
        """Read the list again: a file may have been mended meanwhile."""
        if self._seen:
            self.read_again()
        self._seen = True
        self.look_at_outbox()

    def on_screen_suspend(self) -> None:
        """Forget what was searched for once a visit or the curtain covers the list.

        Whoever sits down next is somebody else, and is not to read it.
        """
        is_covered = self.home.visit_page is not None or self.home.is_hidden
        if is_covered and self.query_words:
            self._search("")  # now, or it would be seen for a moment when the list comes back

    def read_again(self) -> None:
        """Read checklists and visits again, and show them."""
        self._read()
        self.paint()

    def today(self) -> date:
        """Return the local day."""
        return date.today()  # noqa: DTZ011  # the local day

    def heading(self, width: int) -> list[Line]:
        """Return the name of the page, open visits, what is still to be done, and who is there.

        Each count is the way to what it counts; one that does not fit goes below.
        """
        said: list[tuple[Span, ...]] = [(ink(f" {screen.LIBRARY}", "here"),)]
        counts = {"library.visits": self._visits(), "library.tasks": self._tasks()}
        counts["library.outbox"] = self._outbox
        for action, count in (counts | {"library.me": self.signed_in()}).items():
            key, target = key_text(self.home.keys.key_of(action)), f"do:{action}"
            shown = (ink(f" {key}: ", "here", target), ink(count, "here", target))
            said += [shown] if count else []
        return packed(said, width, gap=2)

    def matches(self, width: int) -> list[Line]:
        """Return what waits for who is signed in, then what matches, what is so called first."""
        first: list[Line] = []
        if self._waiting and not self.query_words:
            from bedside.tui.screens.passing import waiting_lines

            first = waiting_lines(self._waiting, width)
        found = [one for one in self.listings if one.matches(self.query_words)]
        found.sort(key=lambda one: not one.is_called(self.query_words))
        return [*first, *library_lines(found, self.today(), width)]

    def about(self) -> str:
        """Return how a checklist is found and opened."""
        return screen.ABOUT_LIBRARY

    def chosen(self, target: str) -> None:
        """Begin a visit, or show what is wrong with a broken checklist."""
        kind, _, id_ = target.partition(":")
        if kind == "waiting" and self._desk.reception is not None:
            from bedside.tui.screens.passing import answer

            answer(self.home, self._desk.reception, self._waiting[int(id_)])
        elif kind == "open":
            begun = self._desk.begin(id_)
            if isinstance(begun, Problems):
                self._show_broken(Listing(id=id_, findings=begun.findings))
            else:
                self.home.open_visit(begun)
        else:
            self._show_broken(next(one for one in self.listings if one.id == id_))

    def give_up(self) -> None:
        """Leave bedside."""
        self.home.leave()

    def do_library_visits(self, _: int) -> None:
        """Open the list of visits."""
        self.home.open_visits()

    def do_library_me(self, _: int) -> None:
        """Offer what is about who is signed in."""
        if self._desk.reception is None:
            self.say(screen.NOBODY_SIGNS_IN)
            return
        from bedside.tui.screens.me import open_me

        open_me(self.home, self._desk.reception)

    def offers(self) -> list[str]:
        """Return the actions that work here, the most used first."""
        there = {
            "library.me": self._desk.reception is not None,
            "library.outbox": bool(self._outbox),
        }
        return [action for action in self.bar if there.get(action, True)]

    def do_library_outbox(self, _: int) -> None:
        """Open the list of notes that are held or wait."""
        from bedside.tui.screens.held import open_held

        open_held(self, self.look_at_outbox)

    def look_at_outbox(self) -> None:
        """Read what is held and waits, away from the keys, and say so above the list."""
        outbox = self._desk.outbox
        if outbox is not None and self.is_attached:
            from bedside.tui.screens.outbox_line import look

            look(self, outbox)

    def show_outbox(self, told: str) -> None:
        """Show what is to be said of the outbox; "" for nothing."""
        if told != self._outbox and self.is_attached:
            self._outbox = told
            self.paint()
            self.paint_bar()

    def do_library_tasks(self, _: int) -> None:
        """Open the list of what is still to be done."""
        from bedside.tui.screens.tasks import open_tasks

        open_tasks(self)

    def _read(self) -> None:
        self.listings = self._desk.listings()
        reception = self._desk.reception
        self._waiting = reception.waiting() if reception else ()
        visits = self._desk.visits()
        self._open = sum(1 for visit in visits if not (visit.is_signed or visit.is_blank))
        self._long = sum(1 for visit in visits if visit.days_open(datetime.now(UTC)))
        self._due = [due.day for visit in visits for due in visit.tasks if not due.done]

    def _visits(self) -> str:
        told = screen.OPEN_VISITS.format(count=self._open) if self._open else ""
        return f"{told}{screen.OPEN_LONG.format(count=self._long)}" if self._long else told

    def _tasks(self) -> str:
        today = self.today()
        late = sum(1 for day in self._due if day is not None and day < today)
        told = screen.OPEN_TASKS.format(count=len(self._due)) if self._due else ""
        return f"{told}{screen.OVERDUE_TASKS.format(count=late)}" if late else told

    def _show_broken(self, listing: Listing) -> None:
        title = screen.BROKEN.format(id=listing.id)
        self.home.push_screen(Sheet(title, lambda width: finding_lines(listing, width)))
