"""The rules of others as `when` lines: what can be said so is, and what cannot is refused.

Theirs are tests of questions, all or any (enableWhen). A step of ours has a line for each step
that it looks at, and either all lines hold or any one `or` line does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import NamedTuple

from bedside.content.shape import Table
from bedside.core.answers import STANDING


class Unsaid(Exception):
    """A rule that no `when` lines can say; the message is why, as the end of a sentence."""


class Asking(NamedTuple):
    """What is asked of one answer: one of these, none of these, or a number within limits."""

    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()
    low: int | None = None
    high: int | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is about a number."""
        return self.low is not None or self.high is not None


Askings = Mapping[str, Asking]


_NONE: Askings = MappingProxyType({})


class Rule(NamedTuple):
    """When a step appears: all of these hold, or one of these. Nothing in it: always."""

    when: Askings = _NONE
    either: Askings = _NONE


class Target(NamedTuple):
    """A question that rules may look at, as the step it became.

    `answers` leads from what a test may name to our answer; `order` are all our own answers as
    they are offered. `is_free` has no answers of its own, `is_many` any number of them.
    """

    step: str
    answers: Mapping[str, str]
    order: tuple[str, ...] = ()
    is_free: bool = False
    is_many: bool = False
    low: int | None = None
    high: int | None = None


_TWICE = "it asks two things of {step} at once"


def tested(target: Target, operator: str, kind: str, key: str, value: object) -> Asking:
    """Return one test of theirs; `kind` is the type of its value and `key` how answers name it.

    Unsaid where it cannot be put so.
    """
    if operator == "exists":
        return _exists(target, value is True)
    if target.low is not None and isinstance(value, int | float) and math.isfinite(value):
        return _number(target, operator, value)
    if operator not in ("=", "!="):
        raise Unsaid(f"{operator} is asked of {target.step}, which is no scale")
    if target.is_free:
        raise Unsaid(f"it asks for certain words of {target.step}, whose answer is free")
    pick = target.answers.get(key)
    if pick is None:
        raise Unsaid(f"{target.step} does not offer the answer that it names ({kind})")
    if operator == "=":
        return Asking(any_of=frozenset((pick,)))
    if target.is_many:
        return Asking(none_of=frozenset((pick,)))
    rest = (*(one for one in target.order if one != pick), *STANDING)
    return Asking(any_of=frozenset(rest))


def _exists(target: Target, wanted: bool) -> Asking:
    if not wanted:
        return Asking(any_of=frozenset(STANDING))
    own = ("answered",) if target.is_free or target.low is not None else target.order
    return Asking(any_of=frozenset(own))


def _number(target: Target, operator: str, value: float) -> Asking:
    low, high = math.ceil(value), math.floor(value)
    limits = {
        "=": (low, high),
        ">": (high + 1, None),
        ">=": (low, None),
        "<": (None, low - 1),
        "<=": (None, high),
    }
    if operator not in limits or (operator == "=" and low != high):
        raise Unsaid(f"{operator} {value} is asked of {target.step}, a scale of whole numbers")
    return Asking(low=limits[operator][0], high=limits[operator][1])


def rule_of(tests: Iterable[tuple[str, Asking]], is_all: bool, many: frozenset[str]) -> Rule:
    """Return tests of steps as one rule; `many` are the steps with any number of answers.

    Unsaid where two tests of one step cannot be put into one line.
    """
    found: dict[str, Asking] = {}
    join = _both if is_all else _one
    for step, test in tests:
        found[step] = join(step, found[step], test, step in many) if step in found else test
    return Rule(found) if is_all or len(found) < 2 else Rule(_NONE, found)


def both(rules: Iterable[Rule], many: frozenset[str]) -> Rule:
    """Return the rule that holds where all of these do; Unsaid where none can say that."""
    return reduce(lambda one, other: _joined(one, other, many), rules, Rule())


def _joined(one: Rule, other: Rule, many: frozenset[str]) -> Rule:
    if one == other or other == Rule():
        return one
    if one == Rule():
        return other
    if one.either or other.either:
        raise Unsaid("two rules with several ways each would have to hold together")
    tests = (*one.when.items(), *other.when.items())
    return rule_of(tests, True, many)


def _both(step: str, one: Asking, other: Asking, is_many: bool) -> Asking:
    """Return the test that passes where both do."""
    if one == other:
        return one
    if one.none_of and other.none_of:
        return Asking(none_of=one.none_of | other.none_of)
    if one.is_number and other.is_number:
        lows = [test.low for test in (one, other) if test.low is not None]
        highs = [test.high for test in (one, other) if test.high is not None]
        return Asking(low=max(lows, default=None), high=min(highs, default=None))
    common = one.any_of & other.any_of
    if is_many or not common:
        raise Unsaid(_TWICE.format(step=step))
    return Asking(any_of=common)


def _one(step: str, one: Asking, other: Asking, _: bool) -> Asking:
    """Return the test that passes where one of both does."""
    if one == other:
        return one
    if one.any_of and other.any_of:
        return Asking(any_of=one.any_of | other.any_of)
    raise Unsaid(_TWICE.format(step=step))


def lines(rule: Rule, order: Mapping[str, tuple[str, ...]]) -> Table:
    """Return a rule as the keys of a step; `order` is how each step's answers stand in its file."""
    found = {"when": _table(rule.when, order), "or": _table(rule.either, order)}
    return {key: value for key, value in found.items() if value}


def _table(tests: Askings, order: Mapping[str, tuple[str, ...]]) -> Table:
    return {step: _line(test, order.get(step, ())) for step, test in tests.items()}


def _line(test: Asking, order: tuple[str, ...]) -> object:
    if test.any_of:
        return _listed(test.any_of, order)
    if test.none_of:
        return {"not": _listed(test.none_of, order)}
    limits = {"at_least": test.low, "at_most": test.high}
    return {name: limit for name, limit in limits.items() if limit is not None}


def _listed(picks: frozenset[str], order: tuple[str, ...]) -> object:
    places = {pick: at for at, pick in enumerate((*order, *STANDING))}
    ordered = sorted(picks, key=lambda pick: (places.get(pick, len(places)), pick))
    return ordered[0] if len(ordered) == 1 else ordered
