"""Who stays: whether anybody is signed in, and when what they see is locked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from bedside.core.listing import VisitListing
from bedside.reception import Blob, Desk, Reception
from bedside.session import Session
from bedside.tui.ends import EndingApp
from bedside.tui.idle import Due

if TYPE_CHECKING:
    from bedside.tui.page import Page

EMERGENCY_LOCK = 15 * 60
"""Seconds after which an emergency visit locks by itself: from then on it has to be claimed."""


First = Callable[[], Session | VisitListing | str | None]


class StayingApp(EndingApp, inherit_bindings=False):
    """What the app knows of who is there, on a workstation of one's own and on a shared one."""

    desk: Desk
    """What may be asked of the world outside one visit."""
    asked_for: First = staticmethod(lambda: None)
    """What is opened once somebody has signed in, or why it cannot be."""

    @property
    def is_open(self) -> bool:
        """Whether there is anything to lock: somebody is signed in, or nobody has to."""
        reception = self.desk.reception
        if reception is None:
            return super().is_open
        return reception.me is not None or reception.is_emergency

    def quick_again(self, blob: Blob) -> Blob:
        """Return what opens this sitting with a PIN, its time counted from now.

        As it is where nobody is signed in: else a lock would give whoever guesses every try back.
        """
        reception = self.desk.reception
        return reception.quick_again(blob) if reception and reception.me else blob

    def do_app_lock(self, _: int) -> None:
        """Save everything and lock at once."""
        self.lock()

    def _lock_by_itself(self) -> None:
        """Lock after the site's time; an emergency visit stays longer, as nobody could go on."""
        if self.desk.reception is None or not self.desk.reception.is_emergency:
            self.lock()

    def sign_in_page(self, reception: Reception) -> Page[None]:
        """Return the page to sign in at: by PIN, where whoever was there has left one."""
        from bedside.tui.screens.signin import SignInPage

        return cast("Page[None]", SignInPage(reception, by_pin=self.quick is not None))

    def dues(self, desk: Desk) -> tuple[Due, ...]:
        """Return when it is hidden, and when it locks, by itself."""
        return (
            Due(desk.preferences.curtain_after, lambda: self.draw_curtain(idle=True)),
            Due(desk.preferences.lock_after, self._lock_by_itself),
            Due(EMERGENCY_LOCK if desk.reception else 0, self.lock),
        )
