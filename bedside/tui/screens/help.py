"""Help for where one is, and the palette: both made from the action registry."""

from __future__ import annotations

from textual.screen import ModalScreen

from bedside.core.actions import ACTIONS, Action, actions_of
from bedside.core.text import cells
from bedside.tui.keys import KeyTable
from bedside.tui.lines import BLANK, Line, hung, ink, line, para, spread
from bedside.tui.page import Page
from bedside.tui.paint.frame import key_text
from bedside.tui.screens.finder import Finder
from bedside.tui.screens.sheet import Sheet
from bedside.words import screen


class HelpSheet(Sheet):
    """The help for a page; its own key closes it again."""


def help_sheet(page: Page[object], about: str) -> Sheet:
    """Return the help for a page: what has the focus, then every key that works there."""
    keys, where = page.home.keys, page.where

    def lines(width: int) -> list[Line]:
        shown = [*para(about, width), BLANK] if about else []
        actions = [a for a in actions_of(where) if keys.key_of(a.id)]
        widest = max(cells(_keys(keys, action)) for action in actions)
        for action in actions:
            lead = (ink(f"{_keys(keys, action):<{widest}}  ", "key"),)
            shown += hung(lead, f"{action.title}: {action.help}", width)
        return shown

    return HelpSheet(screen.HELP_TITLE, lines)


class Palette(Finder[str], ModalScreen[str]):
    """Every action of a page, found by its name."""

    def __init__(self, where: str, possible: list[str]) -> None:
        """Offer these actions of this screen."""
        super().__init__()
        self._actions = [a for a in actions_of(where) if a.id in possible]

    def heading(self, _: int) -> list[Line]:
        """Return the name of the page."""
        return [line(ink(f" {screen.PALETTE}", "here"))]

    def matches(self, width: int) -> list[Line]:
        """Return the actions whose name or help holds what is typed, those by name first."""
        wanted = self.query_words.casefold().split()
        found = [a for a in self._actions if all(word in _searched(a) for word in wanted)]
        found.sort(key=lambda a: not all(word in a.title.casefold() for word in wanted))
        lines: list[Line] = []
        for action in found:
            target = f"action:{action.id}"
            keys = _keys(self.home.keys, action)
            lines.append(
                spread(ink(action.title, "title", target), ink(keys, "key", target), width)
            )
            lines += para(action.help, width, "soft", indent=2, target=target)
        return lines or para(screen.NOTHING_FOUND, width, "soft")

    def chosen(self, target: str) -> None:
        """Close with the action."""
        self.dismiss(target.partition(":")[2])

    def give_up(self) -> None:
        """Close without one."""
        self.dismiss("")


def run_palette(page: Page[object], possible: list[str]) -> None:
    """Open the palette over a page and run what is chosen."""

    def chosen(action: str | None) -> None:
        if action:
            page.perform(ACTIONS[action], 0)

    page.home.push_screen(Palette(page.where, possible), chosen)


def _keys(keys: KeyTable, action: Action) -> str:
    every = [keys.key_of(action.id, place) for place in range(len(action.keys) + 2)]
    shown = [key_text(key) for key in every if key]
    return f"{shown[0]}-{shown[-1]}" if len(shown) > 3 else " ".join(shown)


def _searched(action: Action) -> str:
    return f"{action.title} {action.help} {action.id}".casefold()
