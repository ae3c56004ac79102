"""How the app ends: left, hung up, asked to, locked, or by a fault. Each is a save first."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.worker import WorkerFailed

from bedside.launch.launcher import LOCKED
from bedside.launch.link import LOCK, Seat, Start

if TYPE_CHECKING:
    from rich.console import RenderableType

    from bedside.reception import Blob
    from bedside.session import Saving
    from bedside.tui.screens.visit import VisitPage

LAST_SECONDS = 1.5
"""How long a save may take once the system wants the process gone: it is killed after two."""
CLOSING_SECONDS = 2.0
"""How long is waited for a save before the next look at whether it is still wanted."""
RETRY_SECONDS = 0.2
BUG, HUNG_UP, TERMINATED = 70, 129, 143


class EndingApp(App[int], inherit_bindings=False):
    """What every ending has in common: all is saved, and nothing of a patient is printed."""

    seat: Seat | None = None
    """The place beside a launcher, where there is one."""
    start = Start()
    """What the launcher said at the start: where to go on, and why."""
    quick: Blob | None = None
    """What opens this sitting again with a PIN; it opens nothing by itself."""
    fault: BaseException | None = None
    """The fault that ended the app, once there was one."""
    _is_ending = False

    @property
    def visit_page(self) -> VisitPage | None:
        """The page of the visit that is open, whatever lies over it."""
        raise NotImplementedError

    @property
    def is_hidden(self) -> bool:
        """Whether the curtain is drawn."""
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Whether there is anything to lock."""
        return self.start.why != LOCK

    def keep_quick(self, blob: Blob | None) -> None:
        """Have the launcher keep what opens this sitting again with a PIN, or forget it."""
        self.quick = blob
        if blob is None:
            self.tell(drop_quick=True)
        else:
            self.tell(quick=dict(blob))

    def quick_again(self, blob: Blob) -> Blob:
        """Return what opens this sitting with a PIN as it should be kept from now on."""
        return blob

    def draw_curtain(self, idle: bool = False) -> None:
        """Hide everything at once and stop the clock."""
        raise NotImplementedError

    def leave(self) -> None:
        """End the app."""
        self.exit(0)

    def lock(self) -> None:
        """Hide everything at once; once all is saved, end, so that no memory holds a patient.

        Whoever comes back before that goes on: by any key, or as the guard asks where people sign
        in.
        """
        if not self.is_open:
            return  # nobody has come back since the last time, or come in at all
        if not self.is_guarded:  # or whoever stands before it would have every try back
            if self.quick is not None:
                self.keep_quick(self.quick_again(self.quick))
            self.draw_curtain(idle=True)
            self.guard()
        if not self._is_locking:
            self._is_locking = True
            self.run_worker(self._lock_when_saved())

    @property
    def is_guarded(self) -> bool:
        """Whether no key alone leads back to what is hidden."""
        return False

    def guard(self) -> None:
        """Let no key alone lead back to what is hidden, where people sign in."""

    def can_end(self, saving: Saving) -> bool:
        """Whether a lock may end the process: what waits to be saved would be lost with it."""
        return not saving.waiting

    def hang_up(self) -> None:
        """Save and be gone: the terminal is no longer there, or soon will not be."""
        if not self._is_ending:
            self._is_ending = True
            self._save_all()
        give_back = getattr(self._driver, "give_back", None)
        if give_back is not None:
            give_back()
        os._exit(HUNG_UP)

    def tell(self, **message: object) -> None:
        """Tell the launcher, where there is one."""
        if self.seat is not None:
            self.seat.link.tell(**message)

    def watch_ends(self) -> None:
        """From now on a hang-up, a request to end and the launcher's death are saves."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._fell)
        if sys.platform == "win32":
            signal.signal(
                signal.SIGBREAK, lambda *_: loop.call_soon_threadsafe(self.hang_up)
            )  # the console is being closed
        else:
            loop.add_signal_handler(signal.SIGHUP, self.hang_up)
            loop.add_signal_handler(signal.SIGTERM, self._terminate)
        if self.seat is None:
            return
        if sys.platform == "win32":
            listener = threading.Thread(target=self._await_end, args=(loop,), daemon=True)
            listener.start()
        else:
            loop.add_reader(self.seat.link.reads, self._hear)

    def panic(self, *renderables: RenderableType) -> None:
        """End after a fault; what Textual would print of it is not printed."""
        self._handle_exception(RuntimeError(len(renderables)))

    def _fatal_error(self) -> None:
        """End after a fault without Textual's own page: that shows every value of every frame."""
        self._handle_exception(RuntimeError())

    def _handle_exception(self, error: Exception) -> None:
        """End after a fault without printing a frame's values: they hold patients' words."""
        if self.fault is None:
            self.fault = error.error if isinstance(error, WorkerFailed) else error
        self._return_code = BUG
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _fell(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """End after a fault in a task or a timer that nobody waits for; print nothing of it.

        What fails while the app is being left anyway changes nothing of how it ends.
        """
        error = context.get("exception")
        if isinstance(error, Exception) and self.return_code is None:
            self._handle_exception(error)

    def _terminate(self) -> None:
        """Somebody asked the process to end: save, give the terminal back, end."""
        if not self._is_ending:
            self._is_ending = True
            self._save_all()
            self.exit(TERMINATED, return_code=TERMINATED)

    def _hear(self) -> None:
        """Pass over what the launcher says later; once it is gone, so are we."""
        if self.seat is not None and self.seat.link.hear() is None:
            self.hang_up()

    def _await_end(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait, on a thread of its own, until the launcher is gone."""
        while self.seat is not None and self.seat.link.hear() is not None:
            pass
        loop.call_soon_threadsafe(self.hang_up)

    def _save_all(self) -> None:
        page = self.visit_page
        if page is not None:
            page.writing.keep()
            if page.is_closing:  # it is let go of already, and once is enough
                page.session.settle(LAST_SECONDS)
            else:
                page.session.close(LAST_SECONDS)

    async def _lock_when_saved(self) -> None:
        """End as soon as all is safe; what cannot be saved now is held, behind what hides it."""
        page = self.visit_page
        if page is not None:
            page.writing.keep()
        while page is not None and self.is_hidden and not self.can_end(page.session.saving):
            if not await asyncio.to_thread(page.session.settle, CLOSING_SECONDS):
                await asyncio.sleep(RETRY_SECONDS)
        self._is_locking = False
        if self._is_ending or not self.is_hidden:
            return
        self._is_ending = True
        if page is not None and not page.is_closing and not page.session.saving.waiting:
            await asyncio.to_thread(
                page.session.close
            )  # else all is safe, and leaving would not be
        self.exit(LOCKED, return_code=LOCKED)

    _is_locking = False
