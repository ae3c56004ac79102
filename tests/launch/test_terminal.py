"""The terminal given back: its modes, and an empty screen; on Windows the console's."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

import pyte
import pytest

from bedside.launch.terminal import CLEAR, GIVE_BACK, ConsoleModes, Terminal

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
DEATHS = (
    *(b"", b"\x1b", b"\x1b[", b"\x1b[38;2;1", b"\x1b]0;half a ti", b"\x1bP", b"\xe2\x80"),
    *(b"\x1b[1;31m", b"\x1b[?2026h half a frame", b"\x1b[3;7r", b"\x1b[?7l", b"\x1b[?25l"),
)
"""What may have been written last by a process that was killed while it wrote."""


class Unmoved:
    """Modes that nobody touches."""

    def restore(self) -> None:
        """Do nothing."""

    def quiet(self, forget: bool) -> None:
        """Do nothing."""


@pytest.mark.parametrize("death", DEATHS)
def test_nothing_is_left_on_the_screen_however_a_process_died(death: bytes) -> None:
    screen = pyte.Screen(40, 6)
    stream = pyte.ByteStream(screen)
    stream.feed(b"\x1b[?25l Avery Testcase\r\n the tests will tell" + death)
    stream.feed(CLEAR + GIVE_BACK.replace(b"\x1b[<u", b""))  # which pyte takes for letters
    assert "".join(screen.display).strip() == ""
    assert not screen.cursor.hidden


def test_it_is_cleared_before_it_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal without a second screen shows what was on it, were it the other way round."""
    read, write = os.pipe()
    Terminal(Unmoved(), write).wipe()
    os.close(write)
    written = os.read(read, 4096)
    os.close(read)
    assert written.index(b"\x1b[2J") < written.index(b"\x1b[?1049l")
    assert b"\x1b[3J" not in written  # what scrolled away before is not ours


def test_a_terminal_that_is_gone_stops_nothing() -> None:
    read, write = os.pipe()
    os.close(read)
    Terminal(Unmoved(), write).wipe()
    os.close(write)


@posix
def test_modes_are_given_back_and_keys_are_not_shown_between_two_processes() -> None:
    import pty
    import termios
    import tty

    from bedside.launch.terminal import TerminalModes

    main, side = pty.openpty()
    before = termios.tcgetattr(side)
    modes = TerminalModes(side)
    tty.setraw(side)
    modes.restore()
    assert termios.tcgetattr(side) == before
    tty.setraw(side)
    modes.quiet(forget=False)
    os.write(main, b"typed meanwhile")
    os.set_blocking(main, False)
    with pytest.raises(BlockingIOError):
        os.read(main, 100)  # no echo
    assert os.read(side, 100) == b"typed meanwhile"  # nothing lost
    os.write(main, b"typed before a lock")
    modes.quiet(forget=True)
    os.set_blocking(side, False)
    with pytest.raises(BlockingIOError):
        os.read(side, 100)
    modes.restore()
    assert termios.tcgetattr(side) == before
    os.close(main)
    os.close(side)


@posix
def test_where_there_is_no_terminal_nothing_is_set() -> None:
    from bedside.launch.terminal import TerminalModes

    read, write = os.pipe()
    modes = TerminalModes(read)
    modes.quiet(forget=True)
    modes.restore()
    os.close(read)
    os.close(write)


class Kernel32:
    """A console of Windows: streams have modes, and remember what was done."""

    def __init__(self, modes: dict[int, int]) -> None:
        """Have consoles of these names in these modes."""
        self.modes, self.flushed = modes, 0

    def GetStdHandle(self, which: int) -> int:  # noqa: N802  # Windows' own name
        """Return a name."""
        return {-10: 3, -11: 7}[which]

    def GetConsoleMode(self, console: int, mode: Any) -> int:  # noqa: N802  # Windows' own name
        """Read a mode."""
        if console not in self.modes:
            return 0
        ctypes.cast(mode, ctypes.POINTER(ctypes.c_uint32))[0] = self.modes[console]
        return 1

    def SetConsoleMode(self, console: int, mode: int) -> int:  # noqa: N802  # Windows' own name
        """Set a mode."""
        self.modes[console] = mode
        return 1

    def FlushConsoleInputBuffer(self, console: int) -> int:  # noqa: N802  # Windows' own name
        """Count."""
        self.flushed += 1
        return console


def test_a_console_of_windows_is_as_it_was_and_reads_sequences_meanwhile() -> None:
    kernel32 = Kernel32({3: 0x1F7, 7: 0x3})
    modes = ConsoleModes(kernel32)
    assert kernel32.modes == {3: 0x1F7, 7: 0x7}
    kernel32.modes[3] = 0x200  # the screen takes keys and mouse one by one, and is killed
    modes.quiet(forget=False)
    assert kernel32.flushed == 0
    modes.quiet(forget=True)
    assert kernel32.flushed == 1
    modes.restore()
    assert kernel32.modes == {3: 0x1F7, 7: 0x3}


def test_where_windows_has_no_console_nothing_is_set() -> None:
    kernel32 = Kernel32({})
    ConsoleModes(kernel32).restore()
    assert kernel32.modes == {}
