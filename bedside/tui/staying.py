"""Who stays: whether anybody is signed in, and when what they see is locked."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual.geometry import Size
from textual.screen import Screen

from bedside.core.listing import VisitListing
from bedside.reception import Blob, Desk, Reception
from bedside.session import Saving, Session
from bedside.tui.ends import EndingApp
from bedside.tui.idle import Due
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.keys import KeyTable
    from bedside.tui.page import Page

EMERGENCY_HOLD = 15 * 60
"""Seconds without a key after which an emergency visit opens for its own code only."""
CODE_TRIES = 5


def fresh_code() -> str:
    """Return four digits that nobody can foresee."""
    return f"{int.from_bytes(os.urandom(8)) % 10_000:04d}"


First = Callable[[], Session | VisitListing | str | None]


class StayingApp(EndingApp, inherit_bindings=False):
    """What the app knows of who is there, on a workstation of one's own and on a shared one."""

    desk: Desk
    """What may be asked of the world outside one visit."""
    keys: KeyTable
    """Which keys do what."""
    asked_for: First = staticmethod(lambda: None)
    """What is opened once somebody has signed in, or why it cannot be."""
    code = ""
    """What goes on with the emergency visit that is open; it stands above it, and nowhere else."""
    _code_tries = CODE_TRIES

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

    @property
    def is_guarded(self) -> bool:
        """Whether only who is signed in leads back to what is hidden."""
        return self._guard in self.screen_stack

    def guard(self) -> None:
        """Ask, over what is hidden, for what proves who comes back; nothing where nobody signs in.

        It goes with the process, as soon as that can end.
        """
        reception = self.desk.reception
        if reception is None:
            return
        from bedside.tui.screens.guard import Guard

        page = self.visit_page
        self._guard = Guard(self, reception, page.session.visit.id if page else "")
        self.push_screen(self._guard, self._proved)

    def can_end(self, saving: Saving) -> bool:
        """Whether a lock may end the process; also once what waits is durable in a second place.

        On one's own workstation that waits for the store: whoever comes back goes on by a key.
        """
        is_beside = bool(saving.beside) and not saving.loose
        return super().can_end(saving) or (self.desk.reception is not None and is_beside)

    def lift_curtain(self) -> None:
        """Show everything again as it was."""
        raise NotImplementedError

    def _proved(self, _: object) -> None:
        """Show again what was hidden: who has proved who they are is back."""
        from bedside.tui.screens.covers import TooSmall

        while isinstance(self.screen, TooSmall):
            self.pop_screen()
        self._curtain_waits = False
        self.lift_curtain()
        self._fit(self.size)

    def _fit(self, size: Size) -> None:
        """Put the notice over everything where the window is too small."""
        raise NotImplementedError

    _guard: Screen[Any] | None = None
    _curtain_waits = False
    """Whether a curtain came due under the notice that the window is too small."""

    def emergency_banner(self) -> str:
        """Return what stands above an emergency visit, with its code where it was begun here."""
        code = screen.EMERGENCY_CODE.format(code=self.code) if self.code else ""
        return f"{screen.EMERGENCY_BANNER}{code}"

    def new_code(self) -> None:
        """Have the emergency visit that begins now a code of its own; it is kept nowhere else."""
        self.code, self._code_tries = fresh_code(), CODE_TRIES

    def is_code(self, typed: str) -> int:
        """Return how many tries are left after this one; -1 where it is the code.

        After the last one the visit locks, to be claimed, and no code opens it.
        """
        if self._code_tries and typed == self.code:
            self._code_tries = CODE_TRIES
            return -1
        self._code_tries = max(0, self._code_tries - 1)
        if not self._code_tries:
            self.call_later(self.do_app_lock, 0)
        return self._code_tries

    def do_app_lock(self, _: int) -> None:
        """Save everything and lock at once; from then on no code opens an emergency visit."""
        from bedside.tui.screens.guard import Held

        if isinstance(self.screen, Held):
            self.pop_screen()
            self.call_later(self.lock)  # what a page asks for that is gone is never answered
        else:
            self.lock()

    def _lock_by_itself(self) -> None:
        """Lock after the clinic's time; an emergency visit is hidden then, and its talk goes on."""
        if self.desk.reception is None or not self.desk.reception.is_emergency:
            self.lock()
        else:
            self.draw_curtain(idle=True)

    def _hold(self) -> None:
        """Have an emergency visit that was left alone open for its code; all else locks.

        Its writer cannot sign in, and may have listened all the while: so nothing ends.
        """
        reception, page = self.desk.reception, self.visit_page
        if reception is None or not reception.is_emergency or page is None:
            self.lock()
        elif not self.is_guarded:
            from bedside.tui.screens.guard import Held

            self.draw_curtain(idle=True)
            self._guard = Held(self)
            self.push_screen(self._guard, self._proved)

    def sign_in_page(self, reception: Reception) -> Page[None]:
        """Return the page to sign in at: by PIN, where whoever was there has left one."""
        from bedside.tui.screens.signin import SignInPage

        return cast("Page[None]", SignInPage(reception, by_pin=self.quick is not None))

    def dues(self, desk: Desk) -> tuple[Due, ...]:
        """Return when it is hidden, and when it locks, by itself."""
        return (
            Due(desk.preferences.curtain_after, lambda: self.draw_curtain(idle=True)),
            Due(desk.preferences.lock_after, self._lock_by_itself),
            Due(EMERGENCY_HOLD if desk.reception else 0, self._hold),
        )
