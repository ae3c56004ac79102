"""The handover: who, what matters, what is decided, what is to do; and that it is said back."""

from __future__ import annotations

from datetime import date

from bedside.core import moves as m
from bedside.core.checklist import Task
from bedside.core.visit import Visit
from bedside.note import wording as w
from bedside.note.render.text import render_text
from bedside.note.texts import composed
from tests.note.reading import places, whole
from tests.people import AVERY, CLINICIAN, WORDS
from tests.worlds import checklist, choose, do, opened, step, when


def given(visit: Visit) -> dict[str, str]:
    """Return every place of the handover with what it says."""
    return places(visit, "handover")


def test_it_reads_within_a_minute() -> None:
    """Whose it is, what to know, what to do by when, and room to say it back."""
    made = checklist(
        step("hope", kind="words", place="matters", note={"": "Hopes for: “{answer}”"}),
        choose("plan", "rest", place="decided", note={"rest": "Rest until Thursday."}),
        choose("view", "x", place="understanding", note={"x": "Knows it all."}),
        tasks=(
            Task(
                id="t", text="Call back", who="Named nurse", due="1 day", when=when("plan", "rest")
            ),
        ),
    )
    moves = (m.Identify(AVERY), m.Write("hope", WORDS), m.Pick("plan", "rest"), m.Pick("view", "x"))
    visit = do(opened(made), *moves, m.Sign(*CLINICIAN, again=AVERY))
    assert render_text(composed(visit, "handover")) == (
        "HANDOVER: MADE UP  4 Mar 2031, 13:00\n"
        "Patient: Test, Avery, 000-TEST\n"
        "Talk: Hopes for: “not being there for my dog”.\n"
        "Plan: Rest until Thursday.\n"
        "To do: Call back (Named nurse, by 5 Mar).\n"
        "Said back by whoever takes over: ________________________\n"
        "Signed: J. Doe, nurse, 4 Mar 2031, 13:00.\n"
        "Note 00000000000000000001, made-up 0.1, draft wording\n"
    )


def test_its_own_wording_of_a_place_stands_instead_of_the_charts() -> None:
    """Only at that place: what is decided is never dropped because something else has wording."""
    made = checklist(
        choose("a", "x", place="matters", note={"x": "Chart."}, handover={"x": "Said shortly."}),
        choose("b", "x", place="matters", note={"x": "Chart of b."}),
        choose("c", "x", place="decided", note={"x": "Chart of c."}),
        choose("d", "x", place="shared", handover={"x": "Has been told."}),
    )
    visit = do(opened(made), *(m.Pick(step_id, "x") for step_id in "abcd"))
    assert given(visit)["talk"] == "Has been told. Said shortly."
    assert given(visit)["plan"] == "Chart of c."


def test_wording_at_no_place_of_the_note_comes_last() -> None:
    made = checklist(step("a", handover={"done": "The bed is made."}))
    assert given(do(opened(made), m.Pick("a", "done"))).get("talk") == "The bed is made."


def test_that_something_was_left_open_is_passed_on_where_it_counts() -> None:
    """No plan, no day, nobody named; not that a hope was not asked for."""
    made = checklist(
        choose("hope", "x", place="matters", required=True, note={"not-asked": "Was not asked."}),
        choose("plan", "x", place="decided", required=True, note={"not-asked": "No plan yet."}),
    )
    told = given(do(opened(made), m.Skip("hope", "no-time"), m.Skip("plan", "no-time")))
    assert told["plan"] == "No plan yet (no time)."
    assert "talk" not in told


def test_a_stop_is_told_before_anything_else() -> None:
    visit = do(opened(checklist(step("a"))), m.Stop("distress"))
    assert given(visit)["stopped"] == w.STOPS["distress"]
    assert list(given(visit)).index("stopped") < list(given(visit)).index("back")


def test_it_says_when_it_was_written_down_afterwards() -> None:
    visit = do(opened(checklist(step("a"))), m.RecordAfterwards(date(2031, 3, 2)))
    assert given(visit)["afterwards"] == "Written down after the talk, which was on 2 Mar 2031."


def test_what_was_confided_is_passed_on_only_with_leave() -> None:
    for worded in ({}, {"answered": "Says: {answer}"}):
        own = step("a", kind="words", place="matters", sensitive=True, handover=worded)
        visit = do(opened(checklist(own)), m.Write("a", WORDS))
        for refused in (
            visit,
            do(visit, m.Allow("a", yes=False)),
            do(visit, m.Skip("a", "safety")),
        ):
            assert WORDS not in whole(composed(refused, "handover"))
        assert WORDS in whole(composed(do(visit, m.Allow("a", yes=True)), "handover"))
