"""What follows when a visit process ends: a new one at the same place, or the end; never less."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest

from bedside.launch.launcher import CRASHES, LOCKED, WITHIN, Launcher
from bedside.launch.link import CRASH, LOCK, START, Start
from bedside.launch.spawn import BUG, Hear

Said = dict[str, Any]


class Life(NamedTuple):
    """One visit process of a story: what it says, how it ends, how many seconds that takes."""

    code: int
    says: Sequence[Said] = ()
    seconds: float = 0.0


class Screen:
    """A terminal that remembers what was done to it."""

    def __init__(self) -> None:
        """Nothing was done."""
        self.done: list[str] = []

    def restore(self) -> None:
        """Remember it."""
        self.done.append("restore")

    def wipe(self) -> None:
        """Remember it."""
        self.done.append("wipe")

    def wait_quietly(self, forget: bool) -> None:
        """Remember it."""
        self.done.append("forget" if forget else "wait")


class Story:
    """Plays one visit process after the other, on a clock of its own."""

    def __init__(self, *lives: Life) -> None:
        """Play these."""
        self.lives, self.screen = list(lives), Screen()
        self.starts: list[Start] = []
        self.asked: list[int] = []
        self.now = 0.0
        self.meanwhile: Callable[[], None] = lambda: None
        self.link = self

    def tell(self, **message: Any) -> bool:
        """Remember what a visit process was told at its start."""
        self.starts.append(Start.of(message))
        return True

    def wait(self, hear: Hear) -> int:
        """Play the next one."""
        life = self.lives.pop(0)
        for said in life.says:
            hear(said)
        self.now += life.seconds
        self.meanwhile()
        return life.code

    def ask(self, number: int) -> None:
        """Remember what was handed on."""
        self.asked.append(number)

    def kill(self) -> None:
        """Remember it."""
        self.asked.append(-1)

    def play(self) -> tuple[int, str, str]:
        """Play all; return how it ended."""
        launcher = Launcher(self.screen, lambda: self, lambda: self.now)  # type: ignore[arg-type,return-value]
        ended = launcher.run()
        assert not self.lives, "it ended too early"
        return ended.code, ended.at, ended.fault

    @property
    def reasons(self) -> list[str]:
        """Why each visit process was started."""
        return [start.why for start in self.starts]


AT = {"at": "VISIT"}


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5, 129, 130, 143])
def test_an_ordinary_end_is_the_end_and_the_code_is_its_own(code: int) -> None:
    story = Story(Life(code, [AT]))
    assert story.play() == (code, "VISIT", "")
    assert story.screen.done == ["restore"]


@pytest.mark.parametrize("code", [BUG, -9, -11, -6, 0xC0000005])
def test_after_a_crash_the_next_one_is_told_where_to_go_on(code: int) -> None:
    story = Story(Life(code, [AT]), Life(0))
    assert story.play()[0] == 0
    assert story.starts == [Start(), Start("VISIT", CRASH)]


def test_the_screen_is_cleared_for_whoever_died_in_it_and_only_for_them() -> None:
    story = Story(Life(-9), Life(BUG), Life(LOCKED), Life(0))
    story.play()
    assert story.screen.done == ["wipe", "wait", "wait", "forget", "restore"]


def test_a_visit_that_was_left_is_not_gone_back_to() -> None:
    story = Story(Life(-9, [AT, {"at": ""}]), Life(0))
    story.play()
    assert story.starts[1] == Start("", CRASH)


def test_more_than_three_crashes_in_a_minute_are_the_end_with_the_place_of_the_last() -> None:
    fault = {"fault": "ValueError at walk.py:1 fail"}
    story = Story(*[Life(BUG, [AT, fault], 5)] * (CRASHES + 1))
    assert story.play() == (BUG, "VISIT", fault["fault"])
    assert story.screen.done[-1] == "restore"


def test_crashes_with_time_between_them_go_on_for_ever() -> None:
    story = Story(*[Life(-9, [AT], WITHIN / CRASHES + 1)] * 50, Life(0))
    assert story.play()[0] == 0


def test_a_lock_is_no_crash_however_often_it_comes() -> None:
    story = Story(*[Life(LOCKED, [AT, {"unlocked": True}])] * 20, Life(0))
    assert story.play()[0] == 0
    assert story.reasons == [START, *[LOCK] * 20]


def test_a_crash_unlocks_nothing_until_somebody_has_unlocked() -> None:
    story = Story(Life(LOCKED, [AT]), Life(-9), Life(BUG), Life(-9, [{"unlocked": True}]), Life(0))
    story.play()
    assert story.reasons == [START, LOCK, LOCK, LOCK, CRASH]
    assert {start.back_to for start in story.starts[1:]} == {"VISIT"}


def test_the_curtain_and_the_sealed_key_are_handed_on_until_they_are_taken_back() -> None:
    key = {"sealed": "abc", "tries": 5}
    story = Story(
        Life(LOCKED, [AT, {"quick": key, "hidden": True}]),
        Life(-9, [{"quick": "nonsense", "hidden": "perhaps", "at": 7}]),
        Life(-9, [{"drop_quick": True, "hidden": False}]),
        Life(0),
    )
    story.play()
    assert [start.quick for start in story.starts] == [None, key, key, None]
    assert [start.hidden for start in story.starts] == [False, True, True, False]


@pytest.mark.skipif(sys.platform == "win32", reason="these signals are POSIX's own")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_request_to_end_is_handed_on_and_nothing_is_started_after_it(
    name: str, code: int
) -> None:
    number = getattr(signal, name)
    for ending in (code, -9, -number, BUG, LOCKED):
        story = Story(Life(ending, [AT]))
        story.meanwhile = lambda: os.kill(os.getpid(), number)
        assert story.play()[0] == (code if ending < 0 else ending)
        assert story.asked == [number]


@pytest.mark.skipif(sys.platform == "win32", reason="these signals are POSIX's own")
def test_signals_stand_as_before_once_it_is_over() -> None:
    numbers = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGTSTP, signal.SIGTTOU)
    before = [signal.getsignal(number) for number in numbers]
    Story(Life(0)).play()
    assert [signal.getsignal(number) for number in numbers] == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_the_terminal_is_given_back_even_where_nothing_could_be_started() -> None:
    screen = Screen()

    def fail() -> Any:
        raise OSError("no process can be made")

    with pytest.raises(OSError, match="no process"):
        Launcher(screen, fail).run()  # type: ignore[arg-type]
    assert screen.done == ["restore"]
