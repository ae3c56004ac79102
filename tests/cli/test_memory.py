"""Which commands can be read from outside while they run: those alone that reach no key."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bedside.cli import main as entry
from bedside.cli.exits import Exit
from bedside.cli.front import Front
from bedside.launch.isolate import ROOT
from bedside.store.keys.keyring import SoloKeyring
from tests.cli.conftest import Run
from tests.cli.visits import left_open
from tests.content.texts import EXAMPLE_NAME
from tests.worlds import UNCERTAINTY

CLEAN = EXAMPLE_NAME.removesuffix(".toml")
linux = pytest.mark.skipif(sys.platform != "linux", reason="asks prctl(2)")
_ASKED = """
import ctypes, sys
sys.path.append({root!r})
from bedside.store.keys import keyring
made = keyring.SoloKeyring.__init__
def told(self, *given):
    made(self, *given)
    sys.stderr.write(f"dumpable {{ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)}}\\n")
keyring.SoloKeyring.__init__ = told
from bedside.cli.main import main
sys.argv = ["bedside", *{arguments!r}]
main()
"""
"""The whole program, saying beside each keyring whether its memory can be read: 1 is yes."""


@linux
@pytest.mark.parametrize(
    "arguments",
    [
        *(("audit",), ("audit", "verify"), ("doctor",), ("salvage", "--anyway")),
        *(("prove", "--runs", "1"), ("visits",), ("purge", "--dry-run")),
    ],
    ids=" ".join,
)
def test_whoever_holds_a_key_cannot_be_read_from_outside(arguments: tuple[str, ...]) -> None:
    left_open()
    code = _ASKED.format(root=ROOT, arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    told = [row for row in done.stderr.splitlines() if row.startswith("dumpable")]
    assert told, done.stderr
    assert set(told) == {"dumpable 0"}


READABLE = {
    "list": (),
    "keys": (),
    "where": (),
    "new": ("anything",),
    "adapt": (UNCERTAINTY,),
    "edit": (CLEAN,),
    "check": (CLEAN,),
    "explain": ("T101",),
    "fmt": ("--check", f"{CLEAN}.toml"),
    "print": (CLEAN,),
    "convert": (f"{CLEAN}.toml", "-o", "out.csv"),
    "diff": (f"{CLEAN}.toml", UNCERTAINTY),
    "publish": (CLEAN, "--yes"),
    "upgrade": (f"{CLEAN}.toml",),
    "schema": (),
}
"""Every command whose memory may be read, as an educator would give it."""


def _barred(*_: object) -> None:
    raise AssertionError("a key is reached")


def _bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SoloKeyring, "__init__", _barred)
    monkeypatch.setattr(Front, "keyring", property(_barred))


def test_every_command_that_can_be_read_is_tried_here() -> None:
    assert set(READABLE) == entry._READABLE


@pytest.mark.usefixtures("path", "clinic")
@pytest.mark.parametrize("command", READABLE)
def test_a_command_that_can_be_read_reaches_no_key(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, path: Path
) -> None:
    _bar(monkeypatch)
    monkeypatch.setattr("bedside.cli.edit.can_ask", lambda: True)
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    Path(f"{CLEAN}.toml").write_bytes(path.read_bytes())
    ran = run(command, *READABLE[command])
    assert ran.code in (Exit.FINE, Exit.FINDINGS), ran.err


def test_the_bar_before_the_keys_is_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _bar(monkeypatch)
    ran = run("visits")
    assert ran.code == Exit.BUG
