"""Streams that are closed or full, a store that is damaged or removed, a request to end."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from tests.cli.conftest import Run
from tests.cli.test_processes import BEDSIDE, PATIENCE, ROOT, hear, say, walking
from tests.cli.visits import left_open, lines
from tests.people import WORDS
from tests.store.test_damage import spoil_head, spoil_pages
from tests.worlds import UNCERTAINTY

posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `bedside` is the program."""
    program = " ".join(BEDSIDE)
    return subprocess.run(
        ["sh", "-c", line.replace("bedside", program, 1)],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        cwd=ROOT,
    )


def take_away(folder: Path) -> None:
    """Remove a folder that a program goes on writing in: first its name, then all in it."""
    apart = folder.rename(Path(mkdtemp(dir=folder.parent)) / folder.name)
    deadline = time.monotonic() + PATIENCE
    while apart.exists():
        assert time.monotonic() < deadline, list(apart.rglob("*"))
        shutil.rmtree(apart, ignore_errors=True)  # a file may come after its folder was listed


def put_a_file_for(folder: Path) -> None:
    """Leave a file where a folder was, however often a program makes the folder anew."""
    for _ in range(100):
        take_away(folder)
        try:
            folder.write_text("in the way")
        except IsADirectoryError:
            continue
        return
    raise AssertionError("the program always came between")


@posix
@pytest.mark.parametrize("command", [f"walk {UNCERTAINTY}", "walk", "resume", "list", "purge"])
def test_a_closed_input_is_the_end_of_input(command: str) -> None:
    left_open()
    ran = shell(f"bedside {command} <&-")
    assert ran.returncode == Exit.FINE, ran.stderr
    assert "fault of its own" not in ran.stderr


@posix
def test_a_closed_input_keeps_what_the_visit_has() -> None:
    ran = shell(f"bedside walk {UNCERTAINTY} <&-")
    assert "All is kept." in ran.stdout
    assert [visit.checklist for visit in Desk().visits()] == [UNCERTAINTY]


@posix
@pytest.mark.parametrize("command", ["list", "visits", f"walk {UNCERTAINTY}"])
def test_a_closed_output_is_said_on_the_other_stream(command: str) -> None:
    ran = shell(f"bedside {command} >&-")
    assert ran.returncode == Exit.UNAVAILABLE
    assert ran.stderr == "bedside: standard output is closed, so nothing can be said.\n"


@posix
def test_a_closed_error_stream_stops_nothing() -> None:
    assert shell("bedside list 2>&-").returncode == Exit.FINE
    assert shell("bedside note nowhere 2>&-").returncode == Exit.NOT_FOUND


