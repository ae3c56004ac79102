"""A few commands as real processes: pipes, signals, two at once, and odd surroundings."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from tests.cli.visits import left_open, lines
from tests.people import WORDS
from tests.plain.telling import SIGNED_BY, WHOLE
from tests.worlds import UNCERTAINTY

PATIENCE = 10
BEDSIDE = (sys.executable, "-m", "bedside")
ROOT = Path(__file__).parents[2]


def bedside(*args: str, typed: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        (*BEDSIDE, *args),
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        cwd=ROOT,
        env=os.environ | environ,
    )


@contextmanager
def walking(*args: str) -> Iterator[subprocess.Popen[str]]:
    """Begin a talk whose input stays open; the process is ended at the end."""
    talk = subprocess.Popen(
        (*BEDSIDE, *args),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
    )
    try:
        yield talk
    finally:
        talk.kill()
        talk.communicate()


def say(talk: subprocess.Popen[str], line: str) -> None:
    """Type a line."""
    assert talk.stdin is not None
    talk.stdin.write(f"{line}\n")
    talk.stdin.flush()


def hear(talk: subprocess.Popen[str], text: str) -> None:
    """Read lines until one holds this text."""
    assert talk.stdout is not None
    heard = ""
    for line in talk.stdout:
        heard += line
        if text in line:
            return
    raise AssertionError(f"{text!r} was never said:\n{heard}")


def test_a_file_of_lines_gives_a_signed_note(tmp_path: Path) -> None:
    ran = bedside("walk", UNCERTAINTY, "--plain", typed=lines("", *WHOLE[UNCERTAINTY], *SIGNED_BY))
    assert (ran.returncode, ran.stderr) == (Exit.FINE, "")
    note = bedside("note", "last").stdout
    assert note in ran.stdout
    assert len(note.splitlines()) <= 25
    assert max(map(len, note.splitlines())) <= 80


@pytest.mark.parametrize(
    "args", [("list",), ("list", "--json"), ("keys",), ("check",), ("note", "last"), ("--help",)]
)
def test_a_reader_that_has_read_enough_ends_it_quietly(args: tuple[str, ...]) -> None:
    left_open()
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            (*BEDSIDE, *args),
            stdout=writing,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
            cwd=ROOT,
        )
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (Exit.FINE, "")


def test_a_listener_that_is_gone_ends_it_quietly_and_keeps_the_visit() -> None:
    with walking("walk", UNCERTAINTY, "--plain") as talk:
        hear(talk, "Who is this visit with?")
        say(talk, "")
        hear(talk, "3 Not done")
        assert talk.stdout is not None
        talk.stdout.close()
        say(talk, "1")
        assert talk.wait(PATIENCE) == 0
        assert talk.stderr is not None
        assert talk.stderr.read() == ""
        talk.stdout = None
    assert "What is known" in bedside("note", "last").stdout


def test_an_interrupt_ends_with_130_and_says_the_way_back() -> None:
    with walking("walk", UNCERTAINTY, "--plain") as talk:
        hear(talk, "Who is this visit with?")
        say(talk, "")
        say(talk, "1")
        hear(talk, "A good time to talk")
        hear(talk, "0 Not asked")
        talk.send_signal(signal.SIGINT)
        hear(talk, "All is kept. Go on with: bedside resume ")
        assert talk.wait(PATIENCE) == Exit.INTERRUPTED
        assert talk.stderr is not None
        assert talk.stderr.read() == ""
    told = json.loads(bedside("visits", "--json").stdout)
    assert [one["state"] for one in told] == ["open"]
    assert "What is known" in bedside("note", "last").stdout


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_process_that_is_ended_loses_no_answer_and_lets_its_visit_go(number: int) -> None:
    with walking("walk", UNCERTAINTY, "--plain") as talk:
        say(talk, "")
        say(talk, "1")
        say(talk, "1")
        hear(talk, "How they see things")
        talk.send_signal(number)
        talk.wait(PATIENCE)
    again = bedside("resume", "--plain", typed=lines("", WORDS))
    assert again.returncode == Exit.FINE
    assert "Step 3 of" in again.stdout
    assert "All is kept." in again.stdout
    assert "Another window" not in again.stdout


def test_a_second_process_is_told_who_holds_the_visit_and_may_take_it_over() -> None:
    with walking("walk", UNCERTAINTY, "--plain") as first:
        say(first, "")
        say(first, "1")
        hear(first, "A good time to talk")
        left = bedside("resume", "--plain", typed=lines("", ""))
        assert left.returncode == Exit.FINE
        assert f"(process {first.pid}, " in left.stdout
        taken = bedside("resume", "--plain", typed=lines("", "take", "1", WORDS))
        assert taken.returncode == Exit.FINE
        assert "Step 4 of" in taken.stdout
        say(first, "2")
        hear(first, "Another window has this visit now.")
        assert first.stdin is not None
        first.stdin.close()
        assert first.wait(PATIENCE) == Exit.UNAVAILABLE
        first.stdin = None
    page = bedside("resume", "--plain", typed=lines("", "/check")).stdout
    assert "private, never leaves: From another window, at good-time: later" in page
    assert f"How they see things: {WORDS}" in page


def test_lines_and_letters_are_utf8_whatever_the_locale_says() -> None:
    typed = lines("", "1", "1", "“Ça va”, sagte er — 死", "/check")
    ran = bedside("walk", UNCERTAINTY, "--plain", typed=typed, LC_ALL="C", PYTHONUTF8="0")
    assert (ran.returncode, ran.stderr) == (Exit.FINE, "")
    assert "How they see things: “Ça va”, sagte er — 死" in ran.stdout


def test_data_and_narration_are_apart() -> None:
    left_open()
    begun = time.monotonic()
    note = bedside("note", "last")
    wrong = bedside("note", "nowhere")
    assert (note.stderr, wrong.stdout) == ("", "")
    assert wrong.returncode == Exit.NOT_FOUND
    assert time.monotonic() - begun < PATIENCE
