"""The terminal as it was before us, and how it is given back whatever happened to who had it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any, Protocol

GIVE_BACK = b"".join(
    (
        *(b"\x1b[?2004l", b"\x1b[?7h", b"\x1b[?2048l"),  # paste reports, line wrap, size reports
        *(b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?1015l", b"\x1b[?1006l"),  # the mouse
        *(b"\x1b[<u", b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1004l"),  # keys, screen, cursor, focus
    )
)
"""What the screen library writes, in its order, when it stops."""

CLEAR = b"\x18\x1b\\\x1b[?2026l\x1b[0m\x1b[2J\x1b[H"
"""End whatever was half written, then clear: in this order, so that the screen a patient stood on
is empty before it is left. A terminal without a second screen is cleared by it too."""

_VIRTUAL = 0x0004
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING: Windows reads sequences only while it is set."""


class Modes(Protocol):
    """What a system knows of a terminal beside what is written to it."""

    def restore(self) -> None:
        """Make everything as it was at the start."""

    def quiet(self, forget: bool) -> None:
        """Show no key that is typed from now on; forget those that nobody has read."""


class Terminal:
    """The terminal on standard input and error, its modes kept from the start."""

    def __init__(self, modes: Modes | None = None, out: int = 2) -> None:
        """Keep how the terminal stands now."""
        self._modes = modes or _modes()
        self._out = out

    def restore(self) -> None:
        """Make the modes as they were; whoever had the screen has left it already."""
        self._modes.restore()

    def wipe(self) -> None:
        """Clear and leave the screen for somebody who died in it; what follows sets the modes."""
        self._write(CLEAR + GIVE_BACK)

    def wait_quietly(self, forget: bool) -> None:
        """Show no key that is typed until the next visit process; forget those typed before."""
        self._modes.quiet(forget)

    def _write(self, sequence: bytes) -> None:
        """Write at once, as far as the terminal is still there; never wait for it."""
        with suppress(OSError):
            write_at_once(self._out, sequence)


def write_at_once(out: int, sequence: bytes) -> None:
    """Write what the terminal takes now; OSError where it takes nothing or is gone.

    Consoles of Windows are never waited for and know no such mode.
    """
    if sys.platform == "win32":
        os.write(out, sequence)
        return
    os.set_blocking(out, False)
    try:
        os.write(out, sequence)
    finally:
        os.set_blocking(out, True)  # the shell uses the same one


if sys.platform != "win32":

    class TerminalModes:
        """Linux and macOS: what termios(3) knows."""

        def __init__(self, descriptor: int = 0) -> None:
            """Keep them."""
            import termios

            self._descriptor = descriptor
            try:
                self._before: list[Any] | None = termios.tcgetattr(descriptor)
            except (OSError, termios.error):
                self._before = None

        def restore(self) -> None:
            """Make everything as it was: echo, whole lines, the keys that are signals."""
            self._set(self._before)

        def quiet(self, forget: bool) -> None:
            """Leave keys to be read one by one by whoever comes next, and show none meanwhile."""
            import termios

            if self._before is not None:
                silent = [*self._before]
                silent[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
                self._set(silent)
            if forget:
                with suppress(OSError, termios.error):
                    termios.tcflush(self._descriptor, termios.TCIFLUSH)

        def _set(self, wanted: list[Any] | None) -> None:
            import termios

            if wanted is not None:
                with suppress(OSError, termios.error):
                    termios.tcsetattr(self._descriptor, termios.TCSANOW, wanted)


class Console(Protocol):
    """The calls of Windows' console that are used here."""

    def GetStdHandle(self, which: int) -> int:  # noqa: N802  # Windows' own name
        """Return a standard stream's console."""

    def GetConsoleMode(self, console: int, mode: Any) -> int:  # noqa: N802  # Windows' own name
        """Read a mode through a pointer; 0 where there is none."""

    def SetConsoleMode(self, console: int, mode: int) -> int:  # noqa: N802  # Windows' own name
        """Set a mode."""

    def FlushConsoleInputBuffer(self, console: int) -> int:  # noqa: N802  # Windows' own name
        """Forget what was typed and not read."""


class ConsoleModes:
    """Windows: the console's modes of input and output."""

    def __init__(self, kernel32: Console) -> None:
        """Keep them, and have sequences read from now on: whoever dies leaves that undone."""
        self._kernel32 = kernel32
        self._input, output = (kernel32.GetStdHandle(which) for which in (-10, -11))
        found = ((console, self._mode(console)) for console in (self._input, output))
        self._before = {console: mode for console, mode in found if mode is not None}
        if output in self._before:
            kernel32.SetConsoleMode(output, self._before[output] | _VIRTUAL)

    def restore(self) -> None:
        """Make both as they were."""
        for console, mode in self._before.items():
            self._kernel32.SetConsoleMode(console, mode)

    def quiet(self, forget: bool) -> None:
        """Forget what was typed; the console shows no key that nobody reads."""
        if forget:
            self._kernel32.FlushConsoleInputBuffer(self._input)

    def _mode(self, console: int) -> int | None:
        import ctypes

        mode = ctypes.c_uint32()
        there = self._kernel32.GetConsoleMode(console, ctypes.byref(mode))
        return mode.value if there else None


def _modes() -> Modes:
    modes: Modes
    if sys.platform == "win32":
        import ctypes

        modes = ConsoleModes(ctypes.windll.kernel32)
    else:
        modes = TerminalModes()
    return modes
