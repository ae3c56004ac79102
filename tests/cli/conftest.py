"""Runs commands the way a shell would, but inside the test."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bedside.cli.main import main
from tests.cli.clinic import CLEAN, Example, current, example_in
from tests.cli.sitting import Answers, Sat, sit
from tests.content.texts import EXAMPLE


class Ran(NamedTuple):
    """How a command ended: its code, and what it wrote to either stream."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with these arguments; `typed` is its whole input."""

    def running(*args: str, typed: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        try:
            code = main(list(args))
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ran(int(code), said.out, said.err)

    return running


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a clinic's own, still empty, in which the test stands."""
    made = tmp_path / "clinic"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def example(clinic: Path) -> Example:
    """Write the clean example under a name, with parts of it replaced."""

    def write(name: str = CLEAN, *changes: tuple[str, str], newline: str = "\n") -> Path:
        text = EXAMPLE.replace('"a-bed-by-the-window"', f'"{name}"')
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = clinic / f"{name}.toml"
        path.write_bytes(current(text).replace("\n", newline).encode())
        return path

    return write


@pytest.fixture
def path(home: Path) -> Path:
    """A clean checklist in the clinician's own folder."""
    return example_in(home / "config" / "checklists")


@pytest.fixture
def on_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the folder of tests be on a disk that can be believed; many a machine's is memory."""
    monkeypatch.setattr("bedside.cli.machine.disk._TOO_FAST", 0.0)
    monkeypatch.setattr("bedside.store.safety.volumes.volume_kind", lambda _: "ext4")


Seat = Callable[..., Sat]


@pytest.fixture
def seat(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Seat:
    """Run a command with these arguments at a terminal; the answers say what they answer."""

    def sitting(*arguments: str, answers: Answers = ()) -> Sat:
        return sit(monkeypatch, capsys, arguments, answers)

    return sitting
