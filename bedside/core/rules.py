"""The `when` rules: which steps appear, decided from the answers so far.

All `when` lines must hold, or else any one `or` line is enough. A step looks only at steps above
it, so one pass from the top decides everything, and a test on a hidden step is false.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from bedside.core.answers import Answer
from bedside.core.checklist import Condition, Step, Task
from bedside.core.plan import Plan

Answers = Mapping[str, Answer]


def hidden_steps(plan: Plan, answers: Answers) -> frozenset[str]:
    """Return the stops that do not appear, given these answers."""
    hidden: set[str] = set()
    for step in plan.conditional:
        section = plan.section[step]
        if not (applies(plan.steps[step], answers, hidden) and applies(section, answers, hidden)):
            hidden.add(step)
    return frozenset(hidden)


def applies(thing: Step | Task | None, answers: Answers, hidden: Set[str]) -> bool:
    """Whether a step, section or task appears; one without conditions always does."""
    if thing is None or not (thing.when or thing.or_):
        return True
    if thing.when and all(holds(condition, answers, hidden) for condition in thing.when):
        return True
    return any(holds(condition, answers, hidden) for condition in thing.or_)


def holds(condition: Condition, answers: Answers, hidden: Set[str]) -> bool:
    """Whether one test is true; a step that is hidden or unanswered makes it false."""
    answer = answers.get(condition.step)
    if answer is None or condition.step in hidden:
        return False
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
