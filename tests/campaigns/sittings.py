"""What the campaigns at a terminal share: a home for each number, a talk begun, the field read."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bedside.cli.desk import Desk
from bedside.session import Session
from tests.tui.pty_run import Seen, is_running, surroundings
from tests.tui.talks import title
from tests.worlds import UNCERTAINTY

PROGRAM = "import sys; from bedside.cli.main import main; sys.exit(main(sys.argv[1:]))"
PATIENCE = 5.0
STEP, FIELD = "their-view", "Their words"


class Sitting(NamedTuple):
    """One run of the program in a terminal, in a home of its own."""

    run: Seen
    home: Path
    chance: random.Random

    def begin(self) -> None:
        """Begin the talk, nobody named, and open a field for words."""
        self.run.see("Who is this visit with?")
        self.run.send("\r\r")
        self.run.see(title("one-story"))
        self.run.send("1\r1\r")
        self.run.see(title(STEP))
        self.run.send("t")
        self.run.see("WRITE Enter Finish")

    def field(self) -> str:
        """Return what stands in the field on screen."""
        lines = self.run.lines
        at = next((n for n, line in enumerate(lines) if line.strip() == FIELD), None)
        return lines[at + 1].strip() if at is not None else ""

    def kept(self) -> str:
        """Return the words that the store has at the step; "" where it is not whole."""
        desk = Desk(environ=environ(self.home))
        resumed = desk.resume(desk.visit("last").id, take_over=True)
        assert isinstance(resumed, Session), resumed
        answer = resumed.visit.answer(STEP)
        resumed.close()
        health = desk.store.health()
        desk.store.close()
        assert health == "ok", health
        return answer.words if answer else ""


def environ(home: Path) -> Mapping[str, str]:
    """Return the surroundings of a terminal window whose home is this one."""
    return surroundings(home)


@contextmanager
def sitting(seed: int, code: str = PROGRAM) -> Iterator[Sitting]:
    """Run the program, or a piece of code instead of it, in a home that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bedside-sitting-") as folder:
        home = Path(folder) / "home"
        run = Seen(environ(home), "walk", UNCERTAINTY, code=code)
        try:
            yield Sitting(run, home, random.Random(seed))
        finally:
            visit = run.visit if run.is_alive() else 0
            run.close()
            until = time.monotonic() + PATIENCE
            while visit and is_running(visit) and time.monotonic() < until:
                time.sleep(0.01)  # it uses the folder until then
