"""A fault nobody caught is told by its place: no message, no values, not a line of code."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.people import WORDS

BEGIN = f"""
import gc, sys, threading
from bedside.cli.crash import hush
hush()
class Falls:
    def __del__(self):
        secret = {WORDS!r}
        raise ValueError(secret)
def fail(*_):
    secret = {WORDS!r}
    raise ValueError(secret)
"""
WAYS = {
    "at the very end": ("fail()", 1),
    "in a thread": ("t = threading.Thread(target=fail); t.start(); t.join()", 0),
    "while something is taken away": ("one = Falls(); del one; gc.collect()", 0),
    "while the program is being left": ("import atexit; atexit.register(fail)", 0),
    "in a chain": ("try:\n    fail()\nexcept ValueError:\n    fail()", 1),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_fault_that_nobody_caught_names_its_place_alone(way: str) -> None:
    code, ending = WAYS[way]
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=False
    )
    assert done.returncode == ending
    assert done.stdout == ""
    assert done.stderr.startswith("bedside: ValueError at <string>:")
    assert len(done.stderr.splitlines()) == 1
    assert not {"secret", "Traceback", *WORDS.split()} & set(done.stderr.split())
