"""The real program in a real terminal: signals, kills, crashes, and what is left on the screen."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals and these signals are POSIX's own", allow_module_level=True)

from bedside.cli.desk import Desk
from bedside.launch.launcher import CRASHES
from bedside.session import Session
from bedside.words.screen import STARTED_AGAIN
from tests.people import WORDS
from tests.tui.driving import walking
from tests.tui.pty_run import SIZE, Seen, seen, surroundings
from tests.tui.talks import KNOWN, VIEW, title

TOLD = "bedside stopped because of a fault of its own"
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l")
"""Left the other screen, cursor shown, mouse and paste reports off."""


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    """The environment of a terminal whose home is the test's own."""
    return surroundings(home)


def begin(run: Seen) -> None:
    """Begin the uncertainty talk, nobody named, and answer the first three steps."""
    run.see("Who is this visit with?")
    run.send("\r\r")
    run.see(title("one-story"))
    run.send("1\r1\r")
    run.see(title("their-view"))
    run.send("t")
    run.see("WRITE Enter Finish")
    run.send(VIEW)
    run.see(VIEW)


def finish(run: Seen) -> None:
    """Finish the words and go on to the next step."""
    run.send("\r\r")
    run.see(title("detail"))
    run.see("saved")


def assert_restored(run: Seen, before: tuple[int, int]) -> None:
    """The terminal is as it was, and nothing of a patient is left on it."""
    assert run.flags() == before
    for sequence in RESTORED:
        assert sequence in run.written
        assert run.written.rindex(sequence) > run.written.rindex(b"\x1b[?1049h")
    after = bytes(run.written[run.written.rindex(b"\x1b[?1049l") :]).decode()
    assert VIEW not in after
    assert "uncertainty" not in after


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_signal_saves_and_ends_within_two_seconds_and_gives_the_terminal_back(
    environ: dict[str, str], desk: Desk, name: str
) -> None:
    number = getattr(signal, name)
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        before = run.flags()
        begin(run)
        assert run.send_signal(number)
        assert run.wait(4) < 2
        assert_restored(run, before)
    resumed = desk.resume(desk.visit("last").id)
    assert isinstance(resumed, Session)
    assert resumed.visit.step == "their-view"
    answer = resumed.visit.answer("their-view")
    assert answer is not None
    assert answer.words == VIEW  # half-written words are kept as the answer they are
    resumed.close()


def test_a_terminal_that_is_gone_saves_and_ends_within_two_seconds(
    environ: dict[str, str], desk: Desk
) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        begin(run)
        os.close(run.master)
        begun, pid = os.times().elapsed, run.pid
        while os.waitpid(pid, os.WNOHANG)[0] == 0:
            assert os.times().elapsed - begun < 2
        run.pid = -1
    resumed = desk.resume(desk.visit("last").id)
    assert isinstance(resumed, Session)
    answer = resumed.visit.answer("their-view")
    assert answer is not None
    assert answer.words == VIEW
    resumed.close()


def test_after_the_launcher_is_killed_every_answer_and_half_a_word_come_back(
    environ: dict[str, str],
) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        begin(run)
        finish(run)
        run.send("1\r")
        run.see(title("known"))
        run.send("t")
        run.see("WRITE Enter Finish")
        run.send(KNOWN[:11])
        run.see(KNOWN[:11])
        run.see("saved")
        run.settle()
        before, visit = run.flags(), run.visit
        assert run.send_signal(signal.SIGKILL)
        run.wait(2)
        assert run.code == -signal.SIGKILL
        assert run.is_gone(visit, 2)  # its end of the link closed: it saved and went
        assert run.flags() != before
        assert RESTORED[0] in run.written
    with seen(environ, "resume") as run:
        run.see("Is this the visit you mean?")
        assert KNOWN[:11] not in run.flat
        run.send("\r")
        run.see("WRITE Enter Finish")  # the field stands open where it stood
        run.see(KNOWN[:11])
        run.send(KNOWN[11:])
        run.see(KNOWN)
        run.send("\rc")
        run.see(f"{title('their-view')}: {VIEW}")
        run.see(f"{title('known')}: {KNOWN}")
        run.see(f"{title('detail')}: All of it")


