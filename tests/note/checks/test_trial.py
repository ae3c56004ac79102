"""A trial of treatment without a day to look again."""

from __future__ import annotations

from datetime import date

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Task
from bedside.core.concerns import Check
from bedside.core.visit import Visit
from tests.note.checks.drafts import found, said
from tests.worlds import checklist, do, opened, step

TRIALS = (
    "A trial of antibiotics",
    "Time-limited trial of dialysis for two weeks",
    "Let us try it for a week and see whether it helps",
)
NO_TRIALS = (
    "Will join a clinical trial",
    "Rest and tea",
    "Home, and try to sleep",
    "The drug trial is over",
)


def agreed(text: str, *moves: m.Move, tasks: tuple[Task, ...] = ()) -> Visit:
    """Return a visit in which this was decided, a day can be set, and then these moves."""
    plan = step("plan", "text", place="decided")
    again = step("again", "date", place="next")
    made = checklist(plan, again, tasks=tasks)
    return do(opened(made), m.Write("plan", text), *moves)


@pytest.mark.parametrize("text", TRIALS)
def test_a_trial_without_a_day_is_shown_with_where_to_set_one(text: str) -> None:
    (only,) = found(agreed(text), Check.NO_DATE)
    assert (only.target, only.about) == ("again", "Plan")
    assert found(agreed(text, m.Schedule("again", date(2031, 3, 10))), Check.NO_DATE) == []


@pytest.mark.parametrize("text", NO_TRIALS)
def test_what_is_no_trial_of_treatment_needs_no_day(text: str) -> None:
    assert found(agreed(text), Check.NO_DATE) == []


@pytest.mark.parametrize(
    "day", ["on 12 March", "by Friday", "on 2031-03-12", "until March 12", "on 3/12"]
)
def test_a_day_within_the_sentence_is_one(day: str) -> None:
    assert found(agreed(f"A trial of antibiotics, to look again {day}"), Check.NO_DATE) == []


def test_a_follow_up_with_a_day_is_one() -> None:
    look = Task(id="look", text="Look again", who="Dr Roe")
    assert found(agreed(TRIALS[0], tasks=(look,)), Check.NO_DATE) != []
    given = m.Assign("look", "Dr Roe", date(2031, 3, 10))
    assert found(agreed(TRIALS[0], given, tasks=(look,)), Check.NO_DATE) == []


def test_the_day_by_which_a_follow_up_is_due_is_no_day_to_look_again() -> None:
    tell = Task(id="tell", text="Tell the team", who="Dr Roe", due="today")
    (only,) = found(agreed(TRIALS[0], tasks=(tell,)), Check.NO_DATE)
    assert only.target == "again"


def test_where_no_step_asks_for_a_day_the_trial_itself_is_shown() -> None:
    visit = opened(checklist(step("plan", "text", place="decided")))
    (only,) = found(do(visit, m.Write("plan", TRIALS[0])), Check.NO_DATE)
    assert only.target == "plan"


def test_a_trial_that_was_only_talked_about_is_not_agreed() -> None:
    plan = step("plan", "text", place="shared")
    assert found(do(opened(checklist(plan)), m.Write("plan", TRIALS[0])), Check.NO_DATE) == []
    assert found(said("a trial of home", "decided"), Check.NO_DATE) == []