@full
@pytest.mark.parametrize(
    "command", ["list", "list --json", "keys", "note last", "check", "--help", "walk --help"]
)
@pytest.mark.parametrize("at_once", ["", "1"])
def test_an_output_that_is_full_is_said_in_one_sentence(
    command: str, at_once: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if at_once and command == "walk --help":
        pytest.skip("argparse says nothing then")
    monkeypatch.setenv("PYTHONUNBUFFERED", at_once)
    left_open()
    ran = shell(f"bedside {command} >/dev/full")
    assert ran.returncode == Exit.UNAVAILABLE
    assert ran.stderr.startswith("bedside: the answer could not be written: the disk is full")
    assert len(ran.stderr.splitlines()) == 1


@full
def test_a_talk_whose_output_is_full_keeps_what_was_recorded(run: Run) -> None:
    visit = left_open()
    ran = shell("bedside resume </dev/null >/dev/full")
    assert ran.returncode == Exit.UNAVAILABLE
    assert "the answer could not be written" in ran.stderr
    assert run("resume", visit, "--plain", typed=lines("")).code == Exit.FINE


ASKED = [("visits",), ("note", "last"), ("resume", "--plain"), ("purge", "--yes")]


@pytest.mark.parametrize("spoil", [spoil_pages, spoil_head])
@pytest.mark.parametrize("args", ASKED)
def test_a_damaged_store_is_said_plainly_and_nothing_is_changed(
    run: Run, home: Path, args: tuple[str, ...], spoil: Callable[[Path], None]
) -> None:
    left_open()
    path = home / "state" / "visits.sqlite3"
    spoil(path)
    before = path.read_bytes()
    ran = run(*args)
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert ran.err.startswith(f"bedside: the store of visits is damaged: {path}: ")
    assert "Nothing was changed. bedside doctor says what to do." in ran.err
    assert "kept" not in ran.err
    assert path.read_bytes() == before


def spoil_one_talk(path: Path) -> None:
    """Spoil the wording a visit was held with, and not how it is listed."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE checklists SET body = x'007b'")


@pytest.mark.parametrize("args", [("note", "last"), ("resume", "--plain")])
def test_a_visit_that_cannot_be_read_is_said_to_be_damaged(
    run: Run, home: Path, args: tuple[str, ...]
) -> None:
    left_open()
    spoil_one_talk(home / "state" / "visits.sqlite3")
    ran = run(*args, typed=lines("", ""))
    assert ran.code == Exit.UNAVAILABLE
    assert "the store of visits is damaged" in ran.err


@pytest.mark.parametrize("spoil", [spoil_pages, spoil_head])
def test_doctor_finds_a_damaged_store_and_says_what_to_do(
    run: Run, home: Path, spoil: Callable[[Path], None]
) -> None:
    left_open()
    path = home / "state" / "visits.sqlite3"
    spoil(path)
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert "LOOK store: " in ran.out
    assert "bedside salvage" in ran.out
    assert "backup" in ran.out


@posix
def test_a_talk_whose_store_is_removed_loses_nothing(home: Path, run: Run) -> None:
    with walking("walk", UNCERTAINTY, "--plain") as talk:
        say(talk, "")
        say(talk, "1")
        say(talk, "1")
        hear(talk, "How they see things")
        take_away(home / "state")
        say(talk, WORDS)
        hear(talk, "How much they want to hear")
        assert talk.stdin is not None
        talk.stdin.close()
        hear(talk, "All is kept.")
        assert talk.wait(PATIENCE) == Exit.FINE
        talk.stdin = None
    note = " ".join(run("note", "last").out.split())
    assert "What is known" in note
    assert WORDS in note


@posix
def test_a_talk_whose_store_stays_away_says_what_is_missing_and_where(home: Path) -> None:
    with walking("walk", UNCERTAINTY, "--plain") as talk:
        say(talk, "")
        say(talk, "1")
        hear(talk, "A good time to talk")
        put_a_file_for(home / "state")
        say(talk, "1")
        assert talk.stdin is not None
        talk.stdin.close()
        assert talk.wait(2 * PATIENCE) == Exit.UNAVAILABLE
        assert talk.stderr is not None
        said = talk.stderr.read()
        talk.stdin = None
    assert "could not be saved in" in said
    assert str(home / "state" / "visits.sqlite3") in said
    assert "change" in said
    assert "fault of its own" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="these signals are POSIX's own")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_screen_that_is_asked_to_end_says_by_which_signal(
    home: Path, name: str, code: int
) -> None:
    from tests.tui.pty_run import seen, surroundings

    with seen(surroundings(home), "walk", UNCERTAINTY) as screen:
        screen.see("Who is this visit with?")
        assert screen.send_signal(getattr(signal, name))
        screen.wait(PATIENCE)
        assert screen.code == code


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_screen_left_with_work_unsaved_says_what_is_missing_and_where(home: Path) -> None:
    from tests.tui.pty_run import seen, surroundings

    with seen(surroundings(home), "walk", UNCERTAINTY) as screen:
        screen.see("Who is this visit with?")
        screen.send("\r\r")
        screen.see("What is known")
        put_a_file_for(home / "state")
        screen.send("1")
        screen.see("NOT SAVED")
        screen.send("q")
        screen.see("Not everything is saved yet")
        screen.send("q")
        screen.wait(2 * PATIENCE)
        assert screen.code == Exit.UNAVAILABLE
        said = " ".join(bytes(screen.written).decode().rpartition("\x1b")[2].split())
    assert "could not be saved in" in said
    assert "visits.sqlite3" in said


class Fallen:
    """Stands for the screen where a fault of this kind has ended it."""

    fault: Exception = RuntimeError(WORDS)
    return_code = Exit.BUG

    def __init__(self, *_: object, **__: object) -> None:
        """Open nothing."""

    def call_later(self, _: object) -> None:
        """Let the collector work again, as it would then."""
        gc.enable()

    def run(self) -> None:
        """Have ended already."""


def test_a_fault_of_the_screen_never_says_all_is_kept_where_it_is_not(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.cli import screen
    from bedside.store.store import Store

    monkeypatch.setattr("bedside.tui.app.BedsideApp", Fallen)
    monkeypatch.setattr("bedside.cli.walk.wants_plain", lambda *_: False)
    monkeypatch.setattr(screen, "_scrub_environment", lambda: None)
    monkeypatch.setattr(screen, "hush", lambda: None)
    whole = run("walk", UNCERTAINTY)
    assert whole.code == Exit.BUG
    assert "Everything you answered is kept." in whole.err
    monkeypatch.setattr(Store, "close", lambda _: False)
    lost = run("walk", UNCERTAINTY)
    assert lost.code == Exit.UNAVAILABLE
    assert "Everything you answered is kept." not in lost.err
    assert "RuntimeError" in lost.err
    assert WORDS not in whole.err + lost.err


def test_a_screen_that_ends_over_a_damaged_store_names_the_store(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.cli import screen
    from bedside.store.locks import StoreDamaged

    monkeypatch.setattr("bedside.tui.app.BedsideApp", Fallen)
    monkeypatch.setattr(Fallen, "fault", StoreDamaged("visits.sqlite3: malformed"))
    monkeypatch.setattr("bedside.cli.walk.wants_plain", lambda *_: False)
    monkeypatch.setattr(screen, "_scrub_environment", lambda: None)
    monkeypatch.setattr(screen, "hush", lambda: None)
    ran = run("walk", UNCERTAINTY)
    assert ran.code == Exit.UNAVAILABLE
    assert "the store of visits is damaged: visits.sqlite3" in ran.err


@posix
def test_a_name_no_terminal_can_show_stops_no_list(home: Path) -> None:
    path = home / "config" / "checklists" / os.fsdecode(b"caf\xe9.toml")
    path.parent.mkdir(parents=True)
    path.write_text("format = 1\n")
    ran = shell("bedside list")
    assert ran.returncode == Exit.FINE, ran.stderr
    assert UNCERTAINTY in ran.stdout
    assert shell("bedside check").returncode == Exit.FINDINGS
    assert shell("bedside list --json").returncode == Exit.FINE
