"""What the tests of an educator's commands begin with: a clean checklist, and somebody typing."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from bedside.cli.main import main
from bedside.content.load import load
from bedside.core.checklist import Checklist
from tests.cli.conftest import Ran, Run

EXAMPLE_ID = "a-bed-by-the-window"


def read(path: Path) -> Checklist:
    """Return the checklist in a file, in which nothing is wrong."""
    found = load(path)
    assert isinstance(found, Checklist), found
    return found


def change(path: Path, old: str, new: str) -> None:
    """Change words in a file, as its author would; they must stand there."""
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


class Typist(io.StringIO):
    """A terminal at which these lines are typed."""

    def isatty(self) -> bool:
        """Say that somebody sits there."""
        return True


def typing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *lines: str) -> Run:
    """Return what runs a command while these lines are typed at a terminal."""

    def running(*args: str) -> Ran:
        monkeypatch.setattr(sys, "stdin", Typist("".join(f"{line}\n" for line in lines)))
        capsys.readouterr()
        code = main(list(args))
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return running
