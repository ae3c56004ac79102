"""What the tests of an educator's commands begin with: a clean checklist, and somebody typing."""

from __future__ import annotations

import io
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bedside.cli.draft import today
from bedside.cli.main import main
from tests.cli.conftest import Ran, Run
from tests.content.texts import EXAMPLE

EXAMPLE_ID = "a-bed-by-the-window"


def example() -> str:
    """Return a checklist without a finding, reviewed in time."""
    dates = (("2031-01-15", today() - timedelta(10)), ("2032-01-15", today() + timedelta(300)))
    text = EXAMPLE
    for old, new in dates:
        text = text.replace(old, new.isoformat())
    return text


def example_in(folder: Path) -> Path:
    """Write the checklist without a finding into a folder; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{EXAMPLE_ID}.toml"
    path.write_bytes(example().encode())
    return path


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
