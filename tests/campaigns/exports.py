"""A writer of notes killed at any of its calls: the final name is absent, or the note is whole."""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bedside.deliver.file import publish

WHAT = "kill -9 at any call of an export leaves no file or a whole one, and the next try has it"
_CALLS = ("open", "write", "fsync", "link", "unlink", "close", "read", "fstat")
MOST_CALLS = 16
"""An export makes fewer calls than this."""


def told(seed: int) -> str:
    """Return what is wrong after the export of this number was killed."""
    return _killed(seed, publish)


def twin(seed: int) -> str:
    """Return the same of a writer that opens the final name and writes into it."""
    return _killed(seed, _straight)


def _straight(target: Path, text: str) -> Path:
    file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for at in range(0, len(text), 4096):
        os.write(file, text.encode()[at : at + 4096])
    os.fsync(file)
    os.close(file)
    return target


def _killed(seed: int, write: Callable[[Path, str], Path]) -> str:
    if sys.platform == "win32":
        return ""
    chance = random.Random(seed)
    text = "".join(chance.choices("abcdé \n", k=chance.choice((0, 40, 4000, 200_000))))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "bedside_1.txt")
        _run_and_kill(lambda: write(target, text), chance.randint(1, MOST_CALLS), chance)
        if target.exists() and target.read_text(encoding="utf-8") != text:
            return f"{target.stat().st_size} bytes of {len(text.encode())} stand at the final name"
        write(target, text)
        if target.read_text(encoding="utf-8") != text:
            return "the next try did not write the note"
        left = [path.name for path in Path(folder).iterdir() if path != target]
        return f"{left[0]} is left" if left else ""


def _run_and_kill(run: Callable[[], object], after: int, chance: random.Random) -> None:
    """Run in a process of its own that is killed at its so-many-th call of the system."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        for name, call in _killing(after, chance).items():
            setattr(os, name, call)
        run()
    finally:
        os._exit(0)


def _killing(after: int, chance: random.Random) -> dict[str, Callable[..., object]]:
    """Return the calls of the system, one of which ends the process; a write may be half done."""
    made = [0]

    def wrapped(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*args: object, **named: object) -> object:
            made[0] += 1
            if made[0] == after:
                if name == "write":
                    real(args[0], bytes(args[1])[: chance.randrange(len(args[1]) + 1)])  # type: ignore[arg-type, call-overload]
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **named)

        return call

    return {name: wrapped(name) for name in _CALLS}
