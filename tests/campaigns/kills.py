"""The process that saves, killed at a moment of chance: what it called saved is there."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from tests.campaigns.stores import CHECKLIST, Acting, desk_of, folder, missing
from tests.worlds import shipped_checklist

WHAT = "kill -9 of the process that saves, at any moment, loses nothing that was called saved"
_SECONDS = 0.03
"""Within so much of its work the process is killed."""


def told(seed: int) -> str:
    """Return what is missing after the kill of this number."""
    return _killed(seed, early=False)


def twin(seed: int) -> str:
    """Return the same of a process that says saved before the commit is done."""
    return _killed(seed, early=True)


def _killed(seed: int, early: bool) -> str:
    if sys.platform == "win32":
        return ""
    chance = random.Random(seed)
    with folder() as home:
        desk_of(home).store.close()
        shipped_checklist(CHECKLIST)  # read once, not in every process
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _act(home, chance, writing, early)
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as said:
            said.readline()  # the visit has begun
            time.sleep(chance.random() * _SECONDS)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            lines = said.read().split("\n")[:-1]
        desk = desk_of(home)
        visit, seq, drafted = lines[-1].split() if lines else ("", "0", "0")
        wrong = missing(desk, visit, int(seq), int(drafted)) if visit else ""
        desk.store.close()
        return wrong


def _act(home: Path, chance: random.Random, writing: int, early: bool) -> None:
    """Answer for ever, and say what is saved; this process never returns."""
    try:
        acting = Acting(desk_of(home), chance)
        acting.settle()
        os.write(writing, b"begun\n")
        while True:
            for _ in range(chance.choice((1, 1, 2, 4))):
                acting.act()
            if not early and not acting.settle():
                break
            line = f"{acting.visit} {acting.session.visit.seq} {acting.drafted}\n"
            os.write(writing, line.encode())
    finally:
        os._exit(1)
