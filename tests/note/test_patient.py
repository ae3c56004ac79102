"""The patient page: true, kind and short for whoever reads it tonight, also without any wording."""

from __future__ import annotations

from datetime import date

import pytest

from bedside.core import moves as m
from bedside.core.answers import Patient, Person
from bedside.core.checklist import Step, Task
from bedside.core.visit import Visit
from bedside.note import patient_wording as p
from bedside.note.budget import excess
from bedside.note.texts import composed
from tests.note.reading import places, whole
from tests.people import AVERY, CLINICIAN, ROWAN, WORDS
from tests.worlds import (
    SHIPPED,
    TODAY,
    checklist,
    choose,
    do,
    opened,
    shipped_checklist,
    step,
    when,
)


def page(visit: Visit) -> dict[str, str]:
    """Return every part of the page with what it says."""
    return places(visit, "patient")


def after(own: Step, *moves: m.Move) -> dict[str, str]:
    """Return the page after these moves in a visit of one step."""
    return page(do(opened(checklist(own)), *moves))


def test_a_silent_checklist_leaves_a_page_that_is_true_and_short() -> None:
    """A day, what to do where something is wrong, and nothing that claims anything."""
    visit = do(
        opened(checklist(step("a"), choose("b", "x"))), m.Pick("a", "done"), m.Pick("b", "x")
    )
    assert page(visit) == {
        "heading": "What we talked about on 4 March 2031",
        "wrong": p.WRONG,
    }


def test_the_patients_own_words_are_told_as_said() -> None:
    """At any step that asks for them, and beside a pick."""
    assert after(step("a", kind="words", place="worries"), m.Write("a", WORDS))["told"] == (
        f"You said: “{WORDS}”."
    )
    beside = after(choose("a", "x", place="matters"), m.Pick("a", "x"), m.Write("a", WORDS))
    assert beside["told"] == f"You said: “{WORDS}”."


def test_words_that_the_wording_says_are_not_said_twice() -> None:
    own = step("a", kind="words", place="worries", patient={"answered": "Your worry: “{answer}”"})
    assert after(own, m.Write("a", 'the "other" scan'))["told"] == "Your worry: “the ‘other’ scan”."


def test_what_was_told_decided_or_promised_is_told_in_the_clinicians_words() -> None:
    """The page would be empty of it otherwise; what a clinician understood is no part of it."""
    for place, part in (("shared", "shared"), ("decided", "decided"), ("next", "next")):
        own = step("a", kind="text", place=place)
        assert after(own, m.Write("a", "rest until Thursday"))[part] == "Rest until Thursday."
    own = step("a", kind="text", place="understanding")
    assert after(own, m.Write("a", "seems unsure")).keys() == {"heading", "wrong"}


def test_a_day_is_one_that_was_agreed_on_only_where_it_is_about_what_comes() -> None:
    own = step("a", kind="date", place="next")
    friday = m.Schedule("a", date(2031, 3, 7))
    assert after(own, friday)["next"] == "The day we agreed on: Friday 7 March."
    own = step("a", kind="date", place="understanding")
    assert after(own, friday).keys() == {"heading", "wrong"}


def test_days_in_another_year_say_which() -> None:
    own = step("a", kind="date", place="next")
    told = after(own, m.Schedule("a", date(2032, 1, 2)))
    assert told["next"] == "The day we agreed on: Friday 2 January 2032."


def test_who_was_there_is_told_by_how_they_relate_to_the_reader() -> None:
    own = step("a", kind="people", place="present")
    daughter = m.Add("a", Person(who="R.T.", relation="daughter"))
    assert after(own, m.Pick("a", "partner"), daughter)["present"] == (
        "Your partner and R.T. (daughter)."
    )
    assert after(own, m.Pick("a", "alone"))["present"] == "Nobody else."


def test_labels_that_stand_in_for_a_wording_are_a_list_of_their_own() -> None:
    """They were written for a list of choices, not for the middle of a sentence."""
    own = choose(
        "a", "x", "y", kind="choose-many", place="next", patient={"": "You want: {answer}"}
    )
    assert after(own, m.Pick("a", "x"), m.Pick("a", "y"))["next"] == "You want: X; Y."


