"""The largest files of every shape that hurts, each in a process of its own with little room."""

from __future__ import annotations

import random
import subprocess
import sys
from functools import cache

from bedside.content.files import MAX_BYTES
from tests.campaigns.files import SHAPES

WHAT = "the largest file of every shape that hurts is looked at in 512 MiB and ten seconds"
ROOM = 512 * 1024**2
SECONDS = 10
"""Of the processor, with the start of the process; where that is not measured, of the clock."""
WAITS = 120 if sys.platform != "win32" else SECONDS
"""Seconds of the clock, which other work on the machine lengthens."""

_LOOK = """
import sys
try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None
if resource:
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
raw = sys.stdin.buffer.read()
from bedside.content.check import check
from tests.worlds import TODAY
print(len(check(raw, "made-up.toml", {}, TODAY).findings))
"""


def told(seed: int) -> str:
    """Return what is wrong with how the shape of this number is looked at."""
    return _looked(seed % len(SHAPES), ROOM)


def twin(seed: int) -> str:
    """Return the same with a sixteenth of the room, in which not even the program stands."""
    return _looked(seed % len(SHAPES), ROOM // 16)


@cache
def _looked(number: int, room: int) -> str:
    raw = SHAPES[number](random.Random(number), MAX_BYTES)[:MAX_BYTES]
    look = _LOOK.replace("ROOM", str(room)).replace("SECONDS", str(SECONDS))
    command = [sys.executable, "-c", look]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=WAITS, check=False)
    except subprocess.TimeoutExpired:
        return f"{raw[:40]!r} takes longer than {WAITS} s"
    if done.returncode:
        return f"{raw[:40]!r} ends with {done.returncode}: {done.stderr.decode()[-200:]}"
    return ""
