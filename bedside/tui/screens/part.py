"""A part of the visit page: the walk, the check page, the signed note. One page, drawn in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bedside.core import moves as m
from bedside.core.visit import Visit
from bedside.session import Session
from bedside.tui.lines import Line

if TYPE_CHECKING:
    from bedside.tui.screens.visit import VisitPage


class Part:
    """What the middle of the visit page shows, and how its own actions are done."""

    where: ClassVar[str]
    """The screen's name in the action registry."""
    bar: ClassVar[tuple[str, ...]]
    """The actions the key bar offers here, the most used first."""

    def __init__(self, page: VisitPage) -> None:
        """Belong to a page."""
        self.page = page

    @property
    def session(self) -> Session:
        """The session that makes every move."""
        return self.page.session

    @property
    def visit(self) -> Visit:
        """The visit as it stands."""
        return self.page.session.visit

    def enter(self) -> None:
        """Begin anew: another step or another part came on screen."""

    def lines(self, width: int) -> list[Line]:
        """Return what the middle shows."""
        raise NotImplementedError

    def marks(self) -> dict[str, str]:
        """Return what is marked or written now, by the target it is shown at."""
        return {}

    def about(self) -> str:
        """Return a sentence on what is in front of the clinician, for the help."""
        return ""

    def offers(self) -> list[str]:
        """Return the actions that work now, the most used first."""
        return [action for action in self.bar if self.page.home.is_possible(action, self.session)]

    def made(self, move: m.Move) -> None:
        """Do what follows on screen from a move that was just made."""

    def chosen(self, target: str) -> None:
        """Do what choosing a target means here."""
