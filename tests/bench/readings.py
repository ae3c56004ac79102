"""Readings: runs of one program, each giving its figures by name. Times in ms, memory in MiB."""

from __future__ import annotations

import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.programs import Program
from tests.bench.terminal import LIMIT, Terminal

Reading = dict[str, list[float]]

KEYS = 12
"""Keys pressed in each run."""


def opened(program: Program, size: tuple[int, int] = (100, 30)) -> tuple[Terminal, float]:
    """Start a program and wait until it can be used; return it with the ms that took."""
    terminal = Terminal(program.command, program.environ, size)
    begun = terminal.until(program.ready) * 1000
    terminal.settle()
    return terminal, begun


def use(program: Program) -> Reading:
    """Start a program, press keys, and end it."""
    terminal, begun = opened(program)
    memory = terminal.memory()
    keys = [pressed(terminal, key) for key in _turns(program, KEYS)]
    ended = terminal.quit(program.quit) * 1000
    terminal.close()
    return {"start": [begun], "memory": [memory], "key": keys, "quit": [ended]}


def escape(program: Program) -> Reading:
    """Open bedside's help, and close it with a lone Esc, several times."""
    terminal, _ = opened(program)
    times = []
    for _ in range(5):
        pressed(terminal, b"\x1bOP")
        times.append(pressed(terminal, b"\x1b"))
    terminal.close()
    return {"escape": times}


def pressed(terminal: Terminal, key: bytes) -> float:
    """Press a key; return the ms until anything was written because of it."""
    took = terminal.press(key) * 1000
    terminal.settle(0.03)
    return took


LOOKED_AFTER = 8.0
"""Seconds after which the file was checked, room held back and a backup made."""


def soak(program: Program, keys: int) -> Reading:
    """Press many keys; return the memory before and after."""
    terminal, _ = opened(program)
    for key in _turns(program, 20):
        pressed(terminal, key)
    before = terminal.memory()
    for key in _turns(program, keys):
        terminal.press(key)
    terminal.settle()
    after = terminal.memory()
    terminal.close()
    return {"before": [before], "after": [after]}


def idle(program: Program, seconds: float) -> Reading:
    """Leave a program alone; return CPU ms and wake-ups a second, and the bytes written.

    Not before the store was looked after, once, some seconds after the start: that is no idleness.
    """
    terminal, _ = opened(program)
    terminal.settle(LOOKED_AFTER)
    cpu, wakes, written = terminal.idle(seconds)
    terminal.close()
    return {"cpu": [cpu], "wakes": [wakes], "bytes": [float(written)]}


def command(arguments: tuple[str, ...], environ: dict[str, str]) -> Reading:
    """Run a command to its end."""
    begun = time.perf_counter()
    subprocess.run(arguments, env=environ, check=True, stdout=subprocess.DEVNULL)
    return {"time": [(time.perf_counter() - begun) * 1000]}


def validate(folder: Path, way: str) -> Reading:
    """Read a folder with tomllib alone, then as bedside opens it ("load") or checks it ("check").

    Only checklists in which nothing is wrong are checked.
    """
    code = (
        "import sys, time, resource, gc\n"
        "from pathlib import Path\n"
        "files = sorted(Path(sys.argv[2]).glob('*.toml'))\n"
        "if sys.argv[1] == 'read':\n"
        "    import tomllib\n"
        "    each = lambda path: tomllib.loads(path.read_bytes().decode())\n"
        "elif sys.argv[1] == 'load':\n"
        "    from bedside.content.load import load\n"
        "    each = lambda path: load(path, {})\n"
        "else:\n"
        "    from datetime import date\n"
        "    from bedside.content.check import check\n"
        "    today = date(2027, 1, 1)\n"
        "    each = lambda path: check(path.read_bytes(), path.name, {}, today)\n"
        "    found = each(files[0]).findings\n"
        "    assert not found, found\n"
        "each(files[0])\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "before, begun = peak(), time.perf_counter()\n"
        "for path in files: each(path)\n"
        "print((time.perf_counter() - begun) * 1000, peak() - before)\n"
    )
    found: Reading = {}
    for what in ("read", way):
        ran = [sys.executable, "-c", code, what, str(folder)]
        out = subprocess.run(ran, capture_output=True, text=True, check=True).stdout.split()
        found |= {what: [float(out[0])], f"{what} grew": [float(out[1])]}
    return found


def instructions(program: Program, folder: Path) -> Reading:
    """Count what a start executes, under cachegrind; the hash seed is fixed, so it repeats.

    A process that was forked counts on from where the launcher stood, so its count is that of both.
    """
    for old in folder.glob("cachegrind-*.log"):
        old.unlink()
    watched = (
        "valgrind", "--tool=cachegrind", "--cache-sim=no", f"--log-file={folder}/cachegrind-%p.log",
        f"--cachegrind-out-file={folder / 'cachegrind.out'}", *program.command,
    )  # fmt: skip
    terminal = Terminal(watched, {**program.environ, "PYTHONHASHSEED": "0"}, patience=300)
    terminal.until(program.ready)
    visit = terminal.visit
    if visit != terminal.pid:
        os.kill(terminal.pid, signal.SIGSTOP)  # or the launcher would start another one
    os.kill(visit, signal.SIGUSR1)
    log, counted = folder / f"cachegrind-{visit}.log", None
    until = time.monotonic() + LIMIT
    while counted is None and time.monotonic() < until:
        terminal.read(0.3)
        counted = re.search(r"I\s+refs:\s+([\d,]+)", log.read_text())
    terminal.close()
    assert counted, "cachegrind counted nothing"
    return {"instructions": [float(counted[1].replace(",", ""))]}


def _turns(program: Program, count: int) -> Iterator[bytes]:
    return itertools.islice(itertools.cycle(program.keys), count)
