"""Conditions in words, with the titles and labels that people read; never ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedside.core.checklist import Checklist, Choice, Condition, Step, Task

ANSWERS: Mapping[str, str] = {
    "done": "done",
    "partly": "done in part",
    "not-done": "not done",
    "yes": "Yes",
    "no": "No",
    "declined": "declined",
    "unsure": "unsure",
    "not-asked": "not asked",
    "answered": "answered",
    "other": "something else",
    "said-back": "said back",
    "after-another-try": "said back after another try",
    "not-yet": "not yet clear",
    "confirmed": "confirmed",
    "corrected": "corrected",
}
"""The answers every step has without being told, inside a sentence."""


def condition_words(
    thing: Step | Task, checklist: Checklist, numbers: Mapping[str, str] | None = None
) -> str:
    """Return when a step, section or task comes up, as "only if …"; "" where it always does.

    Steps are named by their titles; with `numbers`, by their numbers on paper and their titles.
    """
    if not (thing.when or thing.or_):
        return ""
    steps = {step.id: step for step in (*checklist.steps, *checklist.extras)}
    lines = [_test(one, steps.get(one.step), numbers or {}) for one in thing.when]
    ways = [" and ".join(lines)] if lines else []
    ways += [_test(one, steps.get(one.step), numbers or {}) for one in thing.or_]
    return "only if " + "; or if ".join(ways)


def answer_words(step: Step, answer: str) -> str:
    """Return an answer as people read it: an option's label in quotation marks, or a word."""
    labels = {one.id: one.label for one in step.options} if isinstance(step, Choice) else {}
    if answer in labels:
        return f"“{labels[answer]}”"
    return ANSWERS.get(answer, answer)


def _test(condition: Condition, step: Step | None, numbers: Mapping[str, str]) -> str:
    """Return one test as a clause; every part of it must hold."""
    title = f"“{step.title}”" if step else f"“{condition.step}”"
    number = numbers.get(condition.step)
    name = f"{number} ({title})" if number else title
    parts = []
    if condition.any_of:
        parts.append(f"was {_either(step, condition.any_of)}")
    if condition.none_of:
        parts.append(f"was answered, and not {_either(step, condition.none_of)}")
    if limits := _limits(condition.at_least, condition.at_most):
        parts.append(f"was {limits}")
    return f"{name} {' and '.join(parts)}"


def _either(step: Step | None, answers: Sequence[str]) -> str:
    words = [answer_words(step, answer) if step else answer for answer in answers]
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _limits(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"from {low} to {high}"
    if low is not None:
        return f"{low} or more"
    return f"{high} or less" if high is not None else ""
