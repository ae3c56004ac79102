"""Conditions in words: titles and labels, never ids."""

from __future__ import annotations

import pytest

from bedside.content.paper.conditions import ANSWERS, condition_words
from bedside.core.answers import RESERVED
from bedside.core.checklist import Checklist, Choice, Condition, Option, Scale, Step, Task

STEPS = (
    Choice(
        id="q",
        kind="choose",
        title="How much",
        options=(Option(id="all", label="All of it"), Option(id="bit", label="A bit")),
    ),
    Scale(id="s", kind="scale", title="How heavy", min=0, max=10),
    Step(id="d", kind="do", title="Sit down"),
)
CHECKLIST = Checklist(format=1, id="made", title="Made", steps=STEPS)


def words(*when: Condition, or_: tuple[Condition, ...] = ()) -> str:
    """Return the words of a step that comes up under these conditions."""
    step = Step(id="x", kind="say", title="X", when=when, or_=or_)
    return condition_words(step, CHECKLIST)


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (Condition(step="q", any_of=("all",)), "“How much” was “All of it”"),
        (Condition(step="q", any_of=("all", "bit")), "“How much” was “All of it” or “A bit”"),
        (
            Condition(step="q", none_of=("all", "declined")),
            "“How much” was answered, and not “All of it” or declined",
        ),
        (Condition(step="s", at_least=5), "“How heavy” was 5 or more"),
        (Condition(step="s", at_most=3), "“How heavy” was 3 or less"),
        (Condition(step="s", at_least=3, at_most=5), "“How heavy” was from 3 to 5"),
        (Condition(step="d", any_of=("done", "partly")), "“Sit down” was done or done in part"),
        (Condition(step="q", any_of=("other",)), "“How much” was something else"),
    ],
)
def test_one_test_is_a_clause(condition: Condition, says: str) -> None:
    assert words(condition) == f"only if {says}"


def test_lines_that_must_all_hold_are_joined_by_and() -> None:
    both = words(Condition(step="q", any_of=("all",)), Condition(step="s", at_least=5))
    assert both == "only if “How much” was “All of it” and “How heavy” was 5 or more"


def test_any_or_line_is_enough() -> None:
    either = words(
        Condition(step="q", any_of=("all",)), or_=(Condition(step="d", any_of=("done",)),)
    )
    assert either == "only if “How much” was “All of it”; or if “Sit down” was done"
    assert words(or_=(Condition(step="s", at_most=1),)) == "only if “How heavy” was 1 or less"


def test_what_always_comes_up_says_nothing() -> None:
    assert words() == ""


def test_a_task_has_conditions_too_and_numbers_are_said_where_given() -> None:
    task = Task(id="t", text="Call", when=(Condition(step="q", any_of=("all",)),))
    said = condition_words(task, CHECKLIST, {"q": "3"})
    assert said == "only if 3 (“How much”) was “All of it”"


def test_every_answer_a_condition_can_name_has_words() -> None:
    assert {*RESERVED, "yes", "no"} <= set(ANSWERS)
