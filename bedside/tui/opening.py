"""Opening: a visit is taken up away from the keys, and what is pressed meanwhile goes to it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events

from bedside.core.actions import ACTIONS
from bedside.session import Holder, NotYours, Session, StoreError
from bedside.tui.staying import StayingApp
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.keys import KeyTable
    from bedside.tui.page import Page

_HELD_BACK = (events.Key, events.Paste)
_LEFT_OUT = (events.MouseDown, events.MouseUp)


class OpeningApp(StayingApp, inherit_bindings=False):
    """What the app knows of a visit that is just being opened: that can wait for the disk."""

    keys: KeyTable
    _early: list[events.Event] | None = None
    """What was typed while a visit is being opened; nothing while none is."""

    @property
    def is_opening(self) -> bool:
        """Whether a visit is just being opened."""
        return self._early is not None

    def open_visit(self, session: Session) -> None:
        """Show a visit."""
        raise NotImplementedError

    async def on_event(self, event: events.Event) -> None:
        """Keep what is typed for the visit that is being opened; the curtain can always be drawn.

        A click was meant for what is there no longer.
        """
        if self._early is None or self._hides(event):
            await super().on_event(event)
        elif isinstance(event, _HELD_BACK):
            self._early.append(event)
        elif not isinstance(event, _LEFT_OUT):
            await super().on_event(event)

    def resume_chosen(self, target: str | None) -> None:
        """Open the visit that was chosen, take it over, or leave it where it is."""
        kind, _, visit = (target or "").partition(":")
        if kind in ("visit", "take") and not self.is_opening:
            self._early = []
            cast("Page[object]", self.screen).say(screen.OPENING)
            self.run_worker(self._resume(visit, kind == "take"))

    async def _resume(self, visit: str, take_over: bool) -> None:
        found: Session | Holder | str
        early = [] if self._early is None else self._early
        try:
            found = await asyncio.to_thread(partial(self.desk.resume, visit, take_over=take_over))
        except NotYours:
            found = screen.NOT_YOURS
        except KeyError:
            found = screen.NOT_KEPT
        except StoreError as error:
            found = screen.NOT_OPENED.format(why=error)
        finally:
            self._early = None
        page = cast("Page[object]", self.screen)
        page.unsay()
        if isinstance(found, Session) and (self.is_hidden or self.visit_page is not None):
            await asyncio.to_thread(found.close)  # nothing comes up from under what hides it
            return
        if isinstance(found, Session):
            self.open_visit(found)
        elif isinstance(found, str):
            page.say(found)
            return
        elif not self.is_hidden:
            from bedside.tui.screens.visits import held_sheet

            self.push_screen(held_sheet(visit, found), self.resume_chosen)
        for event in early:
            self.screen.post_message(event)

    def _hides(self, event: events.Event) -> bool:
        """Whether an event is a key that hides everything."""
        if not isinstance(event, events.Key):
            return False
        page = cast("Page[object]", self.screen)
        pressed = self.keys.find(page.where, page.posture, event.key, event.character)
        return pressed is not None and pressed.action is ACTIONS["app.curtain"]
