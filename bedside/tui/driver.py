"""The terminal driver: Textual's own for Linux and macOS, reading keys in the event loop.

The stock input thread polls: a lone Esc waits 102 ms, quitting 235 ms, an idle app wakes ten
times a second, and a terminal that is gone with hang-ups ignored spins a core for ever. Reading
from the loop mends all four. It rests on Textual's internals: a test watches them.
"""

from __future__ import annotations

import asyncio
import os
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

assert sys.platform != "win32"  # noqa: S101  # Windows has a driver of Textual's own

_CHUNK = 4096
_GIVE_BACK = b"".join(
    (
        *(b"\x1b[?2004l", b"\x1b[?7h", b"\x1b[?2048l"),  # paste reports, line wrap, size reports
        *(b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?1015l", b"\x1b[?1006l"),  # the mouse
        *(b"\x1b[<u", b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1004l"),  # keys, screen, cursor, focus
    )
)
"""What Textual writes, in its order, when it stops."""


class LoopDriver(LinuxDriver):
    """Reads the terminal when the loop says there is something to read, and never else."""

    gone: Callable[[], None] = staticmethod(lambda: None)
    """Called once when the terminal is no longer there."""
    _parser: XTermParser | None = None
    _escape: asyncio.TimerHandle | None = None

    def start_application_mode(self) -> None:
        """Start as ever, then read from the loop."""
        self._parser = XTermParser(self._debug)
        self._decode = getincrementaldecoder("utf-8")().decode
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it so
        self._loop.add_reader(self.fileno, self._read)

    def run_input_thread(self) -> None:
        """Let the stock input thread end at once."""

    def disable_input(self) -> None:
        """Stop reading before the terminal is given back."""
        self._loop.remove_reader(self.fileno)
        if self._escape is not None:
            self._escape.cancel()
        super().disable_input()

    def give_back(self) -> None:
        """Restore the terminal at once and by hand, as far as it is still there; never wait."""
        with suppress(OSError):
            os.set_blocking(self.fileno, False)
            try:
                os.write(self.fileno, _GIVE_BACK)
            finally:
                os.set_blocking(self.fileno, True)  # the shell reads from the same one
        with suppress(OSError, termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def send_message(self, message: Message) -> None:
        """Hand a message over directly: it is read on the loop's own thread."""
        self._app.post_message(message)

    def _read(self) -> None:
        """Read what there is. A terminal that is gone ends the app; all is kept."""
        try:
            raw = os.read(self.fileno, _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            raw = b""
        if not raw:
            self._loop.remove_reader(self.fileno)
            self.gone()
            return
        self._feed(self._decode(raw))

    def _feed(self, text: str) -> None:
        if self._parser is None:
            return
        for message in self._parser.feed(text):
            self.process_message(message)
        if self._escape is not None:
            self._escape.cancel()
            self._escape = None
        if self._parser._timeout_time is not None:
            self._escape = self._loop.call_later(constants.ESCAPE_DELAY + 0.001, self._tick)

    def _tick(self) -> None:
        """Let a lone Esc be a key once nothing has followed it."""
        self._escape = None
        if self._parser is not None:
            for message in self._parser.tick():
                self.process_message(message)
