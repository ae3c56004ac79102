"""The `when` rules: which steps appear, decided from the answers so far.

All `when` lines must hold, or else any one `or` line is enough. A step looks only at steps above
it, so one pass from the top decides everything, and a test on a hidden step is false. A test on a
step that may still be answered is open: neither true nor false yet (Kleene's three values).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from bedside.core.answers import Answer
from bedside.core.checklist import Condition, Step, Task
from bedside.core.plan import Plan
from bedside.core.value import Value, placed

Answers = Mapping[str, Answer]
Truth = bool | None


@placed
class Decided(Value):
    """Which stops do not appear now, and which of them no further answer can bring back."""

    hidden: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()


def decided(plan: Plan, answers: Answers) -> Decided:
    """Return what these answers decide about the stops that have conditions."""
    hidden: set[str] = set()
    ruled_out: set[str] = set()
    for step in plan.conditional:
        section = plan.section[step]
        whole = _all(
            _applies(thing, answers, hidden, ruled_out) for thing in (plan.steps[step], section)
        )
        if not whole:
            hidden.add(step)
        if whole is False:
            ruled_out.add(step)
    return Decided(frozenset(hidden), frozenset(ruled_out))


def applies(task: Task, answers: Answers, hidden: Set[str]) -> bool:
    """Whether a task comes up with these answers; one without conditions always does."""
    return _applies(task, answers, hidden, hidden) is True


def _applies(
    thing: Step | Task | None, answers: Answers, hidden: Set[str], ruled_out: Set[str]
) -> Truth:
    if thing is None or not (thing.when or thing.or_):
        return True
    lines = [_holds(condition, answers, hidden, ruled_out) for condition in thing.or_]
    if thing.when:
        lines.append(_all(_holds(c, answers, hidden, ruled_out) for c in thing.when))
    if True in lines:
        return True
    return None if None in lines else False


def _all(parts: Iterable[Truth]) -> Truth:
    """Return whether every part is true; open where none is false and one is open."""
    found = list(parts)
    if False in found:
        return False
    return None if None in found else True


def _holds(condition: Condition, answers: Answers, hidden: Set[str], ruled_out: Set[str]) -> Truth:
    """Return whether one test is true; a step that does not appear makes it false."""
    if condition.step in ruled_out:
        return False
    answer = answers.get(condition.step)
    if answer is None or not answer.picks or condition.step in hidden:
        return None  # words alone are no answer yet
    return fits(condition, answer)


def fits(condition: Condition, answer: Answer) -> bool:
    """Return whether an answer that was given passes one test."""
    picks = set(answer.picks)
    if condition.any_of and not picks.intersection(condition.any_of):
        return False
    if condition.none_of and (not picks or picks.intersection(condition.none_of)):
        return False
    return _within(condition, answer.number)


def _within(condition: Condition, number: int | None) -> bool:
    if condition.at_least is None and condition.at_most is None:
        return True
    if number is None:
        return False
    low = condition.at_least is None or number >= condition.at_least
    return low and (condition.at_most is None or number <= condition.at_most)
