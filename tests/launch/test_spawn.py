"""Visit processes started either way: what they say is heard, and how they end is known."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from bedside.launch.isolate import clean_command
from bedside.launch.link import Link, Start
from bedside.launch.spawn import Child, started

posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
Run = Callable[[Link], int]

if sys.platform != "win32":
    from bedside.launch.spawn import forked


def lived(child: Child) -> tuple[int, list[dict[str, Any]]]:
    """Return how a visit process ended and what it said."""
    said: list[dict[str, Any]] = []
    code = child.wait(said.append)
    return code, said


def talking(link: Link) -> int:
    """Say what one was told, then more, then end."""
    told = link.first()
    link.tell(at=told["back_to"])
    for number in range(200):
        link.tell(number=number)
    return 7


def sleeping(_: Link) -> int:
    """Say nothing for a long time."""
    time.sleep(60)
    return 0


@posix
def test_a_fork_says_all_it_has_to_say_before_its_end_is_known() -> None:
    child = forked(talking)
    child.link.tell(**Start("VISIT")._asdict())
    code, said = lived(child)
    assert code == 7
    assert said == [{"at": "VISIT"}, *({"number": number} for number in range(200))]


@posix
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_a_fork_takes_signals_as_if_nothing_had_been_set_up(name: str) -> None:
    number = getattr(signal, name)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        child = forked(sleeping)
        child.ask(number)
        assert lived(child) == (-number, [])
    finally:
        signal.signal(signal.SIGHUP, before)


@posix
def test_a_fork_that_falls_ends_as_a_bug_and_prints_nothing_twice(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(_: Link) -> int:
        raise ValueError("the tests will tell")

    code, _ = lived(forked(fail))
    assert code == 70
    assert capfd.readouterr() == ("", "")


@posix
def test_a_fork_whose_own_child_holds_the_link_open_is_not_waited_for_twice() -> None:
    def leaves_one_behind(link: Link) -> int:
        if os.fork() == 0:
            time.sleep(3)
            os._exit(0)
        return 3

    began = time.monotonic()
    assert lived(forked(leaves_one_behind)) == (3, [])
    assert time.monotonic() - began < 2


@posix
def test_a_fork_hears_that_the_launcher_is_gone() -> None:
    child = forked(lambda link: 5 if link.hear() is None else 6)
    child.link.close()
    _, status = os.waitpid(child.process, 0)
    assert os.waitstatus_to_exitcode(status) == 5


INSIDE = """
import sys
from bedside.launch.spawn import link_of
from tests.launch.test_spawn import talking
sys.exit(talking(link_of(*sys.argv[-2:])))
"""


def test_an_interpreter_of_its_own_gets_the_link_as_windows_hands_it_over() -> None:
    child = started([sys.executable, "-c", INSIDE])
    child.link.tell(**Start("VISIT")._asdict())
    code, said = lived(child)
    assert code == 7
    assert said[0] == {"at": "VISIT"}
    assert len(said) == 201


def test_an_interpreter_of_its_own_can_be_ended() -> None:
    child = started([sys.executable, "-c", "import time; time.sleep(60)"])
    child.kill()
    assert lived(child)[0] != 0


def test_the_visit_process_of_windows_is_bedside_in_an_isolated_interpreter() -> None:
    """Without a terminal it says so; what it loads comes from the installation alone."""
    command = clean_command(["walk", "bedside walk", "nowhere", "--plain"], ("sitting", "inside"))
    assert command[1] == "-I"
    child = started(command)
    child.link.tell(**Start()._asdict())
    assert lived(child)[0] == 4  # there is no such checklist
