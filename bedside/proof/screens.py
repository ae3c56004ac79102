"""Screens: the whole program shows a talk full of what acts on a terminal; none of it comes out.

The full screen is run in a terminal of its own where the system has such (not on Windows), and the
plain face everywhere.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.core.codec import from_plain, to_plain
from bedside.proof.acting import STEP, checklist_for, places_in
from bedside.proof.gates import SEQUENCES, acts
from bedside.session import Session
from bedside.store.store import Store

_TEXTS = frozenset(("title", "summary", "aim", "why", "text", "label"))
"""The values of a checklist that are shown."""
_MARK = "Zq"
"""Stands before each sequence: where it is to be seen, the text around it was shown."""
_AT_ONCE = 3
_PATIENCE = 30.0
"""Seconds until the program has to show something."""
_KEYS = (b"", b"\r", b"\x1b[B", b"c")
"""What is pressed: nothing, Enter, down, and what leads to the check page."""
_OPENS = "\x1b[?1049h"
"""What a program writes that takes the whole screen."""
_PROGRAM = ("-I", "-m", "bedside")


class Screens:
    """Has the program show such talks."""

    def __init__(self, folder: Path) -> None:
        """Work in a new folder within this one."""
        self._home = Path(tempfile.mkdtemp(prefix="proof-", dir=folder))

    def told(self, number: int) -> str:
        """Return what of the talk of this number came out, and where."""
        chance = random.Random(number)  # noqa: S311  # chance that can be had again, not a secret
        some = chance.sample(SEQUENCES, _AT_ONCE)
        home = self._home / str(number)
        command = [sys.executable, *_PROGRAM, "resume", _left(home, some)]
        try:
            lines = _in_lines([*command, "--plain"], _environ(home))
            wrong = _of_lines(lines)
            if not wrong and sys.platform != "win32":
                wrong = _of_screen(_on_screen(command, _environ(home)), some)
        finally:
            shutil.rmtree(home, ignore_errors=True)
        return wrong

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._home, ignore_errors=True)


def _left(home: Path, some: list[str]) -> str:
    """Leave a talk whose texts and words are full of these sequences; return its visit."""
    hostile = f"{_MARK}{''.join(some)}"
    plain = _laced(to_plain(checklist_for(home)), hostile)
    store = Store(places_in(home))
    session = Session.begin(store, from_plain(Checklist, plain))
    session.do(m.Write(STEP, f"{hostile} words"))
    session.do(m.Jot(f"{hostile} words"))
    session.close()
    store.close()
    return session.visit.id


def _laced(value: object, hostile: str) -> object:
    """Return plain values with every text that is shown begun by what is hostile."""
    if isinstance(value, Mapping):
        return {
            key: f"{hostile}{one}"
            if key in _TEXTS and isinstance(one, str)
            else _laced(one, hostile)
            for key, one in value.items()
        }
    return [_laced(one, hostile) for one in value] if isinstance(value, list) else value


def _environ(home: Path) -> dict[str, str]:
    """Return the surroundings of a program that knows this folder alone."""
    own = {name: str(home / place) for name, place in _PLACES.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OTHERS)}
    return {**kept, **own, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}


_OTHERS = ("BEDSIDE", "ACCESSIBLE", "TMUX")
"""Variables that would have the program elsewhere, or choose lines instead of the screen."""
_PLACES = {"BEDSIDE_HOME": "", "BEDSIDE_SITE": "site", "BEDSIDE_SECOND": "second"}


def _in_lines(command: list[str], environ: Mapping[str, str]) -> str:
    """Return what the plain face says of a talk, until its input ends."""
    ran = subprocess.run(  # noqa: S603  # this very program
        command,
        input=b"\n\n\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environ,
        timeout=_PATIENCE,
        check=False,
    )
    return ran.stdout.decode("utf-8", "replace").replace("\r\n", "\n")


def _of_lines(said: str) -> str:
    if _MARK not in said:
        return "the plain face did not show the talk"
    return "the plain face let a mark through" if acts(said) else ""


def _of_screen(written: bytes, some: list[str]) -> str:
    """Return what is wrong with all that the full screen wrote.

    It writes sequences of its own, so that what is looked for are those of the talk, whole, and
    what no program writes.
    """
    shown = written.decode("utf-8", "replace")
    if _MARK not in shown or _OPENS not in shown:
        return "the full screen did not show the talk"
    hidden = [mark for mark in SEQUENCES if len(mark) == 1]
    through = [one for one in (*some, *hidden) if one in shown]
    through += [letter for letter in map(chr, range(0x80, 0xA0)) if letter in shown]
    return f"the full screen let a mark through: {through[0]!a}" if through else ""


if sys.platform != "win32":

    def _on_screen(command: list[str], environ: Mapping[str, str]) -> bytes:
        """Return all that the full screen writes while some keys are pressed."""
        import pty

        child, master = pty.fork()
        if child == 0:
            try:
                os.execve(command[0], command, environ)  # noqa: S606  # this very program
            finally:
                os._exit(127)
        try:
            _set_size(master)
            written = _read(master, _PATIENCE, until=_MARK.encode())
            for keys in _KEYS:
                os.write(master, keys)
                written += _read(master, 0.5)
            return written
        finally:
            _end(child)
            os.close(master)

    def _set_size(master: int) -> None:
        """Make the terminal 100 columns by 40 lines (tty_ioctl(4))."""
        import fcntl
        import struct
        import termios

        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))

    def _read(master: int, seconds: float, until: bytes = b"") -> bytes:
        """Return what is written in so many seconds, or until something stands in it."""
        import select

        read, end = b"", time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not (until and until in read):
            if select.select([master], [], [], left)[0]:
                try:
                    read += os.read(master, 65536)
                except OSError:  # it has ended
                    break
        return read

    def _end(child: int) -> None:
        """End the program and all it has started, at once."""
        import signal
        from contextlib import suppress

        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
