"""Running a campaign: numbers in, what went wrong out, each with the number that shows it again."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable
from typing import NamedTuple

ENOUGH = 5
"""So many failures are told; more say the same again."""


class Failure(NamedTuple):
    """One input that went wrong: its number, and how."""

    seed: int
    what: str


class Outcome(NamedTuple):
    """What came of a campaign: how many inputs were tried in how many seconds, and failures."""

    tried: int
    seconds: float
    failures: tuple[Failure, ...]


def outcome(told: Callable[[int], str], seeds: Iterable[int]) -> Outcome:
    """Return what came of these numbers; it ends early when enough went wrong."""
    began = time.perf_counter()
    failures: list[Failure] = []
    tried = 0
    for seed in seeds:
        tried += 1
        if what := _told(told, seed):
            failures.append(Failure(seed, what))
        if len(failures) >= ENOUGH:
            break
    return Outcome(tried, time.perf_counter() - began, tuple(failures))


def _told(told: Callable[[int], str], seed: int) -> str:
    """Return what went wrong; an exception is what went wrong too."""
    try:
        return told(seed)
    except Exception as error:  # noqa: BLE001  # the next input is tried all the same
        return "".join(traceback.format_exception(error)[-3:])
