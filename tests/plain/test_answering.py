"""From a typed line to an answer, at every kind of step; what is no answer is said so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bedside.cli.desk import Desk
from bedside.core.answers import Person
from tests.people import WORDS
from tests.plain.telling import WHOLE, Told, talk
from tests.worlds import UNCERTAINTY

AT = {"good-time": 1, "their-view": 2, "known": 4, "weight": 8, "easier": 10, "talk-again": 12}
"""How many lines of the whole walk come before a step."""


def at(desk: Desk, step: str, *lines: str) -> Told:
    """Walk up to a step, then type these lines."""
    before = WHOLE[UNCERTAINTY][: AT[step]]
    return talk(desk, UNCERTAINTY, *before, *lines)


@pytest.mark.parametrize("typed", ["4", "7", "10", "-1", "0.5", "1 1 1", "maybe", "½"])
def test_what_is_no_answer_is_not_recorded_and_the_answers_are_named(
    desk: Desk, typed: str
) -> None:
    told = at(desk, "good-time", typed)
    assert told.visit.answer("good-time") is None
    assert told.visit.step == "good-time"
    assert "Type 1, 2, 3, 8, 9, 0, or Enter to go on." in told.said


@pytest.mark.parametrize("typed", ["11", "-1", "100", "999999999"])
def test_a_number_off_the_scale_is_refused_with_the_range(desk: Desk, typed: str) -> None:
    told = at(desk, "weight", typed)
    assert told.visit.answer("weight") is None
    assert "It has to be a number from 0-10." in told.said


@pytest.mark.parametrize("typed", ["heavy", "3.5", "²", "9" * 5000])
def test_what_is_no_number_is_refused_at_a_scale(desk: Desk, typed: str) -> None:
    told = at(desk, "weight", typed)
    assert told.visit.answer("weight") is None
    assert "Type a number from 0 to 10" in told.said


def test_a_scale_says_its_ends_before_anything_is_typed(desk: Desk) -> None:
    page = at(desk, "weight").after("How heavy the waiting is")
    assert "Type the number, 0 to 10." in page
    assert "0 Light" in page
    assert "10 As heavy as it gets" in page


@pytest.mark.parametrize(
    ("typed", "pick"), [("d", "declined"), ("u", "unsure"), ("n", "not-asked"), ("D", "declined")]
)
def test_a_scale_can_be_declined_unsure_or_not_asked(desk: Desk, typed: str, pick: str) -> None:
    told = at(desk, "weight", typed)
    assert told.answer("weight").picks == (pick,)
    assert f"{typed.lower()} " in told.after("How heavy the waiting is")


def test_ten_is_typed_as_ten(desk: Desk) -> None:
    assert at(desk, "weight", "10").answer("weight").number == 10


def test_words_go_to_the_step_that_listens_as_they_were_typed(desk: Desk) -> None:
    told = at(desk, "their-view", f"  {WORDS}   still ")
    assert told.answer("their-view").words == f"{WORDS} still"


@pytest.mark.parametrize("step", ["their-view", "known"])
def test_a_step_that_takes_words_says_so(desk: Desk, step: str) -> None:
    told = at(desk, step)
    page = told.after(told.visit.plan.steps[step].title)
    assert "Type " in page


@pytest.mark.parametrize("typed", ["[she] went home", "[/foo]", "[red]x[/red]", "$(x) `y` \\n"])
def test_brackets_and_such_are_only_letters(desk: Desk, typed: str) -> None:
    told = at(desk, "their-view", typed, "/check")
    assert told.answer("their-view").words == typed
    assert f"How they see things: {typed}" in told.said
    assert typed in " ".join(told.session.text().split())


def test_what_could_act_on_a_terminal_is_taken_out_of_what_was_typed(desk: Desk) -> None:
    told = at(desk, "their-view", "a\x1b[2Jb\x07\u202ec\tnext")
    assert told.answer("their-view").words == "a[2Jbc next"
    assert not set("\x1b\x07\u202e") & set(told.said)


def test_several_numbers_choose_several_answers(desk: Desk) -> None:
    assert at(desk, "easier", "1, 3").answer("easier").picks == ("call", "company")


def test_one_wrong_number_among_several_chooses_none(desk: Desk) -> None:
    told = at(desk, "easier", "1 6")
    assert told.visit.answer("easier") is None
    assert told.visit.step == "easier"


def test_something_else_is_written_in_their_words(desk: Desk) -> None:
    told = at(desk, "easier", "1 5", WORDS)
    assert told.answer("easier").picks == ("call", "other")
    assert told.answer("easier").words == WORDS


def test_words_typed_at_such_a_question_are_the_other_answer(desk: Desk) -> None:
    told = at(desk, "easier", WORDS)
    assert told.answer("easier").picks == ("other",)


def test_a_day_is_chosen_by_number_typed_or_asked_for(desk: Desk) -> None:
    tomorrow = at(desk, "talk-again", "2").answer("talk-again").day
    assert tomorrow is not None
    later = tomorrow + timedelta(days=20)
    assert at(desk, "talk-again", later.isoformat()).answer("talk-again").day == later
    asked = at(desk, "talk-again", "6", f"{later.day}.{later.month}.")
    assert asked.answer("talk-again").day == later


@pytest.mark.parametrize("lines", [("next week",), ("6", "next week"), ("2026-02-31",)])
def test_what_is_no_day_is_refused_with_how_to_type_one(desk: Desk, lines: tuple[str, ...]) -> None:
    told = at(desk, "talk-again", *lines)
    assert told.visit.answer("talk-again") is None
    asked = told.after("When you will talk again").count("Day, as year-month-day or day.month.")
    assert asked == len(lines)


def test_people_are_added_until_enter(desk: Desk) -> None:
    told = talk(desk, "first-trust", "1", "R.T., daughter", "Dr Roe", "")
    assert told.answer("here").people == (
        Person(who="R.T.", relation="daughter"),
        Person(who="Dr Roe"),
    )
    assert "Recorded: R.T. (daughter), Dr Roe. Enter goes on." in told.said
    assert told.visit.step == "screen"


def test_a_sensitive_answer_asks_whether_it_may_be_written_before_it_goes_on(desk: Desk) -> None:
    lines = WHOLE["confirming-preferences"][:9]
    asked = talk(desk, "confirming-preferences", *lines)
    assert asked.visit.step == "too-much"
    assert "May this stand in the note? Ask before you write it down." in asked.said
    left_out = talk(desk, "confirming-preferences", *lines, "2")
    assert left_out.answer("too-much").may_write is False
    assert WORDS not in left_out.session.text()
    assert left_out.visit.step == "follow-through"


@pytest.mark.parametrize("typed", ["yes", "no", "y", WORDS, "3"])
def test_what_is_typed_at_that_question_never_replaces_the_answer(desk: Desk, typed: str) -> None:
    lines = (*WHOLE["confirming-preferences"][:9], typed)
    told = talk(desk, "confirming-preferences", *lines)
    assert told.answer("too-much").words == WORDS
    assert told.answer("too-much").may_write is None
    assert "Type 1, 2, 0, or Enter to go on." in told.said


def test_each_teach_back_point_is_asked_for_in_turn(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY])
    for number in (1, 2, 3):
        assert told.said.count(f"How did point {number} go?") == 1
    outcomes = [point.outcome for point in told.answer("said-back").points]
    assert outcomes == ["said-back", "said-back", "after-another-try"]


def test_a_required_step_that_was_not_done_asks_why(desk: Desk) -> None:
    told = talk(desk, "first-trust", "1", "", "1", "3")
    assert told.visit.step == "minute"
    assert "Why not?" in told.after("One open question")
    again = talk(desk, "first-trust", "1", "", "1", "3", "the ward was too loud")
    assert again.answer("minute").because == "the ward was too loud"
    assert again.visit.step == "story"


def test_what_was_recorded_is_told_on_the_way_back(desk: Desk) -> None:
    told = at(desk, "their-view", WORDS, "/back")
    assert f"Recorded: {WORDS}" in told.said


def test_enter_passes_over_a_step_and_the_check_page_names_it(desk: Desk) -> None:
    told = at(desk, "their-view", "", "/check")
    assert "How they see things: open, required" in told.said
