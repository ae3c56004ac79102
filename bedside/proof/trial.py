"""A trial: one thing that must hold, tried with many numbers; the same number is the same try."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

ENOUGH = 3
"""So many failures are told; more say the same again."""


class Trial(Protocol):
    """Something that can be tried, ready to be tried again with another number."""

    def told(self, number: int) -> str:
        """Return what went wrong with the try of this number; "" where nothing did."""

    def close(self) -> None:
        """Remove what the trial has made."""


class Outcome(NamedTuple):
    """How many tries there were, and what went wrong in which."""

    tried: int
    failures: tuple[tuple[int, str], ...] = ()


def outcome(trial: Trial, numbers: range, at: Callable[[int], None] = lambda _: None) -> Outcome:
    """Return what came of these numbers; it ends early when enough went wrong.

    `at` is told how many are done.
    """
    failures: list[tuple[int, str]] = []
    done = 0
    for done, number in enumerate(numbers, 1):
        if what := trial.told(number):
            failures.append((number, what))
        at(done)
        if len(failures) >= ENOUGH:
            break
    return Outcome(done, tuple(failures))
