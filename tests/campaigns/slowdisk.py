"""A disk that takes 120 ms longer for every sync: keys are echoed at once, answers soon durable.

The full screen in a terminal of memory, in the journal mode of a current SQLite. Where an old one
needs the rollback journal a commit has four syncs: the echo is the same, durable takes four times
as long.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any
from unittest import mock

from bedside.cli.desk import Desk
from bedside.store.database import Mode
from bedside.store.hold import Hold
from bedside.store.writer import Job, Writer
from tests.campaigns.simulated import Disk
from tests.campaigns.stores import CHECKLIST, environ, folder
from tests.tui.driving import walking
from tests.tui.talks import to_step

WHAT = "120 ms more for every sync: key to echo p95 in 50 ms, to durable p95 in 400 ms"
SYNC, ECHO, DURABLE = 0.120, 0.050, 0.400
KEYS = 60
PACE = 0.08
"""Seconds between two keys: quick typing."""


def told(seed: int) -> str:
    """Return what was too slow."""
    return _typed(seed)


def twin(seed: int) -> str:
    """Return the same where the event loop commits."""

    def submit(self: Writer, job: Job) -> None:
        self._save([job])

    with mock.patch.object(Writer, "submit", submit):
        return _typed(seed)


def _typed(seed: int) -> str:
    disk, durable = Disk(), list[float]()
    real = Hold._saved

    def saved(self: Hold, *given: Any) -> None:
        durable.append(time.monotonic() - self._handed_in[0])
        real(self, *given)

    def slow(kind: str, _: str) -> None:
        if kind == "sync":
            time.sleep(SYNC)

    mode = mock.patch("bedside.store.database.mode_for", return_value=Mode("wal", "FULL", ""))
    timed = mock.patch.object(Hold, "_saved", saved)
    with folder() as home, disk.under(), mode, timed, mock.patch.dict(os.environ, environ(home)):
        echoes = asyncio.run(_echoes(home, disk, slow, durable))
    fast, echo, soon = _p95(echoes[:KEYS]), _p95(echoes[KEYS:]), _p95(durable)
    print(f"  echo p95 {echo * 1000:.0f} ms, durable p95 {soon * 1000:.0f} ms")
    wrong = [f"echo p95 is {echo * 1000:.0f} ms"] if echo > max(ECHO, 2 * fast) else []
    late = max(DURABLE, DURABLE + 4 * (fast - ECHO))
    wrong += [f"durable p95 is {soon * 1000:.0f} ms"] if soon > late else []
    return "; ".join(wrong)


async def _echoes(home: Path, disk: Disk, slow: object, durable: list[float]) -> list[float]:
    """Type words letter by letter; return how long each took to be on the screen.

    The first half is typed on a quick disk: a machine that is busy slows down both.
    """
    found = []
    desk = Desk(environ=environ(home))
    async with walking(desk, CHECKLIST) as walk:
        await to_step(walk, "worst")
        await walk.do("walk.words")
        await asyncio.to_thread(walk.session.settle, 30)
        for number in range(2 * KEYS):
            if number == KEYS:
                await asyncio.to_thread(walk.session.settle, 30)
                disk.before = slow  # type: ignore[assignment]
                durable.clear()
            began = time.perf_counter()
            walk.strike("abcdefgh"[number % 8])
            await walk.settle(1)
            found.append(time.perf_counter() - began)
            await asyncio.sleep(max(0.0, PACE - found[-1]))
        disk.before = lambda *_: None
        await walk.do("write.finish")
        await asyncio.to_thread(walk.session.settle, 30)
    desk.store.close()
    return found


def _p95(times: list[float]) -> float:
    return sorted(times)[len(times) * 95 // 100]