def test_what_others_will_do_is_no_order_to_the_patient() -> None:
    """It stands under what we will do, with who and by when; another role's step has no title."""
    made = checklist(
        choose("a", "x"),
        choose("b", "y", roles=("physician",)),
        tasks=(
            Task(id="t", text="Call back", who="Named nurse", due="1 day", when=when("a", "x")),
        ),
    )
    visit = do(opened(made, role="nurse"), m.Pick("a", "x"))
    assert page(visit)["do"] == (
        "Call back (Named nurse, by Wednesday 5 March)."
        " Part of this talk is still to come, with: physician."
    )


def test_it_names_the_patient_by_no_label_of_the_clinicians() -> None:
    visit = opened(checklist(step("a")))
    assert page(do(visit, m.Identify(AVERY)))["patient"] == "Test, Avery, 000-TEST"
    assert "patient" not in page(do(visit, m.Identify(ROWAN)))
    both = Patient(label="Bed-side label R", name="Test, Avery")
    assert page(do(visit, m.Identify(both)))["patient"] == "Test, Avery"


def test_it_is_about_the_day_of_the_talk_whenever_it_was_written() -> None:
    visit = do(opened(checklist(step("a"))), m.RecordAfterwards(date(2031, 3, 2)))
    assert page(visit)["heading"] == "What we talked about on 2 March 2031"


@pytest.mark.parametrize("reason", ["distress", "too-much", "no-time", "other", ""])
def test_that_the_talk_was_stopped_is_said_kindly(reason: str) -> None:
    """And never with what a clinician wrote about it."""
    visit = do(
        opened(checklist(step("a"))), m.Stop(reason, "visitors" if reason == "other" else "")
    )
    assert page(visit)["talk"] == p.STOPS.get(reason, p.STOPPED)


def test_what_was_left_declined_or_is_unsure_is_not_held_against_the_patient() -> None:
    """Only a checklist that has kind words for it may say that it was left."""
    own = step("a", kind="words", place="matters", required=True)
    for move in (m.Skip("a", "no-time"), m.Skip("a", "prefers-not"), m.Pick("a", "unsure")):
        assert after(own, m.Write("a", WORDS), move).keys() == {"heading", "wrong"}
    kind = step("a", kind="words", place="next", patient={"not-asked": "Ask us about it."})
    assert after(kind, m.Skip("a", "no-time"))["next"] == "Ask us about it."


def test_what_was_confided_is_told_only_with_leave() -> None:
    own = step("a", kind="words", place="matters", sensitive=True)
    visit = do(opened(checklist(own)), m.Write("a", WORDS))
    for refused in (visit, do(visit, m.Allow("a", yes=False)), do(visit, m.Skip("a", "no-time"))):
        assert WORDS not in whole(composed(refused, "patient"))
    assert WORDS in whole(composed(do(visit, m.Allow("a", yes=True)), "patient"))


def test_what_was_put_right_in_words_is_told_as_the_patients() -> None:
    own = step("a", kind="read-back", place="checked")
    assert after(own, m.Write("a", "my dog, not my cat"))["checked"] == (
        "You put this right when we read it to you: my dog, not my cat."
    )


def test_it_ends_with_whom_the_patient_talked_with() -> None:
    visit = do(opened(checklist(step("a"))), m.Pick("a", "done"), m.Sign(*CLINICIAN))
    assert page(visit)["signed"] == "J. Doe, nurse."
    assert list(page(visit))[-2:] == ["wrong", "signed"]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_whole_talk_leaves_a_page_within_its_budget(name: str) -> None:
    """Every step of every shipped checklist answered the first way it can be."""
    visit = do(opened(shipped_checklist(name)), m.Identify(AVERY))
    for reader in ("patient", "handover", "chart"):
        assert excess(composed(_answered(visit), reader)) is None


def _answered(visit: Visit) -> Visit:
    from bedside.core.view import view_of
    from bedside.core.visit import CHECK

    while visit.step != CHECK:
        here = visit.plan.steps[visit.step]
        rows = view_of(visit, here.id, TODAY).rows
        if here.kind in ("words", "text"):
            visit = do(visit, m.Write(here.id, WORDS))
        elif rows and rows[0].move is not None:
            visit = do(visit, rows[0].move)
        visit = do(visit, m.Next())
    return visit


def test_where_people_are_named_for_a_task_nobody_else_is_nobody_named() -> None:
    frame = {"answered": "Who helps you decide: {answer}."}
    own = step("a", kind="people", place="decides", note=frame, patient=frame)
    told = after(own, m.Pick("a", "alone"))
    assert "nobody else" not in str(told)
    assert "Who helps you decide: nobody named." in str(told)
