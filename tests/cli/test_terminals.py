"""The plain face at a real terminal: letters of another encoding, an end of input, a fault."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from bedside.core.visit import Visit
from tests.cli.conftest import Run
from tests.cli.visits import lines
from tests.people import WORDS
from tests.worlds import UNCERTAINTY

pty = pytest.importorskip("pty", reason="this system has no such terminals")

PATIENCE = 10
ROOT = Path(__file__).parents[2]


class Terminal:
    """A terminal somebody types at, and what stood on it so far."""

    def __init__(self, main: int, process: subprocess.Popen[bytes]) -> None:
        """Type at the process's terminal."""
        self._main, self.process = main, process
        self.seen, self.before = b"", b""

    def type(self, keys: bytes) -> None:
        """Press these keys."""
        os.write(self._main, keys)

    def see(self, text: str) -> None:
        """Wait until a text stands there; what came before it is forgotten."""
        begun = time.monotonic()
        while text.encode() not in self.seen:
            assert time.monotonic() - begun < PATIENCE, (text, self.seen)
            if select.select([self._main], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self._main, 4096)
                except OSError:  # the other side is closed: nothing more will come
                    begun = -PATIENCE
        self.before, _, self.seen = self.seen.partition(text.encode())


@contextmanager
def terminal(*args: str, **environ: str) -> Iterator[Terminal]:
    """Run a command at a terminal of its own."""
    main, side = pty.openpty()
    process = subprocess.Popen(
        (sys.executable, "-m", "bedside", *args),
        stdin=side,
        stdout=side,
        stderr=side,
        cwd=ROOT,
        env=os.environ | environ,
        preexec_fn=lambda: os.login_tty(side),  # noqa: PLW1509  # its keys are then its signals
    )
    os.close(side)
    try:
        yield Terminal(main, process)
    finally:
        process.kill()
        process.wait()
        os.close(main)


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "POSIX"])
def test_letters_of_another_encoding_never_end_a_talk(run: Run, locale: str) -> None:
    with terminal("walk", UNCERTAINTY, ACCESSIBLE="1", LC_ALL=locale) as at:
        at.see("Enter leaves it out.")
        at.type(b"\n1\n1\n")
        at.see("How they see things")
        at.type(b"caf\xe9 au lait\n")
        at.see("How much they want to hear")
        at.type(b"\x04")
        at.see("All is kept.")
        assert at.process.wait(PATIENCE) == Exit.FINE
    note = run("note", "last")
    assert note.code == Exit.FINE
    assert "au lait" in note.out


def test_the_end_of_input_in_the_middle_of_a_word_keeps_the_word(run: Run) -> None:
    with terminal("walk", UNCERTAINTY, TERM="dumb") as at:
        at.see("Enter leaves it out.")
        at.type(b"\n1\n1\n")
        at.see("How they see things")
        at.see("0 Not asked")
        at.type(b"half of wh\x04\x04")
        at.see("How much they want to hear")
        at.type(b"\x04")
        at.see("All is kept.")
        assert at.process.wait(PATIENCE) == Exit.FINE
    assert "Sees it this way: half of wh" in run("note", "last").out


def test_the_interrupt_key_keeps_all(run: Run) -> None:
    with terminal("walk", UNCERTAINTY, "--plain") as at:
        at.see("Enter leaves it out.")
        at.type(b"\n1\n")
        at.see("0 Not asked")
        at.type(b"half")
        at.type(b"\x03")
        at.see("All is kept. Go on with: bedside resume ")
        assert at.process.wait(PATIENCE) == Exit.INTERRUPTED
        assert b"Traceback" not in at.seen
    assert "What is known" in run("note", "last").out


def test_nothing_is_sent_but_lines(run: Run) -> None:
    """No cursor movement, colour or title, nothing repainted, even where all that would work."""
    with terminal("walk", UNCERTAINTY, "--plain", TERM="xterm-256color") as at:
        at.type(b"\n1\n1\n/help\n/check\n/leave\n")
        at.see("All is kept.")
        assert at.process.wait(PATIENCE) == Exit.FINE
        assert b"The note as it stands" in at.before
        assert not set(b"\x1b\x08\x07") & set(at.before)


def test_a_fault_in_the_middle_of_a_talk_loses_no_answer(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Visit) -> None:
        raise ValueError(WORDS)

    monkeypatch.setattr("bedside.plain.walker.review", fail)
    ran = run("walk", UNCERTAINTY, "--plain", typed=lines("", "1", "1", WORDS, "/check"))
    assert ran.code == Exit.BUG
    assert "Everything you answered is kept." in ran.err
    assert WORDS not in ran.err
    assert "Traceback" not in ran.err
    assert WORDS in " ".join(run("note", "last").out.split())


def test_a_terminal_without_the_letters_of_a_note_shows_marks_and_goes_on(run: Run) -> None:
    """An old terminal cannot show every letter; what is recorded has them all."""
    with terminal("walk", UNCERTAINTY, "--plain", PYTHONIOENCODING="ascii") as at:
        at.type(b"\n1\n1\nthe dog\n1\nscan\n1\n\n1\n7\nmy dog\n/check\n")
        at.see("The note as it stands:")
        at.see("Worries most about: ?my dog?")
        at.type(b"\x04")
        at.see("All is kept.")
        assert at.process.wait(PATIENCE) == Exit.FINE
    assert "“my dog”" in run("note", "last").out


@pytest.mark.parametrize("fault", ["", "ValueError at walk.py:1 run"])
def test_what_is_said_at_the_end_names_one_cause_and_fits_the_smallest_usual_window(
    fault: str,
) -> None:
    from bedside.cli.sitting import _sorry
    from bedside.launch.launcher import Ended

    said = _sorry(Ended(code=70, fault=fault))
    assert ("fault of its own" in said) == bool(fault)
    assert ("from outside" in said) != bool(fault)
    assert "bedside resume" in said
    assert all(len(row) < 80 for row in said.splitlines())