CRASH = f"""
import sys
from bedside.tui.screens import walk

def fail(self, place):
    secret = "{WORDS}"
    raise ValueError(secret)

walk.WalkPart.do_walk_why = fail
from bedside.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_crash_prints_one_apology_without_locals_and_names_the_way_back(
    environ: dict[str, str],
) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty", code=CRASH) as run:
        before = run.flags()
        begin(run)
        finish(run)
        for _ in range(CRASHES):
            run.send("?")
            run.see(STARTED_AGAIN)
            run.see(title("detail"))
            run.send("a")  # any key takes the line away
            run.see("Help")
        run.send("?")
        run.wait(4)
        assert run.code == 70
        assert_restored(run, before)
        left = bytes(run.written[run.written.rindex(b"\x1b[?1049l") :]).decode()
        assert left.count(TOLD) == 1
        assert "bedside resume" in left
        assert WORDS not in left
        assert "Traceback" not in left
        assert "secret" not in left
        assert len(left.strip().splitlines()) <= 6
    with seen(environ, "resume") as run:
        run.see("Is this the visit you mean?")
        run.send("\r")
        run.see(title("detail"))
        run.send("c")
        run.see(VIEW)


def test_leaving_gives_the_terminal_back_and_ends_with_nought(environ: dict[str, str]) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        before = run.flags()
        begin(run)
        finish(run)
        run.send("q")
        run.wait(4)
        assert run.code == 0
        assert_restored(run, before)


def test_the_curtain_leaves_no_cell_of_the_patient_on_the_real_screen(
    environ: dict[str, str],
) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        begin(run)
        run.send("\x1b[24~")
        run.see("bedside is hidden.")
        run.settle()
        assert run.flat == "bedside is hidden. Press F12 to bring it back. Everything is kept."
        run.send("\x1b[24~")
        run.see(VIEW)


def nameless(lines: list[str]) -> str:
    """Return the screen without what no two visits share: number, minute, head of the log."""
    head = r"\d+ [0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}"
    return re.sub(rf"Note [0-9A-Z]{{20}}|\b(?<=, )\d\d:\d\d\b|{head}", "", "\n".join(lines))


BITS = (
    *("1", "2", "\r", "1", "u", "3", "1", "\r", "t", "\r", "c", "\x1b[A", "\x1b[B", "\x1b[D"),
    *("\x1b[D", "2", "s", "4", "o", "\x1b", "f", "3", "?", "\x1b", "\r", "a", "a"),
)
"""Keys that change a little at a time, as a terminal sends them."""


async def test_what_is_drawn_bit_by_bit_is_what_would_be_drawn_anew(
    environ: dict[str, str], desk: Desk
) -> None:
    """Only changed lines are sent; after many changes the real screen has to be whole."""
    names = {"\r": "enter", "\x1b[A": "up", "\x1b[B": "down", "\x1b[D": "left", "\x1b": "escape"}
    shown: list[list[str]] = []
    async with walking(desk) as walk:
        for key in BITS:
            await walk.press(names.get(key, "question_mark" if key == "?" else key))
            await walk.until(lambda: " saving" not in walk.lines[0])
            walk.page.refresh()
            shown.append(walk.lines)
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        run.see("Who is this visit with?")
        run.send("\r\r")
        run.see(title("one-story"))
        for key, wanted in zip(BITS, shown, strict=True):
            run.send(key)
            for _ in range(40):
                run.read(0.05)
                if nameless(run.lines) == nameless(wanted):
                    break
            assert nameless(run.lines) == nameless(wanted), repr(key)
    assert all(len(line) <= SIZE[0] for lines in shown for line in lines)
