"""Times of a talk that nobody measured: found, and taken out where the sentence stays whole."""

from __future__ import annotations

import pytest

from bedside.core.concerns import Check
from tests.note.checks.drafts import abouts, found, rewritten, said, typed

TAKEN_OUT = {
    "We talked for 45 minutes about the plan.": "We talked about the plan.",
    "Talked with R.T. and J. Doe for about an hour.": "Talked with R.T. and J. Doe.",
    "Had a 45-minute talk.": "Had a talk.",
    "Had an 80 min family meeting.": "Had a family meeting.",
    "Had an hour-long conversation today.": "Had a conversation today.",
    "Family meeting (45 min) held.": "Family meeting held.",
    "Spent 40 min discussing the plan.": "Spent time discussing the plan.",
    "45 minutes were spent talking.": "Time was spent talking.",
    "30-40 min spent explaining it.": "Time spent explaining it.",
    "45 minutes of counselling.": "Counselling.",
    "They met for one and a half hours": "They met.",
}
KEPT = ("The meeting lasted 2 hours.", "Total time: 35 min.", "Time spent: 35 minutes.")
OTHER_TIMES = (
    "Call back in 30 minutes.",
    "Tablets every 4 hours; rest for 20 minutes after meals.",
    "Walks for 20 minutes a day. Talked about rest for 20 minutes each day.",
    "Lay on the floor for 2 hours; spent 3 hours on a trolley.",
    "Travel time is 40 minutes.",
    "A meeting of 45 minutes is planned for Friday. We will have a 20-minute talk.",
    "The minutes of the meeting are kept.",
    "Pain within the hour. At what time?",
)


@pytest.mark.parametrize("text", TAKEN_OUT)
def test_a_time_of_the_talk_is_taken_out(text: str) -> None:
    assert rewritten(typed(text), Check.MINUTES) == TAKEN_OUT[text]
    assert abouts(typed(TAKEN_OUT[text]), Check.MINUTES) == []


@pytest.mark.parametrize("text", KEPT)
def test_a_time_that_leaves_nothing_behind_is_only_pointed_at(text: str) -> None:
    (only,) = found(typed(text), Check.MINUTES)
    assert only.rewrite == ""
    assert text[only.start : only.end] == only.about


@pytest.mark.parametrize("text", OTHER_TIMES)
def test_other_times_are_let_be(text: str) -> None:
    assert abouts(typed(text), Check.MINUTES) == []


def test_the_patients_own_times_are_theirs() -> None:
    assert abouts(said("we talked for 45 minutes and it helped"), Check.MINUTES) == []
