"""Somebody at a terminal: each question is answered by what has to stand before the cursor.

An answer to "" comes whatever was asked last; a talk line by line asks on the other stream.

What is typed unseen comes by the same way as what is typed in sight; what a pipe would get is
told apart from what stands on the terminal.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

from bedside.cli.main import main

Answer = str | Callable[[str], str]
Answers = Sequence[tuple[str, Answer]]
END = "\x04"
"""An answer that ends the input."""


class Sat(NamedTuple):
    """How a command ended: its code, what it printed, and all that stood on the terminal."""

    code: int
    out: str
    shown: str


class Screen(io.StringIO):
    """A terminal that remembers all it showed."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True

    def fileno(self) -> int:
        """Have no number, and so no width."""
        raise io.UnsupportedOperation


class Keyboard(io.StringIO):
    """Types the answers, each when what it answers was asked."""

    def __init__(self, answers: Answers, screen: Screen) -> None:
        """Have these answers ready."""
        super().__init__()
        self.left, self._screen, self._seen = list(answers), screen, 0

    def isatty(self) -> bool:
        """Say that somebody sits there."""
        return True

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """Type the next answer; the question has to be the one it is for."""
        _ = size
        fresh = self._screen.getvalue()[self._seen :]
        assert self.left, f"nobody answers:\n{fresh}"
        asked, answer = self.left.pop(0)
        last = fresh.splitlines()[-1] if fresh else ""
        assert asked in last, f"{asked!r} was not asked:\n{fresh}"
        self._seen = len(self._screen.getvalue())
        typed = answer(self._screen.getvalue()) if callable(answer) else answer
        return "" if typed == END else f"{typed}\n"

    def unseen(self, prompt: str, stream: object = None) -> str:
        """Type what is not shown."""
        _ = stream
        self._screen.write(prompt)
        typed = self.readline()
        self._screen.write("\n")
        if not typed:
            raise EOFError
        return typed.rstrip("\n")


def sit(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: Sequence[str],
    answers: Answers,
) -> Sat:
    """Run a command at a terminal; every answer has to be asked for."""
    screen = Screen()
    keyboard = Keyboard(answers, screen)
    capsys.readouterr()
    with monkeypatch.context() as seat:
        seat.setattr(sys, "stdin", keyboard)
        seat.setattr(sys, "stderr", screen)
        seat.setattr("getpass.getpass", keyboard.unseen)
        code = main(list(arguments))
    assert keyboard.left == [], f"never asked: {keyboard.left}\n{screen.getvalue()}"
    return Sat(code, capsys.readouterr().out, screen.getvalue())


def offered(shown: str) -> str:
    """Return the passphrase that was offered last."""
    return str(re.findall(r"drawn by chance: ([a-z -]+)\n", shown)[-1])


def given(shown: str) -> str:
    """Return the passphrase that somebody is to be told."""
    return str(re.findall(r"\n    ([a-z -]+)\n", shown)[-1])


def sheets(shown: str) -> list[str]:
    """Return the sheets as they stand on the screen, rows under each other."""
    rows = re.findall(r"row \d +((?:[A-Z]{5} ?){4})\n", shown)
    return [" ".join(row.strip() for row in rows[at : at + 4]) for at in range(0, len(rows), 4)]


def check_letters(shown: str) -> str:
    """Return the check letters that are asked for, of the sheet shown last."""
    row = int(re.findall(r"in row (\d)", shown)[-1])
    groups = sheets(shown)[-1].split()[(row - 1) * 4 : row * 4]
    return "".join(group[-1] for group in groups).lower()


def typed_sheets(*halves: str) -> Answers:
    """Return the answers that type these sheets in, row by row."""
    rows = [half.split() for half in halves]
    return [
        (f"Sheet {sheet}, row {row}", " ".join(groups[(row - 1) * 4 : row * 4]))
        for sheet, groups in enumerate(rows, 1)
        for row in range(1, 5)
    ]
