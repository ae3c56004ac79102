"""The real program with its launcher: killed, stopped, locked, and back where it was."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals and these signals are POSIX's own", allow_module_level=True)

from bedside.cli.desk import Desk
from bedside.session import Session
from bedside.words.screen import HIDDEN_IDLE, LOCKED, STARTED_AGAIN
from tests.tui.pty_run import Seen, seen, surroundings
from tests.tui.talks import VIEW
from tests.tui.test_terminal import assert_restored, begin

CURTAIN = "\x1b[24~"
LOCKS = """
import sys
from bedside.tui import app
app.BedsideApp.do_app_curtain = lambda self, place: self.lock()
from bedside.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
"""The program, its curtain key locking at once instead of after a while."""
PROMPT = 0.1
"""Seconds from the key to a screen without a patient."""


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    """The environment of a terminal whose home is the test's own."""
    return surroundings(home)


def at_the_same_word(run: Seen) -> None:
    """The field stands open with the same words, and typing goes on in it."""
    run.see(f"Their words: {VIEW}")
    run.send("!")
    run.see(f"{VIEW}!")


@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV"])
def test_a_killed_visit_process_is_followed_by_one_at_the_same_word(
    environ: dict[str, str], name: str
) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        before = run.flags()
        begin(run)
        run.see("saved")
        run.settle()
        assert run.send_signal(getattr(signal, name), to_page=True)
        run.see(STARTED_AGAIN)
        at_the_same_word(run)
        run.read(0.5)
        assert STARTED_AGAIN not in run.flat
        run.send("\rq")
        run.wait(4)
        assert run.code == 0
        assert_restored(run, before)


def test_the_cursor_comes_back_between_the_same_letters(environ: dict[str, str]) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        begin(run)
        for key in ("\x1b[D", "\x1b[D", "!"):
            run.send(key)
            run.settle()
        run.see(f"{VIEW[:-2]}!{VIEW[-2:]}")
        run.see("saved")
        run.settle()
        assert run.send_signal(signal.SIGKILL, to_page=True)
        run.see(STARTED_AGAIN)
        run.send("?")
        run.see(f"{VIEW[:-2]}!?{VIEW[-2:]}")


def test_a_kill_before_anything_was_answered_asks_again_who_the_visit_is_with(
    environ: dict[str, str],
) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        run.see("Who is this visit with?")
        run.settle()
        assert run.send_signal(signal.SIGKILL, to_page=True)
        run.see(STARTED_AGAIN)
        run.send("\r\r")
        run.see("Who is this visit with?")


def test_a_visit_that_was_hidden_comes_back_hidden(environ: dict[str, str]) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        begin(run)
        run.see("saved")
        run.settle()
        run.send(CURTAIN)
        run.see("bedside is hidden.")
        shown = len(run.written)
        assert run.send_signal(signal.SIGKILL, to_page=True)
        run.see_anew("bedside is hidden.", shown)
        assert VIEW.encode() not in run.written[shown:]
        run.send(CURTAIN)
        at_the_same_word(run)


def test_the_end_of_the_visit_process_alone_is_the_end(environ: dict[str, str]) -> None:
    for name, code in (("SIGTERM", 143), ("SIGHUP", 129)):
        with seen(environ, "walk", "acknowledging-uncertainty") as run:
            before = run.flags()
            begin(run)
            assert run.send_signal(getattr(signal, name), to_page=True)
            run.wait(4)
            assert run.code == code
            assert_restored(run, before)


def test_a_visit_process_that_does_not_listen_is_gone_within_two_seconds(
    environ: dict[str, str],
) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        before = run.flags()
        begin(run)
        visit = run.visit
        os.kill(visit, signal.SIGSTOP)
        assert run.send_signal(signal.SIGTERM)
        assert 1.5 < run.wait(4) < 3
        assert run.code == 143
        assert run.is_gone(visit, 1)
        assert_restored(run, before)


def test_a_hang_up_is_heard_even_where_it_was_ignored(environ: dict[str, str], desk: Desk) -> None:
    ignoring = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from bedside.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
    with seen(environ, "walk", "acknowledging-uncertainty", code=ignoring) as run:
        begin(run)
        pids = run.pid, run.visit
        assert run.send_signal(signal.SIGHUP)
        assert run.wait(4) < 2
        assert run.code == 129
        assert run.is_gone(pids[1], 1)
    resumed = desk.resume(desk.visit("last").id)
    assert isinstance(resumed, Session)
    resumed.close()


def test_a_stop_from_the_keyboard_is_nothing_and_any_other_ends_behind_the_curtain(
    environ: dict[str, str],
) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        begin(run)
        for process in (run.pid, run.visit):
            os.kill(process, signal.SIGTSTP)
        run.send("!")
        run.see(f"{VIEW}!")
        shown = len(run.written)
        visit = run.visit
        os.kill(visit, signal.SIGSTOP)
        os.kill(visit, signal.SIGCONT)
        run.see(HIDDEN_IDLE)
        assert b"\x1b[?1049h" in run.written[shown:]  # the shell may have left the screen
        run.send("x")
        run.see(f"{VIEW}!")


def test_the_curtain_falls_at_its_best_within_a_tenth_of_a_second(
    environ: dict[str, str],
) -> None:
    """The figure is measured on every run; the middle one's bound is wide, for a busy machine."""
    took = []
    with seen(environ, "walk", "acknowledging-uncertainty") as run:
        begin(run)
        run.settle()
        for _ in range(5):
            pressed = time.perf_counter()
            run.send(CURTAIN)
            run.see("bedside is hidden.", within=0.002)
            took.append(time.perf_counter() - pressed)
            run.send(CURTAIN)
            run.see(VIEW)
            run.settle()
    print(f"curtain after {', '.join(f'{1000 * one:.0f}' for one in sorted(took))} ms")
    assert min(took) < PROMPT
    assert sorted(took)[2] < 5 * PROMPT


def test_a_lock_leaves_a_cover_and_any_key_brings_back_the_same_word(
    environ: dict[str, str],
) -> None:
    with seen(environ, "walk", "acknowledging-uncertainty", code=LOCKS) as run:
        before = run.flags()
        begin(run)
        first = run.visit
        run.send(CURTAIN)
        run.see(LOCKED)
        assert run.visit != first
        assert run.is_gone(first, 1)
        assert run.flat == LOCKED
        run.send("x")
        at_the_same_word(run)
        run.send("\rq")
        run.wait(4)
        assert run.code == 0
        assert_restored(run, before)


def test_a_crash_unlocks_nothing(environ: dict[str, str]) -> None:
    with seen(environ, "resume", code=LOCKS) as run:
        run.wait(4)  # there is nothing to go on with
    with seen(environ, "walk", code=LOCKS) as run:
        run.see("Which conversation?")
        run.send("uncertain\r")
        begin(run)
        run.send(CURTAIN)
        run.see(LOCKED)
        locked, shown = run.visit, len(run.written)
        os.kill(locked, signal.SIGKILL)
        run.see_anew(LOCKED, shown)
        assert not re.search(VIEW.encode(), run.written[shown:])
        run.send("x")
        at_the_same_word(run)
        run.send("\rq")
        run.see("Which conversation?")  # the library lies under it, as before
