"""The answers a step can end with, as far as the tests on it can tell them apart.

A finished visit has an answer at every step that appeared; a step that is handed to another role
may stay without one. Answers that pass the same tests are one class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, Protocol, Self

from bedside.core.answers import OUTCOMES, STANDING, Answer, offered, possible
from bedside.core.checklist import Choice, Condition, Scale, Step, TeachBack
from bedside.core.rules import fits

MOST = 4096
"""So many classes of one step are counted at the most; a checklist written by hand has ten."""


class Entangled(Exception):
    """There is more to tell apart than can be decided in a moment."""


class Left(Protocol):
    """The answers that are still open to a step."""

    def narrowed(self, line: Condition, wanted: bool) -> Left | None:
        """Return those of them that pass a test, or fail it; nothing where there is none."""

    def met(self, other: Self) -> Left | None:
        """Return those that both leave open; nothing where there is none."""


def domain_of(step: Step, tests: Sequence[Condition]) -> Left:
    """Return all answers a step can end with, as far as these tests tell them apart."""
    plain = all(not (t.any_of and t.none_of) and _limits(t) == (None, None) for t in tests)
    if isinstance(step, Choice) and step.kind == "choose-many" and plain:
        own = frozenset((*offered(step), *(("other",) if step.other else ())))
        alone = [*((pick,) for pick in STANDING), *([()] if step.roles else [])]
        return _Picks(own, frozenset(), frozenset(alone))
    count, masks = classes_of(step, tests)
    return _Classes((1 << count) - 1, dict(zip(map(id, tests), masks, strict=True)))


class _Classes(NamedTuple):
    """Classes of answers as bits, and which pass a line, by the line itself: hashing is slow."""

    bits: int
    passing: Mapping[int, int]

    def narrowed(self, line: Condition, wanted: bool) -> _Classes | None:
        """Return the classes that pass a test, or fail it."""
        mask = self.passing[id(line)]
        bits = self.bits & (mask if wanted else ~mask)
        return _Classes(bits, self.passing) if bits else None

    def met(self, other: _Classes) -> _Classes | None:
        """Return the classes that both leave open."""
        bits = self.bits & other.bits
        return _Classes(bits, self.passing) if bits else None


class _Picks(NamedTuple):
    """The answers to a choose-many: the options that may be picked, sets of which one has to be.

    All that may be picked together meet every such set that can be met, so many options that are
    each tested on their own need no more room than few. `alone` are answers that stand alone.
    """

    may: frozenset[str]
    needs: frozenset[frozenset[str]]
    alone: frozenset[tuple[str, ...]]

    def narrowed(self, line: Condition, wanted: bool) -> _Picks | None:
        """Return what may be picked so that a test passes, or fails."""
        alone = frozenset(one for one in self.alone if fits(line, _answer(one)) is wanted)
        named = frozenset(line.any_of or line.none_of)
        if wanted is bool(line.any_of):
            return _open(_Picks(self.may, self.needs | {named}, alone))
        return _open(_Picks(self.may - named, self.needs, alone))

    def met(self, other: _Picks) -> _Picks | None:
        """Return what may be picked where both hold."""
        parts = (self.may & other.may, self.needs | other.needs, self.alone & other.alone)
        return _open(_Picks(*parts))


def _open(picks: _Picks) -> _Picks | None:
    """Return what is left if anything is: options to pick that meet every need, or none to pick."""
    can_pick = picks.may and all(need & picks.may for need in picks.needs)
    if can_pick or picks.alone:
        return picks if can_pick else picks._replace(may=frozenset())
    return None


def _limits(line: Condition) -> tuple[int | None, int | None]:
    return line.at_least, line.at_most


def classes_of(step: Step, tests: Sequence[Condition]) -> tuple[int, list[int]]:
    """Return how many classes a step's answers fall into, and for each test those that pass it.

    The classes that pass stand as bits, the first class in the lowest.
    """
    rows = dict.fromkeys(_vectors(step, tests))
    masks = [
        sum(1 << at for at, passed in enumerate(rows) if (passed >> number) & 1)
        for number in range(len(tests))
    ]
    return len(rows), masks


def _vectors(step: Step, tests: Sequence[Condition]) -> Iterator[int]:
    """Yield, for answers that stand for all, the tests that each passes, as bits."""
    if step.roles:
        yield 0
    if isinstance(step, Choice) and step.kind == "choose-many":
        yield from _passed(tests, ((pick,) for pick in STANDING))
        yield from _of_sets(step, tests)
    elif isinstance(step, TeachBack):
        sizes = range(1, min(len(step.points), len(OUTCOMES)) + 1)
        mixed = (picks for size in sizes for picks in combinations(OUTCOMES, size))
        yield from _passed(tests, [*mixed, *((pick,) for pick in STANDING)])
    elif isinstance(step, Scale):
        yield from _passed(tests, ((pick,) for pick in STANDING))
        yield from (_bits(tests, _answer(("answered",), n)) for n in _steps(step, tests))
    else:
        yield from _passed(tests, ((pick,) for pick in possible(step)))


def _passed(tests: Sequence[Condition], picks: Iterable[tuple[str, ...]]) -> Iterator[int]:
    return (_bits(tests, _answer(each)) for each in picks)


@lru_cache(maxsize=10_000)
def _answer(picks: tuple[str, ...], number: int | None = None) -> Answer:
    """Return an answer; the same few are asked of every checklist."""
    return Answer(picks=picks, number=number)


def _bits(tests: Sequence[Condition], answer: Answer) -> int:
    return sum(1 << number for number, test in enumerate(tests) if fits(test, answer))


def _of_sets(step: Choice, tests: Sequence[Condition]) -> set[int]:
    """Return the tests passed by every set of options that can be picked.

    A test looks at whether one of its options is among the picks, so options that the same tests
    name stand for each other, and sets are told apart by the tests that name any of their members.
    """
    options = (*offered(step), *(("other",) if step.other else ()))
    named = {_named(tests, option): option for option in options}
    found: dict[int, tuple[str, ...]] = {}
    for bits, option in named.items():
        for before, picks in list(found.items()):
            found.setdefault(before | bits, (*picks, option))
        found.setdefault(bits, (option,))
        if len(found) > MOST:
            raise Entangled
    return set(_passed(tests, found.values()))


def _named(tests: Sequence[Condition], option: str) -> int:
    """Return the parts of tests that name an option, as bits."""
    named = [option in part for test in tests for part in (test.any_of, test.none_of)]
    return sum(1 << at for at, names in enumerate(named) if names)


def _steps(step: Scale, tests: Sequence[Condition]) -> list[int]:
    """Return the numbers at which some test changes its mind, the lowest of the scale first."""
    turns = {test.at_least for test in tests if test.at_least is not None}
    turns |= {test.at_most + 1 for test in tests if test.at_most is not None}
    return [step.min, *sorted(turn for turn in turns if step.min < turn <= step.max)]
