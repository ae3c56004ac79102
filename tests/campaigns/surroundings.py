"""The program started among modules, folders and variables that mean it no good."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.terminal import Terminal
from tests.tui.pty_run import surroundings

WHAT = "no module, log or switch from the surroundings is used once bedside's own code runs"
MODULES = (
    *("textual", "rich", "sqlite3", "json", "asyncio", "platformdirs", "resource", "selectors"),
    *("signal", "ctypes", "logging", "tomllib", "hashlib", "unicodedata", "zoneinfo"),
)
"""Modules that are loaded after bedside's first line."""

_EVIL = """
import os
with open({mark!r}, "a") as mark:
    mark.write(__name__ + "\\n")
raise ImportError("not the one you meant")
"""
_SWITCHES = {
    "PYTHONINSPECT": "1",
    "PYTHONDEVMODE": "1",
    "PYTHONWARNINGS": "always",
    "PYTHONSTARTUP": "{evil}/json.py",
    "PYTHONPYCACHEPREFIX": "{evil}/cache",
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_LOG": "{evil}/keys.txt",
    "TEXTUAL_DRIVER": "evil:Driver",
    "TEXTUAL_PRESS": "q",
    "TEXTUAL_SCREENSHOT": "1",
}

_OWN = "from bedside.cli.main import main; raise SystemExit(main())"
_TRUSTING = (
    "from bedside.launch import isolate; isolate.needs_new_interpreter = lambda _: False; "
    "isolate.isolate = lambda *_, **__: None; "
)


def told(seed: int) -> str:
    """Return what of the surroundings of this number was used."""
    return _told(seed, "")


def twin(seed: int) -> str:
    """Return the same where nothing is given up first."""
    return _told(seed, _TRUSTING)


def _told(seed: int, first: str) -> str:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="bedside-evil-") as folder:
        evil, home = Path(folder) / "evil", Path(folder) / "home"
        evil.mkdir()
        mark = evil / "loaded.txt"
        for name in MODULES:
            (evil / f"{name}.py").write_text(_EVIL.format(mark=str(mark)))
        environ, here = _surroundings(chance, evil, home)
        program = [sys.executable, "-c", first + _OWN] if first or not here else _module()
        shell = ["sh", "-c", 'cd "$0" && exec "$@"', str(evil if here else Path(folder))]
        terminal = Terminal([*shell, *program, "walk", "inviting-questions"], environ)
        wrong = _walked(terminal)
        loaded = mark.read_text().split() if mark.exists() else []
        left = sorted(path.name for path in evil.iterdir() if path.suffix != ".py")
        ours = ("loaded.txt", "cache")  # the first interpreter writes its bytecode there
        used = [*loaded, *(name for name in left if name not in ours)]
        return f"{wrong} {used}".strip(" []")


def _module() -> list[str]:
    """Return how the program is run from a folder that is not its own."""
    return [sys.executable, "-m", "bedside"]


def _surroundings(chance: random.Random, evil: Path, home: Path) -> tuple[dict[str, str], bool]:
    """Return variables, one way in at least among them, and whether to start in the evil folder."""
    environ = surroundings(home)
    here = chance.random() < 0.5
    if chance.random() < 0.5 or not here:
        environ["PYTHONPATH"] = str(evil)
    for name in chance.sample(sorted(_SWITCHES), chance.randint(0, len(_SWITCHES))):
        environ[name] = _SWITCHES[name].format(evil=evil)
    return environ, here


def _walked(terminal: Terminal) -> str:
    """Begin a talk, answer, leave; return what went wrong."""
    try:
        terminal.until(b"Who is this visit with?")
        os.write(terminal.master, b"\r\r")
        terminal.until(b"Help")
        terminal.settle(0.3)
        os.write(terminal.master, b"2q")
        until = time.monotonic() + 10
        while terminal.is_alive() and time.monotonic() < until:
            terminal.read(0.05)
        return "" if terminal.code == 0 else f"it ended with {terminal.code}"
    except TimeoutError as late:
        return str(late)[:300]
    finally:
        terminal.close()
