"""The face on a pseudo-terminal inside the test's own process: driven by action, its bytes kept.

A hundred times quicker to start than the whole program in a terminal of its own, and what comes
out went through the real driver.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import struct
import sys
import termios
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from unittest import mock

from textual import events

from bedside.core.listing import VisitListing
from bedside.launch.link import Seat
from bedside.reception import Desk
from bedside.session import Session
from bedside.tui.app import BedsideApp
from tests.tui.driving import SIZE, Walk


class Shown(Walk):
    """A walk whose bytes are kept as they came out of the terminal."""

    written_bytes: bytearray

    async def paste(self, text: str) -> None:
        """Paste a text, as the terminal hands it over, once there is something that takes it."""
        await self.until(lambda: self.app.focused is not None or not self.app.screen.is_modal)
        self.app.post_message(events.Paste(text))
        await self.settle()


@asynccontextmanager
async def on_terminal(
    desk: Desk,
    first: Session | VisitListing | None = None,
    size: tuple[int, int] = SIZE,
    seat: Seat | None = None,
) -> AsyncIterator[Shown]:
    """Open the face on a pseudo-terminal of this size; it is closed at the end."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    written = bytearray()
    reader = Thread(target=_drain, args=(master, written), daemon=True)
    reader.start()
    with (
        os.fdopen(slave, "r", encoding="utf-8", closefd=False) as there,
        os.fdopen(slave, "w", encoding="utf-8", closefd=False) as here,
        mock.patch.object(sys, "__stdin__", there),
        mock.patch.object(sys, "__stdout__", here),  # which is asked how large it is
        mock.patch.object(sys, "__stderr__", here),
    ):
        app = BedsideApp(desk, first, seat)
        try:
            async with app.run_test(headless=False, size=size) as pilot:
                walk = Shown(app, pilot)
                walk.written_bytes = written
                await walk.settle()
                yield walk
                await walk.settle()
                page = app.visit_page
                if page is not None and not page.is_closing:
                    await asyncio.to_thread(page.session.close)
        finally:
            os.close(slave)
            reader.join(2)
            with suppress(OSError):
                os.close(master)


def _drain(master: int, written: bytearray) -> None:
    """Read what comes out until nobody holds the other end."""
    with suppress(OSError):
        while chunk := os.read(master, 65536):
            written += chunk
