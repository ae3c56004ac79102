"""The real program in a terminal of its own; the screen is read as a person would see it."""

from __future__ import annotations

import os
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyte

from tests.bench.terminal import Terminal

SIZE = (80, 24)
LIMIT = 20.0


class Seen(Terminal):
    """A program in a terminal whose screen can be read."""

    def __init__(self, environ: Mapping[str, str], *arguments: str, code: str = "") -> None:
        """Start bedside with these arguments, or a piece of Python instead of it."""
        run = ["-c", code] if code else ["-m", "bedside"]
        super().__init__([sys.executable, *run, *arguments], environ, SIZE, LIMIT)
        self._screen = pyte.Screen(*SIZE)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0

    @property
    def lines(self) -> list[str]:
        """The lines on screen as plain text."""
        fresh = bytes(self.written[self._fed :])
        self._fed = len(self.written)
        self._stream.feed(_plain(fresh))
        return [line.rstrip() for line in self._screen.display]

    @property
    def flat(self) -> str:
        """The screen as one line with single blanks."""
        return " ".join(" ".join(self.lines).split())

    def see(self, text: str, within: float = 0.05) -> None:
        """Wait until a text stands on screen, looking every so many seconds at the latest."""
        end = time.monotonic() + LIMIT
        while text not in self.flat:
            if time.monotonic() > end or not self.is_alive():
                raise TimeoutError(f"{text!r} never came:\n" + "\n".join(self.lines))
            self.read(within)

    def see_anew(self, text: str, since: int) -> None:
        """Wait until a text is written again, after so many bytes, and stands on screen."""
        end = time.monotonic() + LIMIT
        while text.encode()[:12] not in self.written[since:]:
            assert time.monotonic() < end, f"{text!r} was not written again"
            self.read(0.05)
        self.see(text)

    def send(self, keys: str) -> None:
        """Press keys without waiting."""
        os.write(self.master, keys.encode())

    def flags(self) -> tuple[int, int]:
        """Return the terminal's input and local flags."""
        modes = termios.tcgetattr(self.master)
        return modes[0], modes[3]

    def is_gone(self, process: int, seconds: float) -> bool:
        """Whether another process than the one started here has ended by then."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and is_running(process):
            self.read(0.01)
        while self.read(0.05):
            pass
        return not is_running(process)

    def wait(self, seconds: float) -> float:
        """Wait until the program has ended; return how long that took."""
        begun = time.monotonic()
        while self.is_alive():
            if time.monotonic() - begun > seconds:
                raise TimeoutError(f"it did not end in {seconds} s")
            self.read(0.01)
        while self.read(0.05):
            pass
        return time.monotonic() - begun


def is_running(process: int) -> bool:
    """Whether a process is there and has not ended; one that nobody has reaped has ended."""
    try:
        os.kill(process, 0)
        status = Path(f"/proc/{process}/stat").read_text()
    except ProcessLookupError:
        return False
    except OSError:  # a system without /proc, or it ended just now
        return not Path("/proc/self").exists()
    return status.rpartition(")")[2].split()[0] != "Z"


@contextmanager
def seen(environ: Mapping[str, str], *arguments: str, code: str = "") -> Iterator[Seen]:
    """Run the program; it is ended at the latest when the test is over."""
    run = Seen(environ, *arguments, code=code)
    try:
        yield run
    finally:
        run.close()


def surroundings(home: Path) -> dict[str, str]:
    """Return an environment like that of a terminal window, its home the test's own."""
    return {
        "BEDSIDE_HOME": str(home),
        "BEDSIDE_SITE": str(home.parent / "site"),
        "PATH": os.environ.get("PATH", ""),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
    }


def _plain(sequence: bytes) -> bytes:
    """Leave out what pyte takes for letters: the keyboard protocol and mode questions."""
    import re

    return re.sub(rb"\x1b\[[<>=?]\d*u|\x1b\[\?\d+\$p", b"", sequence)
