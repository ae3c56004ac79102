"""The check page: gaps, contradictions, follow-ups, everything in the note's order."""

from __future__ import annotations

from datetime import date

import pytest

from bedside.core import moves as m
from bedside.core.checklist import Task
from bedside.core.concerns import Check
from bedside.core.contradictions import contradictions
from bedside.core.followups import due_day, followups, is_due
from bedside.core.gaps import Lack, gaps
from bedside.core.review import review
from tests.worlds import (
    NOON,
    checklist,
    choose,
    do,
    opened,
    section,
    shipped_checklist,
    step,
    when,
)


def test_required_gaps_come_first_and_each_says_what_it_lacks() -> None:
    """An open step, one left without a reason, and one whose writing was not asked about."""
    made = checklist(
        step("optional"),
        step("open", required=True),
        step("left", required=True),
        step("private", kind="words", sensitive=True),
        step("quiet", kind="pause"),
    )
    visit = do(opened(made), m.Pick("left", "not-done"), m.Write("private", "words"))
    assert [(gap.step, gap.lack) for gap in gaps(visit)] == [
        ("open", Lack.ANSWER),
        ("left", Lack.REASON),
        ("optional", Lack.ANSWER),
        ("private", Lack.PERMISSION),
    ]


def test_answers_stand_in_the_order_of_the_note_and_fallen_ones_apart() -> None:
    """What matters comes before what was decided, whatever the order of the steps."""
    made = checklist(
        choose("decide", "x", place="decided"),
        choose("matter", "x", "y", place="matters"),
        step("loose", kind="do"),
        step("gone", when=when("matter", "y")),
    )
    visit = do(
        opened(made),
        m.Pick("decide", "x"),
        m.Pick("loose", "done"),
        m.Pick("matter", "y"),
        m.Pick("gone", "done"),
        m.Pick("matter", "x"),
        m.Jot("to self"),
    )
    shown = review(visit)
    assert [given.step.id for given in shown.given] == ["matter", "decide", "loose"]
    assert [given.step.id for given in shown.fallen] == ["gone"]
    assert [jotting.words for jotting in shown.jottings] == ["to self"]


def test_a_permission_that_was_not_given_clashes_with_a_talk_that_was_held() -> None:
    """It is shown with the step that should not have been gone through."""
    made = checklist(
        choose("leave", "yes", "no", required=True, place="agreed"),
        step("tell", place="shared"),
    )
    visit = do(opened(made), m.Pick("leave", "yes"), m.Pick("tell", "done"))
    assert contradictions(visit) == ()
    clash = contradictions(do(visit, m.Pick("leave", "no")))
    assert [(found.check, found.target) for found in clash] == [(Check.NO_PERMISSION, "leave")]


def test_somebody_who_cannot_decide_needs_somebody_who_does() -> None:
    """Naming anybody in the same place is enough."""
    made = checklist(
        section("who", place="decides"), step("able", kind="yes-no"), step("speaks", kind="people")
    )
    visit = do(opened(made), m.Pick("able", "no"))
    assert [found.check for found in contradictions(visit)] == [Check.WHO_DECIDES]
    assert contradictions(do(visit, m.Pick("speaks", "partner"))) == ()
    for nobody in ("alone", "declined", "unsure"):
        clash = contradictions(do(visit, m.Pick("speaks", nobody)))
        assert [found.target for found in clash] == ["able"], nobody


def test_an_interpreter_who_was_wanted_and_not_there_clashes_with_the_talk() -> None:
    """The bank about the visit knows of interpreters; the talk may not pass over it."""
    visit = opened(shipped_checklist("acknowledging-uncertainty"))
    visit = do(visit, m.Pick("about/interpreter", "waiting"))
    assert contradictions(visit) == ()
    visit = do(visit, m.Pick("good-time", "now"), m.Write("their-view", "words"))
    assert [found.check for found in contradictions(visit)] == [Check.NO_INTERPRETER]


def test_a_step_left_for_want_of_an_interpreter_clashes_with_a_talk_without_one() -> None:
    """Unless it is said who interpreted, or that nobody was needed."""
    visit = do(opened(shipped_checklist("acknowledging-uncertainty")), m.Pick("good-time", "now"))
    visit = do(visit, m.Skip("detail", "no-interpreter"))
    assert contradictions(visit) == ()
    visit = do(visit, m.Write("their-view", "words"))
    clash = contradictions(visit)
    assert [(found.check, found.target) for found in clash] == [
        (Check.NO_INTERPRETER, "about/interpreter")
    ]
    assert contradictions(do(visit, m.Pick("about/interpreter", "remote"))) == ()


def test_a_follow_up_needs_an_owner_and_a_day_and_can_be_given_both() -> None:
    """What the checklist leaves out, the clinician fills in; the checklist's own is kept else."""
    task = Task(id="call", text="Call", when=when("ask", "yes"))
    made = checklist(choose("ask", "yes", "no"), tasks=(task,))
    visit = do(opened(made), m.Pick("ask", "yes"))
    assert [found.check for found in contradictions(visit)] == [Check.NO_OWNER]
    visit = do(visit, m.Assign("call", "J. Doe", date(2031, 3, 6)))
    assert contradictions(visit) == ()
    (only,) = followups(visit)
    assert (only.who, only.day) == ("J. Doe", date(2031, 3, 6))
    assert only.events == (2, 3)


def test_another_roles_step_is_a_follow_up_for_that_role() -> None:
    """It is named after the step."""
    made = checklist(step("tell", roles=("physician",)))
    (only,) = followups(opened(made, role="nurse"))
    assert (only.text, only.who) == ("Tell", "physician")
    assert followups(opened(made, role="physician")) == ()


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("today", date(2031, 3, 4)),
        ("1 day", date(2031, 3, 5)),
        ("2 weeks", date(2031, 3, 18)),
        ("12 hours", date(2031, 3, 5)),
        ("10 hours", date(2031, 3, 4)),
        ("2031-04-01", date(2031, 4, 1)),
        ("", None),
    ],
)
def test_due_is_counted_from_the_visits_own_day(due: str, day: date | None) -> None:
    """Hours are counted from the hour, on the clock where the visit is."""
    assert due_day(due, NOON) == day


@pytest.mark.parametrize("due", ["soon", "1 month", "days", "2031-13-01", "1day"])
def test_a_due_that_means_no_day_is_none(due: str) -> None:
    """The checklist is told so when it is read."""
    assert not is_due(due)
