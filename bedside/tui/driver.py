"""The terminal driver: Textual's own for Linux and macOS, reading keys in the event loop.

The stock input thread polls: a lone Esc waits 102 ms, quitting 235 ms, an idle app wakes ten
times a second, and a terminal that is gone with hang-ups ignored spins a core for ever. Reading
from the loop mends all four. It rests on Textual's internals: a test watches them.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from bedside.launch.terminal import CLEAR, GIVE_BACK, write_at_once

assert sys.platform != "win32"  # noqa: S101  # Windows has a driver of Textual's own

_CHUNK = 4096


class LoopDriver(LinuxDriver):
    """Reads the terminal when the loop says there is something to read, and never else."""

    gone: Callable[[], None] = staticmethod(lambda: None)
    """Called once when the terminal is no longer there."""
    back: Callable[[], None] = staticmethod(lambda: None)
    """Called when the terminal is ours again after somebody has stopped us."""
    _parser: XTermParser | None = None
    _escape: asyncio.TimerHandle | None = None
    _ours: list[Any] | None = None

    def start_application_mode(self) -> None:
        """Start as ever, then read from the loop. From now on a stop by the keyboard is nothing.

        Whoever typed `fg` could otherwise bring back what stood on the screen.
        """
        self._parser = XTermParser(self._debug)
        self._decode = getincrementaldecoder("utf-8")().decode
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it so
        with suppress(OSError, termios.error):
            self._ours = termios.tcgetattr(self.fileno)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._loop.add_signal_handler(signal.SIGCONT, self._come_back)
        self._loop.add_reader(self.fileno, self._read)

    def run_input_thread(self) -> None:
        """Let the stock input thread end at once."""

    def disable_input(self) -> None:
        """Stop reading before the terminal is given back."""
        self._loop.remove_reader(self.fileno)
        if self._escape is not None:
            self._escape.cancel()
        super().disable_input()

    def stop_application_mode(self) -> None:
        """Clear, then stop as ever: not every terminal has a second screen to leave."""
        self._loop.remove_signal_handler(signal.SIGCONT)
        self.write(CLEAR.decode())
        super().stop_application_mode()

    def give_back(self) -> None:
        """Restore the terminal at once and by hand, as far as it is still there; never wait.

        Modes that somebody else has set since, the shell after the launcher's death, are left.
        """
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # we may be in the background by now
        with suppress(OSError):
            write_at_once(self.fileno, CLEAR + GIVE_BACK)
        with suppress(OSError, termios.error):
            if self.attrs_before is not None and termios.tcgetattr(self.fileno) == self._ours:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def send_message(self, message: Message) -> None:
        """Hand a message over directly: it is read on the loop's own thread."""
        self._app.post_message(message)

    def _come_back(self) -> None:
        """Take the terminal again after a stop; the shell has had it meanwhile."""
        with suppress(OSError, termios.error):
            if self._ours is not None:  # in the background this stops us once more
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._ours)
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h")  # the screen, no cursor, focus reports
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self.back()

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
