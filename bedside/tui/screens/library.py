"""The library: every checklist, found by typing; what is broken says so and stops nothing else."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from bedside.core.listing import Listing
from bedside.core.problems import Problems
from bedside.session import Desk
from bedside.tui.lines import Line
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
        "find.close",
        "app.curtain",
        "app.palette",
    )
    _seen = False

    def __init__(self, desk: Desk) -> None:
        """Show what this desk can open."""
        super().__init__()
        self._desk = desk
        self._read()

    def on_screen_resume(self) -> None:
        """Read the list again: a file may have been mended meanwhile."""
        if self._seen:
            self._read()
            self.paint()
        self._seen = True

    def heading(self) -> str:
        """Return the name of the page, and how many visits are open."""
        key = key_text(self.home.keys.key_of("library.visits"))
        open_ = screen.OPEN_VISITS.format(key=key, count=self._open) if self._open else ""
        return f"{screen.LIBRARY}{open_}"

    def matches(self, width: int) -> list[Line]:
        """Return the checklists that match."""
        found = [one for one in self.listings if one.matches(self.query_words)]
        return library_lines(found, date.today(), width)  # noqa: DTZ011  # the local day

    def about(self) -> str:
        """Return how a checklist is found and opened."""
        return screen.ABOUT_LIBRARY

    def chosen(self, target: str) -> None:
        """Begin a visit, or show what is wrong with a broken checklist."""
        kind, _, id_ = target.partition(":")
        if kind == "open":
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

    def _read(self) -> None:
        self.listings = self._desk.listings()
        visits = self._desk.visits()
        self._open = sum(1 for visit in visits if not (visit.is_signed or visit.is_blank))

    def _show_broken(self, listing: Listing) -> None:
        title = screen.BROKEN.format(id=listing.id)
        self.home.push_screen(Sheet(title, lambda width: finding_lines(listing, width)))
